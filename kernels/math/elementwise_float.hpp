// The block loops of elementwise.hpp for float32 whose domain test reads the 32 bits themselves: half the work of a
// test on the converted value, which in a cheap function is a tenth of the time.
#ifndef FNP_KERNELS_MATH_ELEMENTWISE_FLOAT_HPP
#define FNP_KERNELS_MATH_ELEMENTWISE_FLOAT_HPP

#include "kernels/math/lane_loops.hpp"

namespace fnp::FNP_LEVEL::math {

FNP_INLINE std::int32_t float_magnitude(float x) { return __builtin_bit_cast(std::int32_t, x) & 0x7fffffff; }

template <double (*core)(double), double (*ordinary)(double), std::int32_t (*outside)(float)>
FNP_INLINE void elementwise_by_float_domain(float const* x, float* y, std::ptrdiff_t n) noexcept {
  for (std::ptrdiff_t begin = 0; begin < n; begin += domain_block) {
    std::ptrdiff_t const m = n - begin < domain_block ? n - begin : domain_block;
    std::int32_t any = 0;
    for (std::ptrdiff_t i = begin; i < begin + m; ++i) any |= outside(x[i]);
    if (any < 0) {
      elementwise<core>(x + begin, y + begin, m);
    } else {
      elementwise<ordinary>(x + begin, y + begin, m);
    }
  }
}

template <double (*core)(double, double), double (*ordinary)(double, double), std::int32_t (*outside)(float, float)>
FNP_INLINE void elementwise_by_float_domain(float const* x, float const* z, float* y, std::ptrdiff_t n) noexcept {
  for (std::ptrdiff_t begin = 0; begin < n; begin += domain_block) {
    std::ptrdiff_t const m = n - begin < domain_block ? n - begin : domain_block;
    std::int32_t any = 0;
    for (std::ptrdiff_t i = begin; i < begin + m; ++i) any |= outside(x[i], z[i]);
    if (any < 0) {
      elementwise<core>(x + begin, z + begin, y + begin, m);
    } else {
      elementwise<ordinary>(x + begin, z + begin, y + begin, m);
    }
  }
}

}  // namespace fnp::FNP_LEVEL::math

#endif
