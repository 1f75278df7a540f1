// The cube root of float32 in float32: z near x^(-1/3) from the bits, one step of fourth order, and x z^2 corrected.
//
// The bits of x are nearly 2^23 (log2 x + 127), so their third, taken from a constant, is z to 3.5 %. With
// h = 1 - x z^3, z (1 - h)^(-1/3) is the root; the last step leaves a third of the rounding error of y = x z^2.
#ifndef FNP_KERNELS_MATH_CBRT_FLOAT_HPP
#define FNP_KERNELS_MATH_CBRT_FLOAT_HPP

#include "kernels/math/cbrt.hpp"
#include "kernels/math/rare_floats.hpp"

namespace fnp::FNP_LEVEL::math {

// For normal |x|. Measured over all 2^32 arguments: at most 0.897 ULP.
FNP_INLINE float cbrt_float_ordinary(float x) {
  float const a = float_from_bits(float_magnitude(x));
  float const third = static_cast<float>(float_magnitude(x)) * (-1.0f / 3.0f);
  float const guess = float_from_bits(static_cast<std::int32_t>(third + 0x1.52847cp+30f));
  float const h = __builtin_fmaf(-(a * guess), guess * guess, 1.0f);
  float const step = __builtin_fmaf(__builtin_fmaf(14.0f / 81.0f, h, 2.0f / 9.0f), h, 1.0f / 3.0f);
  float const z = __builtin_fmaf(guess * h, step, guess);
  float const y = a * z * z;
  return float_with_sign(__builtin_fmaf(y * (2.0f / 3.0f), __builtin_fmaf(-y, z, 1.0f), y), x);
}

FNP_INLINE std::uint32_t place_not_normal(float x) { return place_not_ordinary(float_from_bits(float_magnitude(x))); }

inline void cbrt(float const* x, float* y, std::ptrdiff_t n) noexcept {
  by_rarity<cbrt_float_ordinary, cbrt_core, place_not_normal, not_ordinary>(x, y, n);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
