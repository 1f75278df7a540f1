// The floating-point warnings of a kernel, found from what went in and what came out (reference level only).
//
// Vectorised and branch-free code raises status flags that NumPy's loops do not, so flags are not read from the CPU but
// for real arithmetic, where each element is one instruction. Elsewhere: a NaN out of no NaN is invalid; an infinity
// out of finite operands is a division by zero at the op's pole and an overflow otherwise; a subnormal or a zero
// where exp and powers have none is an underflow.
#pragma once
#include <cfenv>

#include "kernels/loops.hpp"

#define FNP_LEVEL_IS_reference 1
#define FNP_LEVEL_NAME_IS(level) FNP_LEVEL_NAME_IS_AGAIN(level)
#define FNP_LEVEL_NAME_IS_AGAIN(level) FNP_LEVEL_IS_##level

namespace fnp::FNP_LEVEL {

#if FNP_LEVEL_NAME_IS(FNP_LEVEL)
inline constexpr bool reports_flags = true;
#else
inline constexpr bool reports_flags = false;
#endif

enum class flag_source { none, status, values };

template <class Op, class... Of> inline constexpr bool one_of = (std::is_same_v<Op, Of> || ...);

template <class Op>
inline constexpr bool is_ordering = one_of<Op, ops::less, ops::less_equal, ops::greater, ops::greater_equal>;

template <class Op> constexpr flag_source source_of(ops::loop const& l) noexcept {
  if (kind(l.in[0]) != 'f' && kind(l.in[0]) != 'c') return flag_source::none;
  if (one_of<Op, ops::add, ops::subtract, ops::multiply, ops::divide, ops::square, ops::reciprocal, ops::sqrt,
             ops::degrees, ops::radians, ops::rad2deg, ops::deg2rad>)
    return l.in[0] == dtype::f4 || l.in[0] == dtype::f8 ? flag_source::status : flag_source::values;
  if (kind(l.in[0]) == 'c' && is_ordering<Op>) return flag_source::values;
  if (std::is_same_v<Op, ops::absolute>) return kind(l.in[0]) == 'c' ? flag_source::values : flag_source::none;
  if (Op::has_body || one_of<Op, ops::heaviside, ops::frexp, ops::modf>) return flag_source::none;
  return flag_source::values;
}

// What one element is; a complex number by either part, zero by both.
struct value_class {
  bool nan = false, infinite = false, zero = true, subnormal = false;
};
FNP_INLINE void classify(value_class& c, double x, double smallest_normal) noexcept {
  double const a = x < 0 ? -x : x;
  c.nan |= x != x;
  c.infinite |= a == __builtin_huge_val();
  c.zero &= a == 0;
  c.subnormal |= a > 0 && a < smallest_normal;
}
template <class T> FNP_INLINE value_class class_of(T const& x) noexcept {
  value_class c;
  if constexpr (std::is_same_v<T, half>)
    classify(c, static_cast<double>(float(x)), 0x1p-14);
  else if constexpr (std::is_same_v<T, float>)
    classify(c, static_cast<double>(x), 0x1p-126);
  else if constexpr (std::is_same_v<T, double>)
    classify(c, x, 0x1p-1022);
  else if constexpr (std::is_same_v<T, complex64>) {
    classify(c, static_cast<double>(x.re), 0x1p-126);
    classify(c, static_cast<double>(x.im), 0x1p-126);
  } else if constexpr (std::is_same_v<T, complex128>) {
    classify(c, x.re, 0x1p-1022);
    classify(c, x.im, 0x1p-1022);
  } else
    c.zero = x == T{};
  return c;
}

// Is the infinite result an exact one, of a division by zero? x: the first operand, last: the last one.
template <class Op, class X, class Y> FNP_INLINE bool at_pole(X const& x, Y const& last) noexcept {
  if (one_of<Op, ops::log, ops::log2, ops::log10, ops::power, ops::float_power>) return class_of(x).zero;
  if (one_of<Op, ops::divide, ops::reciprocal, ops::floor_divide, ops::divmod>) return class_of(last).zero;
  if constexpr (requires { static_cast<double>(x); }) {
    double const v = static_cast<double>(x);
    if (std::is_same_v<Op, ops::log1p>) return v == -1;
    if (std::is_same_v<Op, ops::arctanh>) return v == 1 || v == -1;
  }
  return false;
}

template <class Op, class Out, class X, class Y>
FNP_INLINE fp_flags flags_of_numbers(Out const& out, X const& x, Y const& last) noexcept {
  value_class const a = class_of(x), b = class_of(last), r = class_of(out);
  bool const nan_in = a.nan || b.nan, finite_in = !nan_in && !a.infinite && !b.infinite;
  unsigned raised = 0;
  if (r.nan && !nan_in) raised |= fp_invalid;
  // NumPy's own ways: it compares NaNs here, takes inf - inf of an overflown quotient, and names the gap of infinity
  // NaN.
  constexpr bool wide = !std::is_same_v<Out, half>;
  if (one_of<Op, ops::logaddexp, ops::logaddexp2> && nan_in) raised |= fp_invalid;
  if (wide && one_of<Op, ops::floor_divide, ops::divmod> && r.infinite && finite_in && !b.zero) raised |= fp_invalid;
  if (one_of<Op, ops::divmod> && b.zero && !nan_in) raised |= fp_invalid;  // the remainder's, which is not `out`
  if (wide && one_of<Op, ops::spacing>) raised = 0;
  if (wide && one_of<Op, ops::nextafter> && r.infinite && !a.infinite && !nan_in) raised |= fp_over;
  if constexpr (one_of<Op, ops::logaddexp, ops::logaddexp2> && wide)  // the difference of the operands
    if (finite_in && class_of(static_cast<Out>(x - last)).infinite) raised |= fp_over;
  if (r.infinite && finite_in && at_pole<Op>(x, last))
    raised |= fp_divide;
  else if (r.infinite && finite_in)
    raised |= fp_over;
  bool const never_zero =
      one_of<Op, ops::exp, ops::exp2> || (one_of<Op, ops::power, ops::float_power, ops::ldexp> && !a.zero);
  if (finite_in && (r.subnormal || (r.zero && never_zero))) raised |= fp_under;
  return static_cast<fp_flags>(raised);
}

template <class Op, class Out, class X, class Y>
FNP_INLINE fp_flags flags_of(Out const& out, X const& x, Y const& last) noexcept {
  // Complex order looks at the imaginary parts where the real ones are equal, and < of a NaN is invalid.
  if constexpr (is_ordering<Op>) {
    bool const second = x.re == last.re && (x.im != x.im || last.im != last.im);
    return x.re != x.re || last.re != last.re || second ? fp_flags{fp_invalid} : fp_flags{0};
  } else
    return flags_of_numbers<Op>(out, x, last);
}

// Runs a kernel in pieces on copies of its inputs, since its output may replace them.
template <class Op, int I, block_kernel Kernel>
fp_flags flags_from_values(block const& b, void const* parameters) noexcept {
  constexpr ops::loop l = ops::loop_at<Op>(I);
  constexpr int inputs = Op::arity, operands = Op::outputs + inputs;
  constexpr std::ptrdiff_t piece = 64;
  constexpr std::size_t out_size[] = {itemsize(l.out[0]), itemsize(l.out[1])};
  constexpr std::size_t in_size[] = {itemsize(l.in[0]), itemsize(l.in[1]), itemsize(l.in[2])};
  using Out = element_t<l.out[0]>;
  using X = element_t<l.in[0]>;
  using Last = element_t<l.in[inputs - 1]>;
  alignas(16) std::byte copy[inputs][piece * 16];
  unsigned raised = 0;
  for (std::ptrdiff_t r = 0; r < b.rows; ++r)
    for (std::ptrdiff_t i = 0; i < b.count; i += piece) {
      std::ptrdiff_t const n = b.count - i < piece ? b.count - i : piece;
      std::byte* at[operands];
      std::ptrdiff_t const no_stride[operands] = {};
      for (int k = 0; k < Op::outputs; ++k)
        at[k] = b.data[k] + r * b.row_stride[k] + i * static_cast<std::ptrdiff_t>(out_size[k]);
      for (int k = 0; k < inputs; ++k) {
        int const operand = Op::outputs + k;
        std::size_t const size = in_size[k];
        bool const one = is_broadcast(b, operand);
        std::byte const* const from =
            b.data[operand] + r * b.row_stride[operand] + (one ? 0 : i * static_cast<std::ptrdiff_t>(size));
        for (std::ptrdiff_t e = 0; e < n; ++e)
          std::memcpy(copy[k] + static_cast<std::size_t>(e) * size,
                      from + (one ? 0 : static_cast<std::size_t>(e) * size), size);
        at[operand] = copy[k];
      }
      raised |= Kernel({at, no_stride, 0, 1, n}, parameters);
      for (std::ptrdiff_t e = 0; e < n; ++e)
        raised |= flags_of<Op>(reinterpret_cast<Out const*>(at[0])[e], reinterpret_cast<X const*>(copy[0])[e],
                               reinterpret_cast<Last const*>(copy[inputs - 1])[e]);
    }
  return static_cast<fp_flags>(raised);
}

// Reads the status flags of the run and leaves the caller's as they were.
template <block_kernel Kernel> fp_flags flags_from_status(block const& b, void const* parameters) noexcept {
  std::fexcept_t before;
  std::fegetexceptflag(&before, FE_ALL_EXCEPT);
  std::feclearexcept(FE_ALL_EXCEPT);
  unsigned raised = Kernel(b, parameters);
  int const status = std::fetestexcept(FE_ALL_EXCEPT);
  std::fesetexceptflag(&before, FE_ALL_EXCEPT);
  if (status & FE_DIVBYZERO) raised |= fp_divide;
  if (status & FE_OVERFLOW) raised |= fp_over;
  if (status & FE_UNDERFLOW) raised |= fp_under;
  if (status & FE_INVALID) raised |= fp_invalid;
  return static_cast<fp_flags>(raised);
}

// The kernel itself, or at the reference level the one that reports.
template <class Op, int I, block_kernel Kernel> constexpr block_kernel honest() noexcept {
  if constexpr (!reports_flags)
    return Kernel;
  else {
    constexpr flag_source source = source_of<Op>(ops::loop_at<Op>(I));
    if constexpr (source == flag_source::status)
      return flags_from_status<Kernel>;
    else if constexpr (source == flag_source::values)
      return flags_from_values<Op, I, Kernel>;
    else
      return Kernel;
  }
}

}  // namespace fnp::FNP_LEVEL
