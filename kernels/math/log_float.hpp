// log, log2, log10, log1p of float32 in float32: x = 2^k (1 + f), f in [-5/16, 3/8), f exact.
//
// log(1 + f) = f + f^2 P(f). The sum of k ln 2 and f is exact in two parts, so only the last rounding is at the size of
// the result; to other bases f stands for its product with the base's factor, in two parts as well.
#ifndef FNP_KERNELS_MATH_LOG_FLOAT_HPP
#define FNP_KERNELS_MATH_LOG_FLOAT_HPP

#include "kernels/math/exp_float.hpp"
#include "kernels/math/log.hpp"
#include "kernels/math/rare_floats.hpp"

namespace fnp::FNP_LEVEL::math {

struct split_float {
  float rest;  // significand - 1
  float exponent;
  std::uint32_t whole;  // the exponent in the bits of a float
};

// For positive, finite and normal x; of others the bits are of no use, and wrap.
FNP_INLINE split_float split_ordinary(float x) {
  std::uint32_t const bits = static_cast<std::uint32_t>(float_to_bits(x)), lowest = 0x3f300000;
  std::uint32_t const whole = (bits - lowest) & ~0x007fffffu;
  return {float_from_bits(static_cast<std::int32_t>(bits - whole)) - 1.0f,
          static_cast<float>(static_cast<std::int32_t>(whole) >> 23), whole};
}

// 2^-k
FNP_INLINE float inverse_power(split_float const& p) {
  return float_from_bits(static_cast<std::int32_t>(0x3f800000u - p.whole));
}

// rest + c0 f^2 + c1 f^3 + ... + c8 f^10; only the first term counts, and it is rounded once.
FNP_INLINE float log_series(float rest, float f, float c0, float c1, float c2, float c3, float c4, float c5, float c6,
                            float c7, float c8) {
  float const f2 = f * f;
  float const p = __builtin_fmaf(cubic(f, f2, c5, c6, c7, c8), f2 * f2, cubic(f, f2, c1, c2, c3, c4));
  return __builtin_fmaf(c0 * f, f, __builtin_fmaf(f * f2, p, rest));
}

// rest + log(1 + f) - f: minimax, error 2^-27.5 f.
FNP_INLINE float float_log_tail(float rest, float f) {
  return log_series(rest, f, -0x1p-1f, 0x1.55551cp-2f, -0x1.00013cp-2f, 0x1.99c3eap-3f, -0x1.54e336p-3f, 0x1.1fd4e8p-3f,
                    -0x1.0513d6p-3f, 0x1.1858d2p-3f, -0x1.9ebcecp-4f);
}

// Measured over all 2^32 arguments: log at most 0.756, log2 0.941, log10 0.932, log1p 0.896 ULP.
FNP_INLINE float log_float_ordinary(float x) {
  split_float const p = split_ordinary(x);
  float const s = __builtin_fmaf(p.exponent, float_ln2_hi, p.rest);
  float const s_lo = p.rest - __builtin_fmaf(-p.exponent, float_ln2_hi, s);
  return s + float_log_tail(__builtin_fmaf(p.exponent, float_ln2_lo, s_lo), p.rest);
}

// Minimax tails of the other bases: errors 2^-27 f and 2^-28.6 f.
FNP_INLINE float log2_float_ordinary(float x) {
  split_float const p = split_ordinary(x);
  float const f = p.rest;
  float const h = f * float_log2_e;
  float const h_lo = __builtin_fmaf(f, 0x1.4ae0cp-26f, __builtin_fmaf(f, float_log2_e, -h));
  float const s = p.exponent + h;
  float const s_lo = (h - (s - p.exponent)) + h_lo;
  return s + log_series(s_lo, f, -0x1.715476p-1f, 0x1.ec7048p-2f, -0x1.715668p-2f, 0x1.2795dcp-2f, -0x1.ebc5d6p-3f,
                        0x1.9f303p-3f, -0x1.78ce7ep-3f, 0x1.94c2acp-3f, -0x1.2afb74p-3f);
}

FNP_INLINE float log10_float_ordinary(float x) {
  split_float const p = split_ordinary(x);
  float const f = p.rest;
  float const log10_e = 0x1.bcb7b2p-2f;
  float const log10_2_hi = 0x1.344p-2f;
  float const h = f * log10_e;
  float const h_lo = __builtin_fmaf(f, -0x1.5b235ep-27f, __builtin_fmaf(f, log10_e, -h));
  float const s = __builtin_fmaf(p.exponent, log10_2_hi, h);
  float const s_lo =
      (h - __builtin_fmaf(-p.exponent, log10_2_hi, s)) + __builtin_fmaf(p.exponent, 0x1.3509f8p-18f, h_lo);
  return s + log_series(s_lo, f, -0x1.bcb7b2p-3f, 0x1.287a48p-3f, -0x1.bcb97ep-4f, 0x1.63e99p-4f, -0x1.281db2p-4f,
                        0x1.f42beep-5f, -0x1.c53f2ap-5f, 0x1.e6444ep-5f, -0x1.6870f8p-5f);
}

// v + v_lo = 1 + x exactly; v_lo joins f, scaled as v is. Ordinary: v is, and below 2^126.
FNP_INLINE float log1p_float_ordinary(float x) {
  float const v = 1.0f + x;
  float const one = v - x;
  float const v_lo = (1.0f - one) + (x - (v - one));
  split_float const p = split_ordinary(v);
  float const lo = v_lo * inverse_power(p);
  float const s = __builtin_fmaf(p.exponent, float_ln2_hi, p.rest);
  float const s_lo = (p.rest - __builtin_fmaf(-p.exponent, float_ln2_hi, s)) + lo;
  float const y = s + float_log_tail(__builtin_fmaf(p.exponent, float_ln2_lo, s_lo), p.rest + lo);
  return is_tiny_or_nan(x, 0x1p-26f) ? x : y;
}

inline constexpr std::uint32_t not_ordinary_sum = 0x82000000;
FNP_INLINE std::uint32_t place_not_ordinary_sum(float x) {
  return static_cast<std::uint32_t>(float_to_bits(1.0f + x)) - 0x7e800000u;
}

}  // namespace fnp::FNP_LEVEL::math

#endif
