// tan of one float32, and sin and cos beyond 2^13, in float64: x = k pi + r, one polynomial for sin r, |r| <= pi/2.
//
// 29 spare bits replace every compensation: two multiplications reduce the angle, and modulo pi there is neither a
// second polynomial nor a choice. cos x is sin(x + pi/2), so its r is x - (k - 1/2) pi.
#ifndef FNP_KERNELS_MATH_TRIGONOMETRIC_FLOAT_HPP
#define FNP_KERNELS_MATH_TRIGONOMETRIC_FLOAT_HPP

#include "kernels/math/float_lanes.hpp"
#include "kernels/math/masks.hpp"
#include "kernels/math/polynomial.hpp"
#include "kernels/math/trigonometric_double.hpp"

namespace fnp::FNP_LEVEL::math {

// Up to here k < 2^29 and the two parts of pi leave an error below 2^-78; no float32 comes nearer to a multiple of
// pi/2 than 2^-30 or so.
inline constexpr double near_float_angle_limit = 0x1p30;
inline constexpr float_range beyond_near = finite_beyond(static_cast<float>(near_float_angle_limit));
FNP_INLINE bool is_far_float_angle(double x) {
  return (beyond(x, near_float_angle_limit) & (magnitude(x) - infinity_bits)) < 0;
}

// sin r, its sign flipped by the sign bit given; minimax, error 2^-35 of the result.
FNP_INLINE double sine_polynomial(double r, std::int64_t sign) {
  double const z = r * r;
  double const s = quintic(z, z * z, 0x1.ffffffffd17c6p-1, -0x1.55555541756b8p-3, 0x1.11110b74a2241p-7,
                           -0x1.a017a8fa820e7p-13, 0x1.716ba48b6d9f6p-19, -0x1.9a0e0f1cf4ad7p-26);
  return flip_sign(r, sign) * s;
}

// (-1)^whole sin(x - turns pi)
FNP_INLINE double half_turned_sine(double x, double turns, std::int64_t whole) {
  double const r = __builtin_fma(-turns, 0x1.1a62633145c07p-53, __builtin_fma(-turns, 0x1.921fb54442d18p+1, x));
  return sine_polynomial(r, static_cast<std::int64_t>(static_cast<std::uint64_t>(whole) << 63));
}

// round_product without the subtraction that a negative infinity overflows: only the low bits of whole are right.
FNP_INLINE nearest_integer count_turns(double x, double turns_per_radian) {
  double const shifter = 0x1.8p52;
  double const t = __builtin_fma(x, turns_per_radian, shifter);
  return {t - shifter, to_bits(t)};
}

inline constexpr double one_over_pi = 0x1.45f306dc9c883p-2;

// Measured over all 2^32 arguments: at most 0.5004 ULP.
FNP_INLINE double sin_float_near(double x) {
  nearest_integer const k = count_turns(x, one_over_pi);
  return half_turned_sine(x, k.value, k.whole);
}

FNP_INLINE double cos_float_near(double x) {
  double const shifter = 0x1.8p52;
  double const t = __builtin_fma(x, one_over_pi, 0.5) + shifter;
  double const k = t - shifter;
  return half_turned_sine(x, k - 0.5, to_bits(t));
}

// tan = sin / cos modulo pi/2, errors 2^-28 and 2^-34. Measured over all arguments: at most 0.56 ULP.
FNP_INLINE double tan_float_near(double x) {
  nearest_integer const k = count_turns(x, 2.0 * one_over_pi);
  double const r = __builtin_fma(-k.value, 0x1.1a62633145c07p-54, __builtin_fma(-k.value, 0x1.921fb54442d18p+0, x));
  double const z = r * r;
  double const z2 = z * z;
  double const s = r * cubic(z, z2, 0x1.ffffffe3f6ba6p-1, -0x1.55553f22623b5p-3, 0x1.1105f9ff60449p-7,
                             -0x1.98f80dc922b4dp-13);
  double const c_tail = cubic(z, z2, -0x1.ffffffb5cd353p-2, 0x1.555538797c6cep-5, -0x1.6c06db4c78286p-10,
                              0x1.98e4386a09b5bp-16);
  double const c = __builtin_fma(c_tail, z, 0x1.ffffffff83772p-1);
  std::int64_t const odd = mask_if_odd(k.whole);
  return select(odd, -c, s) / select(odd, s, c);
}

FNP_INLINE double tan_float_core(double x) { return is_far_float_angle(x) ? tan_core(x) : tan_float_near(x); }

}  // namespace fnp::FNP_LEVEL::math

#endif
