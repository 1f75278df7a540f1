// exp, exp2, expm1: e^x = 2^k e^r with k the integer nearest to x / ln 2 and |r| <= ln(2) / 2.
//
// ln 2 is split so that x - k ln2_hi is exact; k ln2_lo joins as the low part of r. The leading terms 1 + r are added
// without error, so a result loses little more than its last rounding.
#ifndef FNP_KERNELS_MATH_EXP_HPP
#define FNP_KERNELS_MATH_EXP_HPP

#include "kernels/math/float_bits.hpp"
#include "kernels/math/double_double.hpp"
#include "kernels/math/exp_float.hpp"
#include "kernels/math/lane_loops.hpp"

namespace fnp::FNP_LEVEL::math {

inline constexpr double log2_e = 0x1.71547652b82fep+0;
// 42 bits and the rest: k * ln2_hi is exact for |k| < 2^11.
inline constexpr double ln2_hi = 0x1.62e42fefa3800p-1;
inline constexpr double ln2_lo = 0x1.ef35793c76730p-45;

struct reduced_exponent {
  std::int64_t k;
  double_double r;
};

// x + x_lo = k ln 2 + r.hi + r.lo for |x| <= 746 and the integer k nearest to guide / ln 2, where guide is x in most
// cases; for k == 0, r is the argument itself.
FNP_INLINE reduced_exponent reduce_exponent(double x, double x_lo, double guide) {
  nearest_integer const k = round_product(guide, log2_e);
  return {k.whole, {__builtin_fma(-k.value, ln2_hi, x), __builtin_fma(-k.value, ln2_lo, x_lo)}};
}

// e^(r.hi + r.lo) - 1 - r.hi for |r| <= 0.42: r.lo + r^2 / 2 + r^3 P(r), Chebyshev fit with an error of 2^-56 r^2. Even
// and odd powers of P apart: the two chains of dependent operations run side by side.
FNP_INLINE double exp_tail(double_double r) {
  double const t = r.hi + r.lo;
  double const w = t * t;
  double even = 0x1.afbb75e160707p-26;
  even = __builtin_fma(even, w, 0x1.71ddc1390c530p-19);
  even = __builtin_fma(even, w, 0x1.a01a01c57f236p-13);
  even = __builtin_fma(even, w, 0x1.111111110c5acp-7);
  even = __builtin_fma(even, w, 0x1.5555555555560p-3);
  double odd = 0x1.1fb197b4e5957p-29;
  odd = __builtin_fma(odd, w, 0x1.27e4b6470de7fp-22);
  odd = __builtin_fma(odd, w, 0x1.a01a01b576e40p-16);
  odd = __builtin_fma(odd, w, 0x1.6c16c16c14104p-10);
  odd = __builtin_fma(odd, w, 0x1.5555555555558p-5);
  return __builtin_fma(__builtin_fma(odd, t, even), w * t, __builtin_fma(0.5 * t, t, r.lo));
}

// e^(r.hi + r.lo) for |r| <= ln(2) / 2.
FNP_INLINE double exp_near_zero(double_double r) {
  double_double const one_plus_r = fast_two_sum(1.0, r.hi);
  return one_plus_r.hi + (one_plus_r.lo + exp_tail(r));
}

// In every function below `whole` adds what arguments outside its ordinary range need.
template <bool whole>
FNP_INLINE double exp_of(double x) {
  double const c = whole ? clamp_magnitude(x, 746.0) : x;
  reduced_exponent const e = reduce_exponent(c, 0.0, c);
  double const p = exp_near_zero(e.r);
  if constexpr (!whole) return p * power_of_two(e.k + exponent_bias);
  return magnitude(x) > infinity_bits ? x : scale(p, e.k);
}

// Measured maximum error: 0.64 ULP, 0.75 ULP for subnormal results.
FNP_INLINE double exp_core(double x) { return exp_of<true>(x); }
FNP_INLINE double exp_ordinary(double x) { return exp_of<false>(x); }
FNP_INLINE std::int64_t exp_outside(double x) { return beyond(x, 708.0); }

// 2^x = 2^k e^((x - k) ln 2), where x - k is exact and its product with ln 2 is kept in two parts.
template <bool whole>
FNP_INLINE double exp2_of(double x) {
  double const ln2 = 0x1.62e42fefa39efp-1;
  double const ln2_rest = 0x1.abc9e3b39803fp-56;
  double const c = whole ? clamp_magnitude(x, 1077.0) : x;
  nearest_integer const k = round_product(c, 1.0);
  double const f = c - k.value;
  double const r = f * ln2;
  double const p = exp_near_zero({r, __builtin_fma(f, ln2_rest, __builtin_fma(f, ln2, -r))});
  if constexpr (!whole) return p * power_of_two(k.whole + exponent_bias);
  return magnitude(x) > infinity_bits ? x : scale(p, k.whole);
}

// Measured maximum error: 0.64 ULP, 0.75 ULP for subnormal results.
FNP_INLINE double exp2_core(double x) { return exp2_of<true>(x); }
FNP_INLINE double exp2_ordinary(double x) { return exp2_of<false>(x); }
FNP_INLINE std::int64_t exp2_outside(double x) { return beyond(x, 1021.0); }

// e^x - 1 = 2^k ((1 - 2^-k) + (e^r - 1)), where |1 - 2^-k| is zero or at least 1/2 and so never the smaller term. Up to
// 0.41 k stays 0: with k = 1 the two terms would cancel there. Below -50 the result is -1, above 710 it is infinite.
template <bool whole>
FNP_INLINE double expm1_of(double x) {
  double const c = whole ? clamp_magnitude(x, to_bits(x) < 0 ? 50.0 : 710.0) : x;
  reduced_exponent const e = reduce_exponent(c, 0.0, magnitude(c) < to_bits(0.41) ? 0.0 : c);
  double_double const one_minus = two_sum(1.0, -0.5 * power_of_two(exponent_bias + 1 - e.k));
  double_double const s = fast_two_sum(one_minus.hi, e.r.hi);
  double const p = s.hi + (s.lo + one_minus.lo + exp_tail(e.r));
  // Doubled first: nothing overflows before its time and a subnormal is not cut.
  double const y = with_sign(p * 2.0 * power_of_two(exponent_bias - 1 + e.k), x);
  if constexpr (!whole) return y;
  return magnitude(x) > infinity_bits ? x : y;
}

// Measured maximum error: 0.84 ULP.
FNP_INLINE double expm1_core(double x) { return expm1_of<true>(x); }
FNP_INLINE double expm1_ordinary(double x) { return expm1_of<false>(x); }
FNP_INLINE std::int64_t expm1_outside(double x) { return beyond(x, 50.0); }

// float32: e^t for |t| <= ln(2) / 2 in one part, error 2^-49; no result is subnormal in float64, so 2^k is one factor.
FNP_INLINE double narrow_exp_tail(double t) {
  double p = 0x1.288060f149570p-22;
  p = __builtin_fma(p, t, 0x1.72c75c67ac6b9p-19);
  p = __builtin_fma(p, t, 0x1.a019c98e708e7p-16);
  p = __builtin_fma(p, t, 0x1.a019ad80eed25p-13);
  p = __builtin_fma(p, t, 0x1.6c16c173948e7p-10);
  p = __builtin_fma(p, t, 0x1.1111111c4e74fp-7);
  p = __builtin_fma(p, t, 0x1.5555555554cb0p-5);
  p = __builtin_fma(p, t, 0x1.5555555553b63p-3);
  p = __builtin_fma(p, t, 0x1.0000000000000p-1);
  return p * (t * t);
}

// |x| <= 200
FNP_INLINE double narrow_exp_of(double x) {
  reduced_exponent const e = reduce_exponent(x, 0.0, x);
  double const t = e.r.hi + e.r.lo;
  return (1.0 + (t + narrow_exp_tail(t))) * power_of_two(e.k + exponent_bias);
}

inline void exp(double const* x, double* y, std::ptrdiff_t n) noexcept {
  elementwise_by_domain<exp_core, exp_ordinary, exp_outside>(x, y, n);
}
inline void exp(float const* x, float* y, std::ptrdiff_t n) noexcept { float_elementwise<exp_float_core>(x, y, n); }
inline void exp2(double const* x, double* y, std::ptrdiff_t n) noexcept {
  elementwise_by_domain<exp2_core, exp2_ordinary, exp2_outside>(x, y, n);
}
inline void exp2(float const* x, float* y, std::ptrdiff_t n) noexcept { float_elementwise<exp2_float_core>(x, y, n); }
inline void expm1(double const* x, double* y, std::ptrdiff_t n) noexcept {
  elementwise_by_domain<expm1_core, expm1_ordinary, expm1_outside>(x, y, n);
}
inline void expm1(float const* x, float* y, std::ptrdiff_t n) noexcept {
  float_elementwise<expm1_float_core>(x, y, n);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
