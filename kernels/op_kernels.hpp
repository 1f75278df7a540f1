// From an op to its row of kernels: one a loop of the op, found by id and loop number.
#pragma once
#include "kernels/families.hpp"
#include "kernels/honest_flags.hpp"
#include "kernels/loops.hpp"

namespace fnp::FNP_LEVEL {

// The kernel of one loop of an op, from a function of elements.
template <class Op, int I, class F>
constexpr block_kernel loop_kernel() noexcept {
  constexpr ops::loop l = ops::loop_at<Op>(I);
  using Out = element_t<l.out[0]>;
  using X = element_t<l.in[0]>;
  if constexpr (Op::arity == 1) return honest<Op, I, unary<F, Out, X>>();
  else {
    using Y = element_t<l.in[1]>;
    if constexpr (Op::arity == 2) return honest<Op, I, binary<F, Out, X, Y>>();
    else return honest<Op, I, ternary<F, Out, X, Y, element_t<l.in[2]>>>();
  }
}

// g++ does not vectorise negations of bool: those of their bytes, 0 or 1, it does.
struct flip_byte {
  FNP_INLINE static void call(std::uint8_t& out, std::uint8_t const& x) noexcept {
    out = static_cast<std::uint8_t>(x ^ 1u);
  }
};
template <class Op, int I>
constexpr block_kernel negation_or_body() noexcept {
  if constexpr (ops::loop_at<Op>(I).in[0] == dtype::b1) return unary<flip_byte, std::uint8_t, std::uint8_t>;
  else return loop_kernel<Op, I, body_of<Op>>();
}

// Chooses by body unless a source specialises it: `at<I>()` is the kernel of loop I, null where it has none.
template <class Op>
struct kernel_choice {
  template <int I>
  static constexpr block_kernel at() noexcept {
    return loop_kernel<Op, I, body_of<Op>>();
  }
};

template <class Op, class Indices = std::make_integer_sequence<int, ops::loop_count<Op>()>>
struct kernel_row;
template <class Op, int... I>
struct kernel_row<Op, std::integer_sequence<int, I...>> {
  static constexpr block_kernel at[] = {kernel_choice<Op>::template at<I>()...};
};

template <class... Ops>
FNP_INLINE block_kernel look_up(ops::op_list<Ops...>, ops::op_id op, int loop) noexcept {
  block_kernel found = nullptr;
  static_cast<void>(((op == ops::id_of<Ops> && loop >= 0 && loop < ops::loop_count<Ops>()
                          ? (found = kernel_row<Ops>::at[loop], true) : false) || ...));
  return found;
}

}  // namespace fnp::FNP_LEVEL
