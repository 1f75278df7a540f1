// arctan, arctan2 of float32 in float32: t = a / b <= 1, its remainder, and one polynomial on [0, 1].
//
// atan(t + t_lo) = t + (t^3 A(t^2) + t_lo / (1 + t^2)): only the last sum is rounded at the size of the result. The
// remainder e = a - t b is exact and t_lo / (1 + t^2) = e / (b (1 + t^2)). A second division is cheaper than a scaled
// reciprocal.
#ifndef FNP_KERNELS_MATH_ARCTANGENT_FLOAT_HPP
#define FNP_KERNELS_MATH_ARCTANGENT_FLOAT_HPP

#include "kernels/math/arctangent_double.hpp"
#include "kernels/math/float_lanes.hpp"
#include "kernels/math/polynomial.hpp"
#include "kernels/math/wide_loops.hpp"

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

// |x|, or 1 / |x| taken from pi/2. The reciprocal's remainder e enters as e / |x| / (1 + t^2), where t is 1 / |x| and a
// line through both ends is near enough to the last factor. Beyond 2^30 the result is pi/2.
// Measured over all 2^32 arguments: at most 0.894 ULP.
struct arctan_float_function {
  FNP_INLINE static floats ordinary(ints& rare, floats x) {
    ints const m = magnitude_of(x);
    rare = float_to_bits(0x1p30f) - m;
    ints const large = mask_of((ints)(float_to_bits(1.0f) - m));
    floats const a = chosen(large, every(-1.0f), real_of(m));
    floats const b = chosen(large, real_of(m), every(1.0f));
    floats const t = a / b;
    floats const z = t * t;
    floats const w = fma(-t, b, a) * t;
    floats const rest = w * line(z, -1.0f, 0.5f);
    floats const z2 = z * z;
    floats p = fma(every(-0x1.acd98ap-10f), z2, line(z, -0x1.e867aap-6f, 0x1.4e15d4p-7f));
    p = fma(p, z2, line(z, -0x1.54c312p-4f, 0x1.cf485cp-5f));
    p = fma(p, z2, line(z, -0x1.240368p-3f, 0x1.bf6490p-4f));
    p = fma(p, z, every(0x1.998f16p-3f));
    p = fma(p, z, every(-0x1.555532p-2f));
    floats const cube = t * z;
    floats const cube_lo = fma(t, z, -cube);
    floats const tail = fma(cube, p, fma(cube_lo, p, rest));
    floats const head = kept(large, every(float_half_pi)) + t;
    floats const head_lo = (kept(large, every(float_half_pi)) - head) + t;
    floats const y = head + (head_lo + (tail + kept(large, every(-0x1.777a5cp-25f))));
    return real_of((ints)(bits_of(y) | sign_of(x)));
  }
  FNP_INLINE static floats whole(floats x) {
    ints ignored;
    floats const y = ordinary(ignored, limited(x, 0x1p30f));
    return chosen(mask_if_nan(x), x, y);
  }
};

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
