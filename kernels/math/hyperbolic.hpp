// sinh, cosh of float64 by one reduction and no subtraction of exponentials.
//
// With |x| = k ln 2 + r and q = 2^-2k, and s = sinh r, c = cosh r:
//   2 sinh |x| = 2^k ((1 - q) c + (1 + q) s),   2 cosh x = 2^k ((1 + q) c + (1 - q) s).
// For k = 0 the first is 2 s exactly, so small arguments need no case of their own. The leading terms
// (1 - q) + (1 + q) r are summed without error.
#ifndef FNP_KERNELS_MATH_HYPERBOLIC_HPP
#define FNP_KERNELS_MATH_HYPERBOLIC_HPP

#include "kernels/math/float_bits.hpp"
#include "kernels/math/double_double.hpp"
#include "kernels/math/lane_loops.hpp"
#include "kernels/math/exp.hpp"

namespace fnp::FNP_LEVEL::math {

struct hyperbolic_parts {
  std::int64_t k;
  double r;
  double sinh_tail;     // sinh(r + r_lo) - r
  double cosh_tail;     // cosh(r + r_lo) - 1
  double_double minus;  // 1 - q, exact
  double_double plus;   // 1 + q, exact
};

// a >= 0, at most 746. Beyond k = 40, q no longer matters.
FNP_INLINE hyperbolic_parts hyperbolic_reduce(double a) {
  reduced_exponent const e = reduce_exponent(a, 0.0, a);
  double const t = e.r.hi + e.r.lo;
  double const w = t * t;
  double c = 0x1.1f7f455025eadp-29;
  c = __builtin_fma(c, w, 0x1.27e4d409424fcp-22);
  c = __builtin_fma(c, w, 0x1.a01a01a9ef9afp-16);
  c = __builtin_fma(c, w, 0x1.6c16c16c15a5ap-10);
  c = __builtin_fma(c, w, 0x1.5555555555557p-5);
  c = __builtin_fma(c, w, 0x1.0000000000000p-1);
  double s = 0x1.af38d53857513p-26;
  s = __builtin_fma(s, w, 0x1.71de0d9c145d0p-19);
  s = __builtin_fma(s, w, 0x1.a01a01a7c8d47p-13);
  s = __builtin_fma(s, w, 0x1.11111111109adp-7);
  s = __builtin_fma(s, w, 0x1.5555555555556p-3);
  double const q = power_of_two(exponent_bias - 2 * (e.k > 40 ? 40 : e.k));
  return {e.k, e.r.hi, __builtin_fma(s, w * t, e.r.lo), c * w, fast_two_sum(1.0, -q), fast_two_sum(1.0, q)};
}

// 2^(1-k) sinh a
FNP_INLINE double_double sinh_sum(hyperbolic_parts const& h) {
  double_double const p = two_prod(h.plus.hi, h.r);
  double_double const s = fast_two_sum(h.minus.hi, p.hi);
  double const small = __builtin_fma(h.plus.hi, h.sinh_tail, __builtin_fma(h.minus.hi, h.cosh_tail, p.lo));
  return fast_two_sum(s.hi, s.lo + __builtin_fma(h.plus.lo, h.r, h.minus.lo) + small);
}

// 2^(1-k) cosh a; of the two leading terms the first is at least 1.
FNP_INLINE double_double cosh_sum(hyperbolic_parts const& h) {
  double_double const p = two_prod(h.minus.hi, h.r);
  double_double const s = fast_two_sum(h.plus.hi, p.hi);
  double const small = __builtin_fma(h.minus.hi, h.sinh_tail, __builtin_fma(h.plus.hi, h.cosh_tail, p.lo));
  return fast_two_sum(s.hi, s.lo + __builtin_fma(h.minus.lo, h.r, h.plus.lo) + small);
}

// 2^(k-1) p; doubled first, so that only a result beyond the largest number overflows and no subnormal is cut.
FNP_INLINE double hyperbolic_scale(double p, std::int64_t k) {
  return p * 2.0 * power_of_two(exponent_bias - 2 + k);
}

// Measured maximum errors: sinh 0.88, cosh 0.70 ULP.
// In every function below `whole` adds what arguments outside its ordinary range need.
template <bool whole>
FNP_INLINE double sinh_of(double x) {
  hyperbolic_parts const h = hyperbolic_reduce(absolute(whole ? clamp_magnitude(x, 711.0) : x));
  double const y = with_sign(hyperbolic_scale(sinh_sum(h).hi, h.k), x);
  if constexpr (!whole) return y;
  return magnitude(x) > infinity_bits ? x : y;
}

FNP_INLINE double sinh_core(double x) { return sinh_of<true>(x); }
FNP_INLINE double sinh_ordinary(double x) { return sinh_of<false>(x); }

template <bool whole>
FNP_INLINE double cosh_of(double x) {
  hyperbolic_parts const h = hyperbolic_reduce(absolute(whole ? clamp_magnitude(x, 711.0) : x));
  double const y = hyperbolic_scale(cosh_sum(h).hi, h.k);
  if constexpr (!whole) return y;
  return magnitude(x) > infinity_bits ? x : y;
}

FNP_INLINE double cosh_core(double x) { return cosh_of<true>(x); }
FNP_INLINE double cosh_ordinary(double x) { return cosh_of<false>(x); }
FNP_INLINE std::int64_t hyperbolic_outside(double x) { return beyond(x, 711.0); }

}  // namespace fnp::FNP_LEVEL::math

#endif
