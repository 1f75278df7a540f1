// Kernels of the ops in ops/exponential.hpp, and of inexact powers.
#include <cmath>

#include "kernels/complex_functions.hpp"
#include "kernels/complex_parts.hpp"
#include "kernels/math/cbrt_float.hpp"
#include "kernels/math/erf.hpp"
#include "kernels/math/exp.hpp"
#include "kernels/math/half_logarithms.hpp"
#include "kernels/math/logarithm.hpp"
#include "kernels/math/power.hpp"
#include "kernels/math/power_float.hpp"
#include "kernels/math_kernels.hpp"

namespace fnp::FNP_LEVEL {
namespace {

FNP_RUN_WITH_COMPLEX(exp, cexp)
FNP_RUN_WITH_COMPLEX(log, clog)
FNP_RUN_UNARY(exp2)
FNP_RUN_UNARY(expm1)
FNP_RUN_UNARY(log2)
FNP_RUN_UNARY(log10)
FNP_RUN_UNARY(log1p)
FNP_RUN_UNARY(cbrt)
FNP_RUN_UNARY(erf)
FNP_RUN_BINARY(power)

template <class T> FNP_INLINE void scale_parts(double* x, double factor, std::ptrdiff_t n) noexcept {
  for (std::ptrdiff_t k = 0; k < n; ++k) x[k] = static_cast<double>(static_cast<T>(x[k]) * static_cast<T>(factor));
}

struct exp_of : exp_run, exp_in_parts {};
struct log_of : log_run, log_in_parts {
  using of_half = math::half_log_function<math::half_log_e>;
};
struct exp2_of : exp2_run, exp_in_parts {
  using of_half = math::half_exp2_function;
  template <class T> FNP_INLINE static void run_parts(complex_piece& p) noexcept {
    scale_parts<T>(p.re, log_of_2, p.n);
    scale_parts<T>(p.im, log_of_2, p.n);
    exp_in_parts::run_parts<T>(p);
  }
  template <class T> FNP_INLINE static complex<T> of(complex<T> const& x) noexcept {
    return complex_exp(scaled(x, static_cast<T>(log_of_2)));
  }
};
struct expm1_of : expm1_run, expm1_in_parts {
  template <class Z> FNP_INLINE static Z of(Z const& x) noexcept { return complex_expm1(x); }
};
struct log2_of : log2_run, log_in_parts {
  using of_half = math::half_log_function<math::half_log_2>;
  template <class T> FNP_INLINE static void run_parts(complex_piece& p) noexcept {
    log_in_parts::run_parts<T>(p);
    scale_parts<T>(p.re, log2_of_e, p.n);
    scale_parts<T>(p.im, log2_of_e, p.n);
  }
  template <class T> FNP_INLINE static complex<T> of(complex<T> const& x) noexcept {
    return scaled(complex_log(x), static_cast<T>(log2_of_e));
  }
};
struct log10_of : log10_run, log_in_parts {
  using of_half = math::half_log_function<math::half_log_10>;
  template <class T> FNP_INLINE static void run_parts(complex_piece& p) noexcept {
    log_in_parts::run_parts<T>(p);
    scale_parts<T>(p.re, log10_of_e, p.n);
    scale_parts<T>(p.im, log10_of_e, p.n);
  }
  template <class T> FNP_INLINE static complex<T> of(complex<T> const& x) noexcept {
    return scaled(complex_log(x), static_cast<T>(log10_of_e));
  }
};
struct log1p_of : log1p_run, log1p_in_parts {
  template <class Z> FNP_INLINE static Z of(Z const& x) noexcept { return complex_log1p(x); }
};
struct power_of : power_run {
  template <class Z> FNP_INLINE static Z of(Z const& x, Z const& y) noexcept { return numpy_power(x, y); }
};

// log(e^x + e^y) = max + log(1 + e^-|x - y|); equal operands (infinities too) need no difference.
struct logaddexp_of {
  template <class T> FNP_INLINE static void run(T const* x, T const* z, T* y, std::ptrdiff_t n) noexcept {
    T gap[spread_length], top[spread_length];
    for (std::ptrdiff_t i = 0; i < n; i += spread_length) {
      std::ptrdiff_t const m = n - i < spread_length ? n - i : spread_length;
      split(x + i, z + i, gap, top, m);
      math::exp(gap, gap, m);
      math::log1p(gap, gap, m);
      for (std::ptrdiff_t k = 0; k < m; ++k) y[i + k] = top[k] + gap[k];
    }
  }
  template <class T> FNP_INLINE static void split(T const* x, T const* z, T* gap, T* top, std::ptrdiff_t n) noexcept {
    for (std::ptrdiff_t k = 0; k < n; ++k) {
      // Selections among values at hand, and one test each: else they are jumps, which random operands mispredict.
      T const a = x[k], b = z[k], distance = std::fabs(a - b);
      gap[k] = a == b ? T{0} : -distance;
      top[k] = a > b ? a : b;
    }
  }
};
struct logaddexp2_of : logaddexp_of {
  template <class T> FNP_INLINE static void run(T const* x, T const* z, T* y, std::ptrdiff_t n) noexcept {
    T gap[spread_length], top[spread_length];
    for (std::ptrdiff_t i = 0; i < n; i += spread_length) {
      std::ptrdiff_t const m = n - i < spread_length ? n - i : spread_length;
      split(x + i, z + i, gap, top, m);
      math::exp2(gap, gap, m);
      math::log1p(gap, gap, m);
      for (std::ptrdiff_t k = 0; k < m; ++k) y[i + k] = top[k] + static_cast<T>(log2_of_e) * gap[k];
    }
  }
};

// Powers of float operands: a second row beside the integer one of division_blocks.cpp, told apart by the name.
struct inexact_power : ops::power {};

}  // namespace

FNP_BIND(exp, exp_of)
FNP_BIND(exp2, exp2_of)
FNP_BIND(expm1, expm1_of)
FNP_BIND(log, log_of)
FNP_BIND(log2, log2_of)
FNP_BIND(log10, log10_of)
FNP_BIND(log1p, log1p_of)
FNP_BIND(cbrt, cbrt_run)
FNP_BIND(erf, erf_run)
FNP_BIND(logaddexp, logaddexp_of)
FNP_BIND(logaddexp2, logaddexp2_of)
FNP_BIND(float_power, power_of)

template <> struct kernel_choice<inexact_power> {
  template <int I> static constexpr block_kernel at() noexcept { return math_kernel<ops::power, I, power_of>(); }
};

block_kernel find_exponential(ops::op_id op, int loop) noexcept {
  using namespace ops;
  if (op == id_of<power>)
    return loop >= 0 && loop < loop_count<power>() ? kernel_row<inexact_power>::at[loop] : nullptr;
  return look_up(op_list<ops::exp, ops::exp2, ops::expm1, ops::log, ops::log2, ops::log10, ops::log1p, ops::cbrt,
                         ops::erf, logaddexp, logaddexp2, float_power>{},
                 op, loop);
}

}  // namespace fnp::FNP_LEVEL
