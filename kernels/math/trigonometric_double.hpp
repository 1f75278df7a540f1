// sin, cos, tan of one float64: the angle modulo pi/2, then polynomials for sine and cosine on [-pi/4, pi/4].
//
// The remainder is r + r_lo; r_lo joins through the derivative: sin(r + r_lo) = sin r + r_lo cos r. Everything is
// computed for |x|, so signs, that of zero included, come from x and the quadrant alone.
#ifndef FNP_KERNELS_MATH_TRIGONOMETRIC_DOUBLE_HPP
#define FNP_KERNELS_MATH_TRIGONOMETRIC_DOUBLE_HPP

#include "kernels/math/angle_reduction.hpp"
#include "kernels/math/double_double.hpp"
#include "kernels/math/float_bits.hpp"
#include "kernels/math/masks.hpp"
#include "kernels/math/polynomial.hpp"

namespace fnp::FNP_LEVEL::math {

// head + tail, |tail| well below |head|.
struct sine_and_cosine {
  double_double sine;
  double_double cosine;
};

// (sin r - r) / r^3 and (cos r - 1 + r^2 / 2) / r^4 of one number or a register of them: minimax polynomials in
// z = r^2, z2 = z^2, errors 2^-58 and 2^-63 of the result.
template <class V>
FNP_INLINE V sine_series(V z, V z2) {
  return quintic(z, z2, -0x1.5555555555548p-3, 0x1.111111110f730p-7, -0x1.a01a019be9217p-13, 0x1.71de35552b5bap-19,
                 -0x1.ae5e4b83ed3dbp-26, 0x1.5d8b559722d45p-33);
}
template <class V>
FNP_INLINE V cosine_series(V z, V z2) {
  return quintic(z, z2, 0x1.555555555554bp-5, -0x1.6c16c16c15005p-10, 0x1.a01a019c8c7f3p-16, -0x1.27e4f7ef1046ap-22,
                 0x1.1ee9d9c99faf3p-29, -0x1.8fa555abc0305p-37);
}

FNP_INLINE sine_and_cosine sine_and_cosine_of(double_double r) {
  double const z = r.hi * r.hi;
  double const z2 = z * z;
  double const s = sine_series(z, z2), c = cosine_series(z, z2);
  double const w = __builtin_fma(-0.5, z, 1.0);
  double const w_lo = __builtin_fma(-r.hi, r.lo, __builtin_fma(-0.5, z, 1.0 - w));
  return {{r.hi, __builtin_fma(r.hi * z, s, r.lo * w)}, {w, __builtin_fma(z2, c, w_lo)}};
}

// The sine of x >= 0 moved on by so many quarter turns; sign is the sign bit to flip.
template <bool whole>
FNP_INLINE double turned_sine(double x, std::int64_t quarters, std::int64_t sign) {
  reduced_angle const a = reduce_angle<whole>(x);
  std::int64_t const q = a.quadrant + quarters;
  sine_and_cosine const f = sine_and_cosine_of(a.r);
  double const sine = f.sine.hi + f.sine.lo;
  double const cosine = f.cosine.hi + f.cosine.lo;
  double const y = select(mask_if_odd(q), cosine, sine);
  return flip_sign(y, sign ^ static_cast<std::int64_t>(static_cast<std::uint64_t>(q & 2) << 62));
}

// Measured maximum errors: 0.77 ULP.
FNP_INLINE double sin_core(double x) { return turned_sine<true>(absolute(x), 0, to_bits(x) & sign_mask); }
FNP_INLINE double sin_near(double x) { return turned_sine<false>(absolute(x), 0, to_bits(x) & sign_mask); }
FNP_INLINE double cos_core(double x) { return turned_sine<true>(absolute(x), 1, 0); }
FNP_INLINE double cos_near(double x) { return turned_sine<false>(absolute(x), 1, 0); }

// One division: q = n / d through the rounded reciprocal of d, corrected by the remainder n - q d.
// Measured maximum error: 0.97 ULP.
template <bool whole>
FNP_INLINE double tan_of(double x) {
  reduced_angle const a = reduce_angle<whole>(absolute(x));
  sine_and_cosine const f = sine_and_cosine_of(a.r);
  std::int64_t const odd = mask_if_odd(a.quadrant);
  double_double const n = fast_two_sum(select(odd, f.cosine.hi, f.sine.hi), select(odd, f.cosine.lo, f.sine.lo));
  double_double const d = fast_two_sum(select(odd, f.sine.hi, f.cosine.hi), select(odd, f.sine.lo, f.cosine.lo));
  double_double const q = div(n, d);
  std::int64_t const sign = static_cast<std::int64_t>(static_cast<std::uint64_t>(a.quadrant) << 63);
  return flip_sign(q.hi + q.lo, sign ^ (to_bits(x) & sign_mask));
}

FNP_INLINE double tan_core(double x) { return tan_of<true>(x); }
FNP_INLINE double tan_near(double x) { return tan_of<false>(x); }

// Negative for finite |x| > 2^40; infinities and NaN take the short way and come out as NaN.
FNP_INLINE std::int64_t far_angle(double x) { return beyond(x, near_angle_limit) & (magnitude(x) - infinity_bits); }

}  // namespace fnp::FNP_LEVEL::math

#endif
