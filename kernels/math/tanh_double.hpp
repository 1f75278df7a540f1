// tanh of float64: 1 - 2 / (1 + e^2|x|), or an odd polynomial where that difference would cancel, |x| < 3/16.
//
// 1 + e^2|x| is kept in two parts, and the quotient's remainder repairs both its rounding and the part left out.
#ifndef FNP_KERNELS_MATH_TANH_DOUBLE_HPP
#define FNP_KERNELS_MATH_TANH_DOUBLE_HPP

#include "kernels/math/exp_double.hpp"

namespace fnp::FNP_LEVEL::math {

// Measured maximum error: 0.61 ULP. Beyond 20 the result is 1. (tanh x - x) / x^3: minimax, error 2^-56 of x.
struct tanh_function {
  FNP_INLINE static doubles ordinary(longs& rare, doubles x) {
    rare = if_nan(x);
    doubles const a = limited_magnitude(x, 20.0);
    exponential const e = exponential_of(a + a, doubles{});
    doubles const scale = real_of(shifted_left((longs)(shifted_right(e.n, 4) + 1023), 52));
    doubles const head = e.head * scale;
    doubles const sum = head + 1.0;
    doubles const small = fma(e.tail, scale, (head - sum) + 1.0);
    doubles const divisor = sum + small;
    doubles const lost = (sum - divisor) + small;
    doubles const q = 2.0 / divisor;
    doubles const repair = fma(-q, lost, fma(-q, divisor, every(2.0))) * (q * 0.5);
    doubles const near_one = 1.0 - q;
    doubles const large = near_one + (((1.0 - near_one) - q) - repair);

    doubles const z = a * a;
    doubles const z2 = z * z;
    doubles const series = fma(line(z, -0x1.222a8a37e7f16p-7, 0x1.c055fdd964347p-9), z2 * z2,
                               cubic(z, z2, -0x1.55555555553d1p-2, 0x1.11111110a7eb6p-3, -0x1.ba1ba08ace165p-5,
                                     0x1.664e7f3827e0fp-6));
    longs const is_small = mask_of((longs)(bits_of(a) - 0x3fc8000000000000));
    doubles const y = chosen(is_small, fma(a * z, series, a), large);
    return real_of((longs)(bits_of(y) | sign_of(x)));
  }
  FNP_INLINE static doubles whole(doubles x) {
    longs ignored;
    return chosen(mask_if_nan(x), x, ordinary(ignored, x));
  }
};

inline void tanh(double const* x, double* y, std::ptrdiff_t n) noexcept {
  each_register<tanh_function, register_of<double>>(y, n, x);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
