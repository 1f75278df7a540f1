// arctan of float64: the turn of the point (1, |x|) by a tabulated angle near its own, and the arctangent of the rest.
//
// With t = (A |x| - B) / (A + B |x|), atan |x| = atan(B / A) + atan t. Two angles for every power of two keep |t| below
// 3/16; the leading bits of |x| choose. Below 3/16 the angle is 0 and t is |x|: nothing is lost there before the last
// sum. From 8 on it is a right angle, t = -1 / |x|.
#ifndef FNP_KERNELS_MATH_ARCTAN_DOUBLE_HPP
#define FNP_KERNELS_MATH_ARCTAN_DOUBLE_HPP

#include "kernels/math/polynomial.hpp"
#include "kernels/math/wide_loops.hpp"

namespace fnp::FNP_LEVEL::math {

// A and B by cell, and atan(B / A) in two parts.
alignas(64) inline constexpr double turn_cosine[16] = {
    0x1.0p+0, 0x1.0p+0, 0x1.0p+0, 0x1.0p+0,
    0x1.0p+0, 0x1.0p+0, 0x1.a3bd564e9e657p-1, 0x1.2920090df61dcp-1,
    0x1.a827999fcef32p-2, 0x1.2a30835066602p-2, 0x1.a9f536e9a9d2dp-3, 0x1.2a8a2fa1c6b3p-3,
    0x0.0p+0, 0x0.0p+0, 0x0.0p+0, 0x0.0p+0};
alignas(64) inline constexpr double turn_sine[16] = {
    0x0.0p+0, 0x1.bf9535a96540dp-3, 0x1.3edd6983a7389p-2, 0x1.be89019b51d1dp-2,
    0x1.3c6ef372fe95p-1, 0x1.bc0e249480c49p-1, 0x1.0p+0, 0x1.0p+0,
    0x1.0p+0, 0x1.0p+0, 0x1.0p+0, 0x1.0p+0,
    0x1.0p+0, 0x1.0p+0, 0x1.0p+0, 0x1.0p+0};
alignas(64) inline constexpr double turn_angle[16] = {
    0x0.0p+0, 0x1.b8a78a27d6dfp-3, 0x1.351ea1f3d8fafp-2, 0x1.a514023a34d2p-2,
    0x1.1b6e192ebbe45p-1, 0x1.6dcc57bb565fdp-1, 0x1.c4a83936311dap-1, 0x1.0b833be165cc9p+0,
    0x1.2d97c7f3321d2p+0, 0x1.49952004c912ep+0, 0x1.5da0a7c6d9b5dp+0, 0x1.6d114072b01efp+0,
    0x1.921fb54442d18p+0, 0x1.921fb54442d18p+0, 0x1.921fb54442d18p+0, 0x1.921fb54442d18p+0};
alignas(64) inline constexpr double turn_angle_lo[16] = {
    0x0.0p+0, -0x1.ace5c9c52eb55p-57, 0x1.c743bfdd20bep-56, 0x1.efa4c5b5e22bfp-58,
    -0x1.c780684241a31p-56, -0x1.7185e47b3e037p-56, -0x1.2cc86f45bea99p-55, 0x1.ebf61b476d926p-58,
    0x1.0c459f0069facp-54, 0x1.798d665bbc256p-54, -0x1.6e764d560dd37p-54, -0x1.9982ea21626f8p-58,
    0x1.1a62633145c07p-54, 0x1.1a62633145c07p-54, 0x1.1a62633145c07p-54, 0x1.1a62633145c07p-54};

// Measured maximum error: 0.74 ULP. Beyond 2^64 the result is pi/2. (atan t - t) / t^3: minimax, error 2^-57.8 of t.
struct arctan_function {
  FNP_INLINE static doubles ordinary(longs& rare, doubles x) {
    rare = beyond_limit(x, 0x1p64);
    longs const m = magnitude_of(x);
    doubles const a = real_of(m);
    // Twice the exponent and the first bit of the fraction, counted from the cell below 3/16 and cut to the table.
    longs const place = (longs)((unsigned_longs)m >> 51) - 2040;
    longs const cell = most(least(place, std::int64_t{15}), std::int64_t{0});
    doubles const cosine = looked_up(turn_cosine, cell);
    doubles const sine = looked_up(turn_sine, cell);
    doubles const t = fma(cosine, a, -sine) / fma(sine, a, cosine);
    doubles const z = t * t;
    doubles const z2 = z * z;
    doubles const low = cubic(z, z2, -0x1.55555555554bp-2, 0x1.999999995ea5cp-3, -0x1.249248ebd33e8p-3,
                              0x1.c71c3dec28e24p-4);
    doubles const high = quadratic(z, z2, -0x1.745063e918277p-4, 0x1.395bee7c77085p-4, -0x1.e3b8371e256f1p-5);
    doubles const angle = looked_up(turn_angle, cell);
    doubles const head = angle + t;
    doubles const rest = fma(t * z, fma(high, z2 * z2, low), looked_up(turn_angle_lo, cell));
    doubles const y = head + (((angle - head) + t) + rest);
    return real_of((longs)(bits_of(y) | sign_of(x)));
  }
  FNP_INLINE static doubles whole(doubles x) {
    longs ignored;
    return chosen(mask_if_nan(x), x, ordinary(ignored, limited(x, 0x1p64)));
  }
};

inline void arctan(double const* x, double* y, std::ptrdiff_t n) noexcept {
  each_register<arctan_function, register_of<double>>(y, n, x);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
