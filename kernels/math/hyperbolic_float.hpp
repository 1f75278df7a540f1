// sinh, cosh of float32 in float32, by the formulas of hyperbolic.hpp; all three functions of arrays.
//
// With |x| = k ln 2 + r, u = 2^(k-2) and v = 2^(-k-2):
//   sinh |x| / 2 = (u - v) cosh r + (u + v) sinh r,   cosh x / 2 = (u + v) cosh r + (u - v) sinh r,
// where (u -+ v) + (u +- v) r is summed without error.
#ifndef FNP_KERNELS_MATH_HYPERBOLIC_FLOAT_HPP
#define FNP_KERNELS_MATH_HYPERBOLIC_FLOAT_HPP

#include "kernels/math/exp_float.hpp"
#include "kernels/math/hyperbolic.hpp"
#include "kernels/math/tanh_double.hpp"
#include "kernels/math/tanh_float.hpp"

namespace fnp::FNP_LEVEL::math {

struct float_hyperbolic_parts {
  float r, sinh_tail, cosh_tail;  // of sinh(r + r_lo) - r and cosh r - 1
  float minus, plus, plus_lo;     // u - v; u + v in two parts: v may be half a unit
};

// a >= 0, at most 89.6. Minimax errors: 2^-34 and 2^-33.
FNP_INLINE float_hyperbolic_parts reduce_float_hyperbolic(float a) {
  nearest_float_integer const k = round_float_product(a, float_log2_e);
  float const near = __builtin_fmaf(-k.value, float_ln2_hi, a);
  float const r = __builtin_fmaf(-k.value, float_ln2_lo, near);
  float const r_lo = __builtin_fmaf(-k.value, float_ln2_lo, near - r);
  float const w = r * r;
  float const c = __builtin_fmaf(__builtin_fmaf(0x1.6d4f0ep-10f, w, 0x1.5554e6p-5f), w, 0.5f);
  float const s = __builtin_fmaf(__builtin_fmaf(0x1.a2e32ep-13f, w, 0x1.110fbep-7f), w, 0x1.555556p-3f);
  float const u = float_power_of_two(k.whole + 125);
  float const v = float_power_of_two(k.whole < 125 ? 125 - k.whole : 0);
  float const plus = u + v;
  return {r, __builtin_fmaf(s, r * w, r_lo), c * w, u - v, plus, v - (plus - u)};
}

// 2 (first + second (r + second_tail) + small), first the larger.
FNP_INLINE float float_hyperbolic_sum(float first, float second, float r, float second_tail, float small) {
  float const s = __builtin_fmaf(second, r, first);
  float const s_lo = __builtin_fmaf(second, r, first - s);
  return 2.0f * (s + __builtin_fmaf(second, second_tail, s_lo + small));
}

FNP_INLINE float float_least_magnitude(float x, float limit) {
  std::int32_t const m = float_magnitude(x);
  std::int32_t const l = float_to_bits(limit);
  return float_from_bits(m > l ? l : m);
}

// Measured over all 2^32 arguments: sinh at most 0.944, cosh 0.748 ULP.
FNP_INLINE float sinh_float_core(float x) {
  float_hyperbolic_parts const h = reduce_float_hyperbolic(float_least_magnitude(x, 89.6f));
  float const y = float_hyperbolic_sum(h.minus, h.plus, h.r, h.sinh_tail, h.minus * h.cosh_tail);
  return is_tiny_or_nan(x, 0x1p-13f) ? x : float_with_sign(y, x);
}

FNP_INLINE float cosh_float_core(float x) {
  float_hyperbolic_parts const h = reduce_float_hyperbolic(float_least_magnitude(x, 89.6f));
  float const small = __builtin_fmaf(h.plus, h.cosh_tail, h.plus_lo);
  float const y = float_hyperbolic_sum(h.plus, h.minus, h.r, h.sinh_tail, small);
  return float_magnitude(x) > float_infinity_bits ? x : y;
}

inline void sinh(double const* x, double* y, std::ptrdiff_t n) noexcept {
  elementwise_by_domain<sinh_core, sinh_ordinary, hyperbolic_outside>(x, y, n);
}
inline void sinh(float const* x, float* y, std::ptrdiff_t n) noexcept { float_elementwise<sinh_float_core>(x, y, n); }
inline void cosh(double const* x, double* y, std::ptrdiff_t n) noexcept {
  elementwise_by_domain<cosh_core, cosh_ordinary, hyperbolic_outside>(x, y, n);
}
inline void cosh(float const* x, float* y, std::ptrdiff_t n) noexcept { float_elementwise<cosh_float_core>(x, y, n); }

}  // namespace fnp::FNP_LEVEL::math

#endif
