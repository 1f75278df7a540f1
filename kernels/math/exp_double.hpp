// e^x of float64 by sixteenths of powers of two: e^x = 2^(n / 16) e^r with n nearest to 16 x / ln 2, |r| <= ln(2) / 32.
//
// 2^(j / 16), j = n mod 16, comes from a table in two parts, and e^r - 1 is a short polynomial: its product with the
// table's number is far below the last place, so the result's error is little more than its one rounding. With 16
// numbers a table fits two registers and is looked up in one instruction (P. T. P. Tang, Table-driven implementation of
// the exponential function in IEEE floating-point arithmetic, ACM TOMS 15 (1989), doi:10.1145/63522.214389).
#ifndef FNP_KERNELS_MATH_EXP_DOUBLE_HPP
#define FNP_KERNELS_MATH_EXP_DOUBLE_HPP

#include "kernels/math/polynomial.hpp"
#include "kernels/math/wide.hpp"
#include "kernels/math/wide_loops.hpp"

namespace fnp::FNP_LEVEL::math {

alignas(64) inline constexpr double power_of_sixteenth[16] = {
    0x1.0p+0,           0x1.0b5586cf9890fp+0, 0x1.172b83c7d517bp+0, 0x1.2387a6e756238p+0,
    0x1.306fe0a31b715p+0, 0x1.3dea64c123422p+0, 0x1.4bfdad5362a27p+0, 0x1.5ab07dd485429p+0,
    0x1.6a09e667f3bcdp+0, 0x1.7a11473eb0187p+0, 0x1.8ace5422aa0dbp+0, 0x1.9c49182a3f09p+0,
    0x1.ae89f995ad3adp+0, 0x1.c199bdd85529cp+0, 0x1.d5818dcfba487p+0, 0x1.ea4afa2a490dap+0};
alignas(64) inline constexpr double power_of_sixteenth_lo[16] = {
    0x0p+0,               0x1.8a62e4adc610bp-54, -0x1.19041b9d78a76p-55, 0x1.9b07eb6c70573p-54,
    0x1.6f46ad23182e4p-55,  0x1.ada0911f09ebcp-55, 0x1.d4397afec42e2p-56,  0x1.6324c054647adp-54,
    -0x1.bdd3413b26456p-54, -0x1.41577ee04992fp-55, 0x1.6e9f156864b27p-54, 0x1.c7c46b071f2bep-56,
    0x1.7a1cd345dcc81p-54,  0x1.11065895048ddp-55, 0x1.2ed02d75b3707p-55,  -0x1.e9c23179c2893p-54};

// (head + tail) 2^(n >> 4)
struct exponential {
  doubles head, tail;
  longs n;
};

// e^r - 1 - r: minimax, error 2^-66.
FNP_INLINE doubles exponential_tail(doubles r) {
  doubles const r2 = r * r;
  doubles const q = quintic(r, r2, 0x1.0000000000004p-1, 0x1.555555555555ap-3, 0x1.555555547ddp-5, 0x1.111111107bcefp-7,
                            0x1.6c1842e910639p-10, 0x1.a01ba0dec00f2p-13);
  return q * r2;
}

// e^r 2^(n / 16)
FNP_INLINE exponential exponential_near(doubles r, longs n) {
  doubles const head = looked_up(power_of_sixteenth, n);
  return {head, fma(head, r + exponential_tail(r), looked_up(power_of_sixteenth_lo, n)), n};
}

// x + x_lo = n ln(2) / 16 + r for |x| <= 746. The product is exact in one fused operation: ln(2) / 16 has its first 38
// bits there.
struct sixteenths {
  doubles r;
  longs n;
};
FNP_INLINE sixteenths sixteenths_of(doubles x, doubles x_lo) {
  doubles const shifter = every(0x1.8p52);
  doubles const t = fma(x, every(0x1.71547652b82fep+4), shifter);
  doubles const n = t - shifter;
  doubles const r = fma(-n, every(0x1.62e42fefap-5), x) + fma(-n, every(0x1.cf79abc9e3b3ap-44), x_lo);
  return {r, wrapping_difference(bits_of(t), bits_of(shifter))};
}

FNP_INLINE exponential exponential_of(doubles x, doubles x_lo) {
  sixteenths const s = sixteenths_of(x, x_lo);
  return exponential_near(s.r, s.n);
}

// The number itself, where it is normal.
FNP_INLINE doubles ordinary_number(exponential const& e) {
  longs const exponent = shifted_left(e.n, 48) & static_cast<std::int64_t>(0xfff0000000000000u);
  return real_of(wrapping_sum(bits_of(e.head + e.tail), exponent));
}
// In any case: two factors, of which only the second multiplication rounds where it is subnormal or infinite.
FNP_INLINE doubles any_number(exponential const& e) {
  longs const k = shifted_right(e.n, 4);
  longs const half = shifted_right(k, 1);
  return (e.head + e.tail) * real_of(shifted_left(half + 1023, 52)) * real_of(shifted_left(k - half + 1023, 52));
}

// Measured maximum error: 0.52 ULP, 0.75 ULP for subnormal results.
struct exp_function {
  FNP_INLINE static doubles ordinary(longs& rare, doubles x) {
    rare = beyond_limit(x, 708.0);
    return ordinary_number(exponential_of(x, doubles{}));
  }
  FNP_INLINE static doubles whole(doubles x) {
    doubles const y = any_number(exponential_of(limited(x, 746.0), doubles{}));
    return chosen(mask_if_nan(x), x, y);
  }
};

// 2^x, where x - n / 16 is exact.
struct exp2_function {
  FNP_INLINE static exponential parts(doubles x) {
    doubles const shifter = every(0x1.8p48);
    doubles const t = x + shifter;
    doubles const r = (x - (t - shifter)) * 0x1.62e42fefa39efp-1;
    return exponential_near(r, wrapping_difference(bits_of(t), bits_of(shifter)));
  }
  FNP_INLINE static doubles ordinary(longs& rare, doubles x) {
    rare = beyond_limit(x, 1021.0);
    return ordinary_number(parts(x));
  }
  FNP_INLINE static doubles whole(doubles x) {
    return chosen(mask_if_nan(x), x, any_number(parts(limited(x, 1077.0))));
  }
};

inline void exp(double const* x, double* y, std::ptrdiff_t n) noexcept {
  each_register<exp_function, register_of<double>>(y, n, x);
}
inline void exp2(double const* x, double* y, std::ptrdiff_t n) noexcept {
  each_register<exp2_function, register_of<double>>(y, n, x);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
