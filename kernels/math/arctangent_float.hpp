// arctan, arctan2 of float32, in float64: one division t = a / b <= 1 and one polynomial on [0, 1].
#ifndef FNP_KERNELS_MATH_ARCTANGENT_FLOAT_HPP
#define FNP_KERNELS_MATH_ARCTANGENT_FLOAT_HPP

#include "kernels/math/float_bits.hpp"
#include "kernels/math/elementwise_float.hpp"
#include "kernels/math/masks.hpp"

namespace fnp::FNP_LEVEL::math {

// atan t for |t| <= 1, minimax in t^2, error 2^-31 of atan t.
FNP_INLINE double arctangent_polynomial(double t) {
  double const z = t * t;
  double p = 0x1.1e078c3903e0bp-10;
  p = __builtin_fma(p, z, -0x1.d7d2043e9c7a6p-8);
  p = __builtin_fma(p, z, 0x1.6cf19b5c38338p-6);
  p = __builtin_fma(p, z, -0x1.6b6081d48cd56p-5);
  p = __builtin_fma(p, z, 0x1.131784fb01e8cp-4);
  p = __builtin_fma(p, z, -0x1.6865d22508df4p-4);
  p = __builtin_fma(p, z, 0x1.c4cad92271e39p-4);
  p = __builtin_fma(p, z, -0x1.246feba79df58p-3);
  p = __builtin_fma(p, z, 0x1.999786f3e2887p-3);
  p = __builtin_fma(p, z, -0x1.55554f06c0832p-2);
  p = __builtin_fma(p, z, 0x1.fffffffcce6fcp-1);
  return p * t;
}

inline constexpr double half_pi = 0x1.921fb54442d18p+0;

FNP_INLINE double arctan_float_core(double x) {
  std::int64_t const a = magnitude(x);
  std::int64_t const large = mask_if_greater(a, to_bits(1.0));
  double const t = select(large, -1.0, from_bits(a)) / select(large, from_bits(a), 1.0);
  return with_sign(arctangent_polynomial(t) + keep(large, half_pi), x);
}

// Both finite, not both zero.
FNP_INLINE double arctan2_float_ordinary(double y, double x) {
  std::int64_t const p = magnitude(y);
  std::int64_t const q = magnitude(x);
  std::int64_t const upright = mask_if_greater(p, q);
  double const r = arctangent_polynomial(from_bits(select(upright, q, p)) / from_bits(select(upright, p, q)));
  std::int64_t const sign_x = to_bits(x) & sign_mask;
  double const base = select(upright, half_pi, keep(mask_if_negative(x), 2.0 * half_pi));
  return with_sign(flip_sign(r, sign_x ^ (upright & sign_mask)) + base, y);
}

// 0 / 0 counts as 0 / 1, infinity / infinity as 1 / 1; beside an infinity every other number vanishes in float32.
FNP_INLINE double arctan2_float_core(double y, double x) {
  double const big = 0x1p1000;
  double const u = magnitude(y) == infinity_bits ? with_sign(big, y) : y;
  double const v = magnitude(x) == infinity_bits ? with_sign(big, x) : x;
  double const w = (magnitude(y) | magnitude(x)) == 0 ? with_sign(1.0, x) : v;
  return arctan2_float_ordinary(u, w);
}

// Negative if one is not finite or both are zero.
FNP_INLINE std::int32_t arctan2_float_outside(float y, float x) {
  std::int32_t const p = float_magnitude(y);
  std::int32_t const q = float_magnitude(x);
  return ((p | q) - 1) | (0x7f7fffff - p) | (0x7f7fffff - q);
}

inline void arctan(float const* x, float* y, std::ptrdiff_t n) noexcept { elementwise<arctan_float_core>(x, y, n); }
inline void arctan2(float const* x, float const* z, float* y, std::ptrdiff_t n) noexcept {
  elementwise_by_float_domain<arctan2_float_core, arctan2_float_ordinary, arctan2_float_outside>(x, z, y, n);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
