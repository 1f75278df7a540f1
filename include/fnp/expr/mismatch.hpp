// Short errors: what a wrong operand or dtype says. The names of these templates carry the op and the types.
#pragma once
#include "fnp/expr/structure.hpp"

namespace fnp {

// The op has no loop for operands of these types: a shift of floats, `-` of two bool arrays.
template <class Op, class... Operands>
struct op_without_loop_for {
  static constexpr bool value = false;
};
// An operand is neither array, expression nor number.
template <class Op, class... Operands>
struct op_cannot_take {
  static constexpr bool value = false;
};
template <class From, class To>
struct assignment_of {
  static constexpr bool value = false;
};

}  // namespace fnp
