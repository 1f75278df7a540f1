// sin, cos, tan of arrays. Only arguments too large for the short reduction leave the vector path.
#ifndef FNP_KERNELS_MATH_TRIGONOMETRIC_HPP
#define FNP_KERNELS_MATH_TRIGONOMETRIC_HPP

#include "kernels/math/float_lanes.hpp"
#include "kernels/math/lane_loops.hpp"
#include "kernels/math/rare_floats.hpp"
#include "kernels/math/tangent_double.hpp"
#include "kernels/math/tangent_float.hpp"
#include "kernels/math/trigonometric_double_lanes.hpp"
#include "kernels/math/trigonometric_float.hpp"
#include "kernels/math/trigonometric_float_lanes.hpp"

namespace fnp::FNP_LEVEL::math {

// float32 sin and cos go by size: float32 up to 2^13, `near` up to 2^30, `far` beyond.
template <std::int32_t quarters>
struct turned_float_function {
  FNP_INLINE static reduced_float_angle<floats> first(ints& rare, floats x) {
    rare = beyond_limit(x, float_lane_limit);
    return reduce_float_angle(x);
  }
  FNP_INLINE static floats second(reduced_float_angle<floats> const& a) { return turned_float_sine<quarters>(a); }
  // A finite argument that has to wait stands in the place of its result.
  FNP_INLINE static floats whole(floats x) {
    ints rare;
    floats const y = second(first(rare, x));
    return chosen(mask_of((ints)(rare & (magnitude_of(x) - float_infinity_bits))), x, y);
  }
};

// An argument that waits exceeds every sine, so the next pass finds it. Each is taken only if some argument waits for
// it, and treats every element by its own size.
template <std::int32_t quarters, double (*near)(double), double (*far)(double)>
[[gnu::noinline]] inline void turn_floats_by_size(float const* x, float* y, std::ptrdiff_t n) noexcept {
  std::uint32_t least = beyond_lane.length;
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    std::uint32_t const place = place_beyond_lane(x[i]);
    least = place < least ? place : least;
  }
  each_register<turned_float_function<quarters>, register_of<float>>(y, n, x);
  if (least == beyond_lane.length) return;

  least = beyond_near.length;
  FNP_INDEPENDENT_ITERATIONS
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    float const v = y[i];
    std::uint32_t const place = place_in(beyond_near, v);
    least = place < least ? place : least;
    float const result = static_cast<float>(near(static_cast<double>(v)));
    y[i] = place_beyond_lane(v) < beyond_near.first - beyond_lane.first ? result : v;
  }
  if (least == beyond_near.length) return;

  for (std::ptrdiff_t i = 0; i < n; ++i)
    if (place_in(beyond_near, y[i]) < beyond_near.length) y[i] = static_cast<float>(far(static_cast<double>(y[i])));
}

// Registers without large arguments; what begins with another one, by blocks.
template <class Function, auto by_size, class T>
FNP_INLINE void turn(T const* x, T* y, std::ptrdiff_t n) noexcept {
  for (std::ptrdiff_t i = 0; i < n;) {
    i += ordinary_registers_by_stages<Function, register_of<T>>(y + i, n - i, x + i);
    std::ptrdiff_t const rest = n - i < domain_block ? n - i : domain_block;
    if (rest > 0) by_size(x + i, y + i, rest);
    i += rest;
  }
}

inline void sin(double const* x, double* y, std::ptrdiff_t n) noexcept {
  turn<turned_double_function<0>, turn_doubles_by_size<0, sin_core, sin_near>>(x, y, n);
}
inline void cos(double const* x, double* y, std::ptrdiff_t n) noexcept {
  turn<turned_double_function<1>, turn_doubles_by_size<1, cos_core, cos_near>>(x, y, n);
}
inline void sin(float const* x, float* y, std::ptrdiff_t n) noexcept {
  turn<turned_float_function<0>, turn_floats_by_size<0, sin_float_near, sin_core>>(x, y, n);
}
inline void cos(float const* x, float* y, std::ptrdiff_t n) noexcept {
  turn<turned_float_function<1>, turn_floats_by_size<1, cos_float_near, cos_core>>(x, y, n);
}
inline void tan(float const* x, float* y, std::ptrdiff_t n) noexcept {
  by_rarity<tan_float_lane, tan_float_core, place_beyond_lane, beyond_lane.length>(x, y, n);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
