// arcsin, arccos of float32 in float32, as inverse_trigonometric.hpp has them: a polynomial on [0, 1/2], reflected.
//
// Near |x| = 1 the argument is s = sqrt((1 - |x|) / 2). What the root leaves, (s^2)' - s^2 over 2 s, is exact up to the
// quotient, for which 1 / (2 s) from the bits of s, off by an eighth, is enough.
#ifndef FNP_KERNELS_MATH_INVERSE_TRIGONOMETRIC_FLOAT_HPP
#define FNP_KERNELS_MATH_INVERSE_TRIGONOMETRIC_FLOAT_HPP

#include "kernels/math/float_lanes.hpp"
#include "kernels/math/inverse_trigonometric.hpp"
#include "kernels/math/polynomial.hpp"

namespace fnp::FNP_LEVEL::math {

struct small_float_arcsine {
  std::int32_t near_one;  // a mask
  float value, tail;      // arcsin of |x|, or of sqrt((1 - |x|) / 2) if |x| > 1/2
};

// Minimax for (asin s - s) / s^3 in s^2, error 2^-31.7 of asin s. |x| > 1 takes the root of a negative number.
FNP_INLINE small_float_arcsine reduced_float_arcsine(float x) {
  std::int32_t const m = float_magnitude(x);
  float const a = float_from_bits(m);
  std::int32_t const near_one = mask_if_greater(m, float_to_bits(0.5f));
  float const half_rest = __builtin_fmaf(-0.5f, a, 0.5f);
  float const z = select(near_one, half_rest, a * a);
  float const root = __builtin_sqrtf(half_rest);
  float const s = select(near_one, root, a);
  float const half_inverse =
      float_from_bits(static_cast<std::int32_t>(0x7e7311c7u - static_cast<std::uint32_t>(float_to_bits(root))));
  float const rest = __builtin_fmaf(-root, root, half_rest) * half_inverse;
  float const z2 = z * z;
  float const p = __builtin_fmaf(line(z, 0x1.d692fap-7f, 0x1.343084p-5f), z2 * z2,
                                 cubic(z, z2, 0x1.55554cp-3f, 0x1.3338a6p-4f, 0x1.6ca908p-5f, 0x1.04bf1ep-5f));
  return {near_one, s, __builtin_fmaf(s * z, p, keep(near_one, rest))};
}

inline constexpr float float_pi_2 = 0x1.921fb6p+0f;
inline constexpr float float_pi_2_lo = -0x1.777a5cp-25f;

// pi/2 - 2 arcsin s near 1. Measured over all 2^32 arguments: arcsin at most 0.677, arccos 0.658 ULP.
FNP_INLINE float arcsin_float_core(float x) {
  small_float_arcsine const f = reduced_float_arcsine(x);
  float const head = __builtin_fmaf(-2.0f, f.value, float_pi_2);
  float const head_lo = __builtin_fmaf(-2.0f, f.value, float_pi_2 - head);
  float const far = head + (head_lo + __builtin_fmaf(-2.0f, f.tail, float_pi_2_lo));
  return float_with_sign(select(f.near_one, far, f.value + f.tail), x);
}

// pi/2 - arcsin x for |x| <= 1/2; 2 arcsin s for x near 1, pi - 2 arcsin s for x near -1.
FNP_INLINE float arccos_float_core(float x) {
  small_float_arcsine const f = reduced_float_arcsine(x);
  std::int32_t const negative = float_to_bits(x) >> 31;
  float const factor = flip_sign(select(f.near_one, 2.0f, -1.0f), float_to_bits(x) & float_sign_mask);
  float const turns = select(f.near_one, keep(negative, 2.0f), 1.0f);
  float const base = turns * float_pi_2;
  float const head = __builtin_fmaf(factor, f.value, base);
  float const head_lo = __builtin_fmaf(factor, f.value, base - head);
  return head + (head_lo + __builtin_fmaf(factor, f.tail, turns * float_pi_2_lo));
}

inline void arcsin(float const* x, float* y, std::ptrdiff_t n) noexcept {
  float_elementwise<arcsin_float_core>(x, y, n);
}
inline void arccos(float const* x, float* y, std::ptrdiff_t n) noexcept {
  float_elementwise<arccos_float_core>(x, y, n);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
