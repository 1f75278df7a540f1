// sin and cos of one float32 in float32: the angle modulo pi/2, then the sine's or the cosine's polynomial.
//
// With x = k pi/2 + r - excess and z = (r - excess)^2,
//   sin = r + (r z S(z) - excess)   and   cos = 1 + z C(z):
// excess needs to enter z once, nothing else, and one rounding only is at the size of the result. S and C themselves
// take r^2, which is ready sooner. S and C have four coefficients each, so the quadrant may choose coefficients.
// The sum for sin is a difference of r and a term that is +0 at zeros: so a zero keeps its sign.
//
// pi/2 = p1 + p2 + p3 of 24, 11 and 24 bits, p1 and p2 rounded down. Every bit of a = x - k p1 has a place in one
// float, as it is below 1 but for tiny excess, and k p2 is exact. r = a - k p2 is exact below 2^-10; above, it is near
// to a. Either way r - a and its sum with k p2 are exact (W. J. Cody, W. Waite, Software Manual for the Elementary
// Functions, 1980; the fused operation replaces their short constants).
#ifndef FNP_KERNELS_MATH_TRIGONOMETRIC_FLOAT_LANES_HPP
#define FNP_KERNELS_MATH_TRIGONOMETRIC_FLOAT_LANES_HPP

#include "kernels/math/float_lanes.hpp"

namespace fnp::FNP_LEVEL::math {

// Up to here k < 2^13, what k p2 and the argument above need.
inline constexpr float float_lane_limit = 0x1p13f;

struct reduced_float_angle {
  float r, excess;  // the angle is r - excess
  std::int32_t quadrant;
};

FNP_INLINE reduced_float_angle reduce_float_angle(float x) {
  float const shifter = 0x1.8p23f;
  float const t = __builtin_fmaf(x, 0x1.45f306p-1f, shifter);
  float const k = t - shifter;
  float const p2 = 0x1.444p-24f;
  float const a = __builtin_fmaf(-k, 0x1.921fb4p+0f, x);
  float const r = __builtin_fmaf(-k, p2, a);
  return {r, __builtin_fmaf(k, 0x1.68c234p-39f, __builtin_fmaf(k, p2, r - a)), float_to_bits(t)};
}

// The sine of x moved on by so many quarter turns. Errors of the polynomials: 2^-32. Measured over all 2^32 arguments,
// by the float64 way where |x| is larger: sin at most 0.897 ULP, cos 0.899.
FNP_INLINE float turned_float_sine(float x, std::int32_t quarters) {
  reduced_float_angle const reduced = reduce_float_angle(x);
  float const r = reduced.r;
  float const excess = reduced.excess;
  std::int32_t const q = reduced.quadrant + quarters;
  float const z = __builtin_fmaf(r, r, -((r + r) * excess));

  bool const odd = (q & 1) != 0;
  float const r2 = r * r;
  float c = odd ? 0x1.99e140p-16f : 0x1.7b587ap-19f;
  c = __builtin_fmaf(c, r2, odd ? -0x1.6c0c1ap-10f : -0x1.a056a2p-13f);
  c = __builtin_fmaf(c, r2, odd ? 0x1.55554ap-5f : 0x1.111172p-7f);
  c = __builtin_fmaf(c, r2, odd ? -0.5f : -0x1.555556p-3f);
  float const sine = r - __builtin_fmaf(-(r * z), c, excess);
  float const cosine = __builtin_fmaf(z, c, 1.0f);
  return flip_sign(odd ? cosine : sine, static_cast<std::int32_t>(static_cast<std::uint32_t>(q & 2) << 30));
}

FNP_INLINE float sin_float_lane(float x) { return turned_float_sine(x, 0); }
FNP_INLINE float cos_float_lane(float x) { return turned_float_sine(x, 1); }

}  // namespace fnp::FNP_LEVEL::math

#endif
