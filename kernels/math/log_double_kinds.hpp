// log2, log10 and log1p of float64, by the cells of log_double.hpp.
//
// Another base has its own tables and takes r times its factor in two parts; k and log2 of a power of two stay exact.
// log1p keeps 1 + x in two parts: the second, scaled as the first is, joins r.
#ifndef FNP_KERNELS_MATH_LOG_DOUBLE_KINDS_HPP
#define FNP_KERNELS_MATH_LOG_DOUBLE_KINDS_HPP

#include "kernels/math/log_double.hpp"

namespace fnp::FNP_LEVEL::math {

// log2 and log10: -log c by cell in two parts, the first a multiple of 2^-42; the same for log 2; and the factor.
struct base_two {
  alignas(64) static constexpr double cell[16] = {
    -0x1.d6753e032fp-2, -0x1.b47ebf7388p-2, -0x1.6e221cd9d1p-2, -0x1.24407ab0ep-2,
    -0x1.fbc16b9026p-3, -0x1.acf5e2db4ep-3, -0x1.08c588cda8p-3, -0x1.663f6fac9p-4,
    -0x1.6bad3758fp-5, 0x0.0p+0, 0x1.7d60496cfcp-4, 0x1.563dc29ffap-3,
    0x1.f5fd8a9064p-3, 0x1.4f6fbb2cecp-2, 0x1.8a8980abfcp-2, 0x1.e7df5fe539p-2};
  alignas(64) static constexpr double cell_lo[16] = {
    0x1.7c407050799bfp-44, -0x1.50520a377c7ecp-45, 0x1.90d43956fa5d8p-45, -0x1.ce60916e52e91p-44,
    -0x1.0144751b3314fp-44, -0x1.927dfc23d978p-44, 0x1.871a7610e40bdp-45, -0x1.3167ccc538261p-44,
    0x1.3c6764fc87b4ap-48, 0x0.0p+0, -0x1.2ce6312ebb81dp-46, 0x1.964190e41bca7p-44,
    -0x1.cb6f70109b0f1p-47, 0x1.661e393a16b95p-44, -0x1.66cccab240e9p-45, -0x1.532c412ba94dbp-44};
  static constexpr double two = 1.0, two_lo = 0.0;
  static constexpr double factor = 0x1.71547652b82fep+0, factor_lo = 0x1.777d0ffda0d24p-56;
};
struct base_ten {
  alignas(64) static constexpr double cell[16] = {
    -0x1.1b3e71ec94p-3, -0x1.06cbd67a6cp-3, -0x1.b8de4d3ab4p-4, -0x1.5fe80488bp-4,
    -0x1.31b3055c48p-4, -0x1.02428c1f08p-4, -0x1.3ed1199a6p-5, -0x1.af5f92b01p-6,
    -0x1.b5e908eb2p-7, 0x0.0p+0, 0x1.cb38fccd9p-6, 0x1.9c197abfp-5,
    0x1.2e3a740b78p-4, 0x1.93e7de0fc4p-4, 0x1.db11ed766cp-4, 0x1.25ba8215bp-3};
  alignas(64) static constexpr double cell_lo[16] = {
    -0x1.ef57776664942p-44, -0x1.db2a2c6287ecp-46, 0x1.340511b402e0ap-47, 0x1.606adb567e739p-45,
    0x1.dcffc97be8c9cp-45, -0x1.5ea6bc2bc8c2cp-52, 0x1.bdafc8ad828b8p-45, 0x1.9f05921f59258p-46,
    0x1.90dfe0d1601cap-44, 0x0.0p+0, -0x1.00925a535ae72p-44, 0x1.badcf3d6e4566p-46,
    0x1.d288560689912p-53, -0x1.80743406505e6p-48, -0x1.40bcd23c3e44cp-44, -0x1.007bf2d8bf07ap-44};
  static constexpr double two = 0x1.34413509f8000p-2, two_lo = -0x1.80433b83b532ap-44;
  static constexpr double factor = 0x1.bcb7b1526e50ep-2, factor_lo = 0x1.95355baaafad3p-57;
};

// Measured maximum errors: log2 0.57, log10 0.58 ULP.
template <class Base>
struct log_to_base {
  FNP_INLINE static doubles of(cell_of_number const& n) {
    doubles const factor = every(Base::factor);
    doubles const p = n.r * factor;
    doubles const p_lo = fma(n.r, every(Base::factor_lo), fma(n.r, factor, -p));
    doubles const s = fma(n.k, every(Base::two), looked_up(Base::cell, n.cell));
    doubles const s_lo = fma(n.k, every(Base::two_lo), looked_up(Base::cell_lo, n.cell));
    doubles const head = s + p;
    doubles const rest = ((s - head) + p) + (s_lo + p_lo);
    return head + fma(log_tail(n.r), factor, rest);
  }
  FNP_INLINE static doubles ordinary(longs& rare, doubles x) {
    rare = unless_positive_normal(x);
    return of(find_cell(x));
  }
  FNP_INLINE static doubles whole(doubles x) {
    normal_number const p = normalised(x);
    cell_of_number n = find_cell(p.x);
    n.k = n.k - p.shift;
    return special_log(x, of(n));
  }
};

// Measured maximum error: 0.74 ULP.
struct log1p_function {
  FNP_INLINE static doubles of(doubles x, doubles v) {
    doubles const one = v - x;
    doubles const v_lo = (1.0 - one) + (x - (v - one));
    cell_of_number const n = find_cell(v);
    // 2^(1-k) c / 2: for the largest k, 1024, where v_lo no longer matters, it is zero.
    doubles const scale = real_of(shifted_left(bits_of(0x1p52 + 1024.0 - n.k), 52));
    doubles const r_lo = v_lo * (looked_up(cell_inverse, n.cell) * scale * 0.5);
    two_parts const s = leading_log(n);
    doubles const y = s.hi + (log_tail(n.r + r_lo) + (s.lo + r_lo));
    return real_of((longs)((bits_of(y) & ~double_sign) | sign_of(x)));
  }
  FNP_INLINE static doubles ordinary(longs& rare, doubles x) {
    doubles const v = x + 1.0;
    rare = unless_positive_normal(v);
    return of(x, v);
  }
  FNP_INLINE static doubles whole(doubles x) {
    doubles const v = x + 1.0;
    return special_log(v, of(x, v));
  }
};

inline void log2(double const* x, double* y, std::ptrdiff_t n) noexcept {
  each_register<log_to_base<base_two>, register_of<double>>(y, n, x);
}
inline void log10(double const* x, double* y, std::ptrdiff_t n) noexcept {
  each_register<log_to_base<base_ten>, register_of<double>>(y, n, x);
}
inline void log1p(double const* x, double* y, std::ptrdiff_t n) noexcept {
  each_register<log1p_function, register_of<double>>(y, n, x);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
