// tanh of float32 by cells, piecewise_float.hpp. Beyond 9.25 the result is 1.
#ifndef FNP_KERNELS_MATH_TANH_FLOAT_HPP
#define FNP_KERNELS_MATH_TANH_FLOAT_HPP

#include "kernels/math/piecewise_float.hpp"

namespace fnp::FNP_LEVEL::math {

alignas(64) inline constexpr float tanh_centre[16] = {
    0x1.9fffbp+0f, 0x1.0fffcap+1f, 0x1.4fff9p+1f, 0x1.90002p+1f,
    0x1.f0001cp+1f, 0x1.37ffbcp+2f, 0x1.77f792p+2f, 0x1.b7da1ep+2f,
    0x1.0a1b2cp+3f, 0x0p+0f, 0x0p+0f, 0x0p+0f,
    0x0p+0f, 0x1.7fffe8p-1f, 0x1.ffffd2p-1f, 0x1.3fffe4p+0f};
alignas(64) inline constexpr float tanh_head[16] = {
    0x1.d9c6e4p-1f, 0x1.f19942p-1f, 0x1.faa78ap-1f, 0x1.fe06ecp-1f,
    0x1.ff8f22p-1f, 0x1.fff0b8p-1f, 0x1.fffdeep-1f, 0x1.ffffb8p-1f,
    0x1.fffffcp-1f, 0x0p+0f, 0x0p+0f, 0x0p+0f,
    0x0p+0f, 0x1.45323p-1f, 0x1.85ef98p-1f, 0x1.b2522cp-1f};
alignas(64) inline constexpr float tanh_slope_0[16] = {
    0x1.265ed4p-3f, 0x1.c65c9p-5f, 0x1.54544ep-6f, 0x1.f81adep-8f,
    0x1.c3489ep-10f, 0x1.e8f9bp-13f, 0x1.08fd9ap-15f, 0x1.1ff02cp-18f,
    0x1.01067p-22f, 0x1.1663c8p-33f, 0x1.8964e8p-20f, 0x1.09edeap-16f,
    -0x1.4207b8p-13f, 0x1.3173c4p-1f, 0x1.ae0dfcp-2f, 0x1.1f2548p-2f};
alignas(64) inline constexpr float tanh_slope_1[16] = {
    -0x1.1064f4p-3f, -0x1.b994e8p-5f, -0x1.50c6f8p-6f, -0x1.f6286ep-8f,
    -0x1.c2e48cp-10f, -0x1.e8e722p-13f, -0x1.08bbf4p-15f, -0x1.1db588p-18f,
    -0x1.0ad86p-22f, -0x1.e72f94p-25f, -0x1.a62976p-15f, -0x1.608a2ep-12f,
    0x1.96dec6p-10f, -0x1.8403c4p-2f, -0x1.4786ep-2f, -0x1.e72934p-3f};
alignas(64) inline constexpr float tanh_slope_2[16] = {
    0x1.33e93cp-4f, 0x1.15b696p-5f, 0x1.b7a126p-7f, 0x1.4c2fcep-8f,
    0x1.2bc5f2p-10f, 0x1.45972p-13f, 0x1.612fa8p-16f, 0x1.7fcbe4p-19f,
    0x1.5549d2p-23f, -0x1.5553fcp-2f, -0x1.5499dcp-2f, -0x1.523e5p-2f,
    -0x1.5ad21p-2f, 0x1.567b76p-5f, 0x1.a85cacp-4f, 0x1.bba476p-4f};
alignas(64) inline constexpr float tanh_slope_3[16] = {
    -0x1.9d423ap-6f, -0x1.ead25cp-7f, -0x1.a4e71cp-8f, -0x1.475cc8p-9f,
    -0x1.2ac954p-11f, -0x1.45a4dcp-14f, -0x1.6b15cap-17f, -0x1.dea822p-20f,
    -0x1.c49516p-25f, -0x1.71d8c8p-13f, -0x1.61ffa4p-8f, -0x1.e4debap-7f,
    0x1.e070ep-9f, 0x1.986d5ap-4f, 0x1.c61c14p-6f, -0x1.9e2406p-7f};
alignas(64) inline constexpr float tanh_slope_4[16] = {
    0x1.2f7fe6p-10f, 0x1.24347cp-8f, 0x1.34b3cap-9f, 0x1.fdefccp-11f,
    0x1.ee5a8ap-13f, 0x1.0e82b8p-15f, 0x1.225784p-18f, 0x1.3b046ep-21f,
    0x1.2c5e7ap-25f, 0x1.16b226p-3f, 0x1.403528p-3f, 0x1.67fe2p-3f,
    0x1.3ea5dep-3f, -0x1.046e84p-4f, -0x1.7ae36ap-5f, -0x1.3bd69ap-6f};
alignas(64) inline constexpr float tanh_slope_5[16] = {
    0x1.14f6e4p-8f, -0x1.1b48fp-11f, -0x1.58a71ep-11f, -0x1.264746p-12f,
    -0x1.43d3f2p-14f, -0x1.64a58p-17f, -0x1.7bb5ecp-21f, 0x1.902f7ap-21f,
    -0x1.0c6d44p-25f, -0x1.448c5ep-6f, -0x1.b3c18p-5f, -0x1.1c87a6p-4f,
    -0x1.f17a88p-5f, 0x1.06d644p-13f, 0x1.314bc4p-6f, 0x1.19c3e8p-6f};

// Measured over every 17th bit pattern: at most 0.79 ULP.
struct tanh_float_function {
  FNP_INLINE static floats whole(floats x) {
    float_cell const c = find_float_cell(bounded_magnitude(x, 9.25f), {0.625f, 0.625f, 2}, tanh_centre, tanh_head);
    floats const d2 = c.d * c.d;
    floats const high = fma(looked_up(tanh_slope_5, c.at), c.d, looked_up(tanh_slope_4, c.at));
    floats const middle = fma(looked_up(tanh_slope_3, c.at), c.d, looked_up(tanh_slope_2, c.at));
    floats const low = fma(looked_up(tanh_slope_1, c.at), c.d, looked_up(tanh_slope_0, c.at));
    floats const y = fma(c.d, fma(fma(high, d2, middle), d2, low), c.head);
    return real_of((ints)(bits_of(y) | sign_of(x)));
  }
};

inline void tanh(float const* x, float* y, std::ptrdiff_t n) noexcept {
  each_register<tanh_float_function, register_of<float>>(y, n, x);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
