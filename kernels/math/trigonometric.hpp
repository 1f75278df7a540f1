// sin, cos, tan of arrays. Only blocks with an argument too large for the short reduction leave the vector path.
#ifndef FNP_KERNELS_MATH_TRIGONOMETRIC_HPP
#define FNP_KERNELS_MATH_TRIGONOMETRIC_HPP

#include "kernels/math/float_lanes.hpp"
#include "kernels/math/lane_loops.hpp"
#include "kernels/math/trigonometric_double.hpp"
#include "kernels/math/trigonometric_float.hpp"

namespace fnp::FNP_LEVEL::math {

inline void sin(double const* x, double* y, std::ptrdiff_t n) noexcept {
  elementwise_by_domain<sin_core, sin_near, far_angle>(x, y, n);
}
inline void cos(double const* x, double* y, std::ptrdiff_t n) noexcept {
  elementwise_by_domain<cos_core, cos_near, far_angle>(x, y, n);
}
inline void tan(double const* x, double* y, std::ptrdiff_t n) noexcept {
  elementwise_by_domain<tan_core, tan_near, far_angle>(x, y, n);
}
inline void sin(float const* x, float* y, std::ptrdiff_t n) noexcept {
  elementwise_by_float_domain<sin_float_core, sin_float_near, far_float_angle>(x, y, n);
}
inline void cos(float const* x, float* y, std::ptrdiff_t n) noexcept {
  elementwise_by_float_domain<cos_float_core, cos_float_near, far_float_angle>(x, y, n);
}
inline void tan(float const* x, float* y, std::ptrdiff_t n) noexcept {
  elementwise_by_float_domain<tan_float_core, tan_float_near, far_float_angle>(x, y, n);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
