// primitives<complex<T>>: NumPy's formulas. The product is the naive one, the quotient Smith's (R. L. Smith, Algorithm
// 116, 1962, doi:10.1145/368637.368661), the order lexicographic, and a number is NaN where either part is.
//
// A difference of products beside a sum of products is written as two sums, one of a product with flipped sign bit:
// g++ 12 turns the pair (a*b - c*d, e*f + g*h) into one fused multiply-addsub even under -ffp-contract=off.
#pragma once
#include "fnp/base/dtype.hpp"
#include "fnp/ops/primitives.hpp"
#include "kernels/c_complex.hpp"

namespace fnp::ops {

FNP_BODIES_BEGIN

template <class T> struct primitives<complex<T>> {
  using C = complex<T>;
  static constexpr bool boolean = false, integer = false, real = false;

  FNP_BODY void add(C& out, C const& x, C const& y) noexcept { out = C(x.re + y.re, x.im + y.im); }
  FNP_BODY void subtract(C& out, C const& x, C const& y) noexcept { out = C(x.re - y.re, x.im - y.im); }
  FNP_BODY void multiply(C& out, C const& x, C const& y) noexcept {
    out = C(x.re * y.re + flipped(x.im * y.im), x.re * y.im + x.im * y.re);
  }
  FNP_BODY void divide(C& out, C const& x, C const& y) noexcept {
    T const a = magnitude(y.re), b = magnitude(y.im);
    if (a >= b) {
      if (a == 0 && b == 0) {
        out = C(x.re / a, x.im / a);
        return;
      }
      T const ratio = y.im / y.re, scale = 1 / (y.re + y.im * ratio);
      out = C((x.re + x.im * ratio) * scale, (x.im + flipped(x.re * ratio)) * scale);
    } else {
      T const ratio = y.re / y.im, scale = 1 / (y.im + y.re * ratio);
      out = C((x.re * ratio + x.im) * scale, (x.im * ratio + flipped(x.re)) * scale);
    }
  }
  FNP_BODY void negative(C& out, C const& x) noexcept { out = C(-x.re, -x.im); }
  FNP_BODY void conjugate(C& out, C const& x) noexcept { out = C(x.re, -x.im); }
  FNP_BODY void absolute(T& out, C const& x) noexcept {
    if constexpr (sizeof(T) == 4)
      out = __builtin_hypotf(x.re, x.im);
    else
      out = __builtin_hypot(x.re, x.im);
  }
  FNP_BODY void reciprocal(C& out, C const& x) noexcept {
    if (magnitude(x.im) <= magnitude(x.re)) {
      T const ratio = x.im / x.re, d = x.re + x.im * ratio;
      out = C(1 / d, -ratio / d);
    } else {
      T const ratio = x.re / x.im, d = x.re * ratio + x.im;
      out = C(ratio / d, -1 / d);
    }
  }
  // z / |z|; along an axis where one part is infinite.
  FNP_BODY void sign(C& out, C const& x) noexcept {
    T const infinity = static_cast<T>(__builtin_huge_val()), nan = static_cast<T>(__builtin_nan(""));
    T size{};
    absolute(size, x);
    bool const wide_re = magnitude(x.re) == infinity, wide_im = magnitude(x.im) == infinity;
    if (size != size || (wide_re && wide_im))
      out = C(nan, nan);
    else if (wide_re)
      out = C(x.re > 0 ? T{1} : T{-1}, 0);
    else if (wide_im)
      out = C(0, x.im > 0 ? T{1} : T{-1});
    else if (size == 0)
      out = C(0, 0);
    else
      out = C(x.re / size, x.im / size);
  }

  // Without a branch.
  FNP_BODY bool either(bool a, bool b) noexcept { return (static_cast<int>(a) | static_cast<int>(b)) != 0; }

  FNP_BODY void maximum(C& out, C const& x, C const& y) noexcept {
    choose(out, either(is_nan(x), at_least(x, y)), x, y);
  }
  FNP_BODY void minimum(C& out, C const& x, C const& y) noexcept {
    choose(out, either(is_nan(x), at_least(y, x)), x, y);
  }
  FNP_BODY void fmax(C& out, C const& x, C const& y) noexcept { choose(out, either(is_nan(y), at_least(x, y)), x, y); }
  FNP_BODY void fmin(C& out, C const& x, C const& y) noexcept { choose(out, either(is_nan(y), at_least(y, x)), x, y); }

  // clip compares without regard to NaN but in x itself.
  FNP_BODY void clip(C& out, C const& x, C const& low, C const& high) noexcept {
    C const raised = is_nan(x) || below(low, x) ? x : low;
    out = is_nan(raised) || below(raised, high) ? raised : high;
  }

  FNP_BODY void equal(bool& out, C const& x, C const& y) noexcept { out = (x.re == y.re) & (x.im == y.im); }
  FNP_BODY void not_equal(bool& out, C const& x, C const& y) noexcept { out = (x.re != y.re) | (x.im != y.im); }
  // A smaller real part decides only where both imaginary parts are numbers.
  FNP_BODY void less(bool& out, C const& x, C const& y) noexcept {
    out = ((x.re < y.re) & (x.im == x.im) & (y.im == y.im)) | ((x.re == y.re) & (x.im < y.im));
  }
  FNP_BODY void less_equal(bool& out, C const& x, C const& y) noexcept { out = at_least(y, x); }
  FNP_BODY void nonzero(bool& out, C const& x) noexcept { out = (x.re != 0) | (x.im != 0); }
  FNP_BODY void select(C& out, bool const& mask, C const& x, C const& y) noexcept { out = mask ? x : y; }

  FNP_BODY void rint(C& out, C const& x) noexcept {
    primitives<T>::rint(out.re, x.re);
    primitives<T>::rint(out.im, x.im);
  }
  FNP_BODY void sqrt(C& out, C const& x) noexcept {
    if constexpr (sizeof(T) == 4)
      out = from_c<T>(__builtin_csqrtf(to_c(x)));
    else
      out = from_c<T>(__builtin_csqrt(to_c(x)));
  }
  FNP_BODY void isnan(bool& out, C const& x) noexcept { out = is_nan(x); }
  FNP_BODY void isinf(bool& out, C const& x) noexcept {
    T const infinity = static_cast<T>(__builtin_huge_val());
    T const a = magnitude(x.re), b = magnitude(x.im);
    out = (a == infinity) | (b == infinity);
  }
  FNP_BODY void isfinite(bool& out, C const& x) noexcept {
    T const infinity = static_cast<T>(__builtin_huge_val());
    T const a = magnitude(x.re), b = magnitude(x.im);
    out = (a < infinity) & (b < infinity);
  }

 private:
  FNP_BODY T magnitude(T x) noexcept {
    T r{};
    primitives<T>::absolute(r, x);
    return r;
  }
  FNP_BODY T flipped(T x) noexcept {
    using B = typename float_format<T>::bits;
    return __builtin_bit_cast(T, static_cast<B>(__builtin_bit_cast(B, x) ^ float_format<T>::sign));
  }
  // Part by part and through bits: a selection between numbers in memory would be a branch.
  FNP_BODY void choose(C& out, bool first, C const& x, C const& y) noexcept {
    using B = typename float_format<T>::bits;
    B const mask = static_cast<B>(-static_cast<B>(first));
    auto const part = [mask](T a, T b) {
      return __builtin_bit_cast(T,
                                static_cast<B>((__builtin_bit_cast(B, a) & mask) | (__builtin_bit_cast(B, b) & ~mask)));
    };
    out = C(part(x.re, y.re), part(x.im, y.im));
  }
  FNP_BODY bool is_nan(C const& x) noexcept { return (x.re != x.re) | (x.im != x.im); }
  FNP_BODY bool below(C const& x, C const& y) noexcept { return x.re == y.re ? x.im < y.im : x.re < y.re; }
  FNP_BODY bool at_least(C const& x, C const& y) noexcept {
    return ((x.re > y.re) & (x.im == x.im) & (y.im == y.im)) | ((x.re == y.re) & (x.im >= y.im));
  }
};

FNP_BODIES_END

}  // namespace fnp::ops
