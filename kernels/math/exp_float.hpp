// exp, exp2, expm1 of float32 in float32: e^x = 2^k e^r as in exp.hpp, with polynomials that float32 has use for.
//
// 2^k comes in two factors, of which only the second multiplication rounds where the result is subnormal or infinite:
// no argument needs another way.
#ifndef FNP_KERNELS_MATH_EXP_FLOAT_HPP
#define FNP_KERNELS_MATH_EXP_FLOAT_HPP

#include "kernels/math/float_lanes.hpp"
#include "kernels/math/polynomial.hpp"
#include "kernels/math/wide_loops.hpp"

namespace fnp::FNP_LEVEL::math {

// 15 bits of ln 2 and the rest: k float_ln2_hi is exact for |k| <= 2^8.
inline constexpr float float_ln2_hi = 0x1.62e4p-1f;
inline constexpr float float_ln2_lo = 0x1.7f7d1cp-20f;
inline constexpr float float_log2_e = 0x1.715476p+0f;

struct nearest_float_integer {
  float value;
  std::int32_t whole;
};

// The integer nearest to x * factor, |x * factor| < 2^21.
FNP_INLINE nearest_float_integer round_float_product(float x, float factor) {
  float const shifter = 0x1.8p23f;
  float const t = __builtin_fmaf(x, factor, shifter);
  return {t - shifter, float_to_bits(t) - float_to_bits(shifter)};
}

FNP_INLINE float float_clamp_magnitude(float x, float limit) {
  std::int32_t const m = float_magnitude(x);
  std::int32_t const l = float_to_bits(limit);
  return float_with_sign(float_from_bits(m > l ? l : m), x);
}

// |x| < limit or x is a NaN, in one comparison: magnitudes below the limit wrap round to large numbers.
FNP_INLINE bool is_tiny_or_nan(float x, float limit) {
  std::uint32_t const first = static_cast<std::uint32_t>(float_to_bits(limit));
  return static_cast<std::uint32_t>(float_magnitude(x)) - first >
         static_cast<std::uint32_t>(float_infinity_bits) - first;
}

// 2^(biased - 127), for a biased exponent in [0, 254]; 0 gives zero.
FNP_INLINE float float_power_of_two(std::int32_t biased) {
  return float_from_bits(static_cast<std::int32_t>(static_cast<std::uint32_t>(biased) << 23));
}

// p * 2^k for |k| < 252 and p near 1.
FNP_INLINE float float_scale(float p, std::int32_t k) {
  std::int32_t const half = k >> 1;
  return p * float_power_of_two(half + 127) * float_power_of_two(k - half + 127);
}

// 2^(j / 8) in two parts, twice over.
alignas(64) inline constexpr float power_of_eighth[8] = {
    0x1.0p+0f, 0x1.172b84p+0f, 0x1.306fep+0f, 0x1.4bfdaep+0f, 0x1.6a09e6p+0f, 0x1.8ace54p+0f, 0x1.ae89fap+0f,
    0x1.d5818ep+0f};
alignas(64) inline constexpr float power_of_eighth_lo[8] = {
    0x0p+0f, -0x1.c15742p-27f, 0x1.4636e2p-25f, -0x1.593abcp-25f, 0x1.9fcef4p-26f, 0x1.15506ep-27f, -0x1.a94b14p-26f,
    -0x1.822dbcp-27f};

// By eighths of powers of two, as exp_double.hpp by sixteenths. e^r - 1 - r: minimax, error 2^-32.5.
// Measured over every 17th bit pattern: at most 0.745 ULP, 0.54 for normal results.
struct exp_float_function {
  struct parts {
    floats head, tail;
    ints n;
  };
  // (head + tail) 2^(n >> 3) for |x| <= 105
  FNP_INLINE static parts of(floats x) {
    floats const shifter = every(0x1.8p23f);
    floats const t = fma(x, every(0x1.715476p+3f), shifter);
    floats const n = t - shifter;
    floats const r = fma(-n, every(-0x1.05c61p-32f), fma(-n, every(0x1.62e43p-4f), x));
    floats const r2 = r * r;
    floats const p = fma(quadratic(r, r2, 0x1.0p-1f, 0x1.555c82p-3f, 0x1.555e44p-5f), r2, r);
    ints const whole = wrapping_difference(bits_of(t), bits_of(shifter));
    floats const head = looked_up(power_of_eighth, whole);
    return {head, fma(head, p, looked_up(power_of_eighth_lo, whole)), whole};
  }
  FNP_INLINE static floats ordinary(ints& rare, floats x) {
    rare = beyond_limit(x, 87.0f);
    parts const e = of(x);
    ints const exponent = shifted_left(e.n, 20) & static_cast<std::int32_t>(0xff800000u);
    return real_of(wrapping_sum(bits_of(e.head + e.tail), exponent));
  }
  FNP_INLINE static floats whole(floats x) {
    parts const e = of(limited(x, 105.0f));
    ints const k = e.n >> 3;
    ints const half = k >> 1;
    floats const y = (e.head + e.tail) * real_of(shifted_left((ints)(half + 127), 23)) *
                     real_of(shifted_left((ints)(k - half + 127), 23));
    return chosen(mask_if_nan(x), x, y);
  }
};

// 2^x = 2^k 2^f, where f = x - k is exact: minimax, error 2^-28.3.
// Measured over all 2^32 arguments: at most 0.879 ULP.
FNP_INLINE float exp2_float_core(float x) {
  float const c = float_clamp_magnitude(x, 152.0f);
  nearest_float_integer const k = round_float_product(c, 1.0f);
  float const f = c - k.value;
  float const f2 = f * f;
  float const high = cubic(f, f2, 0x1.c6af7ap-5f, 0x1.3b2a28p-7f, 0x1.5f0968p-10f, 0x1.4447bap-13f);
  float const p = __builtin_fmaf(__builtin_fmaf(high, f, 0x1.ebfbep-3f), f, 0x1.62e43p-1f);
  float const y = float_scale(__builtin_fmaf(p, f, 1.0f), k.whole);
  return float_magnitude(x) > float_infinity_bits ? x : y;
}

// The same and r_lo: error 2^-30 of e^r - 1, up to r = 0.42.
FNP_INLINE float float_expm1_tail(float r, float r_lo) {
  float const r2 = r * r;
  float const high = cubic(r, r2, 0x1.5554dep-5f, 0x1.1107cep-7f, 0x1.6d5938p-10f, 0x1.afcaap-13f);
  return __builtin_fmaf(__builtin_fmaf(high, r2, line(r, 0.5f, 0x1.55555ap-3f)), r2, r_lo);
}

// (e^x - 1) / 2 = u r + (u - 1/2) + u t with u = 2^(k - 1) and t = e^r - 1 - r; but for the last, the sum is exact in
// two parts. Below 2^-26 it is x itself. Measured over all 2^32
// arguments: at most 0.954 ULP.
FNP_INLINE float expm1_float_core(float x) {
  float const c = float_clamp_magnitude(x, 89.0f);
  nearest_float_integer const k = round_float_product(c, float_log2_e);
  float const a = __builtin_fmaf(-k.value, float_ln2_hi, c);
  float const r = __builtin_fmaf(-k.value, float_ln2_lo, a);
  float const r_lo = __builtin_fmaf(-k.value, float_ln2_lo, a - r);
  float const t = float_expm1_tail(r, r_lo);
  float const u = float_power_of_two(k.whole > -126 ? k.whole + 126 : 0);
  float const m = u - 0.5f;
  float const m_lo = (u - m) - 0.5f;
  float const s = __builtin_fmaf(u, r, m);
  float const s_lo = __builtin_fmaf(u, r, m - s) + m_lo;
  float const y = 2.0f * (s + __builtin_fmaf(u, t, s_lo));
  return is_tiny_or_nan(x, 0x1p-26f) ? x : y;
}

}  // namespace fnp::FNP_LEVEL::math

#endif
