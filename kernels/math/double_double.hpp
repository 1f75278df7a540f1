// Numbers kept as an unevaluated sum hi + lo of two doubles: about 106 significant bits.
//
// two_sum and two_prod are exact (barring overflow, and underflow of the product's tail); the sums and products of
// pairs keep a relative error of a few 2^-104. A pair is normalised when hi == fl(hi + lo).
// M. Joldes, J.-M. Muller, V. Popescu, Tight and rigorous error bounds for basic building blocks of double-word
// arithmetic, ACM TOMS 44 (2017), doi:10.1145/3121432.
#ifndef FNP_KERNELS_MATH_DOUBLE_DOUBLE_HPP
#define FNP_KERNELS_MATH_DOUBLE_DOUBLE_HPP

#include "kernels/math/level.hpp"

namespace fnp::FNP_LEVEL::math {

struct double_double {
  double hi;
  double lo;
};

// a + b exactly, for any a and b.
FNP_INLINE double_double two_sum(double a, double b) {
  double const s = a + b;
  double const t = s - a;
  return {s, (a - (s - t)) + (b - t)};
}

// a + b exactly, when |a| >= |b| or a == 0.
FNP_INLINE double_double fast_two_sum(double a, double b) {
  double const s = a + b;
  return {s, b - (s - a)};
}

// a * b exactly.
FNP_INLINE double_double two_prod(double a, double b) {
  double const p = a * b;
  return {p, __builtin_fma(a, b, -p)};
}

FNP_INLINE double_double add(double_double a, double b) {
  double_double const s = two_sum(a.hi, b);
  return fast_two_sum(s.hi, s.lo + a.lo);
}

// The accurate sum: the relative error stays small even when the leading parts cancel.
FNP_INLINE double_double add(double_double a, double_double b) {
  double_double const s = two_sum(a.hi, b.hi);
  double_double const t = two_sum(a.lo, b.lo);
  double_double const u = fast_two_sum(s.hi, s.lo + t.hi);
  return fast_two_sum(u.hi, u.lo + t.lo);
}

FNP_INLINE double_double mul(double_double a, double b) {
  double_double const p = two_prod(a.hi, b);
  return fast_two_sum(p.hi, __builtin_fma(a.lo, b, p.lo));
}

FNP_INLINE double_double mul(double_double a, double_double b) {
  double_double const p = two_prod(a.hi, b.hi);
  double const cross = __builtin_fma(a.hi, b.lo, a.lo * b.hi);
  return fast_two_sum(p.hi, p.lo + cross);
}

// a / b through one rounded reciprocal and one exact remainder; relative error below 2^-96.
FNP_INLINE double_double div(double_double a, double_double b) {
  double const reciprocal = 1.0 / b.hi;
  double const q = a.hi * reciprocal;
  double const remainder = __builtin_fma(-q, b.lo, __builtin_fma(-q, b.hi, a.hi) + a.lo);
  return {q, remainder * reciprocal};
}

FNP_INLINE double_double div(double a, double_double b) {
  double const reciprocal = 1.0 / b.hi;
  double const q = a * reciprocal;
  double const remainder = __builtin_fma(-q, b.lo, __builtin_fma(-q, b.hi, a));
  return {q, remainder * reciprocal};
}

}  // namespace fnp::FNP_LEVEL::math

#endif
