// Kernels of the ops in ops/arithmetic.hpp: their bodies over blocks; those without one are in division_blocks.cpp.
#include "kernels/complex_sizes.hpp"
#include "kernels/math/hypot.hpp"
#include "kernels/op_kernels.hpp"

namespace fnp::FNP_LEVEL {
namespace {

// 1 / x is x itself for -1 and 1 and zero beyond. 1 / 0 goes through an infinite float64 in NumPy: a division by zero,
// and an invalid conversion. The least number tells in the integers' own width whether there is one.
template <class T> fp_flags integer_reciprocals(block const& b, void const*) noexcept {
  using U = std::make_unsigned_t<T>;
  constexpr U negative = std::is_signed_v<T> ? 1 : 0, units = negative + U{1};
  T of_zero;
  ops::primitives<T>::reciprocal(of_zero, T{0});
  U least = static_cast<U>(-1);
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) {
    T* const y = row_of<T>(b, 0, r);
    T const* const x = row_of<T>(b, 1, r);
    std::ptrdiff_t const count = is_broadcast(b, 1) && b.count > 1 ? 1 : b.count;
    FNP_INDEPENDENT
    for (std::ptrdiff_t i = 0; i < count; ++i) {
      U const v = static_cast<U>(x[i]);
      least = v < least ? v : least;
      U const one = static_cast<U>(v + negative) <= units ? v : U{0};
      y[i] = v == 0 ? of_zero : static_cast<T>(one);
    }
    if (count < b.count) fill(y, T(y[0]), b.count);
  }
  return least == 0 ? fp_flags{fp_divide | fp_invalid} : fp_flags{0};
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

template <> struct kernel_choice<ops::sign> {
  template <int I> static constexpr block_kernel at() noexcept {
    constexpr dtype d = ops::loop_at<ops::sign>(I).in[0];
    if constexpr (kind(d) == 'c')
      return honest<ops::sign, I,
                    complex_runs<direction_run<decltype(element_t<d>::re)>, decltype(element_t<d>::re)>>();
    else
      return loop_kernel<ops::sign, I, body_of<ops::sign>>();
  }
};

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
      return integer_reciprocals<element_t<d>>;
    else
      return loop_kernel<ops::reciprocal, I, body_of<ops::reciprocal>>();
  }
};

block_kernel find_arithmetic(ops::op_id op, int loop) noexcept {
  using namespace ops;
  return look_up(op_list<add, subtract, multiply, ops::divide, ops::negative, positive, absolute, ops::fabs, square,
                         reciprocal, sign, conjugate, imag>{},
                 op, loop);
}

}  // namespace fnp::FNP_LEVEL
