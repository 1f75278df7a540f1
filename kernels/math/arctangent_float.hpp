// arctan, arctan2 of float32 in float32: t = a / b <= 1, its remainder, and one polynomial on [0, 1].
//
// atan(t + t_lo) = t + (t^3 A(t^2) + t_lo / (1 + t^2)): only the last sum is rounded at the size of the result. The
// remainder e = a - t b is exact and t_lo / (1 + t^2) = e / (b (1 + t^2)). A second division is cheaper than a scaled
// reciprocal.
#ifndef FNP_KERNELS_MATH_ARCTANGENT_FLOAT_HPP
#define FNP_KERNELS_MATH_ARCTANGENT_FLOAT_HPP

#include "kernels/math/arctangent_double.hpp"
#include "kernels/math/float_lanes.hpp"

namespace fnp::FNP_LEVEL::math {

struct float_pair {
  float hi;
  float lo;
};

// atan(a / b) as head + tail for |a| <= b, both far from overflow; minimax with more weight towards t = 1,
// where the other errors are largest: 2^-29.4 there, 2^-28 for small t.
FNP_INLINE float_pair float_arctangent(float a, float b) {
  float const t = a / b;
  float const z = t * t;
  float const rest = __builtin_fmaf(-t, b, a) / __builtin_fmaf(b, z, b);
  float p = -0x1.acd98ap-10f;
  p = __builtin_fmaf(p, z, 0x1.4e15d4p-7f);
  p = __builtin_fmaf(p, z, -0x1.e867aap-6f);
  p = __builtin_fmaf(p, z, 0x1.cf485cp-5f);
  p = __builtin_fmaf(p, z, -0x1.54c312p-4f);
  p = __builtin_fmaf(p, z, 0x1.bf6490p-4f);
  p = __builtin_fmaf(p, z, -0x1.240368p-3f);
  p = __builtin_fmaf(p, z, 0x1.998f16p-3f);
  p = __builtin_fmaf(p, z, -0x1.555532p-2f);
  // Without its rounding error, t^3 would cost 0.11 ULP and the sum of all would pass 1.
  float const cube = t * z;
  float const cube_lo = __builtin_fmaf(t, z, -cube);
  return {t, __builtin_fmaf(cube, p, __builtin_fmaf(cube_lo, p, rest))};
}

// base + base_lo + the pair, |base| the larger or zero.
FNP_INLINE float add_base(float base, float base_lo, float_pair r) {
  float const head = base + r.hi;
  return head + (((base - head) + r.hi) + (r.lo + base_lo));
}

inline constexpr float_pair float_half_pi = {0x1.921fb6p+0f, -0x1.777a5cp-25f};

// Beyond 2^30 the result is pi/2. Measured over all 2^32 arguments: at most 0.972 ULP.
FNP_INLINE float arctan_float_core(float x) {
  std::int32_t const m = float_magnitude(x);
  std::int32_t const limit = float_to_bits(0x1p30f);
  float const a = float_from_bits(m < limit ? m : limit);
  std::int32_t const large = mask_if_greater(m, float_to_bits(1.0f));
  float_pair const r = float_arctangent(select(large, -1.0f, a), select(large, a, 1.0f));
  float const y = add_base(keep(large, float_half_pi.hi), keep(large, float_half_pi.lo), r);
  return m > float_infinity_bits ? x : float_with_sign(y, x);
}

// The larger coordinate zero, a NaN, or in [2^-100, 2^126): no remainder underflows where it matters and b (1 + t^2)
// does not overflow. 0 / 0 counts as 0 / 2^-100. Measured maximum error over 10^8 pairs: 0.96 ULP.
inline constexpr float smallest_side = 0x1p-100f;
inline constexpr float side_limit = 0x1p126f;

FNP_INLINE float arctan2_float_ordinary(float y, float x) {
  std::int32_t const p = float_magnitude(y);
  std::int32_t const q = float_magnitude(x);
  std::int32_t const larger = p < q ? q : p;
  std::int32_t const least = float_to_bits(smallest_side);
  std::int32_t const upright = mask_if_greater(p, q);
  std::int32_t const behind = float_to_bits(x) >> 31;
  float const a = float_from_bits(p < q ? p : q);
  float const b = float_from_bits(larger < least ? least : larger);
  float_pair const r = float_arctangent(a, b);
  std::int32_t const flip = (float_to_bits(x) ^ upright) & float_sign_mask;
  float const base = select(upright, float_half_pi.hi, keep(behind, 2.0f * float_half_pi.hi));
  float const base_lo = select(upright, float_half_pi.lo, keep(behind, 2.0f * float_half_pi.lo));
  return float_with_sign(add_base(base, base_lo, {flip_sign(r.hi, flip), flip_sign(r.lo, flip)}), y);
}

// Negative for every other pair: the larger coordinate in (0, 2^-100) or [2^126, infinity].
FNP_INLINE std::int32_t arctan2_float_outside(float y, float x) {
  std::int32_t const p = float_magnitude(y);
  std::int32_t const q = float_magnitude(x);
  std::int32_t const larger = p < q ? q : p;
  std::int32_t const too_small = (larger - float_to_bits(smallest_side)) & -larger;
  std::int32_t const too_large = (float_to_bits(side_limit) - 1 - larger) & (larger - float_infinity_bits - 1);
  return too_small | too_large;
}

FNP_INLINE float arctan2_float_core(float y, float x) {
  float const rare = static_cast<float>(arctan2_core(static_cast<double>(y), static_cast<double>(x)));
  return arctan2_float_outside(y, x) < 0 ? rare : arctan2_float_ordinary(y, x);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
