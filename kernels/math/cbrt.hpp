// The cube root: x = 2^3j M with M in [1, 8), a polynomial guess z of M^(-1/3), and M^(1/3) = M z^2 (1 - h)^(-2/3).
//
// h = 1 - M z^3 is below 2^-15, so two terms of the last power leave 2^-47; one Newton step on the exact residual
// M - y^3 then leaves little but the last rounding. No division anywhere. The chain of steps that wait for one another
// is longer than what a processor looks ahead, so a block is begun as a whole and then finished.
#ifndef FNP_KERNELS_MATH_CBRT_HPP
#define FNP_KERNELS_MATH_CBRT_HPP

#include "kernels/math/float_bits.hpp"
#include "kernels/math/double_double.hpp"
#include "kernels/math/lane_loops.hpp"

namespace fnp::FNP_LEVEL::math {

// An argument on the way: z = guess * factor, M, and what the root of M is multiplied by.
struct cbrt_begun {
  double guess, factor, big, scale;
};

// x, its sign aside, is a normal number of these bits.
FNP_INLINE cbrt_begun cbrt_begin(std::uint64_t b) {
  constexpr std::uint64_t one = std::uint64_t{exponent_bias} << 52, fraction = (std::uint64_t{1} << 52) - 1;
  constexpr std::uint64_t exponent = static_cast<std::uint64_t>(infinity_bits), sign = ~(exponent | fraction);
  auto const number = [](std::uint64_t bits) { return from_bits(static_cast<std::int64_t>(bits)); };
  // With the biased exponent e: j + 341 = floor(e / 3) is the nearest integer to (e - 1) / 3, as 1023 = 3 * 341. It and
  // the rest of the division stand where exponents stand.
  double const e = number((b >> 52 & 0x7ff) | 0x4330000000000000) - (0x1p52 + 1.0);
  std::uint64_t const third = static_cast<std::uint64_t>(to_bits(__builtin_fma(e, 1.0 / 3.0, 0x1.8p52))) << 52;
  std::uint64_t const rest = (b & exponent) - third - (third << 1);
  std::uint64_t const significand = (b & fraction) | one;
  double const m = number(significand);
  double z = -0x1.0e87006cbe6bbp-6;
  z = __builtin_fma(z, m, 0x1.37ce9e9ed0a1dp-3);
  z = __builtin_fma(z, m, -0x1.2c4b958d54c08p-1);
  z = __builtin_fma(z, m, 0x1.3a267a3d49ad4p+0);
  z = __builtin_fma(z, m, -0x1.8dd4bd7d34771p+0);
  z = __builtin_fma(z, m, 0x1.c713e2847cbe6p+0);
  constexpr std::uint64_t of_two = __builtin_bit_cast(std::uint64_t, 0x1.965fea53d6e3dp-1);
  constexpr std::uint64_t of_four = __builtin_bit_cast(std::uint64_t, 0x1.428a2f98d728bp-1);
  std::uint64_t const root = rest == std::uint64_t{1} << 52 ? of_two : of_four;
  std::uint64_t const scale = third + (std::uint64_t{exponent_bias - 341} << 52);
  return {z, number(rest == 0 ? one : root), number(significand + rest), number(scale | (b & sign))};
}

FNP_INLINE double cbrt_finish(cbrt_begun const& s) {
  double const z = s.guess * s.factor, z2 = z * z;
  double const guess = s.big * z2;
  double const h = __builtin_fma(-guess, z, 1.0);
  double const near = __builtin_fma(guess * h, __builtin_fma(h, 5.0 / 9.0, 2.0 / 3.0), guess);
  double_double const square = two_prod(near, near);
  double const residual = __builtin_fma(-square.lo, near, __builtin_fma(-square.hi, near, s.big));
  return __builtin_fma(residual, z2 * (1.0 / 3.0), near) * s.scale;
}

// Of every argument. Measured maximum error: 0.501 ULP.
FNP_INLINE double cbrt_core(double x) {
  std::int64_t const b = magnitude(x);
  bool const tiny = b < 0x0010000000000000;
  double const r = cbrt_finish(cbrt_begin(static_cast<std::uint64_t>(to_bits(x * (tiny ? 0x1p54 : 1.0)))));
  double const y = b == 0 ? x : r * (tiny ? 0x1p-18 : 1.0);
  return b >= infinity_bits ? x : y;
}

inline void cbrt(double const* x, double* y, std::ptrdiff_t n) noexcept {
  constexpr std::ptrdiff_t block = 256;
  double guess[block], factor[block], big[block], scale[block];
  for (std::ptrdiff_t begin = 0; begin < n; begin += block) {
    std::ptrdiff_t const m = n - begin < block ? n - begin : block;
    std::int64_t any = 0;
    FNP_INDEPENDENT_ITERATIONS
    for (std::ptrdiff_t i = 0; i < m; ++i) {
      double const one = x[begin + i];
      any |= not_positive_normal(absolute(one));
      cbrt_begun const s = cbrt_begin(static_cast<std::uint64_t>(to_bits(one)));
      guess[i] = s.guess;
      factor[i] = s.factor;
      big[i] = s.big;
      scale[i] = s.scale;
    }
    if (any < 0) {
      elementwise<cbrt_core>(x + begin, y + begin, m);
      continue;
    }
    FNP_INDEPENDENT_ITERATIONS
    for (std::ptrdiff_t i = 0; i < m; ++i) y[begin + i] = cbrt_finish({guess[i], factor[i], big[i], scale[i]});
  }
}

}  // namespace fnp::FNP_LEVEL::math

#endif
