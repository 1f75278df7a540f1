// Short errors: what a wrong operand or dtype says. The names of these templates carry the op and the types.
#pragma once
#include "fnp/expr/structure.hpp"

namespace fnp {

template <class T> class array;

// The op has no loop for operands of these types: a shift of floats, `-` of two bool arrays.
template <class Op, class... Operands> struct op_without_loop_for {
  static constexpr bool value = false;
};
// An operand is neither array, expression nor number.
template <class Op, class... Operands> struct op_cannot_take {
  static constexpr bool value = false;
};
// `name = expression` takes the expression's dtype as it is.
template <class From, class To> constexpr void require_same_dtype() noexcept {
  static_assert(std::is_same_v<array<From>, To>,
                "fnp: the expression's dtype is not the array's; convert it with fnp::astype<T>(x)");
}
// Writing through casts within a kind: a float does not become an integer unasked.
template <class From, class To> constexpr void require_same_kind() noexcept {
  static_assert(
      can_cast(dtype_of<From>(), dtype_of<To>(), casting::same_kind),
      "fnp: the value's dtype does not cast to the array's within its kind; convert it with fnp::astype<T>(x)");
}

}  // namespace fnp
