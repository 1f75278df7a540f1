// exp, log, and the trigonometric and hyperbolic functions of complex numbers by real ones.
//
//   e^z = e^x (cos y + i sin y),   sinh z = sinh x cos y + i cosh x sin y,   cosh z = cosh x cos y + i sinh x sin y,
//   tanh z = (sinh x cosh x + i sin y cos y) / (sinh^2 x + cos^2 y),   log z = log |z| + i arg z,
//   arctanh z = log1p(4 x / ((1 - x)^2 + y^2)) / 4 + i arg((1 - x) (1 + x) - y^2 + 2 i y) / 2,
// and sin, cos, tan, arctan are those of i z, turned back. No part of the first four is a difference, so both keep
// their relative error; |z|^2 - 1 is summed in two parts where it is small. What is not finite, or would leave the
// range of float64 on the way, is rare.
#pragma once
#include "kernels/complex_runs.hpp"
#include "kernels/math/arctangent.hpp"
#include "kernels/math/double_double.hpp"
#include "kernels/math/hyperbolic_float.hpp"
#include "kernels/math/hypot.hpp"
#include "kernels/math/logarithm.hpp"
#include "kernels/math/sine_cosine_tangent.hpp"

namespace fnp::FNP_LEVEL {

struct exp_in_parts {
  FNP_INLINE static std::int64_t rare(double x, double y) noexcept {
    return math::beyond(x, 700.0) | math::beyond(y, 0x1p40);
  }
  template <class T> FNP_INLINE static void run_parts(complex_piece& p) noexcept {
    double size[spread_length], cosine[spread_length];
    math::exp(p.re, size, p.n);
    math::cos(p.im, cosine, p.n);
    math::sin(p.im, p.im, p.n);
    for (std::ptrdiff_t k = 0; k < p.n; ++k) {
      p.re[k] = size[k] * cosine[k];
      p.im[k] = size[k] * p.im[k];
    }
  }
};

FNP_INLINE std::int64_t rare_hyperbolic(double x, double y, double limit) noexcept {
  return math::beyond(x, limit) | math::beyond(y, 0x1p40);
}

// What sinh, cosh and tanh of x + i y are made of.
struct hyperbolic_factors {
  double sinh[spread_length], cosh[spread_length], sine[spread_length], cosine[spread_length];

  FNP_INLINE hyperbolic_factors(double const* x, double const* y, std::ptrdiff_t n) noexcept {
    math::sinh(x, sinh, n);
    math::cosh(x, cosh, n);
    math::sin(y, sine, n);
    math::cos(y, cosine, n);
  }
};

// odd: sinh, else cosh.
template <bool odd>
FNP_INLINE void hyperbolic_in_parts(double const* x, double const* y, double* re, double* im,
                                    std::ptrdiff_t n) noexcept {
  hyperbolic_factors const f(x, y, n);
  for (std::ptrdiff_t k = 0; k < n; ++k) {
    re[k] = (odd ? f.sinh[k] : f.cosh[k]) * f.cosine[k];
    im[k] = (odd ? f.cosh[k] : f.sinh[k]) * f.sine[k];
  }
}
FNP_INLINE void tanh_in_parts(double const* x, double const* y, double* re, double* im, std::ptrdiff_t n) noexcept {
  hyperbolic_factors const f(x, y, n);
  for (std::ptrdiff_t k = 0; k < n; ++k) {
    double const d = f.sinh[k] * f.sinh[k] + f.cosine[k] * f.cosine[k];
    re[k] = f.sinh[k] * f.cosh[k] / d;
    im[k] = f.sine[k] * f.cosine[k] / d;
  }
}

// The functions of z = x + i y, and of i z where `turned`: sin z = -i sinh i z, and i z = -y + i x.
template <bool odd, bool turned> struct hyperbolic_run {
  FNP_INLINE static std::int64_t rare(double x, double y) noexcept {
    return turned ? rare_hyperbolic(y, x, 700.0) : rare_hyperbolic(x, y, 700.0);
  }
  template <class> FNP_INLINE static void run_parts(complex_piece& p) noexcept {
    if constexpr (!turned)
      hyperbolic_in_parts<odd>(p.re, p.im, p.re, p.im, p.n);
    else
      hyperbolic_in_parts<odd>(p.im, p.re, odd ? p.im : p.re, odd ? p.re : p.im, p.n);
    if constexpr (turned && !odd)
      for (std::ptrdiff_t k = 0; k < p.n; ++k) p.im[k] = -p.im[k];
  }
};
template <bool turned> struct tangent_run {
  FNP_INLINE static std::int64_t rare(double x, double y) noexcept {
    return turned ? rare_hyperbolic(y, x, 20.0) : rare_hyperbolic(x, y, 20.0);
  }
  template <class> FNP_INLINE static void run_parts(complex_piece& p) noexcept {
    if constexpr (turned)
      tanh_in_parts(p.im, p.re, p.im, p.re, p.n);
    else
      tanh_in_parts(p.re, p.im, p.re, p.im, p.n);
  }
};

// Between 1/2 and 2 the size squared less one is summed without error: log |z| = log1p(|z|^2 - 1) / 2.
struct log_in_parts {
  FNP_INLINE static std::int64_t rare(double x, double y) noexcept {
    std::int64_t const larger = math::magnitude(x) > math::magnitude(y) ? math::magnitude(x) : math::magnitude(y);
    return math::beyond(x, 0x1p1000) | math::beyond(y, 0x1p1000) | (larger - math::to_bits(0x1p-1000));
  }
  template <class> FNP_INLINE static void run_parts(complex_piece& p) noexcept {
    double size[spread_length], less_one[spread_length], near[spread_length], angle[spread_length];
    math::hypot(p.re, p.im, size, p.n);
    math::arctan2(p.im, p.re, angle, p.n);
    for (std::ptrdiff_t k = 0; k < p.n; ++k) {
      math::double_double const s = math::two_prod(p.re[k], p.re[k]), t = math::two_prod(p.im[k], p.im[k]);
      bool const x_leads = s.hi > t.hi;
      math::double_double const a = math::two_sum(x_leads ? s.hi : t.hi, -1.0),
                                b = math::two_sum(a.hi, x_leads ? t.hi : s.hi);
      bool const is_near = size[k] > 0.5 && size[k] < 2.0;
      less_one[k] = is_near ? b.hi + (b.lo + a.lo + (s.lo + t.lo)) : 0.0;
    }
    math::log(size, p.re, p.n);
    math::log1p(less_one, near, p.n);
    for (std::ptrdiff_t k = 0; k < p.n; ++k) {
      p.re[k] = size[k] > 0.5 && size[k] < 2.0 ? 0.5 * near[k] : p.re[k];
      p.im[k] = angle[k];
    }
  }
};

// NumPy's log(1 + z), and near zero to its bits: there it is off by what 1 + x loses.
struct log1p_in_parts {
  FNP_INLINE static std::int64_t rare(double x, double y) noexcept {
    std::int64_t const away = math::beyond(x, 0.25) | math::beyond(y, 0.25);
    return log_in_parts::rare(x + 1, y) | ~away;
  }
  template <class T> FNP_INLINE static void run_parts(complex_piece& p) noexcept {
    for (std::ptrdiff_t k = 0; k < p.n; ++k) p.re[k] = static_cast<double>(static_cast<T>(p.re[k]) + static_cast<T>(1));
    log_in_parts::run_parts<T>(p);
  }
};

// e^z - 1 = (expm1 x cos y - 2 sin^2(y / 2)) + i e^x sin y. Where e^x or the square leaves the range of float32,
// NumPy's results for complex64 show it.
struct expm1_in_parts {
  FNP_INLINE static std::int64_t rare(double x, double y) noexcept {
    bool const tiny =
        static_cast<std::uint64_t>(math::magnitude(y)) - 1 < static_cast<std::uint64_t>(math::to_bits(0x1p-70));
    return math::beyond(x, 88.0) | math::beyond(y, 0x1p40) | -static_cast<std::int64_t>(tiny);
  }
  template <class> FNP_INLINE static void run_parts(complex_piece& p) noexcept {
    double less_one[spread_length], cosine[spread_length], half_sine[spread_length];
    for (std::ptrdiff_t k = 0; k < p.n; ++k) half_sine[k] = 0.5 * p.im[k];
    math::expm1(p.re, less_one, p.n);
    math::cos(p.im, cosine, p.n);
    math::sin(half_sine, half_sine, p.n);
    math::exp(p.re, p.re, p.n);
    math::sin(p.im, p.im, p.n);
    for (std::ptrdiff_t k = 0; k < p.n; ++k) {
      p.im[k] = p.re[k] * p.im[k];
      p.re[k] = less_one[k] * cosine[k] - 2.0 * half_sine[k] * half_sine[k];
    }
  }
};

template <bool turned> struct inverse_tangent_run {
  FNP_INLINE static std::int64_t rare(double x, double y) noexcept {
    double const a = turned ? y : x, b = turned ? x : y;
    std::int64_t const pole =
        math::magnitude(a) == math::to_bits(1.0) && math::magnitude(b) < math::to_bits(0x1p-500) ? -1 : 0;
    return math::beyond(x, 0x1p50) | math::beyond(y, 0x1p50) | pole;
  }
  template <class> FNP_INLINE static void run_parts(complex_piece& p) noexcept {
    double* const x = turned ? p.im : p.re;
    double* const y = turned ? p.re : p.im;
    double quotient[spread_length], across[spread_length];
    for (std::ptrdiff_t k = 0; k < p.n; ++k) {
      double const a = math::absolute(x[k]), b = y[k], less = 1.0 - a;
      quotient[k] = 4.0 * a / (less * less + b * b);
      across[k] = less * (1.0 + a) - b * b;
      y[k] = 2.0 * b;
    }
    math::log1p(quotient, quotient, p.n);
    math::arctan2(y, across, y, p.n);
    for (std::ptrdiff_t k = 0; k < p.n; ++k) {
      x[k] = math::with_sign(0.25 * quotient[k], x[k]);
      y[k] = 0.5 * y[k];
    }
  }
};

}  // namespace fnp::FNP_LEVEL
