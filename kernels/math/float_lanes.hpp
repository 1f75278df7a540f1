// float32 on its own bits: masks, selects and block loops in 32-bit lanes, twice as many to a vector as float64 has.
#ifndef FNP_KERNELS_MATH_FLOAT_LANES_HPP
#define FNP_KERNELS_MATH_FLOAT_LANES_HPP

#include "kernels/math/lane_loops.hpp"

namespace fnp::FNP_LEVEL::math {

inline constexpr std::int32_t float_magnitude_mask = 0x7fffffff;
inline constexpr std::int32_t float_sign_mask = ~float_magnitude_mask;
inline constexpr std::int32_t float_infinity_bits = 0x7f800000;

FNP_INLINE std::int32_t float_to_bits(float x) { return __builtin_bit_cast(std::int32_t, x); }
FNP_INLINE float float_from_bits(std::int32_t b) { return __builtin_bit_cast(float, b); }
FNP_INLINE std::int32_t float_magnitude(float x) { return float_to_bits(x) & float_magnitude_mask; }

FNP_INLINE float float_with_sign(float x, float s) {
  return float_from_bits((float_to_bits(x) & float_magnitude_mask) | (float_to_bits(s) & float_sign_mask));
}
FNP_INLINE float flip_sign(float x, std::int32_t sign_bit) { return float_from_bits(float_to_bits(x) ^ sign_bit); }

// All ones if a > b, else zero; both not negative.
FNP_INLINE std::int32_t mask_if_greater(std::int32_t a, std::int32_t b) { return (b - a) >> 31; }

FNP_INLINE float select(std::int32_t mask, float a, float b) {
  return float_from_bits((float_to_bits(a) & mask) | (float_to_bits(b) & ~mask));
}
FNP_INLINE float keep(std::int32_t mask, float x) { return float_from_bits(float_to_bits(x) & mask); }

// As elementwise_by_domain; the domain test reads 32 bits and the cores may be of either width.
template <auto core, auto ordinary, std::int32_t (*outside)(float)>
FNP_INLINE void elementwise_by_float_domain(float const* x, float* y, std::ptrdiff_t n) noexcept {
  for (std::ptrdiff_t begin = 0; begin < n; begin += domain_block) {
    std::ptrdiff_t const end = n - begin < domain_block ? n : begin + domain_block;
    std::int32_t any = 0;
    for (std::ptrdiff_t i = begin; i < end; ++i) any |= outside(x[i]);
    if (any < 0) {
      FNP_INDEPENDENT_ITERATIONS
      for (std::ptrdiff_t i = begin; i < end; ++i) y[i] = static_cast<float>(core(x[i]));
    } else {
      FNP_INDEPENDENT_ITERATIONS
      for (std::ptrdiff_t i = begin; i < end; ++i) y[i] = static_cast<float>(ordinary(x[i]));
    }
  }
}

template <auto core, auto ordinary, std::int32_t (*outside)(float, float)>
FNP_INLINE void elementwise_by_float_domain(float const* x, float const* z, float* y, std::ptrdiff_t n) noexcept {
  for (std::ptrdiff_t begin = 0; begin < n; begin += domain_block) {
    std::ptrdiff_t const end = n - begin < domain_block ? n : begin + domain_block;
    std::int32_t any = 0;
    for (std::ptrdiff_t i = begin; i < end; ++i) any |= outside(x[i], z[i]);
    if (any < 0) {
      FNP_INDEPENDENT_ITERATIONS
      for (std::ptrdiff_t i = begin; i < end; ++i) y[i] = static_cast<float>(core(x[i], z[i]));
    } else {
      FNP_INDEPENDENT_ITERATIONS
      for (std::ptrdiff_t i = begin; i < end; ++i) y[i] = static_cast<float>(ordinary(x[i], z[i]));
    }
  }
}

}  // namespace fnp::FNP_LEVEL::math

#endif
