// Inverse sines, cosines and their hyperbolic fellows of complex numbers, by the sides of z^2 - 1.
//
// With arcsin z = xi + i eta:  x = sin xi cosh eta,  y = cos xi sinh eta, and with u = x^2 - y^2 - 1, v = 2 x y,
// m = x^2 + y^2 - 1, d = |z^2 - 1| = sqrt(u^2 + v^2):
//
//   sinh^2 eta = (d + m) / 2 = 2 y^2 / (d - m),   q^2 = (cos xi cosh eta)^2 = (d - u) / 2 = 2 x^2 y^2 / (d + u),
//   arcsin z = arctan2(x, q) + i eta,   arccos z = arctan2(q, x) - i eta,   arccosh z = eta + i arctan2(q, x),
//
// eta (in arccosh the angle) with the sign of y. Of each pair that form is taken which adds two numbers of one sign; u
// and m, the only differences, are summed in two parts. So near the branch points +1 and -1 as elsewhere nothing is
// lost. arcsinh is arcsin of i z, turned back. What squares leave the range of float64 is rare.
#pragma once
#include "kernels/complex_runs.hpp"
#include "kernels/math/arctangent.hpp"
#include "kernels/math/double_double.hpp"
#include "kernels/math/hypot.hpp"
#include "kernels/math/inverse_hyperbolic.hpp"

namespace fnp::FNP_LEVEL {

// eta >= 0 and q >= 0 of x + i y.
struct inverse_sine_parts {
  double eta[spread_length], q[spread_length];

  FNP_INLINE inverse_sine_parts(double const* x, double const* y, std::ptrdiff_t n) noexcept {
    double u[spread_length], v[spread_length], m[spread_length];
    for (std::ptrdiff_t k = 0; k < n; ++k) {
      math::double_double const s = math::two_prod(x[k], x[k]), t = math::two_prod(y[k], y[k]);
      math::double_double const less = math::two_sum(s.hi, -1.0);
      math::double_double const sum = math::two_sum(less.hi, t.hi), difference = math::two_sum(less.hi, -t.hi);
      m[k] = sum.hi + (sum.lo + less.lo + (s.lo + t.lo));
      u[k] = difference.hi + (difference.lo + less.lo + (s.lo - t.lo));
      v[k] = 2.0 * (x[k] * y[k]);
    }
    math::hypot(u, v, v, n);
    for (std::ptrdiff_t k = 0; k < n; ++k) {
      double const a = math::absolute(x[k]), b = math::absolute(y[k]), d = v[k];
      double const of_eta = d + math::absolute(m[k]), of_q = d + math::absolute(u[k]);
      double const eta_root = __builtin_sqrt(m[k] >= 0 ? 0.5 * of_eta : 2.0 / of_eta);
      double const q_root = __builtin_sqrt(u[k] <= 0 ? 0.5 * of_q : 2.0 / of_q);
      eta[k] = m[k] >= 0 ? eta_root : b * eta_root;
      q[k] = u[k] <= 0 ? q_root : b * (a * q_root);
    }
    math::arcsinh(eta, eta, n);
  }
};

struct inverse_sine_range {
  FNP_INLINE static std::int64_t rare(double x, double y) noexcept {
    return math::beyond(x, 0x1p500) | math::beyond(y, 0x1p500);
  }
};

struct arcsin_in_parts : inverse_sine_range {
  template <class> FNP_INLINE static void run_parts(complex_piece& p) noexcept {
    inverse_sine_parts const f(p.re, p.im, p.n);
    math::arctan2(p.re, f.q, p.re, p.n);
    for (std::ptrdiff_t k = 0; k < p.n; ++k) p.im[k] = math::with_sign(f.eta[k], p.im[k]);
  }
};
struct arcsinh_in_parts : inverse_sine_range {
  template <class> FNP_INLINE static void run_parts(complex_piece& p) noexcept {
    inverse_sine_parts const f(p.im, p.re, p.n);
    math::arctan2(p.im, f.q, p.im, p.n);
    for (std::ptrdiff_t k = 0; k < p.n; ++k) p.re[k] = math::with_sign(f.eta[k], p.re[k]);
  }
};
struct arccos_in_parts : inverse_sine_range {
  template <class> FNP_INLINE static void run_parts(complex_piece& p) noexcept {
    inverse_sine_parts const f(p.re, p.im, p.n);
    math::arctan2(f.q, p.re, p.re, p.n);
    for (std::ptrdiff_t k = 0; k < p.n; ++k) p.im[k] = math::with_sign(f.eta[k], -p.im[k]);
  }
};
struct arccosh_in_parts : inverse_sine_range {
  template <class> FNP_INLINE static void run_parts(complex_piece& p) noexcept {
    inverse_sine_parts const f(p.re, p.im, p.n);
    double angle[spread_length];
    math::arctan2(f.q, p.re, angle, p.n);
    for (std::ptrdiff_t k = 0; k < p.n; ++k) {
      p.re[k] = f.eta[k];
      p.im[k] = math::with_sign(angle[k], p.im[k]);
    }
  }
};

}  // namespace fnp::FNP_LEVEL
