// Kernels of the ops in ops/arithmetic.hpp: their bodies over blocks; those without one are in division_blocks.cpp.
#include "kernels/math/hypot.hpp"
#include "kernels/op_kernels.hpp"

namespace fnp::FNP_LEVEL {
namespace {

// 1 / 0 of integers goes through an infinite float64 in NumPy: a division by zero, and an invalid conversion. Zeros are
// looked for apart: a flag an element is narrower than the elements.
template <class T> fp_flags integer_reciprocals(block const& b, void const* parameters) noexcept {
  std::make_unsigned_t<T> zero = 0;
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) {
    T const* const x = row_of<T>(b, 1, r);
    std::ptrdiff_t const n = is_broadcast(b, 1) && b.count > 1 ? 1 : b.count;
    for (std::ptrdiff_t i = 0; i < n; ++i) zero |= static_cast<std::make_unsigned_t<T>>(x[i] == 0);
  }
  unary<body_of<ops::reciprocal>, T, T>(b, parameters);
  return zero ? fp_flags{fp_divide | fp_invalid} : fp_flags{0};
}

// |z| of complex numbers: their parts apart, then hypot in vectors.
template <class T> fp_flags magnitudes(block const& b, void const*) noexcept {
  T re[spread_length], im[spread_length];
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) {
    T* const y = row_of<T>(b, 0, r);
    complex<T> const* const x = row_of<complex<T>>(b, 1, r);
    std::ptrdiff_t const count = is_broadcast(b, 1) && b.count > 1 ? 1 : b.count;
    for (std::ptrdiff_t i = 0; i < count; i += spread_length) {
      std::ptrdiff_t const n = count - i < spread_length ? count - i : spread_length;
      for (std::ptrdiff_t k = 0; k < n; ++k) {
        re[k] = x[i + k].re;
        im[k] = x[i + k].im;
      }
      math::hypot(re, im, y + i, n);
    }
    if (count < b.count) fill(y, T(y[0]), b.count);
  }
  return 0;
}

}  // namespace

template <> struct kernel_choice<ops::absolute> {
  template <int I> static constexpr block_kernel at() noexcept {
    constexpr dtype d = ops::loop_at<ops::absolute>(I).in[0];
    if constexpr (kind(d) == 'c')
      return honest<ops::absolute, I, magnitudes<element_t<ops::loop_at<ops::absolute>(I).out[0]>>>();
    else
      return loop_kernel<ops::absolute, I, body_of<ops::absolute>>();
  }
};

template <> struct kernel_choice<ops::reciprocal> {
  template <int I> static constexpr block_kernel at() noexcept {
    constexpr dtype d = ops::loop_at<ops::reciprocal>(I).in[0];
    if constexpr (is_integer(d))
      return honest<ops::reciprocal, I, integer_reciprocals<element_t<d>>>();
    else
      return loop_kernel<ops::reciprocal, I, body_of<ops::reciprocal>>();
  }
};

block_kernel find_arithmetic(ops::op_id op, int loop) noexcept {
  using namespace ops;
  return look_up(op_list<add, subtract, multiply, ops::divide, ops::negative, positive, absolute, ops::fabs, square,
                         reciprocal, sign, conjugate>{},
                 op, loop);
}

}  // namespace fnp::FNP_LEVEL
