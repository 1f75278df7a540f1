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

template <float (*core)(float)>
FNP_INLINE void float_elementwise(float const* x, float* y, std::ptrdiff_t n) noexcept {
  FNP_INDEPENDENT_ITERATIONS
  for (std::ptrdiff_t i = 0; i < n; ++i) y[i] = core(x[i]);
}

// Magnitudes first, first + 1, ... first + length - 1, as bits. The place of another is not below length, as it wraps
// round below first: so one unsigned comparison asks for both ends and a minimum asks for a whole block.
struct float_range {
  std::uint32_t first;
  std::uint32_t length;
};
consteval float_range finite_beyond(float limit) {
  std::uint32_t const first = __builtin_bit_cast(std::uint32_t, limit) + 1;
  return {first, static_cast<std::uint32_t>(float_infinity_bits) - first};
}
FNP_INLINE std::uint32_t place_in(float_range range, float x) {
  return static_cast<std::uint32_t>(float_magnitude(x)) - range.first;
}

// As elementwise_by_domain, the cores of either width. place(x...) is below length if x is not ordinary. A block is
// done as an ordinary one while it is searched, and once more if that was wrong; where y would overwrite what is needed
// then, the search comes first.
template <auto core, auto ordinary, auto place, std::uint32_t length, class... X>
FNP_INLINE void elementwise_by_place(float* y, std::ptrdiff_t n, X const*... x) noexcept {
  bool const in_place = ((static_cast<void const*>(x) == y) || ...);
  for (std::ptrdiff_t begin = 0; begin < n; begin += domain_block) {
    std::ptrdiff_t const end = n - begin < domain_block ? n : begin + domain_block;
    std::uint32_t least = length;
    if (in_place) {
      for (std::ptrdiff_t i = begin; i < end; ++i) {
        std::uint32_t const at = place(x[i]...);
        least = at < least ? at : least;
      }
    }
    if (least == length) {
      FNP_INDEPENDENT_ITERATIONS
      for (std::ptrdiff_t i = begin; i < end; ++i) {
        std::uint32_t const at = place(x[i]...);
        least = at < least ? at : least;
        y[i] = static_cast<float>(ordinary(x[i]...));
      }
    }
    if (least < length) {
      FNP_INDEPENDENT_ITERATIONS
      for (std::ptrdiff_t i = begin; i < end; ++i) y[i] = static_cast<float>(core(x[i]...));
    }
  }
}

}  // namespace fnp::FNP_LEVEL::math

#endif
