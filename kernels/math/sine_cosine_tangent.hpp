// sin, cos, tan of arrays. Only arguments too large for the short reduction leave the vector path.
#ifndef FNP_KERNELS_MATH_TRIGONOMETRIC_HPP
#define FNP_KERNELS_MATH_TRIGONOMETRIC_HPP

#include "kernels/math/float_lanes.hpp"
#include "kernels/math/lane_loops.hpp"
#include "kernels/math/rare_floats.hpp"
#include "kernels/math/tangent_double.hpp"
#include "kernels/math/tangent_float.hpp"
#include "kernels/math/trigonometric_double.hpp"
#include "kernels/math/trigonometric_float.hpp"
#include "kernels/math/trigonometric_float_lanes.hpp"

namespace fnp::FNP_LEVEL::math {

// float32 sin and cos go by size: lane up to 2^13, near up to 2^30, far beyond. An argument that has to wait stands in
// y for its result; it exceeds every sine, so the next pass finds it there. Each pass is taken by a block only if some
// argument waits for it, and treats every element by its own size.
inline constexpr float_range beyond_lane = finite_beyond(float_lane_limit);
FNP_INLINE std::uint32_t place_beyond_lane(float x) { return place_in(beyond_lane, x); }

template <float (*lane)(float), double (*near)(double), double (*far)(double)>
FNP_INLINE void turn_by_size(float const* x, float* y, std::ptrdiff_t n) noexcept {
  for (std::ptrdiff_t begin = 0; begin < n; begin += domain_block) {
    std::ptrdiff_t const end = n - begin < domain_block ? n : begin + domain_block;
    std::uint32_t least = beyond_lane.length;
    FNP_INDEPENDENT_ITERATIONS
    for (std::ptrdiff_t i = begin; i < end; ++i) {
      float const v = x[i];
      std::uint32_t const place = place_in(beyond_lane, v);
      least = place < least ? place : least;
      float const result = lane(v);
      y[i] = place < beyond_lane.length ? v : result;
    }
    if (least == beyond_lane.length) continue;

    least = beyond_near.length;
    FNP_INDEPENDENT_ITERATIONS
    for (std::ptrdiff_t i = begin; i < end; ++i) {
      float const v = y[i];
      std::uint32_t const place = place_in(beyond_near, v);
      least = place < least ? place : least;
      float const result = static_cast<float>(near(static_cast<double>(v)));
      y[i] = place_in(beyond_lane, v) < beyond_near.first - beyond_lane.first ? result : v;
    }
    if (least == beyond_near.length) continue;

    for (std::ptrdiff_t i = begin; i < end; ++i)
      if (place_in(beyond_near, y[i]) < beyond_near.length) y[i] = static_cast<float>(far(static_cast<double>(y[i])));
  }
}

inline void sin(double const* x, double* y, std::ptrdiff_t n) noexcept {
  elementwise_by_domain<sin_core, sin_near, far_angle>(x, y, n);
}
inline void cos(double const* x, double* y, std::ptrdiff_t n) noexcept {
  elementwise_by_domain<cos_core, cos_near, far_angle>(x, y, n);
}
inline void sin(float const* x, float* y, std::ptrdiff_t n) noexcept {
  turn_by_size<sin_float_lane, sin_float_near, sin_core>(x, y, n);
}
inline void cos(float const* x, float* y, std::ptrdiff_t n) noexcept {
  turn_by_size<cos_float_lane, cos_float_near, cos_core>(x, y, n);
}
inline void tan(float const* x, float* y, std::ptrdiff_t n) noexcept {
  by_rarity<tan_float_lane, tan_float_core, place_beyond_lane, beyond_lane.length>(x, y, n);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
