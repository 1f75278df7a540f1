// fnp::expr: the Boost.YAP node of which typed expressions are made, and what may stand at its leaves.
//
// Children and terminals are held by value: an array is one counted handle, a scalar itself. So `auto e = 1.0 - a * b`
// may be returned, stored and evaluated later; YAP's own operator macros would keep references to `a` and `b`.
// None of YAP's headers is included (its enumeration of nodes is declared in ownership.hpp), and the node's tuple is a
// plain struct: hana::tuple is what makes deep expressions slow to compile. fnp/expr/yap.hpp brings YAP's algorithms
// for those who want them.
#pragma once
#include <new>
#include <type_traits>

#include "fnp/engine.hpp"
#include "fnp/expr/ownership.hpp"

namespace fnp {

template <class T> class view;
class ndarray;

struct elements_tag;  // hana's name for the tuples below; fnp/expr/yap.hpp says what hana may do with them
// What YAP's algorithms ask of a node's tuple; defined in fnp/expr/yap.hpp.
#define FNP_ELEMENTS                                                       \
  using hana_tag = elements_tag;                                           \
  template <class N> constexpr decltype(auto) operator[](N const&)&;       \
  template <class N> constexpr decltype(auto) operator[](N const&) const&; \
  template <class N> constexpr decltype(auto) operator[](N const&)&&;

template <class A> struct elements<A> {
  FNP_ELEMENTS
  A a;
};
template <class A, class B> struct elements<A, B> {
  FNP_ELEMENTS
  A a;
  B b;
};
template <class A, class B, class C> struct elements<A, B, C> {
  FNP_ELEMENTS
  A a;
  B b;
  C c;
};
template <class A, class B, class C, class D> struct elements<A, B, C, D> {
  FNP_ELEMENTS
  A a;
  B b;
  C c;
  D d;
};
template <class A, class B, class C, class D, class E> struct elements<A, B, C, D, E> {
  FNP_ELEMENTS
  A a;
  B b;
  C c;
  D d;
  E e;
};
template <expr_kind Kind, class Tuple> struct expr {
  static constexpr expr_kind kind = Kind;
  Tuple elements;

  extents shape() const;  // throws what the evaluation would
  static constexpr fnp::dtype dtype() noexcept;
  std::string explain(engine::format as = engine::format::text) const;
  std::string profile(engine::format as = engine::format::text) const;  // explain() with times, after a few runs
  auto item() const;  // the value of a single element
  // The value, its dtype forgotten.
  template <class A>
    requires std::is_same_v<A, ndarray>
  operator A() const {
    return A(eval(*this));
  }
};

template <class T> using terminal = expr<kinds::terminal, elements<T>>;

// A leaf without a reference count: see fnp::borrow.
template <class T> struct borrowed {
  array_body const* body;
};

// --- what may stand in an expression --------------------------------------------------------------------------------

template <class T> struct wrapping {  // of a type without reference and cv
  static constexpr bool lazy = false;
};
template <expr_kind K, class Tuple> struct wrapping<expr<K, Tuple>> {
  static constexpr bool lazy = true;
  using type = expr<K, Tuple>;
};
template <class T> struct wrapping<array<T>> {
  static constexpr bool lazy = true;
  using type = terminal<array<T>>;
};
template <class T> struct wrapping<view<T>> {
  static constexpr bool lazy = true;
  using type = terminal<array<T>>;
};
template <class T> struct wrapping<borrowed<T>> {
  static constexpr bool lazy = true;
  using type = terminal<borrowed<T>>;
};

// An array (ndarray) or an expression whose dtype is known at run time only (fnp/deferred.hpp).
class deferred;
template <class A> class selected;  // a(indices): gathered where a value is wanted
template <class T> inline constexpr bool is_dynamic = false;
template <> inline constexpr bool is_dynamic<ndarray> = true;
template <> inline constexpr bool is_dynamic<deferred> = true;
template <> inline constexpr bool is_dynamic<selected<ndarray>> = true;
template <class T>
concept dynamic = is_dynamic<std::remove_cvref_t<T>>;

template <class T>
concept lazy = wrapping<std::remove_cvref_t<T>>::lazy;  // an array or an expression

template <class T> inline constexpr bool is_complex_like = false;
template <class T>
  requires requires(T z) {
    z.real();
    z.imag();
  }
inline constexpr bool is_complex_like<T> = !lazy<T> && !dynamic<T>;

// A C++ number takes part by its kind alone (NEP 50); float16 has no C++ literal and keeps its dtype.
template <class T>
concept number =
    !lazy<T> && !dynamic<T> && (is_element_v<std::remove_cvref_t<T>> || is_complex_like<std::remove_cvref_t<T>>);

template <class T>
concept operand = lazy<T> || number<T>;  // of a typed node
template <class... T>
concept dynamic_operands = ((operand<T> || dynamic<T>) && ...) && (dynamic<T> || ...);  // of a dynamic one

template <class T> struct wrapped {
  using type = terminal<std::remove_cvref_t<T>>;
};
template <lazy T> struct wrapped<T> {
  using type = typename wrapping<std::remove_cvref_t<T>>::type;
};
template <class T> using wrapped_t = typename wrapped<T>::type;

// Taking an operand into a node throws nothing, unless it is gathered there.
template <class T> inline constexpr bool gathers = false;
template <class A> inline constexpr bool gathers<selected<A>> = true;
template <class... X> inline constexpr bool quiet = !(gathers<std::remove_cvref_t<X>> || ...);

template <class T> [[gnu::always_inline]] constexpr wrapped_t<T> wrap(T&& x) noexcept(quiet<T>) {
  if constexpr (std::is_same_v<wrapped_t<T>, std::remove_cvref_t<T>>)
    return static_cast<T&&>(x);
  else
    return {{static_cast<T&&>(x)}};
}

// Two operands that own nothing but handles; a union's member is moved and destroyed by hand.
template <class A, class B>
  requires(typed::owned<elements<A, B>>.movable())
struct elements<A, B> {
  FNP_ELEMENTS
  union {
    A a;
  };
  union {
    B b;
  };

  template <class X, class Y>
  [[gnu::always_inline]] elements(X&& x, Y&& y) noexcept(quiet<X, Y>)
      : a(wrap(static_cast<X&&>(x))), b(wrap(static_cast<Y&&>(y))) {
    static_assert(sizeof(elements) == owned.size);
  }
  [[gnu::always_inline]] elements(elements&& x) noexcept {
    words() = x.words();
    x.words().at[first] = nullptr;
  }
  [[gnu::always_inline]] elements(elements const& x) noexcept {
    words() = x.words();
    typed::retain_handles(words(), owned.handles);
  }
  [[gnu::always_inline]] elements& operator=(elements x) noexcept {
    this->~elements();
    return *new (this) elements(static_cast<elements&&>(x));
  }
  [[gnu::always_inline]] ~elements() {
    if (!words().at[first]) return;
    if constexpr (owned.handles == 3 && owned.size == 2 * sizeof(void*))
      typed::drop_each(words().at[0], words().at[1]);
    else if constexpr (owned.handles == 7 && owned.size == 3 * sizeof(void*))
      typed::drop_each(words().at[0], words().at[1], words().at[2]);
    else
      typed::drop_handles(words(), owned.handles);
  }

 private:
  static constexpr typed::ownership owned = typed::owned<elements>;
  static constexpr int first = std::countr_zero(owned.handles);
  using words_type = typed::node_words<owned.size>;
  [[gnu::always_inline]] words_type& words() noexcept { return *reinterpret_cast<words_type*>(this); }
  [[gnu::always_inline]] words_type const& words() const noexcept { return *reinterpret_cast<words_type const*>(this); }
};
#undef FNP_ELEMENTS

}  // namespace fnp
