// Selects by masks of 64 bits, for places where a compiler would make two copies of what follows a `?:`.
//
// From c ? a : b with polynomials behind it, g++ forms both polynomials and selects last, twice the work once the
// branch is gone. Bit operations leave it nothing to split; AVX-512 does a select in one instruction.
#ifndef FNP_KERNELS_MATH_MASKS_HPP
#define FNP_KERNELS_MATH_MASKS_HPP

#include "kernels/math/float_bits.hpp"

namespace fnp::FNP_LEVEL::math {

inline constexpr std::int64_t sign_mask = ~magnitude_mask;

// All ones if a > b, else zero; both not negative, as magnitudes are.
FNP_INLINE std::int64_t mask_if_greater(std::int64_t a, std::int64_t b) { return (b - a) >> 63; }

// All ones if x < 0 or x is -0.
FNP_INLINE std::int64_t mask_if_negative(double x) { return to_bits(x) >> 63; }

FNP_INLINE std::int64_t mask_if_odd(std::int64_t k) { return -(k & 1); }

FNP_INLINE std::int64_t select(std::int64_t mask, std::int64_t a, std::int64_t b) { return (a & mask) | (b & ~mask); }
FNP_INLINE double select(std::int64_t mask, double a, double b) {
  return from_bits(select(mask, to_bits(a), to_bits(b)));
}

// x where the mask is set, else +0.
FNP_INLINE double keep(std::int64_t mask, double x) { return from_bits(to_bits(x) & mask); }

FNP_INLINE double flip_sign(double x, std::int64_t sign_bit) { return from_bits(to_bits(x) ^ sign_bit); }

}  // namespace fnp::FNP_LEVEL::math

#endif
