// Functions of complex numbers over runs, by those of real ones: a piece at a time, its parts apart and in float64.
//
// Elements that are `rare` to the Function, by their own values alone, go through of(z) one by one.
#pragma once
#include "kernels/loops.hpp"
#include "kernels/math/float_bits.hpp"

namespace fnp::FNP_LEVEL {

// The parts of a piece of complex numbers, then of their results.
struct complex_piece {
  double re[spread_length], im[spread_length];
  std::ptrdiff_t n;
};

// Function: run_parts<T>(piece) in place; rare(x, y), negative where the element is not for it; of(z).
template <class Function, class T>
FNP_INLINE void run_complex(complex<T> const* x, complex<T>* y, std::ptrdiff_t n) noexcept {
  complex_piece p;
  p.n = n;
  std::int64_t any_rare = 0;
  for (std::ptrdiff_t k = 0; k < n; ++k) {
    p.re[k] = static_cast<double>(x[k].re);
    p.im[k] = static_cast<double>(x[k].im);
    any_rare |= Function::rare(p.re[k], p.im[k]);
  }
  Function::template run_parts<T>(p);
  if (any_rare < 0) {
    for (std::ptrdiff_t k = 0; k < n; ++k) {
      complex<T> const z = x[k];
      bool const is_rare = Function::rare(static_cast<double>(z.re), static_cast<double>(z.im)) < 0;
      y[k] = is_rare ? Function::of(z) : complex<T>(static_cast<T>(p.re[k]), static_cast<T>(p.im[k]));
    }
  } else {
    FNP_INDEPENDENT
    for (std::ptrdiff_t k = 0; k < n; ++k) y[k] = complex<T>(static_cast<T>(p.re[k]), static_cast<T>(p.im[k]));
  }
}

template <class Function, class T> fp_flags complex_runs(block const& b, void const*) noexcept {
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) {
    complex<T>* const y = row_of<complex<T>>(b, 0, r);
    complex<T> const* const x = row_of<complex<T>>(b, 1, r);
    std::ptrdiff_t const count = is_broadcast(b, 1) && b.count > 1 ? 1 : b.count;
    for (std::ptrdiff_t i = 0; i < count; i += spread_length)
      run_complex<Function, T>(x + i, y + i, count - i < spread_length ? count - i : spread_length);
    if (count < b.count) fill(y, complex<T>(y[0]), b.count);
  }
  return 0;
}

// Else of(z) is all that the Function has.
template <class Function>
inline constexpr bool has_complex_run = requires(complex_piece& p) { Function::template run_parts<double>(p); };

}  // namespace fnp::FNP_LEVEL
