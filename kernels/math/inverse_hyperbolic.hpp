// arcsinh, arccosh, arctanh as logarithms of u = e^y: y = k ln 2 + 2 artanh(s), s = (u - 2^k) / (u + 2^k).
//
// For k = 0 the quotient has a form without cancellation, s = tanh(y / 2):
//   arcsinh a: a / (1 + h), h = sqrt(a^2 + 1);   arccosh x: h / (1 + x), h = sqrt(x^2 - 1).
// Beyond 2^28, u = 2 |x| to working precision.
#ifndef FNP_KERNELS_MATH_INVERSE_HYPERBOLIC_HPP
#define FNP_KERNELS_MATH_INVERSE_HYPERBOLIC_HPP

#include "kernels/math/float_bits.hpp"
#include "kernels/math/double_double.hpp"
#include "kernels/math/lane_loops.hpp"
#include "kernels/math/log.hpp"

namespace fnp::FNP_LEVEL::math {

// sqrt(v). The correction divides by a 12 % approximation of 2 sqrt(v): it is itself below 2^-53.
FNP_INLINE double_double square_root(double_double v) {
  double const h = __builtin_sqrt(v.hi);
  double const half_reciprocal = from_bits(0x7fce6ee0c0000000 - to_bits(h));
  return {h, (__builtin_fma(-h, h, v.hi) + v.lo) * half_reciprocal};
}

// log u, given 2 (u - 1) / (u + 1) as 2 n / d for the case that u is below sqrt(2); or log(2 a) if a is large.
template <bool whole>
FNP_INLINE double log_of_sum(double a, bool large, double_double u, double_double n, double_double d) {
  split_number const p = split(large ? a : u.hi);
  double_double const m{p.significand, large ? 0.0 : follow(u.lo, p)};
  // 1 and 2^-28 never meet: a large argument has a large exponent.
  bool const near_one = p.biased == exponent_bias;
  double const e = m.hi + 1.0;
  double_double const numerator{near_one ? n.hi : m.hi - 1.0, near_one ? n.lo : m.lo};
  double_double const denominator{near_one ? d.hi : e, near_one ? d.lo : (m.hi - (e - 1.0)) + m.lo};
  return natural_sum(large ? p.exponent + 1.0 : p.exponent,
                     div({2.0 * numerator.hi, 2.0 * numerator.lo}, denominator));
}

// Measured maximum errors: arcsinh 0.65, arccosh 0.58, arctanh 0.57 ULP.
// In every function below `whole` adds what arguments outside its ordinary range need.
template <bool whole>
FNP_INLINE double arcsinh_of(double x) {
  double const a = absolute(x);
  bool const large = whole && to_bits(a) > to_bits(0x1p28);
  double const b = large ? 1.0 : a;
  double_double const square = two_prod(b, b);
  double_double v = two_sum(1.0, square.hi);
  v.lo += square.lo;
  double_double const h = square_root(v);
  double_double u = fast_two_sum(h.hi, b);
  u.lo += h.lo;
  double_double d = fast_two_sum(h.hi, 1.0);
  d.lo += h.lo;
  double const y = with_sign(log_of_sum<whole>(a, large, u, {b, 0.0}, d), x);
  if constexpr (!whole) return y;
  return to_bits(a) >= infinity_bits ? x : y;
}

FNP_INLINE double arcsinh_core(double x) { return arcsinh_of<true>(x); }
FNP_INLINE double arcsinh_ordinary(double x) { return arcsinh_of<false>(x); }
FNP_INLINE std::int64_t arcsinh_outside(double x) { return beyond(x, 0x1p28); }

template <bool whole>
FNP_INLINE double arccosh_of(double x) {
  bool const large = whole && to_bits(x) > to_bits(0x1p28);
  double const b = large ? 1.0 : x;
  double_double const square = two_prod(b, b);
  double_double v = fast_two_sum(square.hi, -1.0);
  v = fast_two_sum(v.hi, v.lo + square.lo);
  double_double const h = square_root(v);
  double_double u = fast_two_sum(b, h.hi);
  u.lo += h.lo;
  double y = log_of_sum<whole>(x, large, u, h, fast_two_sum(b, 1.0));
  if constexpr (!whole) return y;
  y = to_bits(x) < to_bits(1.0) ? not_a_number : y;
  return to_bits(x) >= infinity_bits ? x : y;
}

FNP_INLINE double arccosh_core(double x) { return arccosh_of<true>(x); }
FNP_INLINE double arccosh_ordinary(double x) { return arccosh_of<false>(x); }
FNP_INLINE std::int64_t arccosh_outside(double x) {
  return beyond(x, 0x1p28) | (magnitude(x) - to_bits(1.0)) | to_bits(x);
}

// The bits of n and d, read as logarithms, give a k >= 0 with 2^k near n / d >= 1: their ratio is at most 1.503.
FNP_INLINE std::int64_t nearest_power(double n, double d) {
  std::int64_t const half = std::int64_t{1} << 51;
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(to_bits(n) - to_bits(d) + half) >> 52);
}

// n = 1 + a and d = 1 - a: n / d = 2^k (1 + s) / (1 - s) with s = (n - 2^k d) / (n + 2^k d); for k = 0, s is a.
template <bool whole>
FNP_INLINE double arctanh_of(double x) {
  double const a = absolute(x);
  double const b = whole ? (to_bits(a) < to_bits(1.0) ? a : 0.0) : a;
  double_double const n = fast_two_sum(1.0, b);
  double_double const d = fast_two_sum(1.0, -b);
  std::int64_t const k = nearest_power(n.hi, d.hi);
  double const power = power_of_two(k + exponent_bias);
  double const k_value = from_bits(k | 0x4330000000000000) - 0x1p52;
  double const small = __builtin_fma(-power, d.lo, n.lo);
  double_double const numerator = fast_two_sum(n.hi - power * d.hi, small);
  double_double const denominator = two_sum(n.hi, power * d.hi);
  double_double const u = div({2.0 * numerator.hi, 2.0 * numerator.lo},
                              {denominator.hi, denominator.lo + __builtin_fma(power, d.lo, n.lo)});
  double const y = 0.5 * natural_sum(k_value, u);
  if constexpr (!whole) return with_sign(y, x);
  double z = to_bits(a) == to_bits(1.0) ? infinity : y;
  z = to_bits(a) > to_bits(1.0) ? not_a_number : z;
  return with_sign(z, x);
}

FNP_INLINE double arctanh_core(double x) { return arctanh_of<true>(x); }
FNP_INLINE double arctanh_ordinary(double x) { return arctanh_of<false>(x); }
FNP_INLINE std::int64_t arctanh_outside(double x) { return beyond(x, 0x1.fffffffffffffp-1); }

// float32: the squares of its numbers neither overflow in float64 nor lose a bit, and one part is enough.
FNP_INLINE double narrow_log_of_sum(double u, double n, double d) {
  split_number const p = split(u);
  bool const near_one = p.biased == exponent_bias;
  double const numerator = near_one ? n : p.significand - 1.0;
  double const denominator = near_one ? d : p.significand + 1.0;
  return narrow_natural_sum(p.exponent, 2.0 * numerator / denominator);
}

FNP_INLINE double narrow_arcsinh(double x) {
  double const a = absolute(x);
  double const h = __builtin_sqrt(__builtin_fma(a, a, 1.0));
  double const y = with_sign(narrow_log_of_sum(a + h, a, 1.0 + h), x);
  return to_bits(a) >= infinity_bits ? x : y;
}

FNP_INLINE double narrow_arccosh(double x) {
  double const b = to_bits(x) < to_bits(1.0) ? 1.0 : x;
  double const h = __builtin_sqrt(__builtin_fma(b, b, -1.0));
  double y = narrow_log_of_sum(b + h, h, 1.0 + b);
  y = to_bits(x) < to_bits(1.0) ? not_a_number : y;
  return to_bits(x) >= infinity_bits ? x : y;
}

FNP_INLINE double narrow_arctanh(double x) {
  double const a = absolute(x);
  double const b = to_bits(a) < to_bits(1.0) ? a : 0.0;
  std::int64_t const k = nearest_power(1.0 + b, 1.0 - b);
  double const power = power_of_two(k + exponent_bias);
  double const plus = 1.0 + power;
  double const minus = 1.0 - power;
  double const u = 2.0 * __builtin_fma(b, plus, minus) / __builtin_fma(b, minus, plus);
  double z = 0.5 * narrow_natural_sum(from_bits(k | 0x4330000000000000) - 0x1p52, u);
  z = to_bits(a) == to_bits(1.0) ? infinity : z;
  z = to_bits(a) > to_bits(1.0) ? not_a_number : z;
  return with_sign(z, x);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
