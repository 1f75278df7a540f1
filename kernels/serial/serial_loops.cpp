// Loops whose steps need each other's results: running folds, scans and repeated scatters of a two-operand op.
//
// A chain of n dependent operations cannot be vectorised, so one instruction-set level carries these: reference, whose
// scalar code has the bits of all others. Ops with a body, floor_divide of integers, and powers of integers and of
// complex numbers, which the C library takes one by one; what other ops need a function for, their block kernels do in
// vectors.
#include "fnp/base/cache_lines.hpp"
#include "kernels/complex_functions.hpp"
#include "kernels/elementwise/integer_division.hpp"
#include "kernels/elementwise/integer_power.hpp"
#include "kernels/honest_flags.hpp"
#include "kernels/loops.hpp"

namespace fnp::FNP_LEVEL {

#if FNP_LEVEL_NAME_IS(FNP_LEVEL)
namespace {

template <class Op> inline constexpr bool is_known(dtype x, dtype y) {
  if constexpr (std::is_same_v<Op, ops::power>) return x == y && (is_integer(x) || kind(x) == 'c');
  if constexpr (std::is_same_v<Op, ops::floor_divide>) return x == y && is_integer(x);
  return true;
}

// From this many bytes on results lie beyond the last cache; how far ahead of them the input is asked for.
constexpr std::ptrdiff_t far_bytes = std::ptrdiff_t{32} << 20, ahead = 4096;

template <class T> FNP_INLINE void store_past_caches(T& to, T const& value) noexcept {
#if defined(__x86_64__)
  if constexpr (sizeof(T) == 8)
    return __builtin_ia32_movnti64(reinterpret_cast<long long*>(&to), __builtin_bit_cast(long long, value));
  else if constexpr (sizeof(T) == 4)
    return __builtin_ia32_movnti(reinterpret_cast<int*>(&to), __builtin_bit_cast(int, value));
  else
#endif
    to = value;
}

template <class Op, class T, class Y> struct serial {
  static constexpr bool is_extremum =
      (std::is_same_v<Op, ops::maximum> || std::is_same_v<Op, ops::minimum>) && std::is_same_v<T, Y> &&
      (std::is_floating_point_v<T> || is_complex_v<T>);

  FNP_INLINE static void step(T& out, T const& x, Y const& y) noexcept {
    T value{};
    if constexpr (std::is_same_v<Op, ops::power> && is_complex_v<T>)
      value = numpy_power(x, y);
    else if constexpr (std::is_same_v<Op, ops::power>)
      value = power_of<T>(x, y);
    else if constexpr (std::is_same_v<Op, ops::floor_divide>)
      value = divide_floor<T>(x, y).quotient;
    else
      body_of<Op>::call(value, x, y);
    out = value;
  }
  static void fold(std::byte* to, std::byte const* from, std::ptrdiff_t stride, std::ptrdiff_t n) noexcept {
    T acc = *reinterpret_cast<T*>(to);
    for (std::ptrdiff_t i = 0; i < n; ++i) step(acc, acc, *reinterpret_cast<Y const*>(from + i * stride));
    *reinterpret_cast<T*>(to) = acc;
  }
  // Results beyond the last cache are stored past it, and the input is asked for early: the chain of steps leaves
  // little room to wait for memory.
  static void scan_past_caches(T* out, Y const* x, std::ptrdiff_t n) noexcept {
    T acc = out[0];
    for (std::ptrdiff_t i = 1; i < n; ++i) {
      step(acc, acc, x[i]);
      store_past_caches(out[i], acc);
      if (i % 8 == 0)
        expect_line(x + i, ahead);
    }
#if defined(__x86_64__)
    __builtin_ia32_sfence();
#endif
  }
  // Is acc the result, and whatever x is not? Most elements change nothing, so a branch is foreseen and the next
  // element need not wait. Of two zeros the second is the result.
  FNP_INLINE static bool stays(T const& acc, T const& x) noexcept {
    bool no_better = false;
    if constexpr (std::is_same_v<Op, ops::maximum>)
      ops::primitives<T>::less_equal(no_better, x, acc);
    else
      ops::primitives<T>::less_equal(no_better, acc, x);
    if constexpr (std::is_floating_point_v<T>) return no_better && acc != 0;
    return no_better;
  }
  static void scan_extremes(T* out, T const* x, std::ptrdiff_t n) noexcept
    requires is_extremum
  {
    T acc = out[0];
    for (std::ptrdiff_t i = 1; i < n; ++i) {
      if (!stays(acc, x[i])) [[unlikely]]
        step(acc, acc, x[i]);
      out[i] = acc;
    }
  }
  // One to any power is one; powers of integers come there at the first zero among the exponents. pre: no exponent is
  // negative
  static constexpr bool is_integer_power = std::is_same_v<Op, ops::power> && std::is_integral_v<T>;
  static void scan_powers(T* out, T const* x, std::ptrdiff_t n) noexcept
    requires is_integer_power
  {
    T acc = out[0];
    std::ptrdiff_t i = 1;
    for (; i < n && acc != 1; ++i) {
      step(acc, acc, x[i]);
      out[i] = acc;
    }
    for (; i < n; ++i) out[i] = T{1};
  }
  static void scan(std::byte* to, std::ptrdiff_t to_stride, std::byte const* from, std::ptrdiff_t stride,
                   std::ptrdiff_t n) noexcept {
    T acc = *reinterpret_cast<T*>(to);
    if (to_stride == sizeof(T) && stride == sizeof(Y)) {  // the compiler knows how far the next element is
      T* const out = reinterpret_cast<T*>(to);
      Y const* const x = reinterpret_cast<Y const*>(from);
      if (n * to_stride > far_bytes) return scan_past_caches(out, x, n);
      if constexpr (is_extremum) return scan_extremes(out, x, n);
      if constexpr (is_integer_power) return scan_powers(out, x, n);
#pragma GCC unroll 4
      for (std::ptrdiff_t i = 1; i < n; ++i) {
        step(acc, acc, x[i]);
        out[i] = acc;
      }
      return;
    }
    for (std::ptrdiff_t i = 1; i < n; ++i) {
      step(acc, acc, *reinterpret_cast<Y const*>(from + i * stride));
      *reinterpret_cast<T*>(to + i * to_stride) = acc;
    }
  }
  // Places that are elements apart need no multiplication, dense operands no addition either: then an update is four
  // instructions, and whatever else (asking for memory early, say) is slower.
  static void scatter(std::byte* to, index const* place, std::ptrdiff_t scale, std::byte const* from,
                      std::ptrdiff_t stride, std::ptrdiff_t n) noexcept {
    if (scale == sizeof(T) && stride == sizeof(Y)) {
      T* const target = reinterpret_cast<T*>(to);
      Y const* const x = reinterpret_cast<Y const*>(from);
#pragma GCC unroll 8
      for (std::ptrdiff_t i = 0; i < n; ++i) step(target[place[i]], target[place[i]], x[i]);
      return;
    }
#pragma GCC unroll 2
    for (std::ptrdiff_t i = 0; i < n; ++i) {
      T& at = *reinterpret_cast<T*>(to + place[i] * scale);
      step(at, at, *reinterpret_cast<Y const*>(from + i * stride));
    }
  }
  static constexpr kernels::serial_kernel kernel{fold, scan, scatter};
};

template <class Op, int I> constexpr kernels::serial_kernel const* serial_of() noexcept {
  constexpr ops::loop l = ops::loop_at<Op>(I);
  if constexpr (l.in[0] == l.out[0] && is_known<Op>(l.in[0], l.in[1]))
    return &serial<Op, element_t<l.out[0]>, element_t<l.in[1]>>::kernel;
  else
    return nullptr;
}

template <class Op, int... I>
kernels::serial_kernel const* loop_of(int loop, std::integer_sequence<int, I...>) noexcept {
  static constexpr kernels::serial_kernel const* at[] = {serial_of<Op, I>()...};
  return loop >= 0 && loop < static_cast<int>(sizeof...(I)) ? at[loop] : nullptr;
}

template <class... Ops> kernels::serial_kernel const* look_up(ops::op_list<Ops...>, ops::op_id op, int loop) noexcept {
  kernels::serial_kernel const* found = nullptr;
  static_cast<void>(((op == ops::id_of<Ops> &&
                      (found = loop_of<Ops>(loop, std::make_integer_sequence<int, ops::loop_count<Ops>()>()), true)) ||
                     ...));
  return found;
}

using with_steps =
    ops::op_list<ops::add, ops::subtract, ops::multiply, ops::divide, ops::logical_and, ops::logical_or,
                 ops::logical_xor, ops::bitwise_and, ops::bitwise_or, ops::bitwise_xor, ops::left_shift,
                 ops::right_shift, ops::maximum, ops::minimum, ops::fmax, ops::fmin, ops::floor_divide, ops::power>;

}  // namespace

kernels::serial_kernel const* find_serial(ops::op_id op, int loop) noexcept {
  return look_up(with_steps{}, op, loop);
}
#else
kernels::serial_kernel const* find_serial(ops::op_id, int) noexcept { return nullptr; }
#endif

}  // namespace fnp::FNP_LEVEL
