// log of a number v >= 1 in two parts, by the sixteen cells of log_double.hpp, in float64 or in float32.
//
// The second part, scaled as the first is, joins r; near 1 the first is 1 and a few of its last places, and nothing
// cancels. In float32, k ln 2 and log c are multiples of 2^-17 and a rest, so their sum is exact for every k.
#ifndef FNP_KERNELS_MATH_LOG_OF_PARTS_HPP
#define FNP_KERNELS_MATH_LOG_OF_PARTS_HPP

#include "kernels/math/exp_float.hpp"
#include "kernels/math/log_double.hpp"

namespace fnp::FNP_LEVEL::math {

template <class V> struct parts_of {
  V hi, lo;
};

// log(v.hi + v.lo), and ln 2 as often as `more` says where it is given; for v.hi from 1/2 to a quarter of the largest
// number.
template <class... More> FNP_INLINE doubles log_of_parts(parts_of<doubles> v, More... more) {
  cell_of_number n = find_cell(v.hi);
  doubles const scale = real_of(shifted_left(bits_of(0x1p52 + 1023.0 - n.k), 52));  // 2^-k
  doubles const r_lo = v.lo * (looked_up(cell_inverse, n.cell) * scale);
  n.k = (n.k + ... + more);
  two_parts const s = leading_log(n);
  return s.hi + (log_tail(n.r + r_lo) + (s.lo + r_lo));
}

// c by cell, and -log c in two parts.
alignas(64) inline constexpr float float_log_inverse[16] = {
    0x1.6p+0f,  0x1.58p+0f, 0x1.48p+0f, 0x1.38p+0f, 0x1.3p+0f, 0x1.28p+0f, 0x1.18p+0f, 0x1.1p+0f,
    0x1.08p+0f, 0x1.0p+0f,  0x1.ep-1f,  0x1.c8p-1f, 0x1.bp-1f, 0x1.98p-1f, 0x1.88p-1f, 0x1.7p-1f};
alignas(64) inline constexpr float float_log_cell[16] = {-0x1.4618p-2f, -0x1.2e8ep-2f, -0x1.fb9p-3f, -0x1.9524p-3f,
                                                         -0x1.5ff4p-3f, -0x1.2954p-3f, -0x1.6f1p-4f, -0x1.f0ap-5f,
                                                         -0x1.f82p-6f,  0x0p+0f,       0x1.0858p-4f, 0x1.da7p-4f,
                                                         0x1.5bf4p-3f,  0x1.d104p-3f,  0x1.1178p-2f, 0x1.522ap-2f};
alignas(64) inline constexpr float float_log_cell_lo[16] = {
    -0x1.78438cp-19f, -0x1.5d708ep-21f, -0x1.86d5e4p-19f, -0x1.a9cf46p-19f, 0x1.f1eb0ep-20f, -0x1.2f82p-19f,
    0x1.6ba8d4p-19f,  -0x1.86008cp-20f, -0x1.361cfp-19f,  0x0p+0f,          0x1.8b59e4p-20f, 0x1.3b1c22p-19f,
    0x1.ad50f6p-25f,  -0x1.01b354p-20f, 0x1.d044fcp-19f,  0x1.c0e714p-19f};

template <class... More> FNP_INLINE floats log_of_parts(parts_of<floats> v, More... more) {
  ints const lowest = ints{} + 0x3f340000;
  ints const aligned = wrapping_sum(bits_of(v.hi), (ints)(0x3f800000 - lowest));
  ints const cell = aligned >> 19;
  ints const exponent = aligned & static_cast<std::int32_t>(0xff800000u);
  floats const c = looked_up(float_log_inverse, cell);
  floats const r = fma(real_of((ints)((aligned & 0x007fffff) + lowest)), c, every(-1.0f));
  floats const scale = real_of(wrapping_difference(ints{} + 0x7f000000, exponent));  // 2^-k
  floats const r_lo = v.lo * (c * scale);
  floats const k = ((converted((ints)(aligned >> 23)) - 127.0f) + ... + more);
  floats const s = fma(k, every(float_ln2_hi), looked_up(float_log_cell, cell));
  floats const s_lo = fma(k, every(float_ln2_lo), looked_up(float_log_cell_lo, cell));
  floats const hi = s + r;
  floats const lo = ((s - hi) + r) + s_lo;
  // log(1 + f) - f: minimax, error 2^-30.6 f.
  floats const f = r + r_lo, f2 = f * f;
  floats const p = cubic(f, f2, -0x1.fffffcp-2f, 0x1.55551ap-2f, -0x1.003882p-2f, 0x1.9c6876p-3f);
  return hi + fma(f2, p, lo + r_lo);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
