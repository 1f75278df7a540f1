// sin and cos of one float32 in float32: the angle modulo pi/2, then the sine's or the cosine's polynomial.
//
// With x = k pi/2 + r - excess and z = (r - excess)^2,
//   sin = r + (r^3 S(r^2) - excess)   and   cos = 1 + z C(r^2):
// excess needs to enter z of the cosine, nothing else, and one rounding only is at the size of the result. r^2 is ready
// sooner. Two polynomials are cheaper than one whose coefficients the quadrant chooses.
// The sum for sin is a difference of r and a term that is +0 at zeros: so a zero keeps its sign.
//
// pi/2 = p1 + p2 + p3 of 24, 11 and 24 bits, p1 and p2 rounded down. Every bit of a = x - k p1 has a place in one
// float, as it is below 1 but for tiny excess, and k p2 is exact. r = a - k p2 is exact below 2^-10; above, it is near
// to a. Either way r - a and its sum with k p2 are exact (W. J. Cody, W. Waite, Software Manual for the Elementary
// Functions, 1980; the fused operation replaces their short constants).
#ifndef FNP_KERNELS_MATH_TRIGONOMETRIC_FLOAT_LANES_HPP
#define FNP_KERNELS_MATH_TRIGONOMETRIC_FLOAT_LANES_HPP

#include <type_traits>

#include "kernels/math/float_lanes.hpp"
#include "kernels/math/wide_loops.hpp"

namespace fnp::FNP_LEVEL::math {

// Up to here k < 2^13, what k p2 and the argument above need.
inline constexpr float float_lane_limit = 0x1p13f;
inline constexpr float_range beyond_lane = finite_beyond(float_lane_limit);
FNP_INLINE std::uint32_t place_beyond_lane(float x) { return place_in(beyond_lane, x); }

// Of one float, or of a register of them.
template <class V>
struct reduced_float_angle {
  V r, excess;  // the angle is r - excess
  std::conditional_t<sizeof(V) == sizeof(float), std::int32_t, ints> quadrant;
};

template <class V>
FNP_INLINE reduced_float_angle<V> reduce_float_angle(V x) {
  V const shifter = V{} + 0x1.8p23f, p2 = V{} + 0x1.444p-24f;
  V const t = fma(x, V{} + 0x1.45f306p-1f, shifter);
  V const k = t - shifter;
  V const a = fma(-k, V{} + 0x1.921fb4p+0f, x);
  V const r = fma(-k, p2, a);
  return {r, fma(k, V{} + 0x1.68c234p-39f, fma(k, p2, r - a)),
          __builtin_bit_cast(decltype(reduced_float_angle<V>::quadrant), t)};
}

// The sine of an angle moved on by so many quarter turns; polynomials' errors: 2^-27 and 2^-32.5. Measured over all
// arguments from 2^-10 on: sin at most 0.89995 ULP, cos 0.8984.
template <std::int32_t quarters>
FNP_INLINE floats turned_float_sine(reduced_float_angle<floats> const& a) {
  floats const r2 = a.r * a.r;
  floats const s = fma(fma(every(-0x1.998e74p-13f), r2, every(0x1.110838p-7f)), r2, every(-0x1.555548p-3f));
  floats const sine = a.r - fma(-(a.r * r2), s, a.excess);
  floats const z = fma(a.r, a.r, -((a.r + a.r) * a.excess));
  floats const high = fma(fma(every(0x1.99e140p-16f), r2, every(-0x1.6c0c1ap-10f)), r2, every(0x1.55554ap-5f));
  floats const cosine = fma(z, fma(high, r2, every(-0.5f)), every(1.0f));
  ints const q = wrapping_sum(a.quadrant, ints{} + quarters);
  return real_of((ints)(bits_of(chosen_if_odd(q, cosine, sine)) ^ (shifted_left(q, 30) & float_sign)));
}

}  // namespace fnp::FNP_LEVEL::math

#endif
