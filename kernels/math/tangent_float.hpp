// tan of one float32 in float32: the angle modulo pi/2, t = r + r^3 T(r^2), and -1/t in odd quadrants.
//
// t is kept in two parts, of which the reciprocal's remainder takes the second. The reduction is that of
// trigonometric_float_lanes.hpp, and so is its limit; larger arguments go through float64.
#ifndef FNP_KERNELS_MATH_TANGENT_FLOAT_HPP
#define FNP_KERNELS_MATH_TANGENT_FLOAT_HPP

#include "kernels/math/polynomial.hpp"
#include "kernels/math/trigonometric_float_lanes.hpp"

namespace fnp::FNP_LEVEL::math {

// T is minimax, error 2^-29.5 of tan r. Measured over all 2^32 arguments: at most 1.227 ULP.
FNP_INLINE float tan_float_lane(float x) {
  reduced_float_angle<float> const a = reduce_float_angle(x);
  float const r = a.r;
  float const z = r * r;
  float const z2 = z * z;
  float const high = quadratic(z, z2, 0x1.665ecp-7f, -0x1.0eb7dap-15f, 0x1.22923ap-8f);
  float const p =
      __builtin_fmaf(high, z2 * z2, cubic(z, z2, 0x1.555562p-2f, 0x1.110d24p-3f, 0x1.baed76p-5f, 0x1.5c043cp-6f));
  // A difference, so that a zero keeps its sign. d(tan r) = (1 + tan^2 r) dr, and tan^2 r is nearly z + z^2.
  float const rest = __builtin_fmaf(-(r * z), p, __builtin_fmaf(a.excess, z + z2, a.excess));
  float const t = r - rest;
  float const t_lo = (r - t) - rest;
  float const q = -1.0f / t;
  float const miss = __builtin_fmaf(q, t_lo, __builtin_fmaf(q, t, 1.0f));
  float const inverse = __builtin_fmaf(q, miss, q);
  return (a.quadrant & 1) != 0 ? inverse : t;
}

}  // namespace fnp::FNP_LEVEL::math

#endif
