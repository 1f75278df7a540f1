// Block kernels of functions that work on whole runs: kernels/math for real numbers, the C library for complex ones.
//
// A Function has run(x, y, n) or run(x, z, y, n) over float and double, in place allowed, each element a function of
// its own operands alone; and of(z) over the C compiler's complex types where the op has such loops. float16 goes
// through float32.
#pragma once
#include "kernels/c_complex.hpp"
#include "kernels/complex_runs.hpp"
#include "kernels/half_table.hpp"
#include "kernels/op_kernels.hpp"

namespace fnp::FNP_LEVEL {

template <class T> using run_type = std::conditional_t<std::is_same_v<T, half>, float, T>;

// By half.hpp's functions themselves: its constructor and operator may be called where so much is inlined.
FNP_INLINE void convert(float& out, half const& x) noexcept { out = half_to_float(x.bits); }
FNP_INLINE void convert(half& out, float const& x) noexcept { out.bits = float_to_half(x); }
template <class To, class From> FNP_INLINE void convert_run(To* out, From const* x, std::ptrdiff_t n) noexcept {
  FNP_INDEPENDENT
  for (std::ptrdiff_t i = 0; i < n; ++i) convert(out[i], x[i]);
}

// The instructions give the bits of half.hpp's conversions, except that a signalling NaN comes out quiet. As many at
// once as a register holds in float32.
#if defined(__F16C__) || defined(__aarch64__)
#if defined(__AVX512F__)
inline constexpr std::ptrdiff_t halves_at_once = 16;
#elif defined(__F16C__)
inline constexpr std::ptrdiff_t halves_at_once = 8;
#else
inline constexpr std::ptrdiff_t halves_at_once = 4;
#endif
typedef std::uint16_t narrow_vector __attribute__((vector_size(2 * halves_at_once)));
typedef float wide_vector __attribute__((vector_size(4 * halves_at_once)));

FNP_INLINE void widen(wide_vector& wide, narrow_vector const& narrow) noexcept {
#if defined(__F16C__)
  asm("vcvtph2ps %1, %0" : "=v"(wide) : "v"(narrow));
#else
  asm("fcvtl %0.4s, %1.4h" : "=w"(wide) : "w"(narrow));
#endif
}
FNP_INLINE void narrow_down(narrow_vector& narrow, wide_vector const& wide) noexcept {
#if defined(__F16C__)
  asm("vcvtps2ph $0, %1, %0" : "=v"(narrow) : "v"(wide));
#else
  asm("fcvtn %0.4h, %1.4s" : "=w"(narrow) : "w"(wide));
#endif
}

FNP_INLINE void convert_run(float* out, half const* x, std::ptrdiff_t n) noexcept {
  std::ptrdiff_t i = 0;
  for (; i + halves_at_once <= n; i += halves_at_once) {
    narrow_vector narrow;
    wide_vector wide;
    std::memcpy(&narrow, x + i, sizeof narrow);
    widen(wide, narrow);
    std::memcpy(out + i, &wide, sizeof wide);
  }
  for (; i < n; ++i) convert(out[i], x[i]);
}
FNP_INLINE void convert_run(half* out, float const* x, std::ptrdiff_t n) noexcept {
  std::ptrdiff_t i = 0;
  for (; i + halves_at_once <= n; i += halves_at_once) {
    wide_vector wide;
    narrow_vector narrow;
    std::memcpy(&wide, x + i, sizeof wide);
    narrow_down(narrow, wide);
    std::memcpy(static_cast<void*>(out + i), &narrow, sizeof narrow);
  }
  for (; i < n; ++i) convert(out[i], x[i]);
}
#endif

template <class Function> FNP_INLINE void run_as_floats(half const* x, half* y, std::ptrdiff_t n) noexcept {
  constexpr std::ptrdiff_t piece = 4 * spread_length;  // long enough for the constants of a function to pay
  float wide[piece], results[piece];
  for (std::ptrdiff_t i = 0; i < n; i += piece) {
    std::ptrdiff_t const m = n - i < piece ? n - i : piece;
    convert_run(wide, x + i, m);
    Function::run(wide, results, m);
    convert_run(y + i, results, m);
  }
}

template <class Function> inline constinit half_table values_of{};

#if defined(__AVX512F__)
// Where a Function has an `of_half` for whole registers, and the bits of arguments that it is of use for.
template <class Function> [[gnu::noinline]] void run_rare_halves(half const* x, half* y, std::ptrdiff_t n) noexcept {
  half const* const table =
      values_of<Function>.for_values(n, [](half* v, std::ptrdiff_t m) noexcept { run_as_floats<Function>(v, v, m); });
  if (table)
    look_up_halves(table, x, y, n);
  else
    run_as_floats<Function>(x, y, n);
}
template <class Function> FNP_INLINE bool run_register_of_halves(half const* x, half* y) noexcept {
  using short_function = typename Function::of_half;
  narrow_vector narrow;
  wide_vector wide;
  std::memcpy(&narrow, x, sizeof narrow);
  narrow_vector const place = (narrow & short_function::kept) - short_function::first;
  narrow_vector const places =
      narrow_vector{} + static_cast<std::uint16_t>(short_function::last - short_function::first);
  if (_mm256_cmpgt_epu16_mask((__m256i)place, (__m256i)places) != 0) [[unlikely]]
    return false;
  widen(wide, narrow);
  narrow_down(narrow, short_function::ordinary(wide));
  std::memcpy(static_cast<void*>(y), &narrow, sizeof narrow);
  return true;
}
template <class Function> FNP_INLINE void run_halves(half const* x, half* y, std::ptrdiff_t n) noexcept {
  for (std::ptrdiff_t i = 0; i < n; i += halves_at_once) {
    while (i + halves_at_once <= n && run_register_of_halves<Function>(x + i, y + i)) i += halves_at_once;
    if (i >= n) break;
    std::ptrdiff_t const m = n - i < halves_at_once ? n - i : halves_at_once;
    run_rare_halves<Function>(x + i, y + i, m);  // a call inside the loop would have every constant loaded again
  }
}
#endif

template <class Function, class T> FNP_INLINE void run_unary(T const* x, T* y, std::ptrdiff_t n) noexcept {
  if constexpr (!std::is_same_v<T, half>) return Function::run(x, y, n);
#if defined(__AVX512F__)
  else if constexpr (requires { typename Function::of_half; })
    run_halves<Function>(x, y, n);
#endif
  else {
    if constexpr (!reports_flags)
      if (half const *const table = values_of<Function>.for_values(
              n, [](half* v, std::ptrdiff_t m) noexcept { run_as_floats<Function>(v, v, m); }))
        return look_up_halves(table, x, y, n);
    run_as_floats<Function>(x, y, n);
  }
}

template <class Function, class T> fp_flags unary_runs(block const& b, void const*) noexcept {
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) {
    T* const y = row_of<T>(b, 0, r);
    T const* const x = row_of<T>(b, 1, r);
    if (b.count <= 0) continue;
    if (is_broadcast(b, 1)) {
      T value = x[0];
      run_unary<Function>(&value, &value, 1);
      fill(y, value, b.count);
    } else
      run_unary<Function>(x, y, b.count);
  }
  return 0;
}

// Pieces of both operands as the run's type: in place, spread or converted.
template <class Function, class T> fp_flags binary_runs(block const& b, void const*) noexcept {
  using R = run_type<T>;
  R x_run[spread_length], z_run[spread_length], y_run[spread_length];
  T x_one[spread_length], z_one[spread_length];
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) {
    T* const y = row_of<T>(b, 0, r);
    bool const constant = is_broadcast(b, 1) && is_broadcast(b, 2);
    std::ptrdiff_t const count = constant && b.count > 1 ? 1 : b.count;
    for (std::ptrdiff_t i = 0; i < count; i += spread_length) {
      std::ptrdiff_t const n = count - i < spread_length ? count - i : spread_length;
      T const* const x = spread(b, 1, row_of<T>(b, 1, r), i, n, x_one);
      T const* const z = spread(b, 2, row_of<T>(b, 2, r), i, n, z_one);
      if constexpr (std::is_same_v<T, R>) {
        Function::run(x, z, y + i, n);
      } else {
        convert_run(x_run, x, n);
        convert_run(z_run, z, n);
        Function::run(x_run, z_run, y_run, n);
        convert_run(y + i, y_run, n);
      }
    }
    if (constant && b.count > 1) fill(y, T(y[0]), b.count);
  }
  return 0;
}

// An elementwise function on complex numbers.
template <class Function> struct complex_call {
  template <class T> FNP_INLINE static void call(complex<T>& out, complex<T> const& x) noexcept {
    out = Function::of(x);
  }
  template <class T> FNP_INLINE static void call(complex<T>& out, complex<T> const& x, complex<T> const& y) noexcept {
    out = Function::of(x, y);
  }
};

template <class Op, int I, class Function> constexpr block_kernel math_kernel() noexcept {
  constexpr dtype d = ops::loop_at<Op>(I).in[0];
  using T = element_t<d>;
  if constexpr (kind(d) == 'c' && has_complex_run<Function>)
    return honest<Op, I, complex_runs<Function, decltype(T::re)>>();
  else if constexpr (kind(d) == 'c')
    return loop_kernel<Op, I, complex_call<Function>>();
  else if constexpr (kind(d) != 'f')
    return nullptr;
  else if constexpr (Op::arity == 1)
    return honest<Op, I, unary_runs<Function, T>>();
  else
    return honest<Op, I, binary_runs<Function, T>>();
}

}  // namespace fnp::FNP_LEVEL

// struct NAME##_run: math::NAME as a Function of one operand, or of two.
#define FNP_RUN_UNARY(NAME)                                                                      \
  struct NAME##_run {                                                                            \
    template <class T> FNP_INLINE static void run(T const* x, T* y, std::ptrdiff_t n) noexcept { \
      math::NAME(x, y, n);                                                                       \
    }                                                                                            \
  };
#define FNP_RUN_BINARY(NAME)                                                                                 \
  struct NAME##_run {                                                                                        \
    template <class T> FNP_INLINE static void run(T const* x, T const* z, T* y, std::ptrdiff_t n) noexcept { \
      math::NAME(x, z, y, n);                                                                                \
    }                                                                                                        \
  };
// The same with the C library's complex function of the stem C: cexp and cexpf.
#define FNP_RUN_WITH_COMPLEX(NAME, C)                                                            \
  struct NAME##_run {                                                                            \
    template <class T> FNP_INLINE static void run(T const* x, T* y, std::ptrdiff_t n) noexcept { \
      math::NAME(x, y, n);                                                                       \
    }                                                                                            \
    FNP_INLINE static complex64 of(complex64 const& x) noexcept {                                \
      return ops::from_c<float>(__builtin_##C##f(ops::to_c(x)));                                 \
    }                                                                                            \
    FNP_INLINE static complex128 of(complex128 const& x) noexcept {                              \
      return ops::from_c<double>(__builtin_##C(ops::to_c(x)));                                   \
    }                                                                                            \
  };
#define FNP_BIND(OP, FUNCTION)                                                                                   \
  template <> struct kernel_choice<ops::OP> {                                                                    \
    template <int I> static constexpr block_kernel at() noexcept { return math_kernel<ops::OP, I, FUNCTION>(); } \
  };
