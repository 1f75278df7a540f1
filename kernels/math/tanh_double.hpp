// tanh of float64 by 32 cells of |x|: tanh (c + d) = tanh c + (1 - tanh^2 c) t / (1 + t tanh c), c of the cell.
//
// t = tanh d is d P(d^2) / Q(d^2), a convergent of Lambert's continued fraction, so one division does for both. c is
// such that tanh c is almost a float64, as in piecewise_float.hpp, and the other term is at most a sixth of it. Near
// zero c would be 0 and t all there is: x + x (P - Q) / Q keeps the error down.
#ifndef FNP_KERNELS_MATH_TANH_DOUBLE_HPP
#define FNP_KERNELS_MATH_TANH_DOUBLE_HPP

#include "kernels/math/polynomial.hpp"
#include "kernels/math/wide_loops.hpp"

namespace fnp::FNP_LEVEL::math {

// c, tanh c and 1 - tanh^2 c: verify/accuracy/tanh_tables.py. Cells are eighths of powers of two of |x| + 11/8.
alignas(64) inline constexpr double tanh_of_centre[32] = {
    0x1.800000000002dp-1, 0x1.fffffffffff1dp-1, 0x1.4000000000037p+0, 0x1.7ffffffffff11p+0,
    0x1.c000000000139p+0, 0x1.fffffffffff34p+0, 0x1.200000000015ep+1, 0x1.3fffffffffdcep+1,
    0x1.7000000000207p+1, 0x1.afffffffffa8ep+1, 0x1.effffffffff77p+1, 0x1.17ffffffffed9p+2,
    0x1.37fffffffffa7p+2, 0x1.57ffffffffde5p+2, 0x1.77ffffffff943p+2, 0x1.9800000001271p+2,
    0x1.c7fffffffa79ep+2, 0x1.040000000a615p+3, 0x1.23ffffff8c783p+3, 0x1.43fffffe7fb8fp+3,
    0x1.63fffff738404p+3, 0x1.840000a266ec3p+3, 0x1.a3fffa64d46eap+3, 0x1.c3ffd9b9a492dp+3,
    0x1.f3ffb7bfe1568p+3, 0x1.19dc9df7850b1p+4, 0x1.2b708872320e2p+4, 0x0p+0,
    0x0p+0, 0x0p+0, 0x1.c000000000146p-2, 0x1.1fffffffffc03p-1};
alignas(64) inline constexpr double tanh_of_head[32] = {
    0x1.45323e552f243p-1, 0x1.85efab514f335p-1, 0x1.b2523bb6b2e0dp-1, 0x1.cf6f9786df521p-1,
    0x1.e1fbf97e3356ep-1, 0x1.ed9505e1bc3b7p-1, 0x1.f4bfd6c2dfd5bp-1, 0x1.f9258260a7186p-1,
    0x1.fcc04cdbcdc66p-1, 0x1.fecd6b7ea310ep-1, 0x1.ff8f21cdaaa62p-1, 0x1.ffd677867b57ep-1,
    0x1.fff0b823ae6e6p-1, 0x1.fffa60da976aap-1, 0x1.fffdee8f80351p-1, 0x1.ffff3d3aa8e64p-1,
    0x1.ffffd48a67f50p-1, 0x1.fffffa1e50522p-1, 0x1.ffffff343a3e1p-1, 0x1.ffffffe46c21ep-1,
    0x1.fffffffc448d0p-1, 0x1.ffffffff7eb1bp-1, 0x1.ffffffffee801p-1, 0x1.fffffffffda1bp-1,
    0x1.ffffffffffe1dp-1, 0x1.ffffffffffff7p-1, 0x1.fffffffffffffp-1, 0x0p+0,
    0x0p+0, 0x0p+0, 0x1.a5729ee488146p-2, 0x1.05086f2f6d1c3p-1};
alignas(64) inline constexpr double tanh_of_slope[32] = {
    0x1.3173b1efa6ed3p-1, 0x1.ae0dc0f990d67p-2, 0x1.1f25131e3a857p-2, 0x1.72165282c71e4p-3,
    0x1.d22ca1c249d08p-4, 0x1.2162c262e06d7p-4, 0x1.64108aa4d5873p-5, 0x1.b3afe1fba6b3ap-6,
    0x1.9e87d088d1995p-7, 0x1.3238b786151fep-8, 0x1.c3470628817b7p-10, 0x1.4c365225e5570p-11,
    0x1.e8f43e3247f0dp-13, 0x1.67c7607efecccp-14, 0x1.08b7b70733cd6p-15, 0x1.858a641ba7ef2p-17,
    0x1.5bacb19691cfdp-19, 0x1.786be94e82cf9p-22, 0x1.978b838ee6627p-25, 0x1.b93de1f41de68p-28,
    0x1.ddb97ffe4241dp-31, 0x1.029c9fffdf587p-33, 0x1.17fefffffb379p-36, 0x1.2f27ffffff4c7p-39,
    0x1.e2fffffffff1cp-44, 0x1.2000000000001p-49, 0x1.ffffffffffff4p-53, 0x1p+0,
    0x1p+0, 0x1p+0, 0x1.a945b9c24e48ap-1, 0x1.7aeae6811421cp-1};

// Measured maximum error: 0.83 ULP. Beyond 20 the result is 1. P and Q: error d^14 / 2^37.
struct tanh_function {
  FNP_INLINE static doubles whole(doubles x) {
    doubles const a = bounded_magnitude(x, 20.0);
    doubles const place = a + 1.375;
    longs const at = (longs)((unsigned_longs)bits_of(place) >> 49);
    doubles const d = a - looked_up(tanh_of_centre, at);
    doubles const tabulated = looked_up(tanh_of_head, at);
    doubles const z = d * d;
    doubles const z2 = z * z;
    doubles const difference = z * quadratic(z, z2, -45045.0, -2772.0, -27.0);
    doubles const q = cubic(z, z2, 135135.0, 62370.0, 3150.0, 28.0);
    doubles const end_of_near = every(1.75);
    doubles const part = d * (place < end_of_near ? difference : q + difference);
    doubles const rest = looked_up(tanh_of_slope, at) * part / fma(tabulated, part, q);
    doubles const y = (place < end_of_near ? a : tabulated) + rest;
    return real_of((longs)(bits_of(y) | sign_of(x)));
  }
};

inline void tanh(double const* x, double* y, std::ptrdiff_t n) noexcept {
  each_register<tanh_function, register_of<double>>(y, n, x);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
