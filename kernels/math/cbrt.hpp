// The cube root: x = 2^3j M with M in [1, 8), a polynomial guess z of M^(-1/3), and M^(1/3) = M z^2 (1 - h)^(-2/3).
//
// h = 1 - M z^3 is below 2^-15, so two terms of the last power leave 2^-47; one Newton step on the exact residual
// M - y^3 then leaves little but the last rounding. No division anywhere.
#ifndef FNP_KERNELS_MATH_CBRT_HPP
#define FNP_KERNELS_MATH_CBRT_HPP

#include "kernels/math/float_bits.hpp"
#include "kernels/math/double_double.hpp"
#include "kernels/math/lane_loops.hpp"

namespace fnp::FNP_LEVEL::math {

// `whole` adds what zero, subnormal and not finite arguments need.
template <bool whole>
FNP_INLINE double cbrt_of(double x) {
  double const a = absolute(x);
  bool const tiny = whole && to_bits(a) < 0x0010000000000000;
  std::int64_t const b = to_bits(a * (tiny ? 0x1p54 : 1.0));
  std::int64_t const biased = static_cast<std::int64_t>(static_cast<std::uint64_t>(b) >> 52);
  // third = floor(biased / 3): the nearest integer to (biased - 1) / 3; and 1023 = 3 * 341.
  double const e = from_bits(biased | 0x4330000000000000) - (0x1p52 + 1.0);
  std::int64_t const third = round_product(e, 1.0 / 3.0).whole;
  std::int64_t const rest = biased - 3 * third;
  std::int64_t const one = exponent_bias << 52;
  double const m = from_bits((b & 0x000fffffffffffff) | one);
  double const big = from_bits((b & 0x000fffffffffffff) + one + (rest << 52));
  double z = -0x1.0e87006cbe6bbp-6;
  z = __builtin_fma(z, m, 0x1.37ce9e9ed0a1dp-3);
  z = __builtin_fma(z, m, -0x1.2c4b958d54c08p-1);
  z = __builtin_fma(z, m, 0x1.3a267a3d49ad4p+0);
  z = __builtin_fma(z, m, -0x1.8dd4bd7d34771p+0);
  z = __builtin_fma(z, m, 0x1.c713e2847cbe6p+0);
  double const half_root = rest == 1 ? 0x1.965fea53d6e3dp-1 : 0x1.428a2f98d728bp-1;
  z *= rest == 0 ? 1.0 : half_root;
  double const z2 = z * z;
  double const guess = big * z2;
  double const h = __builtin_fma(-guess, z, 1.0);
  double const near = __builtin_fma(guess * h, __builtin_fma(h, 5.0 / 9.0, 2.0 / 3.0), guess);
  double_double const square = two_prod(near, near);
  double const residual = __builtin_fma(-square.lo, near, __builtin_fma(-square.hi, near, big));
  double const root = __builtin_fma(residual, z2 * (1.0 / 3.0), near);
  double const r = with_sign(root * power_of_two(third + (exponent_bias - 341) - (tiny ? 18 : 0)), x);
  if constexpr (!whole) return r;
  double const y = to_bits(a) == 0 ? x : r;
  return to_bits(a) >= infinity_bits ? x : y;
}

// Measured maximum error: 0.501 ULP.
FNP_INLINE double cbrt_core(double x) { return cbrt_of<true>(x); }
FNP_INLINE double cbrt_ordinary(double x) { return cbrt_of<false>(x); }
FNP_INLINE std::int64_t cbrt_outside(double x) { return not_positive_normal(absolute(x)); }

}  // namespace fnp::FNP_LEVEL::math

#endif
