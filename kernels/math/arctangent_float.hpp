// arctan2 of float32 in float32: t = a / b <= 1, its remainder, and one polynomial on [0, 1].
//
// atan(t + t_lo) = t + (t^3 A(t^2) + t_lo / (1 + t^2)): only the last sum is rounded at the size of the result. The
// remainder e = a - t b is exact and t_lo / (1 + t^2) = e / (b (1 + t^2)). A second division is cheaper than a scaled
// reciprocal.
#ifndef FNP_KERNELS_MATH_ARCTANGENT_FLOAT_HPP
#define FNP_KERNELS_MATH_ARCTANGENT_FLOAT_HPP

#include "kernels/math/arctangent_double.hpp"
#include "kernels/math/float_lanes.hpp"

namespace fnp::FNP_LEVEL::math {

// base + atan(a / b) for |a| <= b, both far from overflow, and for base 0, pi/2 or pi, the larger part or zero.
//
// The polynomial is minimax with more weight towards t = 1, where the other errors are largest: 2^-29.4 there, 2^-28
// for small t; evaluated by pairs for a shorter chain. What float32 leaves of pi is the same part of base.
FNP_INLINE float float_arctangent_from(float base, float a, float b) {
  float const t = a / b;
  float const z = t * t;
  float const rest = __builtin_fmaf(-t, b, a) / __builtin_fmaf(b, z, b);
  float const z2 = z * z;
  float p = __builtin_fmaf(-0x1.acd98ap-10f, z2, __builtin_fmaf(0x1.4e15d4p-7f, z, -0x1.e867aap-6f));
  p = __builtin_fmaf(p, z2, __builtin_fmaf(0x1.cf485cp-5f, z, -0x1.54c312p-4f));
  p = __builtin_fmaf(p, z2, __builtin_fmaf(0x1.bf6490p-4f, z, -0x1.240368p-3f));
  p = __builtin_fmaf(p, z, 0x1.998f16p-3f);
  p = __builtin_fmaf(p, z, -0x1.555532p-2f);
  // Without its rounding error, t^3 would cost 0.11 ULP and the sum of all would pass 1.
  float const cube = t * z;
  float const cube_lo = __builtin_fmaf(t, z, -cube);
  float const tail = __builtin_fmaf(cube, p, __builtin_fmaf(cube_lo, p, rest));
  float const head = base + t;
  return head + (((base - head) + t) + __builtin_fmaf(base, -0x1.de12cap-26f, tail));
}

inline constexpr float float_half_pi = 0x1.921fb6p+0f;

// The larger coordinate zero, a NaN, or in [2^-100, 2^101]: no remainder underflows where it matters and b (1 + t^2)
// does not overflow. 0 / 0 counts as 0 / 2^-100. Measured maximum error over 10^8 pairs: 0.964 ULP.
inline constexpr float smallest_side = 0x1p-100f;

FNP_INLINE float arctan2_float_ordinary(float y, float x) {
  std::int32_t const p = float_magnitude(y);
  std::int32_t const q = float_magnitude(x);
  std::int32_t const larger = p < q ? q : p;
  std::int32_t const least = float_to_bits(smallest_side);
  std::int32_t const upright = mask_if_greater(p, q);
  std::int32_t const behind = float_to_bits(x) >> 31;
  float const a = float_from_bits((p < q ? p : q) ^ ((float_to_bits(x) ^ upright) & float_sign_mask));
  float const b = float_from_bits(larger < least ? least : larger);
  float const base = select(upright, float_half_pi, keep(behind, 2.0f * float_half_pi));
  return float_with_sign(float_arctangent_from(base, a, b), y);
}

// Every other pair: the larger coordinate in (0, 2^-100) or beyond 2^101 up to infinity. The two ranges are of one
// length, the second's first magnitude chosen so: the lower of the two places tells.
inline constexpr float_range tiny_pairs = {1, __builtin_bit_cast(std::uint32_t, smallest_side) - 1};
inline constexpr float_range huge_pairs = {float_infinity_bits + 1 - tiny_pairs.length, tiny_pairs.length};

FNP_INLINE std::uint32_t place_in_rare_pairs(float y, float x) {
  std::uint32_t const p = static_cast<std::uint32_t>(float_magnitude(y));
  std::uint32_t const q = static_cast<std::uint32_t>(float_magnitude(x));
  std::uint32_t const larger = p < q ? q : p;
  std::uint32_t const tiny = larger - tiny_pairs.first;
  std::uint32_t const huge = larger - huge_pairs.first;
  return tiny < huge ? tiny : huge;
}

FNP_INLINE float arctan2_float_core(float y, float x) {
  float const rare = static_cast<float>(arctan2_core(static_cast<double>(y), static_cast<double>(x)));
  return place_in_rare_pairs(y, x) < tiny_pairs.length ? rare : arctan2_float_ordinary(y, x);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
