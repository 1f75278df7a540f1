// tan of float64 in registers: the operations of trigonometric_double.hpp, sine and cosine in the first stage, their
// quotient in the second. What is beyond the short reduction is done one by one.
#ifndef FNP_KERNELS_MATH_TANGENT_DOUBLE_HPP
#define FNP_KERNELS_MATH_TANGENT_DOUBLE_HPP

#include "kernels/math/trigonometric_double.hpp"
#include "kernels/math/wide_loops.hpp"

namespace fnp::FNP_LEVEL::math {

struct tan_function {
  struct fraction {
    doubles numerator, numerator_lo, denominator, denominator_lo;
    longs sign;
  };
  FNP_INLINE static fraction first(longs& rare, doubles x) {
    rare = beyond_limit(x, near_angle_limit) & (magnitude_of(x) - infinity_bits);
    doubles const shifter = every(0x1.8p52);
    doubles const a = real_of(magnitude_of(x));
    doubles const t = fma(a, every(0x1.45f306dc9c883p-1), shifter), k = t - shifter;
    // As reduce_near_angle.
    doubles const left = fma(-k, every(0x1.921fb54442d18p+0), a);
    doubles const p = k * 0x1.1a62633145c07p-54, p_lo = fma(k, every(0x1.1a62633145c07p-54), -p);
    doubles const r = left - p;
    doubles const r_lo = ((left - r) - p) - fma(k, every(-0x1.f1976b7ed8fbcp-110), p_lo);
    // As sine_and_cosine_of.
    doubles const z = r * r, z2 = z * z;
    doubles const s = quintic(z, z2, -0x1.5555555555548p-3, 0x1.111111110f730p-7, -0x1.a01a019be9217p-13,
                              0x1.71de35552b5bap-19, -0x1.ae5e4b83ed3dbp-26, 0x1.5d8b559722d45p-33);
    doubles const c = quintic(z, z2, 0x1.555555555554bp-5, -0x1.6c16c16c15005p-10, 0x1.a01a019c8c7f3p-16,
                              -0x1.27e4f7ef1046ap-22, 0x1.1ee9d9c99faf3p-29, -0x1.8fa555abc0305p-37);
    doubles const w = fma(every(-0.5), z, every(1.0));
    doubles const w_lo = fma(-r, r_lo, fma(every(-0.5), z, 1.0 - w));
    doubles const sine_lo = fma(r * z, s, r_lo * w), cosine_lo = fma(z2, c, w_lo);
    longs const quadrant = shifted_left(bits_of(t), 63), odd = mask_of(quadrant);
    return {chosen(odd, w, r), chosen(odd, cosine_lo, sine_lo), chosen(odd, r, w), chosen(odd, sine_lo, cosine_lo),
            (longs)(quadrant ^ sign_of(x))};
  }
  FNP_INLINE static doubles second(fraction const& f) {
    doubles const n = f.numerator + f.numerator_lo, n_lo = f.numerator_lo - (n - f.numerator);
    doubles const d = f.denominator + f.denominator_lo, d_lo = f.denominator_lo - (d - f.denominator);
    doubles const reciprocal = 1.0 / d, q = n * reciprocal;
    doubles const rest = fma(-q, d_lo, fma(-q, d, n) + n_lo);
    return real_of((longs)(bits_of(q + rest * reciprocal) ^ f.sign));
  }
  FNP_INLINE static doubles ordinary(longs& rare, doubles x) { return second(first(rare, x)); }
  FNP_INLINE static doubles whole(doubles x) {
    double lane[double_lanes];
    register_of<double>::store(lane, x);
    for (double& v : lane) v = tan_core(v);
    return register_of<double>::load(lane);
  }
};

inline void tan(double const* x, double* y, std::ptrdiff_t n) noexcept {
  each_register_by_stages<tan_function, register_of<double>>(y, n, x);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
