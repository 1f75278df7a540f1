// x + y: the C++ operators on arrays, expressions and numbers.
//
// Operators take what they get by value (moved if they may), check the dtypes, and build a node. An operand that is
// none of the three meets the overload after each operator, whose only purpose is a short error.
#pragma once
#include "fnp/expr/lower.hpp"

namespace fnp {

template <class A, class B>
concept operands_of_operator = operand<A> && operand<B> && (lazy<A> || lazy<B>);

template <class A, class B>
concept foreign_operand =
    ((lazy<A> && !operand<B>) || (lazy<B> && !operand<A>)) && !dynamic<A> && !dynamic<B>;

// Only the left operand counts where streams and the like overload the operator too.
template <class A, class B>
concept foreign_right = lazy<A> && !operand<B> && !dynamic<B>;

// What a node over operands of these types needs: a loop for their dtypes.
template <class Op, class... X> struct required_loop {
  static_assert(typed::loop_for<Op, typed::lowering<wrapped_t<X>>::type...> >= 0 ||
                    op_without_loop_for<Op, std::remove_cvref_t<X>...>::value,
                "fnp: this op has no loop for operands of these dtypes; convert with fnp::astype<T>(x)");
  static constexpr bool exists = true;
};

#define FNP_BINARY_OPERATOR(symbol, name, foreign)                                    \
  template <class A, class B>                                                         \
    requires operands_of_operator<A, B>                                               \
  constexpr auto operator symbol(A&& a, B&& b) noexcept(quiet<A, B>) {                 \
    static_assert(required_loop<typed::op_t<kinds::name>, A, B>::exists);             \
    using pair = elements<wrapped_t<A>, wrapped_t<B>>;                                \
    if constexpr (typed::owned<pair>.movable())                                       \
      return expr<kinds::name, pair>{{static_cast<A&&>(a), static_cast<B&&>(b)}};     \
    else                                                                              \
      return expr<kinds::name, pair>{{wrap(static_cast<A&&>(a)), wrap(static_cast<B&&>(b))}}; \
  }                                                                                   \
  template <class A, class B>                                                         \
    requires foreign<A, B>                                                            \
  void operator symbol(A const&, B const&) {                                          \
    static_assert(op_cannot_take<typed::op_t<kinds::name>, A, B>::value,              \
                  "fnp: an operand is neither an array, an expression nor a number"); \
  }

FNP_BINARY_OPERATOR(+, plus, foreign_operand)
FNP_BINARY_OPERATOR(-, minus, foreign_operand)
FNP_BINARY_OPERATOR(*, multiplies, foreign_operand)
FNP_BINARY_OPERATOR(/, divides, foreign_operand)
FNP_BINARY_OPERATOR(%, modulus, foreign_operand)
FNP_BINARY_OPERATOR(==, equal_to, foreign_operand)
FNP_BINARY_OPERATOR(!=, not_equal_to, foreign_operand)
FNP_BINARY_OPERATOR(<, less, foreign_operand)
FNP_BINARY_OPERATOR(<=, less_equal, foreign_operand)
FNP_BINARY_OPERATOR(>, greater, foreign_operand)
FNP_BINARY_OPERATOR(>=, greater_equal, foreign_operand)
FNP_BINARY_OPERATOR(&, bitwise_and, foreign_right)
FNP_BINARY_OPERATOR(|, bitwise_or, foreign_right)
FNP_BINARY_OPERATOR(^, bitwise_xor, foreign_right)
FNP_BINARY_OPERATOR(<<, shift_left, foreign_right)
FNP_BINARY_OPERATOR(>>, shift_right, foreign_right)
FNP_BINARY_OPERATOR(&&, logical_and, foreign_right)
FNP_BINARY_OPERATOR(||, logical_or, foreign_right)
#undef FNP_BINARY_OPERATOR

#define FNP_UNARY_OPERATOR(symbol, name)                                               \
  template <lazy A> constexpr auto operator symbol(A&& a) noexcept(quiet<A>) {          \
    static_assert(required_loop<typed::op_t<kinds::name>, A>::exists);                 \
    return expr<kinds::name, elements<wrapped_t<A>>>{{wrap(static_cast<A&&>(a))}};     \
  }

FNP_UNARY_OPERATOR(+, unary_plus)
FNP_UNARY_OPERATOR(-, negate)
FNP_UNARY_OPERATOR(~, complement)
FNP_UNARY_OPERATOR(!, logical_not)
#undef FNP_UNARY_OPERATOR

}  // namespace fnp
