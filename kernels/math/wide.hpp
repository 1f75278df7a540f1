// One register of numbers at the level's width: doubles, floats and their integers, and what plain operators lack.
//
// Functions on these types are written once. At a level with fused multiply-add in hardware a value is a vector; below
// it is one number, since the fused operation is a call there. Operations are exact or rounded once and tables hold the
// same numbers, so every level yields the same bits. Masks are integers of all ones or all zeros, as in masks.hpp.
#ifndef FNP_KERNELS_MATH_WIDE_HPP
#define FNP_KERNELS_MATH_WIDE_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__AVX512F__) && defined(__AVX512DQ__)
#define FNP_WIDE_BYTES 64
#include <immintrin.h>
#elif defined(__AVX2__) && defined(__FMA__)
#define FNP_WIDE_BYTES 32
#include <immintrin.h>
#else
#define FNP_WIDE_BYTES 0
#endif

#include "kernels/math/level.hpp"

namespace fnp::FNP_LEVEL::math {

#if FNP_WIDE_BYTES
typedef double doubles __attribute__((vector_size(FNP_WIDE_BYTES)));
typedef float floats __attribute__((vector_size(FNP_WIDE_BYTES)));
typedef std::int64_t longs __attribute__((vector_size(FNP_WIDE_BYTES)));
typedef std::uint64_t unsigned_longs __attribute__((vector_size(FNP_WIDE_BYTES)));
typedef std::int32_t ints __attribute__((vector_size(FNP_WIDE_BYTES)));
typedef std::uint32_t unsigned_ints __attribute__((vector_size(FNP_WIDE_BYTES)));
#else
using doubles = double;
using floats = float;
using longs = std::int64_t;
using unsigned_longs = std::uint64_t;
using ints = std::int32_t;
using unsigned_ints = std::uint32_t;
#endif

inline constexpr std::ptrdiff_t double_lanes = sizeof(doubles) / sizeof(double);
inline constexpr std::ptrdiff_t float_lanes = sizeof(floats) / sizeof(float);

FNP_INLINE longs bits_of(doubles x) { return __builtin_bit_cast(longs, x); }
FNP_INLINE ints bits_of(floats x) { return __builtin_bit_cast(ints, x); }
FNP_INLINE doubles real_of(longs b) { return __builtin_bit_cast(doubles, b); }
FNP_INLINE floats real_of(ints b) { return __builtin_bit_cast(floats, b); }

FNP_INLINE floats converted(ints i) {
#if FNP_WIDE_BYTES == 64
  return (floats)_mm512_maskz_cvtepi32_ps(0xffff, (__m512i)i);
#elif FNP_WIDE_BYTES == 32
  return (floats)_mm256_cvtepi32_ps((__m256i)i);
#else
  return static_cast<float>(i);
#endif
}

FNP_INLINE doubles every(double c) { return doubles{} + c; }
FNP_INLINE floats every(float c) { return floats{} + c; }

// Sums and shifts that wrap.
FNP_INLINE longs wrapping_sum(longs a, longs b) { return (longs)((unsigned_longs)a + (unsigned_longs)b); }
FNP_INLINE longs wrapping_difference(longs a, longs b) { return (longs)((unsigned_longs)a - (unsigned_longs)b); }
// a / 2^n rounded down, for |a| < 2^40. AVX2 has no arithmetic shift of 64-bit integers.
FNP_INLINE longs shifted_right(longs a, int n) {
#if FNP_WIDE_BYTES == 32
  longs const offset = longs{} + (std::int64_t{1} << 40);
  return (longs)((unsigned_longs)(a + offset) >> n) - (std::int64_t{1} << (40 - n));
#else
  return a >> n;
#endif
}
FNP_INLINE longs shifted_left(longs a, int n) { return (longs)((unsigned_longs)a << n); }
FNP_INLINE ints wrapping_sum(ints a, ints b) { return (ints)((unsigned_ints)a + (unsigned_ints)b); }
FNP_INLINE ints wrapping_difference(ints a, ints b) { return (ints)((unsigned_ints)a - (unsigned_ints)b); }
FNP_INLINE ints shifted_left(ints a, int n) { return (ints)((unsigned_ints)a << n); }

// The bits of |x|, which order like |x| with infinity below every NaN; and its sign bit.
inline constexpr std::int64_t double_sign = static_cast<std::int64_t>(0x8000000000000000u);
inline constexpr std::int32_t float_sign = static_cast<std::int32_t>(0x80000000u);
FNP_INLINE longs magnitude_of(doubles x) { return bits_of(x) & ~double_sign; }
FNP_INLINE ints magnitude_of(floats x) { return bits_of(x) & ~float_sign; }
FNP_INLINE longs sign_of(doubles x) { return bits_of(x) & double_sign; }
FNP_INLINE ints sign_of(floats x) { return bits_of(x) & float_sign; }

// Negative if |x| > limit or x is a NaN.
FNP_INLINE longs beyond_limit(doubles x, double limit) {
  return __builtin_bit_cast(std::int64_t, limit) - magnitude_of(x);
}
FNP_INLINE ints beyond_limit(floats x, float limit) {
  return __builtin_bit_cast(std::int32_t, limit) - magnitude_of(x);
}

// Negative unless x is positive, finite and normal. The difference wraps for some negative x, which the other term
// catches.
FNP_INLINE longs unless_positive_normal(doubles x) {
  longs const b = bits_of(x);
  longs const infinite = (longs)(longs{} + 0x7fefffffffffffff);
  return wrapping_difference(b, longs{} + 0x0010000000000000) | wrapping_difference(infinite, b);
}

// All ones if negative.
FNP_INLINE longs mask_of(longs x) {
#if FNP_WIDE_BYTES == 32
  return x < 0;
#else
  return x >> 63;
#endif
}
FNP_INLINE ints mask_of(ints x) { return x >> 31; }

// a where the mask is set, else b.
FNP_INLINE doubles chosen(longs mask, doubles a, doubles b) {
  return real_of((longs)((bits_of(a) & mask) | (bits_of(b) & ~mask)));
}
FNP_INLINE floats chosen(ints mask, floats a, floats b) {
  return real_of((ints)((bits_of(a) & mask) | (bits_of(b) & ~mask)));
}
FNP_INLINE longs chosen(longs mask, longs a, longs b) { return (a & mask) | (b & ~mask); }
FNP_INLINE ints chosen(ints mask, ints a, ints b) { return (a & mask) | (b & ~mask); }
// a where the integer is odd, else b.
FNP_INLINE floats chosen_if_odd(ints i, floats a, floats b) {
#if FNP_WIDE_BYTES == 64
  return (floats)_mm512_mask_blend_ps(_mm512_test_epi32_mask((__m512i)i, (__m512i)(ints{} + 1)), (__m512)b, (__m512)a);
#elif FNP_WIDE_BYTES == 32
  return (floats)_mm256_blendv_ps((__m256)b, (__m256)a, (__m256)shifted_left(i, 31));
#else
  return (i & 1) != 0 ? a : b;
#endif
}
FNP_INLINE doubles chosen_if_odd(longs i, doubles a, doubles b) {
#if FNP_WIDE_BYTES == 64
  return (doubles)_mm512_mask_blend_pd(_mm512_test_epi64_mask((__m512i)i, (__m512i)(longs{} + 1)), (__m512d)b,
                                       (__m512d)a);
#elif FNP_WIDE_BYTES == 32
  return (doubles)_mm256_blendv_pd((__m256d)b, (__m256d)a, (__m256d)shifted_left(i, 63));
#else
  return (i & 1) != 0 ? a : b;
#endif
}
FNP_INLINE doubles kept(longs mask, doubles a) { return real_of((longs)(bits_of(a) & mask)); }
FNP_INLINE floats kept(ints mask, floats a) { return real_of((ints)(bits_of(a) & mask)); }

// a b + c, rounded once.
FNP_INLINE double fma(double a, double b, double c) { return __builtin_fma(a, b, c); }
FNP_INLINE float fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }

// The exponent k of 2^k <= x < 2^(k + 1), for positive, finite and normal x.
FNP_INLINE doubles exponent_of(doubles x) {
#if FNP_WIDE_BYTES == 64
  return (doubles)_mm512_maskz_getexp_pd(0xff, (__m512d)x);
#else
  unsigned_longs const biased = (unsigned_longs)bits_of(x) >> 52;
  return real_of((longs)(biased | 0x4330000000000000u)) - (0x1p52 + 1023.0);
#endif
}

// x, or the limit with the sign of x if |x| is beyond it. A NaN becomes the limit.
FNP_INLINE doubles limited(doubles x, double limit) {
#if FNP_WIDE_BYTES == 64
  return (doubles)_mm512_maskz_range_pd(0xff, (__m512d)x, (__m512d)every(limit), 2);
#endif
  longs const least = chosen(mask_of(beyond_limit(x, limit)), bits_of(every(limit)), magnitude_of(x));
  return real_of((longs)(least | sign_of(x)));
}
FNP_INLINE floats limited(floats x, float limit) {
#if FNP_WIDE_BYTES == 64
  return (floats)_mm512_maskz_range_ps(0xffff, (__m512)x, (__m512)every(limit), 2);
#endif
  ints const least = chosen(mask_of(beyond_limit(x, limit)), bits_of(every(limit)), magnitude_of(x));
  return real_of((ints)(least | sign_of(x)));
}
// The same where a NaN stays one: of two numbers that are not ordered the instruction takes the second.
FNP_INLINE floats bounded_magnitude(floats x, float limit) {
  floats const a = real_of(magnitude_of(x));
#if FNP_WIDE_BYTES == 64
  return (floats)_mm512_maskz_min_ps(0xffff, (__m512)every(limit), (__m512)a);
#elif FNP_WIDE_BYTES == 32
  return (floats)_mm256_min_ps((__m256)every(limit), (__m256)a);
#else
  return limit < a ? limit : a;
#endif
}
FNP_INLINE doubles bounded_magnitude(doubles x, double limit) {
  doubles const a = real_of(magnitude_of(x));
#if FNP_WIDE_BYTES == 64
  return (doubles)_mm512_maskz_min_pd(0xff, (__m512d)every(limit), (__m512d)a);
#elif FNP_WIDE_BYTES == 32
  return (doubles)_mm256_min_pd((__m256d)every(limit), (__m256d)a);
#else
  return limit < a ? limit : a;
#endif
}
FNP_INLINE longs least(longs a, std::int64_t b) {
  longs const limit = longs{} + b;
  return a < limit ? a : limit;
}
FNP_INLINE ints least(ints a, std::int32_t b) {
  ints const limit = ints{} + b;
  return a < limit ? a : limit;
}
FNP_INLINE ints most(ints a, std::int32_t b) {
  ints const limit = ints{} + b;
  return a > limit ? a : limit;
}
FNP_INLINE longs most(longs a, std::int64_t b) {
  longs const limit = longs{} + b;
  return a > limit ? a : limit;
}

// All ones where a and b are equal.
FNP_INLINE longs mask_if_equal(longs a, longs b) {
  longs const d = a ^ b;
  return ~mask_of((longs)(d | wrapping_difference(longs{}, d)));
}
// The smaller of |x| and the limit, which a NaN becomes.
FNP_INLINE doubles limited_magnitude(doubles x, double limit) {
  return real_of(least(magnitude_of(x), __builtin_bit_cast(std::int64_t, limit)));
}
FNP_INLINE floats limited_magnitude(floats x, float limit) {
  return real_of(least(magnitude_of(x), __builtin_bit_cast(std::int32_t, limit)));
}
// Negative for a NaN; then, all ones for one.
FNP_INLINE longs if_nan(doubles x) { return beyond_limit(x, __builtin_inf()); }
FNP_INLINE ints if_nan(floats x) { return beyond_limit(x, __builtin_inff()); }
FNP_INLINE longs mask_if_nan(doubles x) { return mask_of(beyond_limit(x, __builtin_inf())); }
FNP_INLINE ints mask_if_nan(floats x) { return mask_of(beyond_limit(x, __builtin_inff())); }

#if FNP_WIDE_BYTES == 64
FNP_INLINE doubles fma(doubles a, doubles b, doubles c) { return (doubles)_mm512_fmadd_pd(a, b, c); }
FNP_INLINE floats fma(floats a, floats b, floats c) { return (floats)_mm512_fmadd_ps(a, b, c); }
// The table's element at as many low bits of each index as the table has room for.
FNP_INLINE doubles looked_up(double const (&table)[16], longs at) {
  return (doubles)_mm512_permutex2var_pd(_mm512_loadu_pd(table), (__m512i)at, _mm512_loadu_pd(table + 8));
}
FNP_INLINE doubles looked_up(double const (&table)[32], longs at) {
  __m512d const low = _mm512_permutex2var_pd(_mm512_loadu_pd(table), (__m512i)at, _mm512_loadu_pd(table + 8));
  __m512d const high = _mm512_permutex2var_pd(_mm512_loadu_pd(table + 16), (__m512i)at, _mm512_loadu_pd(table + 24));
  return (doubles)_mm512_mask_blend_pd(_mm512_movepi64_mask((__m512i)shifted_left(at, 59)), low, high);
}
FNP_INLINE floats looked_up(float const (&table)[16], ints at) {
  return (floats)_mm512_maskz_permutexvar_ps(0xffff, (__m512i)at, _mm512_loadu_ps(table));
}
FNP_INLINE floats looked_up(float const (&table)[8], ints at) {
  return (floats)_mm512_maskz_permutexvar_ps(0xffff, (__m512i)at,
                                             _mm512_maskz_broadcast_f32x8(0xffff, _mm256_loadu_ps(table)));
}
FNP_INLINE bool any_negative(longs x) { return _mm512_movepi64_mask((__m512i)x) != 0; }
FNP_INLINE bool any_negative(ints x) { return _mm512_movepi32_mask((__m512i)x) != 0; }
#elif FNP_WIDE_BYTES == 32
FNP_INLINE doubles fma(doubles a, doubles b, doubles c) { return (doubles)_mm256_fmadd_pd(a, b, c); }
FNP_INLINE floats fma(floats a, floats b, floats c) { return (floats)_mm256_fmadd_ps(a, b, c); }
FNP_INLINE doubles looked_up(double const (&table)[16], longs at) {
  longs const i = at & 15;
  return doubles{table[i[0]], table[i[1]], table[i[2]], table[i[3]]};
}
FNP_INLINE doubles looked_up(double const (&table)[32], longs at) {
  longs const i = at & 31;
  return doubles{table[i[0]], table[i[1]], table[i[2]], table[i[3]]};
}
FNP_INLINE floats looked_up(float const (&table)[8], ints at) {
  return (floats)_mm256_permutevar8x32_ps(_mm256_loadu_ps(table), (__m256i)at);
}
FNP_INLINE floats looked_up(float const (&table)[16], ints at) {
  __m256 const low = _mm256_permutevar8x32_ps(_mm256_loadu_ps(table), (__m256i)at);
  __m256 const high = _mm256_permutevar8x32_ps(_mm256_loadu_ps(table + 8), (__m256i)at);
  return (floats)_mm256_blendv_ps(low, high, (__m256)shifted_left(at, 28));
}
FNP_INLINE bool any_negative(longs x) { return _mm256_movemask_pd((__m256d)x) != 0; }
FNP_INLINE bool any_negative(ints x) { return _mm256_movemask_ps((__m256)x) != 0; }
#else
FNP_INLINE double looked_up(double const (&table)[16], std::int64_t at) { return table[at & 15]; }
FNP_INLINE double looked_up(double const (&table)[32], std::int64_t at) { return table[at & 31]; }
FNP_INLINE float looked_up(float const (&table)[16], std::int32_t at) { return table[at & 15]; }
FNP_INLINE float looked_up(float const (&table)[8], std::int32_t at) { return table[at & 7]; }
FNP_INLINE bool any_negative(std::int64_t x) { return x < 0; }
FNP_INLINE bool any_negative(std::int32_t x) { return x < 0; }
#endif

}  // namespace fnp::FNP_LEVEL::math

#endif
