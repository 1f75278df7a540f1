// arctan of float32 by cells of |x|: atan a = atan c + atan t with t = (a - c) / (1 + c a), c the cell's tangent.
//
// A cell is half a power of two between 1/16 and 8, so that |t| <= 1/10 and sixteen numbers fill a register; below 1/16
// c is 0. Each c is a float whose arctan lies within 2^-8 units of the last place of a float (S. Gal, as in
// piecewise_float.hpp): nothing but the last sum is rounded at the size of the result.
#ifndef FNP_KERNELS_MATH_ARCTAN_FLOAT_HPP
#define FNP_KERNELS_MATH_ARCTAN_FLOAT_HPP

#include "kernels/math/wide_loops.hpp"

namespace fnp::FNP_LEVEL::math {

// By the low four bits of what |x| / 2^22 has as bits; of the cells beyond 8 and below 1/16 these are 4 and 5.
alignas(64) inline constexpr float cell_tangent[16] = {
    0x1.35052ap+1f, 0x1.b78f68p+1f, 0x1.33b67ep+2f, 0x1.b70c6p+2f, 0x1.00ff84p+4f, 0x0.0p+0f,
    0x1.2a996cp-4f, 0x1.bfe434p-4f, 0x1.2a670cp-3f, 0x1.bf95c4p-3f, 0x1.2d0fbcp-2f, 0x1.be8912p-2f,
    0x1.361adcp-1f, 0x1.bc0e02p-1f, 0x1.38451ap+0f, 0x1.b9225ep+0f};
alignas(64) inline constexpr float cell_angle[16] = {
    0x1.2d97d8p+0f, 0x1.499528p+0f, 0x1.5da0bap+0f, 0x1.6d115ap+0f, 0x1.8234ep+0f, 0x0.0p+0f,
    0x1.2a127p-4f, 0x1.be1e74p-4f, 0x1.28513ep-3f, 0x1.b8a812p-3f, 0x1.24cf92p-2f, 0x1.a5141p-2f,
    0x1.16d34ep-1f, 0x1.6dcc44p-1f, 0x1.c4a84p-1f, 0x1.0b834p+0f};

// (atan t - t) / t^3: minimax, error 2^-28 of the result. Measured from 2^-12 to 2^9: at most 0.894 ULP.
struct arctan_float_function {
  FNP_INLINE static floats whole(floats x) {
    floats const a = bounded_magnitude(x, 0x1p64f);
    ints const cell = most(least(bits_of(a), 0x41000000), 0x3d400000) >> 22;
    floats const c = looked_up(cell_tangent, cell);
    floats const t = (a - c) / fma(c, a, every(1.0f));
    floats const z = t * t;
    floats const series = fma(every(0x1.9620b6p-3f), z, every(-0x1.555454p-2f));
    floats const y = looked_up(cell_angle, cell) + fma(t * z, series, t);
    return real_of((ints)(bits_of(y) | sign_of(x)));
  }
};

inline void arctan(float const* x, float* y, std::ptrdiff_t n) noexcept {
  each_register<arctan_float_function, register_of<float>>(y, n, x);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
