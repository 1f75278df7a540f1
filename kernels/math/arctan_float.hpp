// arctan of float32, as arctan_double.hpp has it: one tabulated angle for every power of two, |t| <= 17/64.
#ifndef FNP_KERNELS_MATH_ARCTAN_FLOAT_HPP
#define FNP_KERNELS_MATH_ARCTAN_FLOAT_HPP

#include "kernels/math/polynomial.hpp"
#include "kernels/math/wide_loops.hpp"

namespace fnp::FNP_LEVEL::math {

// A and B by cell, and atan(B / A) in two parts; each eight numbers twice.
alignas(64) inline constexpr float float_turn_cosine[8] = {
    0x1.0p+0f, 0x1.0p+0f, 0x1.0p+0f, 0x1.5c61dep-1f, 0x1.650308p-2f, 0x1.6833f2p-3f, 0x0.0p+0f, 0x0.0p+0f};
alignas(64) inline constexpr float float_turn_sine[8] = {
    0x0.0p+0f, 0x1.91deb2p-2f, 0x1.86da78p-1f, 0x1.0p+0f, 0x1.0p+0f, 0x1.0p+0f, 0x1.0p+0f, 0x1.0p+0f};
alignas(64) inline constexpr float float_turn_angle[8] = {
    0x0.0p+0f, 0x1.7ef516p-2f, 0x1.4dd4a4p-1f, 0x1.f2576p-1f, 0x1.3c3e92p+0f, 0x1.658de8p+0f, 0x1.921fb6p+0f,
    0x1.921fb6p+0f};
alignas(64) inline constexpr float float_turn_angle_lo[8] = {
    0x0.0p+0f, -0x1.51a81ap-27f, 0x1.69e19cp-27f, -0x1.c8fbd2p-26f, -0x1.90d1a8p-25f, 0x1.bcc57ep-25f,
    -0x1.777a5cp-25f, -0x1.777a5cp-25f};

// Measured over every 17th bit pattern: at most 0.95 ULP. (atan t - t) / t^3: minimax, error 2^-32 of t.
struct arctan_float_function {
  FNP_INLINE static floats ordinary(ints& rare, floats x) {
    rare = beyond_limit(x, 0x1p64f);
    ints const m = magnitude_of(x);
    floats const a = real_of(m);
    // Cells begin at 17/64 2^k, where the angle has passed 1/4; their number is cut to the table.
    ints const cell = most(least((ints)((m - 0x00080000) >> 23) - 124, std::int32_t{7}), std::int32_t{0});
    floats const cosine = looked_up(float_turn_cosine, cell);
    floats const sine = looked_up(float_turn_sine, cell);
    floats const t = fma(cosine, a, -sine) / fma(sine, a, cosine);
    floats const z = t * t;
    floats const series = cubic(z, z * z, -0x1.55554cp-2f, 0x1.998fc8p-3f, -0x1.22e68ap-3f,
                                0x1.8cd784p-4f);
    floats const angle = looked_up(float_turn_angle, cell);
    floats const head = angle + t;
    floats const rest = fma(t * z, series, looked_up(float_turn_angle_lo, cell));
    floats const y = head + (((angle - head) + t) + rest);
    return real_of((ints)(bits_of(y) | sign_of(x)));
  }
  FNP_INLINE static floats whole(floats x) {
    ints ignored;
    return chosen(mask_if_nan(x), x, ordinary(ignored, limited(x, 0x1p64f)));
  }
};

inline void arctan(float const* x, float* y, std::ptrdiff_t n) noexcept {
  each_register<arctan_float_function, register_of<float>>(y, n, x);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
