// arcsinh, arccosh, arctanh of float32 in float32: logarithms of a sum in two parts.
//
//   arcsinh a = log(a + sqrt(a^2 + 1)),   arccosh x = log(x + sqrt(x^2 - 1)),   2 arctanh a = log(1 + 2a / (1 - a)).
// Near log 1 the sum is 1 and a small number whose parts reach below float32's last place, so nothing cancels.
#ifndef FNP_KERNELS_MATH_INVERSE_HYPERBOLIC_FLOAT_HPP
#define FNP_KERNELS_MATH_INVERSE_HYPERBOLIC_FLOAT_HPP

#include "kernels/math/inverse_hyperbolic.hpp"
#include "kernels/math/log_float.hpp"
#include "kernels/math/rare_floats.hpp"

namespace fnp::FNP_LEVEL::math {

// Measured over all 2^32 arguments: arcsinh at most 0.970, arccosh 0.951, arctanh 0.955 ULP.

struct float_pair {
  float hi, lo;
};
FNP_INLINE float_pair float_two_sum(float a, float b) {
  float const s = a + b;
  float const t = s - a;
  return {s, (a - (s - t)) + (b - t)};
}

// log(v.hi + v.lo), v.hi in [1, 2^126).
FNP_INLINE float log_of_float_pair(float_pair v) {
  split_float const p = split_ordinary(v.hi);
  float const lo = v.lo * inverse_power(p);
  float const s = __builtin_fmaf(p.exponent, float_ln2_hi, p.rest);
  float const s_lo = (p.rest - __builtin_fmaf(-p.exponent, float_ln2_hi, s)) + lo;
  return s + float_log_tail(__builtin_fmaf(p.exponent, float_ln2_lo, s_lo), p.rest + lo);
}

// sqrt(v), v.hi > 0.
FNP_INLINE float_pair float_square_root(float_pair v) {
  float const h = __builtin_sqrtf(v.hi);
  return {h, (__builtin_fmaf(-h, h, v.hi) + v.lo) * (0.5f / h)};
}

// Below 2^-12 it is x itself; ordinary up to 2^28.
FNP_INLINE float arcsinh_float_ordinary(float x) {
  float const a = float_from_bits(float_magnitude(x));
  float const square = a * a;
  float_pair u = float_two_sum(1.0f, square);
  u.lo += __builtin_fmaf(a, a, -square);
  float_pair const h = float_square_root(u);
  float_pair v = float_two_sum(h.hi, a);
  v.lo += h.lo;
  float const y = float_with_sign(log_of_float_pair(v), x);
  return is_tiny_or_nan(x, 0x1p-12f) ? x : y;
}

// Ordinary from above 1 to 2^28.
FNP_INLINE float arccosh_float_ordinary(float x) {
  float const square = x * x;
  float const less = square - 1.0f;
  float const less_lo = (square - (less + 1.0f)) + __builtin_fmaf(x, x, -square);
  float_pair const h = float_square_root({less, less_lo});
  float const v = x + h.hi;
  return log_of_float_pair({v, (h.hi - (v - x)) + h.lo});
}

// With t = 2a / (1 - a), the reciprocal of the divisor is 1 + t / 2. Ordinary below 1.
FNP_INLINE float arctanh_float_ordinary(float x) {
  float const a = float_from_bits(float_magnitude(x));
  float const d = 1.0f - a;
  float const d_lo = (1.0f - d) - a;
  float const t = (2.0f * a) / d;
  float const rest = __builtin_fmaf(-t, d_lo, __builtin_fmaf(-t, d, 2.0f * a));
  float_pair v = float_two_sum(1.0f, t);
  v.lo = __builtin_fmaf(rest, __builtin_fmaf(0.5f, t, 1.0f), v.lo);
  float const y = 0.5f * float_with_sign(log_of_float_pair(v), x);
  return is_tiny_or_nan(x, 0x1p-13f) ? x : y;
}

inline constexpr std::uint32_t all_magnitudes = 0x80000000;
inline constexpr std::uint32_t one_bits = 0x3f800000;
inline constexpr std::uint32_t beyond_2_28 = 0x4d800001;
FNP_INLINE std::uint32_t place_beyond_2_28(float x) {
  return static_cast<std::uint32_t>(float_magnitude(x)) - beyond_2_28;
}
FNP_INLINE std::uint32_t place_from_one(float x) { return static_cast<std::uint32_t>(float_magnitude(x)) - one_bits; }
// All but (1, 2^28]: above, negative, and up to 1, round the circle of patterns.
FNP_INLINE std::uint32_t place_outside_cosh(float x) {
  return static_cast<std::uint32_t>(float_to_bits(x)) - beyond_2_28;
}

inline void arcsinh(double const* x, double* y, std::ptrdiff_t n) noexcept {
  elementwise_by_domain<arcsinh_core, arcsinh_ordinary, arcsinh_outside>(x, y, n);
}
inline void arcsinh(float const* x, float* y, std::ptrdiff_t n) noexcept {
  by_rarity<arcsinh_float_ordinary, narrow_arcsinh, place_beyond_2_28, all_magnitudes - beyond_2_28>(x, y, n);
}
inline void arccosh(double const* x, double* y, std::ptrdiff_t n) noexcept {
  elementwise_by_domain<arccosh_core, arccosh_ordinary, arccosh_outside>(x, y, n);
}
inline void arccosh(float const* x, float* y, std::ptrdiff_t n) noexcept {
  by_rarity<arccosh_float_ordinary, narrow_arccosh, place_outside_cosh, one_bits + 1 - beyond_2_28>(x, y, n);
}
inline void arctanh(double const* x, double* y, std::ptrdiff_t n) noexcept {
  elementwise_by_domain<arctanh_core, arctanh_ordinary, arctanh_outside>(x, y, n);
}
inline void arctanh(float const* x, float* y, std::ptrdiff_t n) noexcept {
  by_rarity<arctanh_float_ordinary, narrow_arctanh, place_from_one, all_magnitudes - one_bits>(x, y, n);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
