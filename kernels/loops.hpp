// Loops over blocks: a function of elements becomes a block kernel.
//
// Per row an operand is contiguous or one value. One and two operands have a loop for every pattern; with three, single
// values are spread into a buffer. An output may be the very address sequence of an input, which is harmless to a loop
// that reads element i before it writes it: the compiler is told that iterations are independent.
#pragma once
#include <cstring>
#include <type_traits>

#include "fnp/ops/all.hpp"
#include "fnp/ops/casting.hpp"
#include "kernels/complex_primitives.hpp"
#include "kernels/half_primitives.hpp"
#include "kernels/math/level.hpp"
#include "kernels/registry.hpp"

// clang warns where such a promise does not lead to vector code; it checks addresses at run time instead.
#if defined(__clang__)
#define FNP_INDEPENDENT
#else
#define FNP_INDEPENDENT _Pragma("GCC ivdep")
#endif

namespace fnp::FNP_LEVEL {

// F(out, x...) for the op's body. Functions that can raise return fp_flags.
template <class Op> struct body_of {
  template <class Out, class... In> FNP_INLINE static void call(Out& out, In const&... x) noexcept {
    Op::body(out, x...);
  }
};

template <class T> FNP_INLINE T* row_of(block const& b, int operand, std::ptrdiff_t r) noexcept {
  return reinterpret_cast<T*>(b.data[operand] + r * b.row_stride[operand]);
}
FNP_INLINE bool is_broadcast(block const& b, int operand) noexcept { return (b.broadcast >> operand) & 1; }

template <class T> FNP_INLINE void fill(T* at, T const& value, std::ptrdiff_t n) noexcept {
  FNP_INDEPENDENT
  for (std::ptrdiff_t i = 0; i < n; ++i) at[i] = value;
}

// Operands by value: a selection between references would be one of addresses, which no vector has.
template <class F, class Out, class... In> FNP_INLINE fp_flags evaluate(Out& out, In... x) noexcept {
  Out value{};
  if constexpr (std::is_same_v<decltype(F::call(value, x...)), fp_flags>) {
    fp_flags const raised = F::call(value, x...);
    out = value;
    return raised;
  } else {
    F::call(value, x...);
    out = value;
    return 0;
  }
}

template <class F, class Out, class X> fp_flags unary(block const& b, void const*) noexcept {
  fp_flags raised = 0;
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) {
    Out* const out = row_of<Out>(b, 0, r);
    X const* const x = row_of<X>(b, 1, r);
    std::ptrdiff_t const n = b.count;
    if (is_broadcast(b, 1)) {
      Out value{};
      if (n > 0) raised |= evaluate<F>(value, X(x[0]));
      fill(out, value, n);
    } else {
      FNP_INDEPENDENT
      for (std::ptrdiff_t i = 0; i < n; ++i) raised |= evaluate<F>(out[i], x[i]);
    }
  }
  return raised;
}

template <class F, class Out, class X, class Y> fp_flags binary(block const& b, void const*) noexcept {
  fp_flags raised = 0;
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) {
    Out* const out = row_of<Out>(b, 0, r);
    X const* const x = row_of<X>(b, 1, r);
    Y const* const y = row_of<Y>(b, 2, r);
    std::ptrdiff_t const n = b.count;
    if (n <= 0) continue;
    if (!is_broadcast(b, 1) && !is_broadcast(b, 2)) {
      FNP_INDEPENDENT
      for (std::ptrdiff_t i = 0; i < n; ++i) raised |= evaluate<F>(out[i], x[i], y[i]);
    } else if (!is_broadcast(b, 1)) {
      Y const one = y[0];
      FNP_INDEPENDENT
      for (std::ptrdiff_t i = 0; i < n; ++i) raised |= evaluate<F>(out[i], x[i], one);
    } else if (!is_broadcast(b, 2)) {
      X const one = x[0];
      FNP_INDEPENDENT
      for (std::ptrdiff_t i = 0; i < n; ++i) raised |= evaluate<F>(out[i], one, y[i]);
    } else {
      Out value{};
      raised |= evaluate<F>(value, X(x[0]), Y(y[0]));
      fill(out, value, n);
    }
  }
  return raised;
}

inline constexpr std::ptrdiff_t spread_length = 256;

// n elements of an operand from position i on: its own, or its one value spread into `buffer`.
template <class T>
FNP_INLINE T const* spread(block const& b, int operand, T const* x, std::ptrdiff_t i, std::ptrdiff_t n,
                           T* buffer) noexcept {
  if (!is_broadcast(b, operand)) return x + i;
  if (i == 0) fill(buffer, T(x[0]), n);
  return buffer;
}

template <class F, class Out, class X, class Y, class Z> fp_flags ternary(block const& b, void const*) noexcept {
  X x_buffer[spread_length];
  Y y_buffer[spread_length];
  Z z_buffer[spread_length];
  fp_flags raised = 0;
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) {
    for (std::ptrdiff_t i = 0; i < b.count; i += spread_length) {
      std::ptrdiff_t const n = b.count - i < spread_length ? b.count - i : spread_length;
      Out* const out = row_of<Out>(b, 0, r) + i;
      X const* const x = spread(b, 1, row_of<X>(b, 1, r), i, n, x_buffer);
      Y const* const y = spread(b, 2, row_of<Y>(b, 2, r), i, n, y_buffer);
      Z const* const z = spread(b, 3, row_of<Z>(b, 3, r), i, n, z_buffer);
      FNP_INDEPENDENT
      for (std::ptrdiff_t k = 0; k < n; ++k) raised |= evaluate<F>(out[k], x[k], y[k], z[k]);
    }
  }
  return raised;
}

}  // namespace fnp::FNP_LEVEL
