// |z|, z / |z| and the square root of complex numbers, to the bit as the C library has them.
//
// |z| is the root of the sum of squares and one correction (C. F. Borges, An improved algorithm for hypot(a, b), ACM
// TOMS 47 (2020), doi:10.1145/3428446); float32's squares are exact in float64. Of the root's parts that which has the
// sum sqrt((|z| + |x|) / 2) comes first, and the other from their product y / 2. Every operation of complex64 is
// rounded to float32, which float64 before it does not change. What the squares would take out of range is rare.
#pragma once
#include "kernels/complex_runs.hpp"
#include "kernels/math/float_bits.hpp"

namespace fnp::FNP_LEVEL {

template <class T> struct complex_size {
  static constexpr bool narrow = std::is_same_v<T, float>;

  FNP_INLINE static std::int64_t rare(double x, double y) noexcept {
    constexpr double most = narrow ? 0x1p125 : 0x1p511, least = narrow ? 0x1p-124 : 0x1p-400;
    std::int64_t const a = math::magnitude(x), b = math::magnitude(y), larger = a > b ? a : b;
    return math::beyond(x, most) | math::beyond(y, most) | (larger - math::to_bits(least));
  }
  // Once for each operation of T.
  FNP_INLINE static double rounded(double x) noexcept { return static_cast<double>(static_cast<T>(x)); }

  FNP_INLINE static double of(double x, double y) noexcept {
    if constexpr (narrow) return rounded(__builtin_sqrt(x * x + y * y));
    double const p = math::absolute(x), q = math::absolute(y), a = p < q ? q : p, b = p < q ? p : q;
    double const h = __builtin_sqrt(a * a + b * b), above_b = h - b, above_a = h - a;
    double const near = a * (2 * above_b - a) + (above_b - 2 * (a - b)) * above_b;
    double const far = 2 * above_a * (a - 2 * b) + ((4 * above_a - b) * b + above_a * above_a);
    double const corrected = h - (h <= 2 * b ? near : far) / (2 * h);
    return b <= a * 0x1p-54 ? a + b : corrected;
  }
};

template <class T> struct direction_run {
  FNP_INLINE static std::int64_t rare(double x, double y) noexcept { return complex_size<T>::rare(x, y); }
  template <class> FNP_INLINE static void run_parts(complex_piece& p) noexcept {
    for (std::ptrdiff_t k = 0; k < p.n; ++k) {
      double const x = p.re[k], y = p.im[k], size = complex_size<T>::of(x, y);
      p.re[k] = x / size;
      p.im[k] = y / size;
    }
  }
  FNP_INLINE static complex<T> of(complex<T> const& z) noexcept {
    complex<T> out;
    ops::sign::body(out, z);
    return out;
  }
};

template <class T> struct square_root_run {
  FNP_INLINE static std::int64_t rare(double x, double y) noexcept { return complex_size<T>::rare(x, y); }
  template <class> FNP_INLINE static void run_parts(complex_piece& p) noexcept {
    using size = complex_size<T>;
    for (std::ptrdiff_t k = 0; k < p.n; ++k) {
      double const x = p.re[k], y = p.im[k];
      double const sum = size::rounded(size::of(x, y) + math::absolute(x));
      double const root = size::rounded(__builtin_sqrt(0.5 * sum)), half = 0.5 * size::rounded(y / root);
      double const other = x == 0 ? root : math::absolute(half);
      p.re[k] = x > 0 ? root : other;
      p.im[k] = x > 0 ? half : math::with_sign(root, y);
    }
  }
  FNP_INLINE static complex<T> of(complex<T> const& z) noexcept {
    complex<T> out;
    ops::sqrt::body(out, z);
    return out;
  }
};

}  // namespace fnp::FNP_LEVEL
