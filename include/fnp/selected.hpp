// a(items) with an index array or a mask among the items: NumPy's advanced indexing.
//
//     x(mask) = 0;                     // the true places; mask: bool array or expression, x > 1 as well
//     array<double> y = x(rows, slice(1, end));
//     x(at) += 1;                      // get, add, set: a place that is named twice gets 1 once
//
// A `selected` holds handles on the array and its indices. It becomes a fresh array where a value is wanted, also
// inside an expression, and writes through where it is assigned to. The indices are checked when it is made; what they
// select is read when it is used. Errors: bad_index_type, too_many_indices, index_out_of_range, mask_shape_mismatch,
// index_shape_mismatch, zero_step; on assignment assign_shape_mismatch, read_only.
#pragma once
#include <utility>
#include <vector>

#include "fnp/concrete.hpp"
#include "fnp/lookup.hpp"
#include "fnp/ndarray.hpp"

namespace fnp {

namespace typed {

template <class X> subscript_item item_of(X const& x) {
  if constexpr (indexing<X>)
    return {index_item(x), {}};
  else {
    if constexpr (requires { typename concrete_t<X>::value_type; })
      static_assert(std::is_integral_v<typename concrete_t<X>::value_type>,
                    "fnp: an index array must be of an integer dtype or bool");
    return {{}, array_handle::share(const_cast<array_body*>(&static_cast<array_body const&>(concrete(x).body())))};
  }
}

// A C++ number in the widest dtype of its kind.
template <number E> scalar scalar_of(E const& e) {
  using X = std::remove_cvref_t<E>;
  if constexpr (is_complex_like<X>)
    return complex128{static_cast<double>(e.real()), static_cast<double>(e.imag())};
  else if constexpr (std::is_same_v<X, bool> || std::is_same_v<X, half>)
    return e;
  else if constexpr (std::is_floating_point_v<X>)
    return static_cast<double>(e);
  else if constexpr (std::is_unsigned_v<X>)
    return static_cast<std::uint64_t>(e);
  else
    return static_cast<index>(e);
}

// What is stored into an array of class A: numbers as elements of its dtype, arrays as they are. Typed arrays take
// values of their kind, as everywhere; at run time NumPy's unsafe cast decides.
template <class A, class E> array_handle stored(E const& e, [[maybe_unused]] dtype to) {
  if constexpr (number<E> && requires { typename A::value_type; }) {
    A one(make_array(A::dtype(), {}));
    one.assign(e);
    return one.handle();
  } else if constexpr (number<E>) {
    return lookup::stored_number(scalar_of(e), to);
  } else {
    using V = concrete_t<E>;
    if constexpr (requires {
                    typename V::value_type;
                    typename A::value_type;
                  })
      require_same_kind<typename V::value_type, typename A::value_type>();
    return V(concrete(e)).handle();
  }
}

template <class E>
concept storable = number<E> || array_like<E>;

}  // namespace typed

template <class A> class selected {
 public:
  template <class... I>
  explicit selected(array_handle of, I const&... items) : of_(std::move(of)), items_{typed::item_of(items)...} {
    lookup::check_indices(*of_, items_.data(), items_.size());
  }
  selected(selected const&) = default;

  A copy() const { return A(lookup::get(*of_, items_.data(), items_.size())); }
  operator A() const { return copy(); }

  selected& operator=(selected const& x) { return assign(x.copy()); }
  template <typed::storable E> selected& operator=(E const& e) { return assign(e); }
  // The value is broadcast to the selection's shape.
  template <typed::storable E> selected& assign(E const& e) {
    lookup::set(*of_, items_.data(), items_.size(), *typed::stored<A>(e, of_->type));
    return *this;
  }

  // clang-format off
  template <class E> selected& operator+=(E const& e) { return assign(copy() + e); }
  template <class E> selected& operator-=(E const& e) { return assign(copy() - e); }
  template <class E> selected& operator*=(E const& e) { return assign(copy() * e); }
  template <class E> selected& operator/=(E const& e) { return assign(copy() / e); }
  template <class E> selected& operator%=(E const& e) { return assign(copy() % e); }
  template <class E> selected& operator&=(E const& e) { return assign(copy() & e); }
  template <class E> selected& operator|=(E const& e) { return assign(copy() | e); }
  template <class E> selected& operator^=(E const& e) { return assign(copy() ^ e); }
  template <class E> selected& operator<<=(E const& e) { return assign(copy() << e); }
  template <class E> selected& operator>>=(E const& e) { return assign(copy() >> e); }
  // clang-format on

 private:
  array_handle of_;
  std::vector<subscript_item> items_;
};

template <array_class A> A concrete(selected<A> const& s) { return s.copy(); }

template <class T> struct wrapping<selected<array<T>>> {
  static constexpr bool lazy = true;
  using type = terminal<array<T>>;
};

template <class T>
template <class... I>
  requires advanced_indexing<I...>
selected<array<T>> array<T>::operator()(I const&... items) const {
  return selected<array<T>>(handle_, items...);
}

template <class... I>
  requires advanced_indexing<I...>
selected<ndarray> ndarray::operator()(I const&... items) const {
  return selected<ndarray>(handle_, items...);
}

}  // namespace fnp
