// concrete(x): what a whole-array function works on. An array as it is, an expression as the array of its value.
//
// Functions that move or look up whole arrays (take, roll, nonzero, ...) come twice, as views do: on an `array_body`,
// compiled in the library, and as a template over every `array_like`, whose result is typed where the argument is.
#pragma once
#include "fnp/expr/eval.hpp"
#include "fnp/view.hpp"

namespace fnp {

template <array_class A> A const& concrete(A const& a) noexcept { return a; }
template <class T> array<T> const& concrete(view<T> const& a) noexcept { return a; }
template <lazy E>
  requires(!array_class<E>)
auto concrete(E const& e) {
  return eval(e);
}

// The class of array that stands for A: array<T> for an array<T>, a view<T> or an expression of T; ndarray for itself.
template <class A> using concrete_t = std::remove_cvref_t<decltype(concrete(std::declval<A const&>()))>;
template <class A>
concept array_like = array_class<concrete_t<A>>;

// Views of the parts of complex elements; an expression is computed first.
template <lazy E>
  requires(!array_class<E>)
auto real(E const& e) {
  return real(eval(e));
}
template <lazy E>
  requires(!array_class<E>)
auto imag(E const& e) {
  return imag(eval(e));
}

}  // namespace fnp
