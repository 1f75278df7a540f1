// log of float64: x = 2^k z with z in [0.703, 1.406), and c from a table of sixteen such that r = z c - 1 is small.
//
// log x = k ln 2 - log c + log(1 + r). Every c has so few digits that r is exact, |r| < 0.035; log c is tabulated in
// two parts, the first a multiple of 2^-42 as ln 2's is, so k ln 2 - log c is exact there. The cell round z = 1 has
// c = 1: near 1 no two terms cancel. Sixteen numbers fit two registers (P. T. P. Tang, Table-driven implementation of
// the logarithm function in IEEE floating-point arithmetic, ACM TOMS 16 (1990), doi:10.1145/98267.98294).
#ifndef FNP_KERNELS_MATH_LOG_DOUBLE_HPP
#define FNP_KERNELS_MATH_LOG_DOUBLE_HPP

#include "kernels/math/polynomial.hpp"
#include "kernels/math/wide.hpp"
#include "kernels/math/wide_loops.hpp"

namespace fnp::FNP_LEVEL::math {

// c by cell, and -log c in two parts.
alignas(64) inline constexpr double cell_inverse[16] = {
    0x1.6p+0,  0x1.58p+0, 0x1.48p+0, 0x1.38p+0, 0x1.3p+0, 0x1.28p+0, 0x1.18p+0, 0x1.1p+0,
    0x1.08p+0, 0x1.0p+0,  0x1.ep-1,  0x1.c8p-1, 0x1.bp-1, 0x1.98p-1, 0x1.88p-1, 0x1.7p-1};
alignas(64) inline constexpr double cell_log[16] = {
    -0x1.4618bc21c6p-2, -0x1.2e8e2bae12p-2, -0x1.fb9186d5e4p-3, -0x1.9525a9cf46p-3,
    -0x1.5ff3070a7ap-3, -0x1.29552f82p-3,   -0x1.6f0d28ae58p-4, -0x1.f0a30c0118p-5,
    -0x1.f829b0e78p-6,  0x0.0p+0,           0x1.08598b59e4p-4,  0x1.da72763844p-4,
    0x1.5bf406b544p-3,  0x1.d1037f2656p-3,  0x1.1178e8227ep-2,  0x1.522ae0738ap-2};
alignas(64) inline constexpr double cell_log_lo[16] = {
    0x1.3d82f484c84ccp-46,  0x1.67b1e99b72bd8p-45,  0x1.d572aab993c87p-47,  0x1.297137d9f158fp-44,
    0x1.8586f183bebf2p-44,  0x1.5b967f4471dfcp-44,  0x1.4b4641b664613p-44,  0x1.d599e83368e91p-45,
    -0x1.980267c7e09e4p-45, 0x0.0p+0,               -0x1.7e5dd7009902cp-46, 0x1.a89401fa71733p-46,
    -0x1.27023eb68981cp-46, -0x1.84a7e75b6f6e4p-47, 0x1.1ef78ce2d07f2p-44,  0x1.ebe708164c759p-45};

struct cell_of_number {
  doubles k, r;
  longs cell;  // in the low four bits
};

// The bits of x and as much as z's cells begin below 1: with 2^k in the exponent.
inline constexpr std::int64_t lowest_cell = 0x3fe6800000000000;
FNP_INLINE longs aligned_bits(doubles x) {
  return wrapping_sum(bits_of(x), longs{} + (0x3ff0000000000000 - lowest_cell));
}

FNP_INLINE cell_of_number cell_at(longs aligned, doubles k) {
  doubles const z = real_of((longs)((aligned & 0x000fffffffffffff) + lowest_cell));
  longs const cell = (longs)((unsigned_longs)aligned >> 48);
  return {k, fma(z, looked_up(cell_inverse, cell), every(-1.0)), cell};
}

// For positive, finite and normal x; of others the bits are of no use, and wrap.
FNP_INLINE cell_of_number find_cell(doubles x) {
  longs const aligned = aligned_bits(x);
  unsigned_longs const biased = (unsigned_longs)aligned >> 52;
  return cell_at(aligned, real_of((longs)(biased | 0x4330000000000000u)) - (0x1p52 + 1023.0));
}

struct two_parts {
  doubles hi, lo;
};

// k ln 2 - log c + r, and the error of the last sum.
FNP_INLINE two_parts leading_log(cell_of_number const& n) {
  doubles const s = fma(n.k, every(0x1.62e42fefa38p-1), looked_up(cell_log, n.cell));
  doubles const s_lo = fma(n.k, every(0x1.ef35793c7673p-45), looked_up(cell_log_lo, n.cell));
  doubles const hi = s + n.r;
  return {hi, ((s - hi) + n.r) + s_lo};
}

// Positive x, subnormal ones too, times 2^shift, which makes them normal.
struct normal_number {
  doubles x, shift;
};
FNP_INLINE normal_number normalised(doubles x) {
  longs const tiny = mask_of(wrapping_difference(bits_of(x), longs{} + 0x0010000000000000));
  return {chosen(tiny, x * 0x1p54, x), kept(tiny, every(54.0))};
}

// The logarithm y of x where x is positive and finite; +inf and NaN map to themselves, zero and negatives as in C99.
FNP_INLINE doubles special_log(doubles x, doubles y) {
  std::int64_t const inf = 0x7ff0000000000000;
  longs const b = bits_of(x);
  y = chosen(mask_of((longs)(inf - 1 - magnitude_of(x))), x, y);
  y = chosen(mask_of((longs)(b & ~mask_if_nan(x))), every(__builtin_nan("")), y);
  return chosen(mask_of((longs)(magnitude_of(x) - 1)), every(-__builtin_inf()), y);
}

// log(1 + r) - r: minimax, error 2^-61 r.
FNP_INLINE doubles log_tail(doubles r) {
  doubles const r2 = r * r;
  doubles const high = quartic(r, r2, -0x1.5555555bc21acp-3, 0x1.249226eef760dp-3, -0x1.ffffa368c3406p-4,
                               0x1.c82c71b4a4accp-4, -0x1.9abf3e34b1e2ep-4);
  doubles const low = cubic(r, r2, -0x1.0p-1, 0x1.555555555547fp-2, -0x1.ffffffffffa38p-3, 0x1.9999999cfd8c1p-3);
  return fma(high, r2 * r2, low) * r2;
}

// Measured maximum error: 0.56 ULP.
struct log_function {
  FNP_INLINE static doubles of(cell_of_number const& n) {
    two_parts const s = leading_log(n);
    return s.hi + (log_tail(n.r) + s.lo);
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

inline void log(double const* x, double* y, std::ptrdiff_t n) noexcept {
  each_register<log_function, register_of<double>>(y, n, x);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
