// Angles modulo pi/2: x = k pi/2 + r with |r| <= pi/4 (plus a hair), r kept as a sum of two doubles.
//
// pi/2 = p1 + p2 + p3, 53 bits each. p1 lies in [1, 2) and |x - k p1| < 1, so every bit of that difference has a place
// in one double and a fused multiply-add yields it exactly, for every k < 2^50 (W. J. Cody, W. Waite, Software Manual
// for the Elementary Functions, 1980, made easy by the fused operation). Beyond 2^40 the product with 2 / pi is
// formed in integers, of which only 192 bits matter (M. H. Payne, R. N. Hanek, Radian reduction for trigonometric
// functions, ACM SIGNUM Newsletter 18 (1983), doi:10.1145/1057600.1057602).
#ifndef FNP_KERNELS_MATH_ANGLE_REDUCTION_HPP
#define FNP_KERNELS_MATH_ANGLE_REDUCTION_HPP

#include "kernels/math/float_bits.hpp"
#include "kernels/math/double_double.hpp"

namespace fnp::FNP_LEVEL::math {

struct reduced_angle {
  double_double r;
  std::int64_t quadrant;  // modulo 4
};

inline constexpr double near_angle_limit = 0x1p40;

// For 0 <= x <= 2^40.
FNP_INLINE reduced_angle reduce_near_angle(double x) {
  double const p1 = 0x1.921fb54442d18p+0;
  double const p2 = 0x1.1a62633145c07p-54;
  double const p3 = -0x1.f1976b7ed8fbcp-110;
  nearest_integer const k = round_product(x, 0x1.45f306dc9c883p-1);
  double const a = __builtin_fma(-k.value, p1, x);
  double const p = k.value * p2;
  double const p_lo = __builtin_fma(k.value, p2, -p);
  // a is a multiple of 2^-53, the last place of p is below that: the tail is exact although a may be the smaller one.
  double const hi = a - p;
  double const tail = (a - hi) - p;
  return {{hi, tail - __builtin_fma(k.value, p3, p_lo)}, k.whole};
}

// 2 / pi: the bits behind the binary point, after one word of zeros.
inline constexpr std::uint64_t two_over_pi_bits[20] = {
    0x0000000000000000, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561,
    0xb7246e3a424dd2e0, 0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484, 0xe99c7026b45f7e41,
    0x3991d639835339f4, 0x9c845f8bbdf9283b, 0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7,
    0x4f463f669e5fea2d, 0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab};

// For finite x >= 2^40. With x = m 2^e, the bits of 2 / pi of weight 2^-j, j <= e - 2, add multiples of 4 to the
// product and are skipped; what the 192 bits behind them leave out is below 2^-137, while no double comes nearer to a
// multiple of pi/2 than 2^-62.
[[gnu::noinline]] inline reduced_angle reduce_far_angle(double x) noexcept {
  __extension__ using wide = unsigned __int128;
  std::uint64_t const b = static_cast<std::uint64_t>(to_bits(x));
  std::uint64_t const m = (b & 0x000fffffffffffff) | 0x0010000000000000;
  std::uint64_t const first = (b >> 52) - 1075 - 2 + 64;
  std::uint64_t const* const word = two_over_pi_bits + first / 64;
  unsigned const s = static_cast<unsigned>(first % 64);
  std::uint64_t f[3];
  for (int i = 0; i < 3; ++i) f[i] = s == 0 ? word[i] : (word[i] << s) | (word[i + 1] >> (64 - s));

  // The product modulo 2^192: two bits of quadrant, then the fraction.
  wide const low = static_cast<wide>(m) * f[2];
  wide const middle = static_cast<wide>(m) * f[1] + static_cast<std::uint64_t>(low >> 64);
  std::uint64_t const high = m * f[0] + static_cast<std::uint64_t>(middle >> 64);
  std::uint64_t const p1 = static_cast<std::uint64_t>(middle);
  std::uint64_t const p0 = static_cast<std::uint64_t>(low);
  std::uint64_t const quadrant = (high >> 62) + (high >> 61 & 1);
  // Read as a two's complement number, the fraction lies in [-1/2, 1/2); its magnitude, but for one unit in 2^-192.
  std::uint64_t const flip = (high >> 61 & 1) != 0 ? ~std::uint64_t{0} : 0;
  std::uint64_t const fraction[3] = {(p0 << 2) ^ flip, (p1 << 2 | p0 >> 62) ^ flip, (high << 2 | p1 >> 62) ^ flip};
  double_double r = {0.0, 0.0};
  double unit = 0x1p-192;
  for (int i = 0; i < 3; ++i, unit *= 0x1p64) {
    r = add(r, static_cast<double>(fraction[i] & 0xffffffff) * unit);
    r = add(r, static_cast<double>(fraction[i] >> 32) * (unit * 0x1p32));
  }
  r = mul(r, double_double{0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54});
  if (flip != 0) r = {-r.hi, -r.lo};
  return {r, static_cast<std::int64_t>(quadrant)};
}

template <bool whole>
FNP_INLINE reduced_angle reduce_angle(double x) {
  if constexpr (whole) {
    // An infinity takes the other way: it becomes a NaN there and raises "invalid"; so does not a NaN.
    std::int64_t const m = to_bits(x);
    if (m > to_bits(near_angle_limit) && m < infinity_bits) return reduce_far_angle(x);
  }
  return reduce_near_angle(x);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
