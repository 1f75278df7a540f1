// Logarithms for other functions: x = 2^k m with m in [sqrt(1/2), sqrt(2)), log m = 2 artanh(s), s = (m - 1) / (m + 1).
//
// u = 2 s is kept in two parts, log m = u + u^3 P(u^2); k ln 2 + u is summed without error, and what remains is
// smaller than the sum by 2^-6, so a result loses little more than its last rounding.
#ifndef FNP_KERNELS_MATH_LOG_HPP
#define FNP_KERNELS_MATH_LOG_HPP

#include "kernels/math/float_bits.hpp"
#include "kernels/math/double_double.hpp"
#include "kernels/math/lane_loops.hpp"
#include "kernels/math/exp.hpp"

namespace fnp::FNP_LEVEL::math {

// 2 artanh(u / 2) - u for |u| <= 0.407: Chebyshev fit of (2 artanh(u / 2) - u) / u^3 in u^2, error 2^-57.
FNP_INLINE double artanh_tail(double u) {
  double const w = u * u;
  double const v = w * w;
  double odd = 0x1.1827cf0e2db5fp-20;
  odd = __builtin_fma(odd, v, 0x1.3b2c84f900a39p-16);
  odd = __builtin_fma(odd, v, 0x1.c71c7319cf855p-12);
  odd = __builtin_fma(odd, v, 0x1.999999999a0bep-7);
  double even = 0x1.0e57fb289d81ap-18;
  even = __builtin_fma(even, v, 0x1.745c9aa2c43bbp-14);
  even = __builtin_fma(even, v, 0x1.24924923b0bbdp-9);
  even = __builtin_fma(even, v, 0x1.5555555555555p-4);
  return __builtin_fma(odd, w, even) * (w * u);
}

// The logarithm r of x where x is positive and finite; +inf and NaN map to themselves, zero and negatives as in C99.
FNP_INLINE double logarithm_special(double x, double r) {
  std::int64_t const b = to_bits(x);
  double y = b >= infinity_bits ? x : r;
  y = b < 0 ? not_a_number : y;
  return (b & magnitude_mask) == 0 ? -infinity : y;
}

// float32: 2 artanh(u / 2) in one part and a plain sum have 48 bits or more, enough to round to 24.
FNP_INLINE double narrow_log_significand(double m) {
  double const u = __builtin_fma(2.0, m, -2.0) / (m + 1.0);
  return u + artanh_tail(u);
}

FNP_INLINE double narrow_natural_sum(double k, double u) {
  return __builtin_fma(k, ln2_hi, u + __builtin_fma(k, ln2_lo, artanh_tail(u)));
}

FNP_INLINE double narrow_log(double x) {
  split_number const p = split(x);
  return logarithm_special(x, __builtin_fma(p.exponent, 0x1.62e42fefa39efp-1, narrow_log_significand(p.significand)));
}

FNP_INLINE double narrow_log2(double x) {
  split_number const p = split(x);
  return logarithm_special(x, __builtin_fma(narrow_log_significand(p.significand), log2_e, p.exponent));
}

FNP_INLINE double narrow_log10(double x) {
  split_number const p = split(x);
  double const m = narrow_log_significand(p.significand) * 0x1.bcb7b1526e50ep-2;
  return logarithm_special(x, __builtin_fma(p.exponent, 0x1.34413509f79ffp-2, m));
}

FNP_INLINE double narrow_log1p(double x) {
  double const v = 1.0 + x;
  split_number const p = split(v);
  double const f = p.biased == exponent_bias ? x : p.significand - 1.0;
  double y = with_sign(narrow_natural_sum(p.exponent, 2.0 * f / (p.significand + 1.0)), x);
  y = to_bits(v) == 0 ? -infinity : y;
  y = to_bits(v) < 0 ? not_a_number : y;
  return to_bits(x) >= infinity_bits ? x : y;
}

}  // namespace fnp::FNP_LEVEL::math

#endif
