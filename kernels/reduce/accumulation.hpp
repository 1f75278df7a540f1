// What sums and products share: the dtype that an element is widened to, and the partial result in it.
#pragma once
#include "kernels/reduce/fold.hpp"

namespace fnp::FNP_LEVEL {

template <class T> using wide = element_t<ops::widened(dtype_of<T>())>;
template <class T> using accumulator = std::conditional_t<std::is_same_v<T, half>, float, wide<T>>;

template <class T> inline constexpr bool is_exact = std::is_integral_v<T>;

// Combine is the op on the partial result.
template <class T, class Combine> struct accumulation {
  using Element = T;
  using State = accumulator<T>;
  using Out = wide<T>;
  static State lift(T x, std::ptrdiff_t) noexcept { return static_cast<State>(x); }
  static void join(State& left, State const& right) noexcept { Combine::apply(left, left, right); }
  static void row(State& s, T const& x, std::ptrdiff_t) noexcept {
    if constexpr (std::is_same_v<T, bool>)
      Combine::apply(s, s, static_cast<State>(__builtin_bit_cast(unsigned char, x)));
    else
      Combine::apply(s, s, static_cast<State>(x));
    if constexpr (std::is_same_v<T, half>) s = half(s);
  }
};

struct adding {
  template <class S> FNP_INLINE static void apply(S& out, S const& x, S const& y) noexcept {
    ops::primitives<S>::add(out, x, y);
  }
};
struct multiplying {
  template <class S> FNP_INLINE static void apply(S& out, S const& x, S const& y) noexcept {
    ops::primitives<S>::multiply(out, x, y);
  }
};

kernels::fold_kernel const* find_product(ops::op_id op, dtype element) noexcept;

}  // namespace fnp::FNP_LEVEL
