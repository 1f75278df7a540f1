// Complex functions that NumPy builds itself: powers, and logarithms and exponentials of other bases.
#pragma once
#include "kernels/c_complex.hpp"
#include "kernels/complex_primitives.hpp"
#include "kernels/math/level.hpp"

namespace fnp::FNP_LEVEL {

FNP_INLINE complex64 complex_exp(complex64 const& x) noexcept {
  return ops::from_c<float>(__builtin_cexpf(ops::to_c(x)));
}
FNP_INLINE complex128 complex_exp(complex128 const& x) noexcept {
  return ops::from_c<double>(__builtin_cexp(ops::to_c(x)));
}
FNP_INLINE complex64 complex_log(complex64 const& x) noexcept {
  return ops::from_c<float>(__builtin_clogf(ops::to_c(x)));
}
FNP_INLINE complex128 complex_log(complex128 const& x) noexcept {
  return ops::from_c<double>(__builtin_clog(ops::to_c(x)));
}
FNP_INLINE complex64 complex_power(complex64 const& x, complex64 const& y) noexcept {
  return ops::from_c<float>(__builtin_cpowf(ops::to_c(x), ops::to_c(y)));
}
FNP_INLINE complex128 complex_power(complex128 const& x, complex128 const& y) noexcept {
  return ops::from_c<double>(__builtin_cpow(ops::to_c(x), ops::to_c(y)));
}

template <class T> FNP_INLINE complex<T> scaled(complex<T> const& x, T factor) noexcept {
  return complex<T>(x.re * factor, x.im * factor);
}

inline constexpr double log2_of_e = 1.442695040888963407359924681001892137,
                        log10_of_e = 0.434294481903251827651128918916605082,
                        log_of_2 = 0.693147180559945309417232121458176568;

// log(1 + z) by modulus and angle of 1 + z.
FNP_INLINE complex64 complex_log1p(complex64 const& x) noexcept {
  return complex64(__builtin_logf(__builtin_hypotf(x.re + 1, x.im)), __builtin_atan2f(x.im, x.re + 1));
}
FNP_INLINE complex128 complex_log1p(complex128 const& x) noexcept {
  return complex128(__builtin_log(__builtin_hypot(x.re + 1, x.im)), __builtin_atan2(x.im, x.re + 1));
}

// e^z - 1 = (expm1(re) cos(im) - 2 sin(im/2)^2) + i e^re sin(im).
FNP_INLINE complex64 complex_expm1(complex64 const& x) noexcept {
  float const a = __builtin_sinf(x.im / 2);
  return complex64(__builtin_expm1f(x.re) * __builtin_cosf(x.im) - 2 * a * a,
                   __builtin_expf(x.re) * __builtin_sinf(x.im));
}
FNP_INLINE complex128 complex_expm1(complex128 const& x) noexcept {
  double const a = __builtin_sin(x.im / 2);
  return complex128(__builtin_expm1(x.re) * __builtin_cos(x.im) - 2 * a * a, __builtin_exp(x.re) * __builtin_sin(x.im));
}

// Small integer exponents by repeated squaring, 0 to a power whose real part is not positive is NaN, else cpow.
template <class T> FNP_INLINE complex<T> numpy_power(complex<T> const& x, complex<T> const& y) noexcept {
  using P = ops::primitives<complex<T>>;
  if (y.re == 0 && y.im == 0) return complex<T>(1, 0);
  if (x.re == 0 && x.im == 0) {
    T const nan = static_cast<T>(__builtin_nan(""));
    return y.re > 0 ? complex<T>(0, 0) : complex<T>(nan, nan);
  }
  if (y.im == 0 && y.re > -100 && y.re < 100 && static_cast<T>(static_cast<int>(y.re)) == y.re) {
    int const exponent = static_cast<int>(y.re);
    if (exponent == 1) return x;
    complex<T> r(1, 0), base = x;
    if (exponent == 2 || exponent == 3) {
      P::multiply(r, x, x);
      if (exponent == 3) P::multiply(r, x, complex<T>(r));
      return r;
    }
    for (unsigned n = static_cast<unsigned>(exponent < 0 ? -exponent : exponent);;) {
      if (n & 1) P::multiply(r, complex<T>(r), base);
      n >>= 1;
      if (n == 0) break;
      P::multiply(base, complex<T>(base), complex<T>(base));
    }
    if (exponent < 0) P::divide(r, complex<T>(1, 0), complex<T>(r));
    return r;
  }
  return complex_power(x, y);
}

}  // namespace fnp::FNP_LEVEL
