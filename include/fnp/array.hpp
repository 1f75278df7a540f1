// fnp::array<T>: one counted handle to a strided view of a buffer. Copies share the buffer, as names do in Python.
//
// Who is written: `name = expression` binds the name (the buffer is used again only if it fits and nobody else holds
// it); `a(slice(1, end)) = expression`, `a.assign(e)` and `a += e` write through, and every holder of the buffer sees
// it. Indexing with slices gives a `view<T>`: an array to which also a plain `=` writes through.
#pragma once
// In the order of the floors: it keeps the chain of includes above an error short.
// clang-format off
#include "fnp/expr/mismatch.hpp"
#include "fnp/expr/lower.hpp"
#include "fnp/expr/operators.hpp"
#include "fnp/expr/call.hpp"
#include "fnp/expr/calls.hpp"
#include "fnp/expr/assign.hpp"
#include "fnp/expr/nested.hpp"
#include "fnp/view.hpp"
// clang-format on

namespace fnp {

// The mask of a masked assignment, as fnp::where(mask) gives it.
template <class M> struct masked_by {
  M mask;
};

// One element of an array that may be written: reads as a T, writes if the array may be written.
template <class T> class element_reference {
 public:
  element_reference(T* at, bool writeable) noexcept : at_(at), writeable_(writeable) {}
  element_reference(element_reference const&) = default;
  operator T() const noexcept { return *at_; }
  T operator=(T x) const {
    if (!writeable_) fail(error_code::read_only, "assignment destination is read-only");
    return *at_ = x;
  }
  T operator=(element_reference const& x) const { return *this = static_cast<T>(x); }

 private:
  T* at_;
  bool writeable_;
};

template <class E>
concept expression = lazy<E> && !std::is_same_v<wrapped_t<E>, void>;

template <class T> class array {
  static_assert(is_element_v<T>, "fnp::array: T is none of the fourteen element types");

 public:
  using value_type = T;

  array() : handle_(make_array(dtype_of<T>(), extents{0})) {}
  explicit array(array_handle h) noexcept : handle_(static_cast<array_handle&&>(h)) {}
  array(std::initializer_list<typed::nested<T>> items) : handle_(typed::from_braces<T>(items)) {}
  template <expr_kind K, class Tuple>
  array(expr<K, Tuple> const& e, char const* file = __builtin_FILE(), std::uint32_t line = __builtin_LINE())
      : handle_(value(e, {file, line})) {}

  array(array const& x) noexcept : handle_(array_handle::adopt(typed::retained(x.handle_.get()))) {}
  array(array&&) noexcept = default;
  ~array() {
    if (array_body* const b = handle_.release()) typed::dropped(b);  // nothing remains of a handle that was moved on
  }
  array& operator=(array const&) & noexcept = default;
  array& operator=(array&&) & noexcept = default;

  template <expr_kind K, class Tuple> array& operator=(expr<K, Tuple> const& e) & {
    require_type<expr<K, Tuple>>();
    typed::rebind(handle_, e);
    return *this;
  }
  // A temporary is a view of something: nobody would see a binding.
  array& operator=(array const& x) && { return assign(x); }
  template <operand E> array& operator=(E const& e) && { return assign(e); }

  // Writes through. The value is broadcast to this shape and cast within its kind (NumPy's same_kind).
  template <operand E>
  array& assign(E const& e, char const* file = __builtin_FILE(), std::uint32_t line = __builtin_LINE()) {
    write(e, nullptr, {file, line});
    return *this;
  }
  // Elements where the mask does not hold stay.
  template <operand E, class M>
  array& assign(E const& e, masked_by<M> const& where, char const* file = __builtin_FILE(),
                std::uint32_t line = __builtin_LINE()) {
    array<bool> const mask(where.mask);
    write(e, &mask.body(), {file, line});
    return *this;
  }

  // clang-format off
  template <operand E> array& operator+=(E const& e) { return assign(*this + e); }
  template <operand E> array& operator-=(E const& e) { return assign(*this - e); }
  template <operand E> array& operator*=(E const& e) { return assign(*this * e); }
  template <operand E> array& operator/=(E const& e) { return assign(*this / e); }
  template <operand E> array& operator%=(E const& e) { return assign(*this % e); }
  template <operand E> array& operator&=(E const& e) { return assign(*this & e); }
  template <operand E> array& operator|=(E const& e) { return assign(*this | e); }
  template <operand E> array& operator^=(E const& e) { return assign(*this ^ e); }
  template <operand E> array& operator<<=(E const& e) { return assign(*this << e); }
  template <operand E> array& operator>>=(E const& e) { return assign(*this >> e); }
  // clang-format on

  static constexpr fnp::dtype dtype() noexcept { return dtype_of<T>(); }
  extents const& shape() const noexcept { return handle_->layout.extent; }
  extents const& strides() const noexcept { return handle_->layout.stride; }  // bytes
  std::size_t rank() const noexcept { return handle_->layout.rank(); }
  index size() const noexcept { return handle_->count; }
  bool writeable() const noexcept { return handle_->writeable; }
  array_body const& body() const noexcept { return *handle_; }
  array_handle const& handle() const noexcept { return handle_; }

  T const* data() const noexcept { return reinterpret_cast<T const*>(handle_->data); }
  T* data() {
    require_writeable();
    return reinterpret_cast<T*>(handle_->data);
  }
  // Iteration over a C-contiguous array; copy() makes one of any.
  T const* begin() const {
    require_contiguous();
    return data();
  }
  T const* end() const { return begin() + size(); }
  T* begin() {
    require_contiguous();
    return data();
  }
  T* end() { return begin() + size(); }

  array copy() const { return array(views::copy(*handle_)); }

  // Integers, one an axis: an element; negative ones count from the end.
  template <std::integral... I> T operator()(I... i) const { return *address({static_cast<index>(i)...}); }
  template <std::integral... I> element_reference<T> operator()(I... i) & {
    return {address({static_cast<index>(i)...}), writeable()};
  }
  // Any slice, newaxis or ellipsis among them: a view.
  template <indexing... I>
    requires(sizeof...(I) > 0 && !(std::integral<I> && ...))
  view<T> operator()(I... items) const;
  // An index array or a mask among them: a copy where it is read, and may be assigned to (fnp/selected.hpp).
  template <class... I>
    requires advanced_indexing<I...>
  selected<array> operator()(I const&... items) const;
  template <std::integral... I> T at(I... i) const { return *address({static_cast<index>(i)...}); }
  // The value of an array of one element.
  T item() const {
    if (size() != 1)
      fail(error_code::bad_argument, "item() of an array of " + std::to_string(size()) + " elements; it must have one");
    return *data();
  }

 protected:
  template <operand E> void write(E const& e, array_body const* mask, engine::source_location from) {
    using X = wrapped_t<E const&>;
    constexpr auto given = typed::lowering<X>::type;
    require_same_kind<element_t<given.type>, std::conditional_t<takes_weak(given), element_t<given.type>, T>>();
    require_writeable();
    X const x = wrap(e);
    typed::leaves_of<X, dtype_of<T>()> const leaves(x);
    typed::run(leaves.job(handle_.get(), mask, from));
  }

 private:
  template <class E> static constexpr void require_type() noexcept {
    require_same_dtype<element_t<typed::lowering<E>::type.type>, array<T>>();
  }
  // A C++ number fits any array of its kind or a higher one.
  static constexpr bool takes_weak(ops::operand_type o) noexcept {
    return o.kind != weak::strong && can_cast(promote_weak(o.kind, dtype_of<T>()), dtype_of<T>(), casting::same_kind);
  }
  template <class E> static array_handle value(E const& e, engine::source_location from) {
    require_type<E>();
    return typed::fresh_value(e, from);
  }
  void require_writeable() const {
    if (!handle_->writeable) [[unlikely]]
      fail(error_code::read_only, "assignment destination is read-only");
  }
  void require_contiguous() const {
    if (!handle_->c_contiguous) [[unlikely]]
      fail(error_code::bad_argument,
           "iteration needs a C-contiguous array; shape " + to_string(shape()) + " is strided: copy() it");
  }
  T* address(std::initializer_list<index> at) const {
    strided const& v = handle_->layout;
    if (at.size() != v.rank()) [[unlikely]]
      fail(error_code::too_many_indices, std::to_string(at.size()) + " indices for an array of " +
                                             std::to_string(v.rank()) +
                                             " axes; an element needs one an axis, a part fnp::ellipsis or a slice");
    std::byte* p = handle_->data;
    std::size_t axis = 0;
    for (index i : at) {
      index const n = v.extent[axis];
      if (i < -n || i >= n) [[unlikely]]
        fail(error_code::index_out_of_range, "index " + std::to_string(i) + " is out of bounds for axis " +
                                                 std::to_string(axis) + " with size " + std::to_string(n));
      p += (i < 0 ? i + n : i) * v.stride[axis++];
    }
    return reinterpret_cast<T*>(p);
  }

  array_handle handle_;
};

template <class T> class view : public array<T> {
 public:
  using array<T>::array;
  view(array<T> const& a) noexcept : array<T>(a) {}
  view(view const&) noexcept = default;
  view& operator=(view const& x) {
    this->assign(x);
    return *this;
  }
  template <operand E> view& operator=(E const& e) {
    this->assign(e);
    return *this;
  }
};

template <class T>
template <indexing... I>
  requires(sizeof...(I) > 0 && !(std::integral<I> && ...))
view<T> array<T>::operator()(I... items) const {
  index_item const list[] = {index_item(items)...};
  return view<T>(view_of(*handle_, list, sizeof...(I)));
}

template <lazy M> constexpr auto where_function::operator()(M&& mask) const noexcept {
  static_assert(typed::lowering<wrapped_t<M>>::type.type == dtype::b1, "fnp::where(mask): the mask must be bool");
  return masked_by<wrapped_t<M>>{wrap(static_cast<M&&>(mask))};
}

// The array as a leaf that owns nothing: `y = borrow(a) + borrow(b)` counts no references. For inner loops.
//
// The contract: `a` exists and keeps its array until the last evaluation of every expression that holds the leaf.
// Whoever assigns to the name `a` meanwhile may end that array. Expressions of borrowed leaves are not to be stored or
// returned beyond it: then they dangle, which nothing here can tell. Temporaries are refused.
template <class T> borrowed<T> borrow(array<T> const& a) noexcept { return {&a.body()}; }
template <class T> borrowed<T> borrow(array<T> const&&) = delete;

// --- what expressions answer
// ------------------------------------------------------------------------------------------

template <expr_kind K, class Tuple> extents expr<K, Tuple>::shape() const {
  typed::leaves_of const leaves(*this);
  engine::job const job = leaves.job();
  return engine::shape_of(*job.what, job.leaves);
}
template <expr_kind K, class Tuple> constexpr fnp::dtype expr<K, Tuple>::dtype() noexcept {
  return typed::lowering<expr>::type.type;
}
template <expr_kind K, class Tuple> std::string expr<K, Tuple>::explain(engine::format as) const {
  typed::leaves_of const leaves(*this);
  engine::job const job = leaves.job();
  return engine::explain({&job, 1}, as);
}
template <expr_kind K, class Tuple> std::string expr<K, Tuple>::profile(engine::format as) const {
  typed::leaves_of const leaves(*this);
  engine::job const job = leaves.job();
  return engine::profile({&job, 1}, as);
}
template <expr_kind K, class Tuple> auto expr<K, Tuple>::item() const {
  return array<element_t<typed::lowering<expr>::type.type>>(*this).item();
}

}  // namespace fnp
