// arctan2 of float32 by the cells of arctan_float.hpp: atan(a / b) = atan c + atan t with t = (a - c b) / (b + c a).
//
// a is the smaller magnitude and b the larger. The difference of their bits is nearly the logarithm of a / b, so it
// tells the cell without a division; |t| <= 0.15. t comes with its remainder, since below 1/8 it is nearly the result:
// only the last sum is rounded at the size of the result.
#ifndef FNP_KERNELS_MATH_ARCTANGENT_FLOAT_HPP
#define FNP_KERNELS_MATH_ARCTANGENT_FLOAT_HPP

#include "kernels/math/arctan_float.hpp"
#include "kernels/math/arctangent_double.hpp"

namespace fnp::FNP_LEVEL::math {

// Those cells that a ratio may be in, and one below 1/8, by the low three bits.
alignas(32) inline constexpr float ratio_tangent[8] = {
    0x1.2a670cp-3f, 0x1.bf95c4p-3f, 0x1.2d0fbcp-2f, 0x1.be8912p-2f, 0x1.361adcp-1f,
    0x1.bc0e02p-1f, 0x1.38451ap+0f, 0x0.0p+0f};
alignas(32) inline constexpr float ratio_angle[8] = {
    0x1.28513ep-3f, 0x1.b8a812p-3f, 0x1.24cf92p-2f, 0x1.a5141p-2f, 0x1.16d34ep-1f,
    0x1.6dcc44p-1f, 0x1.c4a84p-1f, 0x0.0p+0f};

// Pairs whose larger magnitude is in (0, 2^-100) or beyond 2^101 up to infinity, or that hold a NaN.
[[gnu::noinline]] inline void arctan2_of_rare_pairs(float (&y)[float_lanes], float const (&x)[float_lanes]) noexcept {
  for (std::ptrdiff_t i = 0; i < float_lanes; ++i)
    y[i] = static_cast<float>(arctan2_core(static_cast<double>(y[i]), static_cast<double>(x[i])));
}

// Of other pairs no remainder underflows where it matters, and b + c a does not overflow. 0 / 0 counts as 0 / 2^-100.
// Measured maximum error over 10^8 pairs: 0.911 ULP.
struct arctan2_float_function {
  struct parts {
    floats t, t_lo, angle, base;
    ints turned;  // the sign bit of what is added to base: 0, pi/2 or pi
    floats y;
  };
  FNP_INLINE static parts first(ints& rare, floats y, floats x) {
    ints const p = magnitude_of(y), q = magnitude_of(x);
    ints const larger = p < q ? q : p, smaller = p < q ? p : q;
    ints const least_side = bits_of(every(0x1p-100f));
    rare = ((larger - least_side) & -larger) | (bits_of(every(0x1p101f)) - larger);
    ints const larger_side = larger < least_side ? least_side : larger;
    floats const a = real_of(smaller), b = real_of(larger_side);
    std::int32_t const one = 0x3f800000, least_cell = 0x3dc00000;
    ints const cell = (most((ints)(smaller - larger_side), least_cell - one) + one) >> 22;
    floats const c = looked_up(ratio_tangent, cell);
    floats const n = fma(-c, b, a), d = fma(c, a, b);
    floats const t = n / d;
    ints const upright = mask_of((ints)(q - p)), behind = mask_of(bits_of(x));
    floats const base = chosen(upright, every(0x1.921fb6p+0f), kept(behind, every(0x1.921fb6p+1f)));
    return {t, fma(-t, d, n) / d, looked_up(ratio_angle, cell), base, (ints)((bits_of(x) ^ upright) & float_sign), y};
  }
  // (atan t - t) / t^3: minimax, error 2^-33. What float32 leaves of pi is the same part of base.
  FNP_INLINE static floats second(parts const& p) {
    floats const z = p.t * p.t;
    floats const series = fma(fma(every(-0x1.1b6d98p-3f), z, every(0x1.997e72p-3f)), z, every(-0x1.55554cp-2f));
    floats const rest = real_of((ints)(bits_of(p.t + fma(p.t * z, series, p.t_lo)) ^ p.turned));
    floats const angle = real_of((ints)(bits_of(p.angle) ^ p.turned));
    floats const head = p.base + angle;
    floats const r = head + (rest + fma(p.base, every(-0x1.de12cap-26f), (p.base - head) + angle));
    return real_of((ints)(magnitude_of(r) | sign_of(p.y)));
  }
  FNP_INLINE static floats ordinary(ints& rare, floats y, floats x) { return second(first(rare, y, x)); }
  FNP_INLINE static floats whole(floats y, floats x) {
    ints rare;
    floats const result = ordinary(rare, y, x);
    float wide_y[float_lanes], wide_x[float_lanes];
    std::memcpy(wide_y, &y, sizeof y);
    std::memcpy(wide_x, &x, sizeof x);
    arctan2_of_rare_pairs(wide_y, wide_x);
    std::memcpy(&y, wide_y, sizeof y);
    return chosen(mask_of(rare), y, result);
  }
};

}  // namespace fnp::FNP_LEVEL::math

#endif
