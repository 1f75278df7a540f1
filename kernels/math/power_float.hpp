// x^y of float32 in float64: 2^(y log2 x) with the tables of log_double.hpp and exp_double.hpp and short polynomials.
//
// |y log2 x| up to 150 matters: a logarithm of 36 bits leaves 29 for the fraction of the exponent. No result is
// subnormal in float64, so the only rounding to speak of is the one to float32.
#ifndef FNP_KERNELS_MATH_POWER_FLOAT_HPP
#define FNP_KERNELS_MATH_POWER_FLOAT_HPP

#include "kernels/math/power.hpp"

namespace fnp::FNP_LEVEL::math {

// -log2 c by cell.
alignas(64) inline constexpr double cell_log2[16] = {
    -0x1.d6753e032ea0fp-2, -0x1.b47ebf73882a1p-2, -0x1.6e221cd9d0cdep-2, -0x1.24407ab0e073ap-2,
    -0x1.fbc16b902680ap-3, -0x1.acf5e2db4ec94p-3, -0x1.08c588cda79e4p-3, -0x1.663f6fac91316p-4,
    -0x1.6bad3758efd87p-5, 0x0.0p+0,              0x1.7d60496cfbb4cp-4,  0x1.563dc29ffacb2p-3,
    0x1.f5fd8a9063e35p-3,  0x1.4f6fbb2cec598p-2,  0x1.8a8980abfbd32p-2,  0x1.e7df5fe538ab3p-2};

// log2(1 + r) / r: minimax, error 2^-36.5; (2^f - 1) / f for |f| <= 1/32: 2^-29.
FNP_INLINE doubles narrow_log2_of(doubles x) {
  longs const aligned = aligned_bits(x);  // of a float32: finite in float64
  cell_of_number const n = cell_at(aligned, exponent_of(real_of(aligned)));
  doubles const r2 = n.r * n.r;
  doubles const p = quintic(n.r, r2, 0x1.71547652c380bp+0, -0x1.715476532f2b2p-1, 0x1.ec7093206c0bdp-2,
                            -0x1.715462a8b5a6ap-2, 0x1.27d590f0d687cp-2, -0x1.ed4de556d67p-3);
  return fma(n.r, p, n.k + looked_up(cell_log2, n.cell));
}

// 2^h for |h| <= 1000.
FNP_INLINE doubles narrow_exp2_of(doubles h) {
  doubles const shifter = every(0x1.8p48);
  doubles const t = h + shifter;
  doubles const n = t - shifter;
  doubles const f = h - n;
  doubles const p = quadratic(f, f * f, 0x1.62e42feb1d5b7p-1, 0x1.ebfff45adeb72p-3, 0x1.c6b46a1305b2p-5);
  doubles const head = looked_up(power_of_sixteenth, bits_of(t));
#if FNP_WIDE_BYTES == 64
  return (doubles)_mm512_maskz_scalef_pd(0xff, (__m512d)fma(head * f, p, head), (__m512d)n);
#else
  longs const exponent = shifted_left(bits_of(t), 48) & static_cast<std::int64_t>(0xfff0000000000000u);
  return real_of(wrapping_sum(bits_of(fma(head * f, p, head)), exponent));
#endif
}

// Measured maximum error: 0.53 ULP.
struct power_float_function {
  FNP_INLINE static doubles first(longs& rare, doubles x, doubles y) {
    doubles const h = y * narrow_log2_of(x);
    rare = unless_positive_normal(x) | beyond_limit(h, 1000.0);
    return h;
  }
  FNP_INLINE static doubles second(doubles h) { return narrow_exp2_of(h); }
  FNP_INLINE static doubles ordinary(longs& rare, doubles x, doubles y) { return second(first(rare, x, y)); }
  FNP_INLINE static doubles whole(doubles x, doubles y_given) {
    doubles const y = effective_exponent(x, y_given);
    doubles const h = limited(y, 0x1p64) * narrow_log2_of(real_of(magnitude_of(x)));
    return special_power(x, y, narrow_exp2_of(limited(h, 1000.0)));
  }
};

inline void power(float const* x, float const* z, float* y, std::ptrdiff_t n) noexcept {
  each_register_by_stages<power_float_function, widened_floats>(y, n, x, z);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
