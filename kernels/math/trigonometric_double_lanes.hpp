// sin and cos of a register of float64 up to 2^20, as trigonometric_float_lanes.hpp has it for float32.
//
// pi/2 = p1 + p2 + p3 of 53, 33 and 53 bits, p1 and p2 rounded down: k p2 is exact below 2^20, and so r - a and its sum
// with k p2. The polynomials are those of trigonometric_double.hpp; cos r is rounded in two parts before excess joins.
#ifndef FNP_KERNELS_MATH_TRIGONOMETRIC_DOUBLE_LANES_HPP
#define FNP_KERNELS_MATH_TRIGONOMETRIC_DOUBLE_LANES_HPP

#include "kernels/math/lane_loops.hpp"
#include "kernels/math/polynomial.hpp"
#include "kernels/math/trigonometric_double.hpp"
#include "kernels/math/wide_loops.hpp"

namespace fnp::FNP_LEVEL::math {

inline constexpr double double_lane_limit = 0x1p20;

struct reduced_double_angle {
  doubles r, excess;  // the angle is r - excess
  longs quadrant;
};

// The sine of x moved on by so many quarter turns. Measured maximum error: 0.77 ULP.
template <std::int64_t quarters>
struct turned_double_function {
  FNP_INLINE static reduced_double_angle first(longs& rare, doubles x) {
    rare = beyond_limit(x, double_lane_limit);
    doubles const shifter = every(0x1.8p52), p2 = every(0x1.1a626331p-54);
    doubles const t = fma(x, every(0x1.45f306dc9c883p-1), shifter);
    doubles const k = t - shifter;
    doubles const a = fma(-k, every(0x1.921fb54442d18p+0), x);
    doubles const r = fma(-k, p2, a);
    return {r, fma(k, every(0x1.1701b839a252p-88), fma(k, p2, r - a)), bits_of(t)};
  }
  FNP_INLINE static doubles second(reduced_double_angle const& a) {
    doubles const z = a.r * a.r;
    doubles const z2 = z * z;
    doubles const s = sine_series(z, z2), c = cosine_series(z, z2);
    doubles const w = fma(every(-0.5), z, every(1.0));
    doubles const w_lo = fma(a.r, a.excess, fma(every(-0.5), z, 1.0 - w));
    doubles const sine = a.r - fma(-(a.r * z), s, a.excess * w);
    doubles const cosine = w + fma(z2, c, w_lo);
    longs const q = wrapping_sum(a.quadrant, longs{} + quarters);
    return real_of((longs)(bits_of(chosen_if_odd(q, cosine, sine)) ^ (shifted_left(q, 62) & double_sign)));
  }
  // large: the result where x is beyond the limit, or a NaN.
  FNP_INLINE static doubles whole(doubles x, doubles large) {
    longs rare;
    doubles const y = second(first(rare, x));
    return chosen(mask_of(rare), large, y);
  }
};

template <std::int64_t quarters, double (*core)(double), double (*near)(double)>
[[gnu::noinline]] inline void turn_doubles_by_size(double const* x, double* y, std::ptrdiff_t n) noexcept {
  double large[domain_block];
  elementwise_by_domain<core, near, far_angle>(x, large, n);
  each_register<turned_double_function<quarters>, register_of<double>>(y, n, x, static_cast<double const*>(large));
}

}  // namespace fnp::FNP_LEVEL::math

#endif
