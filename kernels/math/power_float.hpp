// x^y of float32: 2^(y log2 x) with the logarithm in two parts; what is special goes through float64.
//
// |y log2 x| up to 128 matters, so a logarithm of 33 bits leaves 26 for the fraction of the exponent. x = 2^k z, z c =
// 1 + r with c of sixteen cells, as log_double.hpp has it: every c has so few digits that r is exact in float32 too,
// and with its first 16 bits the tabulated logarithm of c adds to k without error. log2(1 + r) is (r - r^2 / 2) / ln 2
// in two parts and a polynomial times r^3.
#ifndef FNP_KERNELS_MATH_POWER_FLOAT_HPP
#define FNP_KERNELS_MATH_POWER_FLOAT_HPP

#include "kernels/math/exp_float.hpp"
#include "kernels/math/power.hpp"

namespace fnp::FNP_LEVEL::math {

// c by cell, and -127 - log2 c in two parts.
alignas(64) inline constexpr float float_cell_inverse[16] = {
    0x1.6p+0f, 0x1.58p+0f, 0x1.48p+0f, 0x1.38p+0f, 0x1.3p+0f, 0x1.28p+0f, 0x1.18p+0f, 0x1.1p+0f, 0x1.08p+0f,
    0x1.0p+0f, 0x1.ep-1f, 0x1.c8p-1f, 0x1.bp-1f, 0x1.98p-1f, 0x1.88p-1f, 0x1.7p-1f};
alignas(64) inline constexpr float float_cell_log2[16] = {
    -0x1.fdd674p+6f, -0x1.fdb48p+6f, -0x1.fd6e24p+6f, -0x1.fd244p+6f, -0x1.fcfdep+6f, -0x1.fcd67cp+6f,
    -0x1.fc8464p+6f, -0x1.fc599p+6f, -0x1.fc2d74p+6f, -0x1.fcp+6f, -0x1.fba0a8p+6f, -0x1.fb54ep+6f, -0x1.fb05p+6f,
    -0x1.fab09p+6f, -0x1.fa7578p+6f, -0x1.fa182p+6f};
alignas(64) inline constexpr float float_cell_log2_lo[16] = {
    -0x1.3e032ep-18f, 0x1.408c78p-18f, 0x1.e3263p-18f, -0x1.eac382p-20f, -0x1.6b9026p-19f, 0x1.0e9258p-18f,
    0x1.3b992cp-18f, 0x1.20a6dep-21f, -0x1.a6eb1ep-18f, 0x0.0p+0f, 0x1.25b3eep-22f, -0x1.1eb002p-18f,
    -0x1.3ab7cep-18f, -0x1.134c4ep-20f, 0x1.80abfcp-18f, -0x1.40358ep-19f};

struct two_float_parts {
  floats hi, lo;
};

// For positive, finite and normal x. The polynomial: minimax, error 2^-36 of the logarithm.
FNP_INLINE two_float_parts log2_in_parts(floats x) {
  ints const lowest = ints{} + 0x3f340000;
  ints const aligned = wrapping_sum(bits_of(x), (ints)(0x3f800000 - lowest));
  ints const cell = aligned >> 19;
  floats const z = real_of((ints)((aligned & 0x007fffff) + lowest));
  floats const r = fma(z, looked_up(float_cell_inverse, cell), every(-1.0f));
  floats const half = r * -0.5f;
  floats const square = half * r;
  floats const u = r + square;
  floats const u_lo = ((r - u) + square) + fma(half, r, -square);
  floats const q = cubic(r, r * r, -0x1.ec7096p-1f, 0x1.71546ap-1f, -0x1.27ce76p-1f, 0x1.ed2ffep-2f);
  floats const h = u * 0x1.715476p+0f;
  floats const h_lo = fma(u, every(0x1.4ae0cp-26f), fma(u, every(0x1.715476p+0f), -h));
  floats const rest = fma(r * square, q, fma(u_lo, every(0x1.715476p+0f), h_lo));
  floats const whole = converted((ints)(aligned >> 23)) + looked_up(float_cell_log2, cell);
  floats const hi = whole + h;
  return {hi, ((whole - hi) + h) + (rest + looked_up(float_cell_log2_lo, cell))};
}

// Special powers, and those whose result is not surely a normal number: 2^(y log2 x) in float64.
// log2(1 + r) / r: minimax, error 2^-36.5; (2^f - 1) / f for |f| <= 1/32: 2^-38.5.
FNP_INLINE doubles wide_power(doubles x, doubles y_given) {
  doubles const y = effective_exponent(x, y_given);
  doubles const a = real_of(magnitude_of(x));
  cell_of_number const n = find_cell(a);
  doubles const p = quintic(n.r, n.r * n.r, 0x1.71547652c380bp+0, -0x1.715476532f2b2p-1, 0x1.ec7093206c0bdp-2,
                            -0x1.715462a8b5a6ap-2, 0x1.27d590f0d687cp-2, -0x1.ed4de556d67p-3);
  two_parts const log = leading_log(n);
  doubles const whole = ((log.hi - n.r) + log.lo) * 0x1.71547652b82fep+0;
  doubles const h = limited(limited(y, 0x1p64) * fma(n.r, p, whole), 1000.0);
  doubles const shifter = every(0x1.8p48);
  doubles const t = h + shifter;
  doubles const f = h - (t - shifter);
  doubles const e = cubic(f, f * f, 0x1.62e42fec33ba5p-1, 0x1.ebfbdff7dd93cp-3, 0x1.c6b3fa4cc9ed6p-5,
                          0x1.3b2ba86fc1042p-7);
  doubles const head = looked_up(power_of_sixteenth, bits_of(t));
  longs const exponent = shifted_left(bits_of(t), 48) & static_cast<std::int64_t>(0xfff0000000000000u);
  return special_power(x, y, real_of(wrapping_sum(bits_of(fma(head * e, f, head)), exponent)));
}

// Measured over 4 * 10^7 pairs: at most 0.78 ULP.
struct power_float_function {
  FNP_INLINE static two_float_parts first(ints& rare, floats x, floats y) {
    two_float_parts const log = log2_in_parts(x);
    floats const e = y * log.hi;
    ints const infinite = ints{} + 0x7f7fffff;
    rare = wrapping_difference(bits_of(x), ints{} + 0x00800000) | wrapping_difference(infinite, bits_of(x)) |
           beyond_limit(e, 125.0f);
    return {e, fma(y, log.lo, fma(y, log.hi, -e))};
  }
  // 2^(hi + lo) by eighths: (2^f - 1) / f minimax, error 2^-31.
  FNP_INLINE static floats second(two_float_parts e) {
    floats const shifter = every(0x1.8p20f);
    floats const t = e.hi + shifter;
    floats const f = (e.hi - (t - shifter)) + e.lo;
    floats const p = cubic(f, f * f, 0x1.62e43p-1f, 0x1.ebfbep-3f, 0x1.c6be34p-5f, 0x1.3b3304p-7f);
    floats const head = looked_up(power_of_eighth, bits_of(t));
    floats const y_near = head + fma(head * f, p, looked_up(power_of_eighth_lo, bits_of(t)));
    ints const exponent = shifted_left(bits_of(t), 20) & static_cast<std::int32_t>(0xff800000u);
    return real_of(wrapping_sum(bits_of(y_near), exponent));
  }
  FNP_INLINE static floats ordinary(ints& rare, floats x, floats y) { return second(first(rare, x, y)); }
  FNP_INLINE static floats whole(floats x, floats y) {
    ints rare;
    floats const usual = ordinary(rare, x, y);
    alignas(64) float base[float_lanes], power[float_lanes], wide[float_lanes];
    register_of<float>::store(base, x);
    register_of<float>::store(power, y);
    for (std::ptrdiff_t i = 0; i < float_lanes; i += double_lanes)
      widened_floats::store(wide + i, wide_power(widened_floats::load(base + i), widened_floats::load(power + i)));
    return chosen(mask_of(rare), register_of<float>::load(wide), usual);
  }
};

inline void power(float const* x, float const* z, float* y, std::ptrdiff_t n) noexcept {
  each_register_by_stages<power_float_function, register_of<float>>(y, n, x, z);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
