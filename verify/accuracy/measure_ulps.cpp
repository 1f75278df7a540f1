// measure_ulps: the largest error of every math function, in units of the last place of the exact result, as JSON.
//
// float16 and float32 of one operand: all arguments (or every n-th, --stride), against the C library's float64
// functions, whose error is below 2^-27 of these units. float64, and two operands: random ones, half of them uniform
// where the function is interesting, half of any bits, against long double; whatever comes near the maximum found so
// far is decided by MPFR with 160 bits. A result of another class than the exact one counts as infinite.
#include <mpfr.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"

namespace fnp {
namespace {

using one = long double (*)(long double);
using one_double = double (*)(double);
using one_exact = int (*)(mpfr_t, mpfr_srcptr, mpfr_rnd_t);
using two = long double (*)(long double, long double);
using two_exact = int (*)(mpfr_t, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t);

struct unary_function {
  char const* name;
  one wide;
  one_double narrow;
  one_exact exact;
  double low, high;  // where it is interesting
};

#define FNP_ROW(name, c, exact, low, high)                                                                           \
  {name, [](long double x) { return std::c(x); }, [](double x) { return std::c(x); },                                  \
   [](mpfr_t r, mpfr_srcptr x, mpfr_rnd_t how) { return exact(r, x, how); }, low, high}
unary_function const unary[] = {
    FNP_ROW("exp", exp, mpfr_exp, -746, 710),      FNP_ROW("exp2", exp2, mpfr_exp2, -1075, 1024),
    FNP_ROW("expm1", expm1, mpfr_expm1, -40, 40),  FNP_ROW("log", log, mpfr_log, 0, 4),
    FNP_ROW("log2", log2, mpfr_log2, 0, 4),        FNP_ROW("log10", log10, mpfr_log10, 0, 4),
    FNP_ROW("log1p", log1p, mpfr_log1p, -1, 4),    FNP_ROW("cbrt", cbrt, mpfr_cbrt, -8, 8),
    FNP_ROW("erf", erf, mpfr_erf, -6, 6),          FNP_ROW("sin", sin, mpfr_sin, -100, 100),
    FNP_ROW("cos", cos, mpfr_cos, -100, 100),      FNP_ROW("tan", tan, mpfr_tan, -100, 100),
    FNP_ROW("arcsin", asin, mpfr_asin, -1, 1),     FNP_ROW("arccos", acos, mpfr_acos, -1, 1),
    FNP_ROW("arctan", atan, mpfr_atan, -10, 10),   FNP_ROW("sinh", sinh, mpfr_sinh, -711, 711),
    FNP_ROW("cosh", cosh, mpfr_cosh, -711, 711),   FNP_ROW("tanh", tanh, mpfr_tanh, -20, 20),
    FNP_ROW("arcsinh", asinh, mpfr_asinh, -10, 10), FNP_ROW("arccosh", acosh, mpfr_acosh, 1, 10),
    FNP_ROW("arctanh", atanh, mpfr_atanh, -1, 1)};
#undef FNP_ROW

// log(b^x + b^y), with t = b^-|x - y|: the larger plus log(1 + t).
int exact_logaddexp(mpfr_t r, mpfr_srcptr x, mpfr_srcptr y, mpfr_rnd_t how) {
  bool const first = mpfr_cmp(x, y) > 0;
  mpfr_sub(r, first ? y : x, first ? x : y, how);
  mpfr_exp(r, r, how);
  mpfr_log1p(r, r, how);
  return mpfr_add(r, r, first ? x : y, how);
}

struct binary_function {
  char const* name;
  two wide;
  two_exact exact;
  double low[2], high[2];
};
binary_function const binary[] = {
    {"power",
     [](long double x, long double y) { return std::pow(x, y); },
     [](mpfr_t r, mpfr_srcptr x, mpfr_srcptr y, mpfr_rnd_t how) { return mpfr_pow(r, x, y, how); },
     {0.98, -15000},
     {1.05, 15000}},
    {"arctan2",
     [](long double x, long double y) { return std::atan2(x, y); },
     [](mpfr_t r, mpfr_srcptr x, mpfr_srcptr y, mpfr_rnd_t how) { return mpfr_atan2(r, x, y, how); },
     {-10, -10},
     {10, 10}},
    {"hypot",
     [](long double x, long double y) { return std::hypot(x, y); },
     [](mpfr_t r, mpfr_srcptr x, mpfr_srcptr y, mpfr_rnd_t how) { return mpfr_hypot(r, x, y, how); },
     {-10, -10},
     {10, 10}},
    {"logaddexp",
     [](long double x, long double y) { return std::max(x, y) + std::log1p(std::exp(-std::fabs(x - y))); },
     exact_logaddexp,
     {1, 1},
     {40, 40}}};

template <class T> constexpr int fraction = std::numeric_limits<T>::digits - 1;
template <> constexpr int fraction<half> = 10;
template <class T> constexpr int lowest_exponent = std::numeric_limits<T>::min_exponent - 1;
template <> constexpr int lowest_exponent<half> = -14;
template <class T> long double widened(T x) { return x; }
template <> long double widened(half x) { return static_cast<long double>(float(x)); }

template <class T> T rounded(long double x) { return static_cast<T>(x); }
template <> half rounded<half>(long double x) { return half(static_cast<double>(x)); }

// -1: they agree in class and need no number.
template <class T> double error_of(T got, long double exact) {
  long double const value = widened(got);
  long double const nearest = widened(rounded<T>(exact));
  if (std::isnan(value) || std::isnan(nearest)) return std::isnan(value) == std::isnan(nearest) ? -1 : HUGE_VAL;
  if (std::isinf(value) && std::isinf(nearest)) return std::signbit(value) == std::signbit(nearest) ? -1 : HUGE_VAL;
  if (exact == 0) return value == 0 ? 0 : HUGE_VAL;
  long double const limit = std::ldexp(2.0L, std::is_same_v<T, half> ? 15 : std::numeric_limits<T>::max_exponent - 1);
  long double const shown = std::isinf(value) ? std::copysign(limit, value) : value;  // the number after the largest
  if (std::isinf(exact)) return std::isinf(value) ? 0 : static_cast<double>((limit - std::fabs(value)) > 0);
  int const exponent = std::max(std::min(std::ilogb(exact), std::ilogb(limit) - 1), lowest_exponent<T>);
  return static_cast<double>(std::ldexp(std::fabs(shown - exact), fraction<T> - exponent));
}

struct maximum {
  double ulp = 0;
  std::string at;
  std::uint64_t inputs = 0;
};
std::string hex(long double x) {
  char text[64];
  std::snprintf(text, sizeof text, "%a", static_cast<double>(x));
  return text;
}

template <class T> block_kernel kernel_of(char const* name, std::size_t arity) {
  ops::op_id const op = ops::find_op(name);
  dtype const d = std::is_same_v<T, half> ? dtype::f2 : std::is_same_v<T, float> ? dtype::f4 : dtype::f8;
  dtype const in[2] = {d, d};
  return kernels::find(op, ops::find_loop(ops::op_table[op], in, arity), isa::widest);
}
template <class T> void call(block_kernel f, std::vector<T>& y, std::vector<T> const& x, std::vector<T> const* z) {
  std::byte* data[3] = {reinterpret_cast<std::byte*>(y.data()), reinterpret_cast<std::byte*>(const_cast<T*>(x.data())),
                        z ? reinterpret_cast<std::byte*>(const_cast<T*>(z->data())) : nullptr};
  std::ptrdiff_t const stride[3] = {};
  f({data, stride, 0, 1, static_cast<std::ptrdiff_t>(x.size())}, nullptr);
}

// All bit patterns first, first + stride, ... of T.
template <class T, class Bits> maximum every_argument(unary_function const& f, std::uint64_t stride) {
  block_kernel const kernel = kernel_of<T>(f.name, 1);
  maximum most;
  std::vector<T> x, y(4096);
  std::uint64_t const patterns = std::uint64_t{1} << (8 * sizeof(T));
  for (std::uint64_t at = 0; at < patterns;) {
    x.clear();
    for (; x.size() < 4096 && at < patterns; at += stride) {
      Bits const b = static_cast<Bits>(at);
      x.push_back(__builtin_bit_cast(T, b));
    }
    call(kernel, y, x, static_cast<std::vector<T> const*>(nullptr));
    for (std::size_t k = 0; k < x.size(); ++k) {
      double const e = error_of(y[k], static_cast<long double>(f.narrow(static_cast<double>(widened(x[k])))));
      if (e > most.ulp) most = {e, hex(widened(x[k])), most.inputs};
    }
    most.inputs += x.size();
  }
  return most;
}

template <class T> class sampler {
 public:
  explicit sampler(std::uint64_t seed) : random_(seed) {}
  T operator()(double low, double high) {
    using bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
    if (random_() % 2) return static_cast<T>(std::uniform_real_distribution<double>(low, high)(random_));
    bits const b = static_cast<bits>(random_());
    return __builtin_bit_cast(T, b);
  }

 private:
  std::mt19937_64 random_;
};

class exact_values {
 public:
  exact_values() { mpfr_inits2(160, x_, z_, r_, d_, static_cast<mpfr_ptr>(nullptr)); }
  ~exact_values() { mpfr_clears(x_, z_, r_, d_, static_cast<mpfr_ptr>(nullptr)); }
  template <class T, class F> double error(F const& exact, T got, T x, T const* z) {
    mpfr_set_ld(x_, x, MPFR_RNDN);
    if (z) mpfr_set_ld(z_, *z, MPFR_RNDN);
    exact(r_, x_, z_);
    if (!mpfr_regular_p(r_) || !std::isfinite(got)) return error_of(got, mpfr_get_ld(r_, MPFR_RNDN));
    int const exponent = std::max(static_cast<int>(mpfr_get_exp(r_)) - 1, lowest_exponent<T>);
    mpfr_set_ld(d_, got, MPFR_RNDN);
    mpfr_sub(d_, d_, r_, MPFR_RNDN);
    mpfr_mul_2si(d_, d_, fraction<T> - exponent, MPFR_RNDN);
    return std::fabs(mpfr_get_d(d_, MPFR_RNDN));
  }
  mpfr_ptr result() { return r_; }

 private:
  mpfr_t x_, z_, r_, d_;
};

template <class T, class Wide, class Exact>
maximum random_arguments(char const* name, Wide const& wide, Exact const& exact, double const* low, double const* high,
                         bool two_operands, std::uint64_t samples) {
  block_kernel const kernel = kernel_of<T>(name, two_operands ? 2 : 1);
  sampler<T> draw(1);
  exact_values decide;
  maximum most;
  std::vector<T> x(4096), z(4096), y(4096);
  for (std::uint64_t done = 0; done < samples; done += x.size()) {
    for (std::size_t k = 0; k < x.size(); ++k) {
      x[k] = draw(low[0], high[0]);
      if (two_operands) z[k] = draw(low[1], high[1]);
    }
    call(kernel, y, x, two_operands ? &z : nullptr);
    for (std::size_t k = 0; k < x.size(); ++k) {
      double e = error_of(y[k], wide(static_cast<long double>(x[k]), static_cast<long double>(z[k])));
      if (e < most.ulp - 0.01) continue;
      e = decide.error(exact, y[k], x[k], two_operands ? &z[k] : nullptr);
      if (e > most.ulp) most = {e, hex(x[k]) + (two_operands ? ", " + hex(z[k]) : ""), most.inputs};
    }
    most.inputs += x.size();
  }
  return most;
}

void print(bool& first, char const* name, char const* type, char const* how, maximum const& m) {
  std::printf(
      "%s\n  {\"op\": \"%s\", \"dtype\": \"%s\", \"max_ulp\": \"%.4f\", \"at\": \"%s\", \"inputs\": \"%llu\", \"how\": "
      "\"%s\"}",
      first ? "" : ",", name, type, m.ulp, m.at.c_str(), static_cast<unsigned long long>(m.inputs), how);
  std::fflush(stdout);
  first = false;
}

}  // namespace

int measure(std::uint64_t samples, std::uint64_t stride) {
  bool first = true;
  std::printf("[");
  for (unary_function const& f : unary) {
    print(first, f.name, "float16", "all arguments", every_argument<half, std::uint16_t>(f, 1));
    print(first, f.name, "float32", stride == 1 ? "all arguments" : "equally spaced bit patterns",
          every_argument<float, std::uint32_t>(f, stride));
    auto const wide = [&](long double x, long double) { return f.wide(x); };
    auto const exact = [&](mpfr_t r, mpfr_srcptr x, mpfr_srcptr) { return f.exact(r, x, MPFR_RNDN); };
    print(first, f.name, "float64", "random arguments",
          random_arguments<double>(f.name, wide, exact, &f.low, &f.high, false, samples));
  }
  for (binary_function const& f : binary) {
    auto const exact = [&](mpfr_t r, mpfr_srcptr x, mpfr_srcptr z) { return f.exact(r, x, z, MPFR_RNDN); };
    print(first, f.name, "float32", "random arguments",
          random_arguments<float>(f.name, f.wide, exact, f.low, f.high, true, samples));
    print(first, f.name, "float64", "random arguments",
          random_arguments<double>(f.name, f.wide, exact, f.low, f.high, true, samples));
  }
  std::printf("\n]\n");
  return 0;
}

}  // namespace fnp

// measure_ulps [SAMPLES [STRIDE]]
int main(int count, char** argument) {
  std::uint64_t const samples = count > 1 ? std::strtoull(argument[1], nullptr, 10) : 10'000'000;
  std::uint64_t const stride = count > 2 ? std::strtoull(argument[2], nullptr, 10) : 1;
  return fnp::measure(samples, stride == 0 ? 1 : stride);
}
