// log, log2, log10 and exp2 of float16 in float32, as short as the eleven bits of a result allow.
//
// log x = k log 2 - log c + log(1 + r) by the sixteen cells of log_of_parts.hpp, r = z c - 1 and |r| < 0.035, to each
// base with a cubic for log(1 + r) / r; 2^x = 2^k 2^f. The errors are some 2^-23 of the result. No tie between two
// float16 lies so near to a value, but that is no theorem: all 65,536 arguments were compared with the functions of
// float32, rounded, and a test does it again.
#ifndef FNP_KERNELS_MATH_HALF_LOGARITHMS_HPP
#define FNP_KERNELS_MATH_HALF_LOGARITHMS_HPP

#include "kernels/math/log_of_parts.hpp"
#include "kernels/math/wide.hpp"

namespace fnp::FNP_LEVEL::math {

// log of 2 in two parts, the first of so few bits that its multiples are exact; -log c; the cubic from its last term.
struct half_log_base {
  float two, two_lo, cell[16], c0, c1, c2, c3;
};

alignas(64) inline constexpr half_log_base half_log_e = {
    0x1.62e4p-1f,
    0x1.7f7d1cp-20f,
    {-0x1.4618bcp-2f, -0x1.2e8e2cp-2f, -0x1.fb9186p-3f, -0x1.9525aap-3f, -0x1.5ff308p-3f, -0x1.29553p-3f,
     -0x1.6f0d28p-4f, -0x1.f0a30cp-5f, -0x1.f829bp-6f, 0x0p+0f, 0x1.08598cp-4f, 0x1.da7276p-4f, 0x1.5bf406p-3f,
     0x1.d1038p-3f, 0x1.1178e8p-2f, 0x1.522aep-2f},
    -0x1.00362ep-2f,
    0x1.559658p-2f,
    -0x1.fffffep-2f,
    0x1.fffffep-1f};
alignas(64) inline constexpr half_log_base half_log_2 = {
    1.0f,
    0.0f,
    {-0x1.d6753ep-2f, -0x1.b47ecp-2f, -0x1.6e221cp-2f, -0x1.24407ap-2f, -0x1.fbc16cp-3f, -0x1.acf5e2p-3f,
     -0x1.08c588p-3f, -0x1.663f7p-4f, -0x1.6bad38p-5f, 0x0p+0f, 0x1.7d604ap-4f, 0x1.563dc2p-3f, 0x1.f5fd8ap-3f,
     0x1.4f6fbcp-2f, 0x1.8a898p-2f, 0x1.e7df6p-2f},
    -0x1.71a2ap-2f,
    0x1.ecce68p-2f,
    -0x1.715474p-1f,
    0x1.715476p+0f};
alignas(64) inline constexpr half_log_base half_log_10 = {
    0x1.344p-2f,
    0x1.3509f8p-18f,
    {-0x1.1b3e72p-3f, -0x1.06cbd6p-3f, -0x1.b8de4ep-4f, -0x1.5fe804p-4f, -0x1.31b306p-4f, -0x1.02428cp-4f,
     -0x1.3ed11ap-5f, -0x1.af5f92p-6f, -0x1.b5e908p-7f, 0x0p+0f, 0x1.cb38fcp-6f, 0x1.9c197ap-5f, 0x1.2e3a74p-4f,
     0x1.93e7dep-4f, 0x1.db11eep-4f, 0x1.25ba82p-3f},
    -0x1.bd15dp-4f,
    0x1.28b2eep-3f,
    -0x1.bcb7bp-3f,
    0x1.bcb7bp-2f};

// The exponent of a positive, finite and normal x.
FNP_INLINE floats exponent_of(floats x) {
#if FNP_WIDE_BYTES == 64
  return (floats)_mm512_maskz_getexp_ps(0xffff, (__m512)x);
#else
  return converted((ints)((unsigned_ints)bits_of(x) >> 23)) - 127.0f;
#endif
}

// Of use where the bits of a float16 that `kept` keeps lie from `first` to `last`: where x is positive and finite.
template <half_log_base const& base> struct half_log_function {
  static constexpr std::uint16_t kept = 0xffff, first = 1, last = 0x7bff;
  FNP_INLINE static floats ordinary(floats x) {
    constexpr std::int32_t lowest = 0x3f340000;
    ints const aligned = wrapping_sum(bits_of(x), ints{} + (0x3f800000 - lowest));
    ints const cell = (ints)((unsigned_ints)aligned >> 19);
    floats const k = exponent_of(real_of(aligned));
    floats const z = real_of((ints)((aligned & 0x007fffff) + lowest));
    floats const r = fma(z, looked_up(float_log_inverse, cell), every(-1.0f));
    floats const p = fma(fma(fma(every(base.c0), r, every(base.c1)), r, every(base.c2)), r, every(base.c3));
    floats t = fma(r, p, looked_up(base.cell, cell));
    if constexpr (base.two_lo != 0) t = fma(k, every(base.two_lo), t);
    return fma(k, every(base.two), t);
  }
};

// Beyond 26 the result is infinite or zero in float16, as it is at 26.
struct half_exp2_function {
  static constexpr std::uint16_t kept = 0x7fff, first = 0, last = 0x7c00;  // no NaN
  FNP_INLINE static floats ordinary(floats x) {
    floats const c = limited(x, 26.0f), t = c + 0x1.8p23f, f = c - (t - 0x1.8p23f), f2 = f * f;
    floats const low =
        fma(fma(every(0x1.c6aeccp-5f), f, every(0x1.ebfbep-3f)), f2, fma(every(0x1.62e43p-1f), f, every(1.0f)));
    floats const high = fma(every(0x1.4444p-13f), f2, fma(every(0x1.5f48ccp-10f), f, every(0x1.3b2a1cp-7f)));
    return real_of(wrapping_sum(bits_of(fma(high, f2 * f2, low)), shifted_left(bits_of(t), 23)));
  }
};

}  // namespace fnp::FNP_LEVEL::math

#endif
