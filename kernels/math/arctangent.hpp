// arctan, arctan2 of arrays.
#ifndef FNP_KERNELS_MATH_ARCTANGENT_HPP
#define FNP_KERNELS_MATH_ARCTANGENT_HPP

#include "kernels/math/arctan_double.hpp"
#include "kernels/math/arctan_float.hpp"
#include "kernels/math/arctangent_double.hpp"
#include "kernels/math/arctangent_float.hpp"
#include "kernels/math/lane_loops.hpp"

namespace fnp::FNP_LEVEL::math {

inline void arctan2(double const* x, double const* z, double* y, std::ptrdiff_t n) noexcept {
  elementwise<arctan2_core>(x, z, y, n);
}
inline void arctan2(float const* x, float const* z, float* y, std::ptrdiff_t n) noexcept {
  each_register_by_stages<arctan2_float_function, register_of<float>>(y, n, x, z);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
