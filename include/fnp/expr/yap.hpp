// YAP's algorithms on fnp expressions: boost::yap::transform, evaluate, value, left, right; and fnp::print.
//
// Opt-in, because yap.hpp is heavy. fnp::expr keeps its operands in a plain aggregate, so hana is told here how to
// reach into one. What a transform builds is an fnp expression again. (boost::yap::print is written for hana::tuple
// alone.)
#pragma once
#include <boost/hana/at.hpp>
#include <boost/hana/concept/functor.hpp>
#include <boost/hana/length.hpp>
#include <boost/hana/transform.hpp>
#include <boost/hana/unpack.hpp>
#include <boost/yap/print.hpp>
#include <boost/yap/yap.hpp>
#include <ostream>
#include <utility>

#include "fnp/fnp.hpp"

// YAP takes any node whose tuple it can unpack for an expression; ours is none of hana's.
template <fnp::expr_kind K, class Tuple>
struct boost::yap::is_expr<fnp::expr<K, Tuple>, void, void> : std::true_type {};
template <fnp::expr_kind K, class Tuple>
struct boost::yap::is_expr<fnp::expr<K, Tuple>&, void, void> : std::true_type {};
template <fnp::expr_kind K, class Tuple>
struct boost::yap::is_expr<fnp::expr<K, Tuple> const, void, void> : std::true_type {};
template <fnp::expr_kind K, class Tuple>
struct boost::yap::is_expr<fnp::expr<K, Tuple> const&, void, void> : std::true_type {};
template <fnp::expr_kind K, class Tuple>
struct boost::yap::is_expr<fnp::expr<K, Tuple>&&, void, void> : std::true_type {};

namespace fnp {
static_assert(kinds::terminal == expr_kind::terminal);
static_assert(kinds::unary_plus == expr_kind::unary_plus);
static_assert(kinds::negate == expr_kind::negate);
static_assert(kinds::complement == expr_kind::complement);
static_assert(kinds::logical_not == expr_kind::logical_not);
static_assert(kinds::shift_left == expr_kind::shift_left);
static_assert(kinds::shift_right == expr_kind::shift_right);
static_assert(kinds::multiplies == expr_kind::multiplies);
static_assert(kinds::divides == expr_kind::divides);
static_assert(kinds::modulus == expr_kind::modulus);
static_assert(kinds::plus == expr_kind::plus);
static_assert(kinds::minus == expr_kind::minus);
static_assert(kinds::less == expr_kind::less);
static_assert(kinds::greater == expr_kind::greater);
static_assert(kinds::less_equal == expr_kind::less_equal);
static_assert(kinds::greater_equal == expr_kind::greater_equal);
static_assert(kinds::equal_to == expr_kind::equal_to);
static_assert(kinds::not_equal_to == expr_kind::not_equal_to);
static_assert(kinds::logical_or == expr_kind::logical_or);
static_assert(kinds::logical_and == expr_kind::logical_and);
static_assert(kinds::bitwise_and == expr_kind::bitwise_and);
static_assert(kinds::bitwise_or == expr_kind::bitwise_or);
static_assert(kinds::bitwise_xor == expr_kind::bitwise_xor);
static_assert(kinds::call == expr_kind::call);
}  // namespace fnp

namespace fnp::typed {

template <std::size_t I, class T> constexpr decltype(auto) element_of(T&& t) noexcept {
  if constexpr (I == 0)
    return (std::forward<T>(t).a);
  else if constexpr (I == 1)
    return (std::forward<T>(t).b);
  else if constexpr (I == 2)
    return (std::forward<T>(t).c);
  else if constexpr (I == 3)
    return (std::forward<T>(t).d);
  else
    return (std::forward<T>(t).e);
}
template <class T> inline constexpr std::size_t element_count_of = 0;
template <class... T> inline constexpr std::size_t element_count_of<elements<T...>> = sizeof...(T);

}  // namespace fnp::typed

namespace fnp {
template <class A> template <class N> constexpr decltype(auto) elements<A>::operator[](N const&) & {
  return typed::element_of<N::value>(*this);
}
template <class A> template <class N> constexpr decltype(auto) elements<A>::operator[](N const&) const& {
  return typed::element_of<N::value>(*this);
}
template <class A> template <class N> constexpr decltype(auto) elements<A>::operator[](N const&) && {
  return typed::element_of<N::value>(std::move(*this));
}
template <class A, class B> template <class N> constexpr decltype(auto) elements<A, B>::operator[](N const&) & {
  return typed::element_of<N::value>(*this);
}
template <class A, class B> template <class N> constexpr decltype(auto) elements<A, B>::operator[](N const&) const& {
  return typed::element_of<N::value>(*this);
}
template <class A, class B> template <class N> constexpr decltype(auto) elements<A, B>::operator[](N const&) && {
  return typed::element_of<N::value>(std::move(*this));
}
template <class A, class B>
  requires(typed::owned<elements<A, B>>.movable())
template <class N> constexpr decltype(auto) elements<A, B>::operator[](N const&) & {
  return typed::element_of<N::value>(*this);
}
template <class A, class B>
  requires(typed::owned<elements<A, B>>.movable())
template <class N> constexpr decltype(auto) elements<A, B>::operator[](N const&) const& {
  return typed::element_of<N::value>(*this);
}
template <class A, class B>
  requires(typed::owned<elements<A, B>>.movable())
template <class N> constexpr decltype(auto) elements<A, B>::operator[](N const&) && {
  return typed::element_of<N::value>(std::move(*this));
}
template <class A, class B, class C>
template <class N>
constexpr decltype(auto) elements<A, B, C>::operator[](N const&) & {
  return typed::element_of<N::value>(*this);
}
template <class A, class B, class C>
template <class N>
constexpr decltype(auto) elements<A, B, C>::operator[](N const&) const& {
  return typed::element_of<N::value>(*this);
}
template <class A, class B, class C>
template <class N>
constexpr decltype(auto) elements<A, B, C>::operator[](N const&) && {
  return typed::element_of<N::value>(std::move(*this));
}
template <class A, class B, class C, class D>
template <class N>
constexpr decltype(auto) elements<A, B, C, D>::operator[](N const&) & {
  return typed::element_of<N::value>(*this);
}
template <class A, class B, class C, class D>
template <class N>
constexpr decltype(auto) elements<A, B, C, D>::operator[](N const&) const& {
  return typed::element_of<N::value>(*this);
}
template <class A, class B, class C, class D>
template <class N>
constexpr decltype(auto) elements<A, B, C, D>::operator[](N const&) && {
  return typed::element_of<N::value>(std::move(*this));
}
template <class A, class B, class C, class D, class E>
template <class N>
constexpr decltype(auto) elements<A, B, C, D, E>::operator[](N const&) & {
  return typed::element_of<N::value>(*this);
}
template <class A, class B, class C, class D, class E>
template <class N>
constexpr decltype(auto) elements<A, B, C, D, E>::operator[](N const&) const& {
  return typed::element_of<N::value>(*this);
}
template <class A, class B, class C, class D, class E>
template <class N>
constexpr decltype(auto) elements<A, B, C, D, E>::operator[](N const&) && {
  return typed::element_of<N::value>(std::move(*this));
}

}  // namespace fnp

template <> struct boost::hana::unpack_impl<fnp::elements_tag> {
  template <class T, class F> static constexpr decltype(auto) apply(T&& t, F&& f) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) -> decltype(auto) {
      return std::forward<F>(f)(fnp::typed::element_of<I>(std::forward<T>(t))...);
    }(std::make_index_sequence<fnp::typed::element_count_of<std::remove_cvref_t<T>>>{});
  }
};
template <> struct boost::hana::at_impl<fnp::elements_tag> {
  template <class T, class N> static constexpr decltype(auto) apply(T&& t, N const&) {
    return fnp::typed::element_of<N::value>(std::forward<T>(t));
  }
};
template <> struct boost::hana::length_impl<fnp::elements_tag> {
  template <class T> static constexpr auto apply(T const&) {
    return boost::hana::size_c<fnp::typed::element_count_of<T>>;
  }
};
template <> struct boost::hana::transform_impl<fnp::elements_tag> {
  template <class T, class F> static constexpr auto apply(T&& t, F&& f) {
    return boost::hana::unpack(std::forward<T>(t), [&](auto&&... x) {
      return fnp::elements<std::remove_cvref_t<decltype(f(std::forward<decltype(x)>(x)))>...>{
          f(std::forward<decltype(x)>(x))...};
    });
  }
};
template <> struct boost::hana::make_impl<fnp::elements_tag> {
  template <class... T> static constexpr auto apply(T&&... x) {
    return fnp::elements<std::remove_cvref_t<T>...>{std::forward<T>(x)...};
  }
};

namespace fnp {

// The tree, one node a line, as boost::yap::print shows its own.
template <expr_kind K, class Tuple> std::ostream& print(std::ostream& out, expr<K, Tuple> const& e, int indent = 0) {
  for (int i = 0; i < indent; ++i) out << "    ";
  if constexpr (K == expr_kind::terminal) {
    using T = std::remove_cvref_t<decltype(e.elements.a)>;
    if constexpr (number<T>) {
      if constexpr (is_complex_like<T>)
        out << "number " << e.elements.a.real() << '+' << e.elements.a.imag() << "i\n";
      else if constexpr (std::is_same_v<T, half>)
        out << "number " << static_cast<float>(e.elements.a) << '\n';
      else
        out << "number " << +e.elements.a << '\n';
    } else if constexpr (requires { e.elements.a.body(); })
      out << "array " << name(e.elements.a.dtype()) << ' ' << to_string(e.elements.a.shape()) << '\n';
    else
      out << "function\n";
  } else {
    out << boost::yap::op_string(K) << '\n';
    boost::hana::unpack(e.elements, [&](auto const&... x) { (print(out, x, indent + 1), ...); });
  }
  return out;
}

}  // namespace fnp
