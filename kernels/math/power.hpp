// x^y = e^(y log|x|) with the logarithm in two parts of together 63 bits or more, and the sign and limits of C99.
//
// An error d of y log|x| is a relative error d of the result, and |y log|x|| reaches 745: a logarithm of 63 bits keeps
// d below 2^-53.5, and mostly far below. log m = u + u^3 (1/12 + u^2 P(u^2)), u = 2 (m - 1) / (m + 1); all but P is
// done in two parts.
#ifndef FNP_KERNELS_MATH_POWER_HPP
#define FNP_KERNELS_MATH_POWER_HPP

#include "kernels/math/float_bits.hpp"
#include "kernels/math/double_double.hpp"
#include "kernels/math/lane_loops.hpp"
#include "kernels/math/exp.hpp"
#include "kernels/math/log.hpp"

namespace fnp::FNP_LEVEL::math {

// log x for finite x > 0; subnormal ones too, if asked.
template <bool subnormal>
FNP_INLINE double_double log_in_two_parts(double x) {
  split_number const p = split<subnormal>(x);
  double_double const u = artanh_argument(p.significand);
  double const w = u.hi * u.hi;
  double const w_lo = __builtin_fma(2.0 * u.hi, u.lo, __builtin_fma(u.hi, u.hi, -w));
  double const v = w * w;
  double even = 0x1.b8d9c734b5e64p-25;
  even = __builtin_fma(even, v, 0x1.e1f8017e78a71p-21);
  even = __builtin_fma(even, v, 0x1.3b13b1bcb9acfp-16);
  even = __builtin_fma(even, v, 0x1.c71c71c71cfdfp-12);
  even = __builtin_fma(even, v, 0x1.999999999999ap-7);
  double odd = 0x1.ac49ec28ed859p-23;
  odd = __builtin_fma(odd, v, 0x1.1110df983ca8bp-18);
  odd = __builtin_fma(odd, v, 0x1.745d174512e1ep-14);
  odd = __builtin_fma(odd, v, 0x1.2492492492491p-9);
  double const t = __builtin_fma(odd, w, even);
  // 1/12 + w t, with what the products and the constants 1/12 and 1/80 have lost.
  double const product = t * w;
  double_double factor = fast_two_sum(0x1.5555555555555p-4, product);
  factor.lo += __builtin_fma(w, -0x1.999999999999ap-61, 0x1.5555555555555p-58) + __builtin_fma(t, w, -product);
  double const cube = u.hi * w;
  double const cube_lo = __builtin_fma(u.hi, w_lo, __builtin_fma(u.lo, w, __builtin_fma(u.hi, w, -cube)));
  double const tail = cube * factor.hi;
  double const tail_lo =
      __builtin_fma(cube, factor.lo, __builtin_fma(cube_lo, factor.hi, __builtin_fma(cube, factor.hi, -tail)));
  double_double const s = fast_two_sum(p.exponent * ln2_hi, u.hi);
  double_double const sum = fast_two_sum(s.hi, tail);
  return {sum.hi, sum.lo + (s.lo + (u.lo + __builtin_fma(p.exponent, ln2_lo, tail_lo)))};
}

struct parity {
  std::int64_t integer;   // 1 or 0; a bool here would be kept in memory and stop vectorisation
  std::int64_t odd_sign;  // the sign bit if y is an odd integer
};

// From 2^53 on every number is an even integer, infinity too. Adding 2^52 rounds |y| to an integer and brings its
// lowest bit to the end of the significand, where it is already from 2^52 on.
FNP_INLINE parity integer_parity(double y) {
  double const a = absolute(clamp_magnitude(y, 0x1p53));
  double const offset = to_bits(a) >= to_bits(0x1p52) ? 0.0 : 0x1p52;
  double const shifted = a + offset;
  std::int64_t const last_bit = to_bits(shifted) << 63;
  std::int64_t const integer = to_bits(shifted - offset) == to_bits(a) ? 1 : 0;
  return {integer, last_bit & -integer};
}

// x^y for finite x > 0 and |y| <= 2^64.
template <bool subnormal>
FNP_INLINE double power_of_positive(double x, double y) {
  double_double const l = log_in_two_parts<subnormal>(x);
  double const h = y * l.hi;
  double const h_lo = __builtin_fma(y, l.lo, __builtin_fma(y, l.hi, -h));
  double const c = clamp_magnitude(h, 746.0);
  reduced_exponent const e = reduce_exponent(c, to_bits(c) == to_bits(h) ? h_lo : 0.0, c);
  return scale(exp_near_zero(e.r), e.k);
}

// What C99 says of x^y for zero, infinite, negative and NaN x and y, given r = |x|^y for all the others.
FNP_INLINE double power_special(double x, double y, double r) {
  // Few selects, each on one condition: a chain that ends in one value would keep the loop from being vectorised.
  std::int64_t const a = magnitude(x);
  parity const p = integer_parity(y);
  double const at_negative = p.integer != 0 ? r : not_a_number;
  r = to_bits(x) < 0 ? at_negative : r;
  std::int64_t const grows = a == 0 ? to_bits(y) : ~to_bits(y);
  double const limit = grows < 0 ? infinity : 0.0;
  bool const at_limit = static_cast<std::uint64_t>(a - 1) >= static_cast<std::uint64_t>(infinity_bits - 1);
  r = at_limit ? limit : r;
  r = from_bits(to_bits(r) | (to_bits(x) & p.odd_sign));
  std::int64_t const b = magnitude(y);
  r = (a > b ? a : b) > infinity_bits ? not_a_number : r;
  return b == 0 ? 1.0 : r;
}

// 1^y is 1 for every y, NaN too, just as x^0 is.
FNP_INLINE double power_exponent(double x, double y) { return to_bits(x) == to_bits(1.0) ? 0.0 : y; }

// Measured maximum error: 0.993 ULP, at results near the ends of the range; float32 0.500001, where an exact tie may go
// either way.
FNP_INLINE double power_core(double x, double y_given) {
  double const y = power_exponent(x, y_given);
  // |log x| >= 2^-53 unless x is 1, so beyond 2^64 the size of y no longer matters.
  return power_special(x, y, power_of_positive<true>(absolute(x), clamp_magnitude(y, 0x1p64)));
}

FNP_INLINE double power_ordinary(double x, double y) { return power_of_positive<false>(x, y); }
FNP_INLINE std::int64_t power_outside(double x, double y) { return not_positive_normal(x) | beyond(y, 0x1p64); }

// float32: |y log x| up to 104 matters; log x of 51 bits leaves 44, and the product is clamped before it is used.
FNP_INLINE double narrow_power_ordinary(double x, double y) {
  split_number const p = split<false>(x);
  double const l = __builtin_fma(p.exponent, 0x1.62e42fefa39efp-1, narrow_log_significand(p.significand));
  return narrow_exp_of(clamp_magnitude(y * l, 200.0));
}

FNP_INLINE double narrow_power(double x, double y_given) {
  double const y = power_exponent(x, y_given);
  return power_special(x, y, narrow_power_ordinary(absolute(x), clamp_magnitude(y, 0x1p64)));
}

inline void power(double const* x, double const* z, double* y, std::ptrdiff_t n) noexcept {
  elementwise_by_domain<power_core, power_ordinary, power_outside>(x, z, y, n);
}
inline void power(float const* x, float const* z, float* y, std::ptrdiff_t n) noexcept {
  elementwise_by_domain<narrow_power, narrow_power_ordinary, power_outside>(x, z, y, n);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
