// exp, exp2, expm1 of arrays. expm1 of float64: e^x = 2^k e^r with k the integer nearest to x / ln 2, |r| <= ln(2) / 2.
//
// ln 2 is split so that x - k ln2_hi is exact; k ln2_lo joins as the low part of r. The leading terms 1 + r are added
// without error, so a result loses little more than its last rounding.
#ifndef FNP_KERNELS_MATH_EXP_HPP
#define FNP_KERNELS_MATH_EXP_HPP

#include "kernels/math/float_bits.hpp"
#include "kernels/math/double_double.hpp"
#include "kernels/math/exp_double.hpp"
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

// In every function below `whole` adds what arguments outside its ordinary range need.
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

inline void exp(float const* x, float* y, std::ptrdiff_t n) noexcept {
  each_register<exp_float_function, register_of<float>>(y, n, x);
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
