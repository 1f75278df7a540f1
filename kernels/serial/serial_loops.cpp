// Loops whose steps need each other's results: running folds, scans and repeated scatters of a two-operand op.
//
// A chain of n dependent operations cannot be vectorised, so one instruction-set level carries these: reference, whose
// scalar code has the bits of all others. Ops with a body and the integer loops of floor_divide and power; a function
// call an element, as the other ops need, is made by their block kernels as well.
#include "kernels/elementwise/integer_division.hpp"
#include "kernels/elementwise/integer_power.hpp"
#include "kernels/honest_flags.hpp"
#include "kernels/loops.hpp"

namespace fnp::FNP_LEVEL {

#if FNP_LEVEL_NAME_IS(FNP_LEVEL)
namespace {

template <class Op>
inline constexpr bool integers_only = std::is_same_v<Op, ops::power> || std::is_same_v<Op, ops::floor_divide>;

template <class Op, class T, class Y> struct serial {
  FNP_INLINE static void step(T& out, T const& x, Y const& y) noexcept {
    T value{};
    if constexpr (std::is_same_v<Op, ops::power>)
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
  static void scan(std::byte* to, std::ptrdiff_t to_stride, std::byte const* from, std::ptrdiff_t stride,
                   std::ptrdiff_t n) noexcept {
    T acc = *reinterpret_cast<T*>(to);
    for (std::ptrdiff_t i = 1; i < n; ++i) {
      step(acc, acc, *reinterpret_cast<Y const*>(from + i * stride));
      *reinterpret_cast<T*>(to + i * to_stride) = acc;
    }
  }
  static void scatter(std::byte* to, index const* offset, std::byte const* from, std::ptrdiff_t stride,
                      std::ptrdiff_t n) noexcept {
    for (std::ptrdiff_t i = 0; i < n; ++i) {
      T& at = *reinterpret_cast<T*>(to + offset[i]);
      step(at, at, *reinterpret_cast<Y const*>(from + i * stride));
    }
  }
  static constexpr kernels::serial_kernel kernel{fold, scan, scatter};
};

template <class Op, int I> constexpr kernels::serial_kernel const* serial_of() noexcept {
  constexpr ops::loop l = ops::loop_at<Op>(I);
  constexpr bool known = !integers_only<Op> || (l.in[0] == l.in[1] && is_integer(l.in[0]));
  if constexpr (l.in[0] == l.out[0] && known)
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
