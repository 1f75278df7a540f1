// float32 functions whose ordinary arguments are done in float32, and whose rare ones go through float64.
//
// The two differ in last bits, so a block that holds a rare argument chooses for every element by its own value.
#ifndef FNP_KERNELS_MATH_RARE_FLOATS_HPP
#define FNP_KERNELS_MATH_RARE_FLOATS_HPP

#include "kernels/math/float_lanes.hpp"

namespace fnp::FNP_LEVEL::math {

// Positive, finite and normal numbers are ordinary. Everything else has one place in [0, not_ordinary): infinities and
// NaN, negative numbers, zeros and subnormals.
inline constexpr std::uint32_t not_ordinary = 0x81000000;
FNP_INLINE std::uint32_t place_not_ordinary(float x) {
  return static_cast<std::uint32_t>(float_to_bits(x)) - static_cast<std::uint32_t>(float_infinity_bits);
}

// Every other argument goes through float64.
template <float (*ordinary)(float), double (*rare)(double), std::uint32_t (*place)(float), std::uint32_t length>
FNP_INLINE float unless_rare(float x) {
  float const wide = static_cast<float>(rare(static_cast<double>(x)));
  return place(x) < length ? wide : ordinary(x);
}

template <float (*ordinary)(float), double (*rare)(double), std::uint32_t (*place)(float), std::uint32_t length>
FNP_INLINE void by_rarity(float const* x, float* y, std::ptrdiff_t n) noexcept {
  elementwise_by_place<unless_rare<ordinary, rare, place, length>, ordinary, place, length>(y, n, x);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
