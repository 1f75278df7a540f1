// What vectorised functions ask of the bits of a double: magnitude, sign, exponent, powers of two, nearest integers.
//
// Everything is a comparison of integers or an exact operation on purpose: a floating comparison raises "invalid" for
// a NaN, which NumPy would report as a warning, and 64-bit integer arithmetic vectorises on every level.
#ifndef FNP_KERNELS_MATH_FLOAT_BITS_HPP
#define FNP_KERNELS_MATH_FLOAT_BITS_HPP

#include <bit>
#include <cstdint>

#include "kernels/math/level.hpp"

namespace fnp::FNP_LEVEL::math {

inline constexpr std::int64_t exponent_bias = 1023;
inline constexpr std::int64_t magnitude_mask = 0x7fffffffffffffff;
inline constexpr std::int64_t infinity_bits = 0x7ff0000000000000;
inline constexpr double infinity = __builtin_inf();
inline constexpr double not_a_number = __builtin_nan("");

FNP_INLINE std::int64_t to_bits(double x) { return __builtin_bit_cast(std::int64_t, x); }
FNP_INLINE double from_bits(std::int64_t b) { return __builtin_bit_cast(double, b); }

// The bits of |x|; they order like |x|, with infinity_bits below every NaN.
FNP_INLINE std::int64_t magnitude(double x) { return to_bits(x) & magnitude_mask; }

FNP_INLINE double absolute(double x) { return from_bits(magnitude(x)); }

// |x| with the sign of s.
FNP_INLINE double with_sign(double x, double s) {
  return from_bits((to_bits(x) & magnitude_mask) | (to_bits(s) & ~magnitude_mask));
}

// x, or the limit (> 0) with the sign of x if |x| is beyond it. A NaN becomes the limit.
FNP_INLINE double clamp_magnitude(double x, double limit) {
  std::int64_t const m = magnitude(x);
  std::int64_t const l = to_bits(limit);
  return with_sign(from_bits(m > l ? l : m), x);
}

// 2^(biased - 1023), for a biased exponent in [0, 2046]; 0 gives zero.
FNP_INLINE double power_of_two(std::int64_t biased) {
  return from_bits(static_cast<std::int64_t>(static_cast<std::uint64_t>(biased) << 52));
}

// Negative if |x| > limit or x is a NaN.
FNP_INLINE std::int64_t beyond(double x, double limit) { return to_bits(limit) - magnitude(x); }

// Negative unless x is positive, finite and normal. The sum wraps for some negative x, which the other term catches.
FNP_INLINE std::int64_t not_positive_normal(double x) {
  std::uint64_t const b = static_cast<std::uint64_t>(to_bits(x));
  return static_cast<std::int64_t>((b - 0x0010000000000000u) | (0x7fefffffffffffffu - b));
}

struct nearest_integer {
  double value;
  std::int64_t whole;
};

// The integer nearest to x * factor, |x * factor| < 2^51: adding 1.5 * 2^52 leaves it in the low bits of the sum.
FNP_INLINE nearest_integer round_product(double x, double factor) {
  double const shifter = 0x1.8p52;
  double const t = __builtin_fma(x, factor, shifter);
  return {t - shifter, to_bits(t) - to_bits(shifter)};
}

struct split_number {
  double significand;
  double exponent;
  std::int64_t biased;  // exponent + 1023; not for subnormal x
};

// x = significand * 2^exponent with the significand in [sqrt(1/2), sqrt(2)), for finite and normal x > 0.
FNP_INLINE split_number split(double x) {
  // Unsigned, since the bits of a NaN would overflow.
  std::uint64_t const b = static_cast<std::uint64_t>(to_bits(x));
  std::uint64_t const one = 0x3ff0000000000000;
  std::uint64_t const sqrt_half = 0x3fe6a09e667f3bcd;
  std::uint64_t const biased = (b - sqrt_half + one) >> 52;
  double const origin = 0x1p52 + static_cast<double>(exponent_bias);
  double const exponent = from_bits(static_cast<std::int64_t>(biased | 0x4330000000000000)) - origin;
  return {from_bits(static_cast<std::int64_t>(b - (biased << 52) + one)), exponent, static_cast<std::int64_t>(biased)};
}

}  // namespace fnp::FNP_LEVEL::math

#endif
