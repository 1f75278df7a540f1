// x + y: the C++ operators on arrays, expressions and numbers.
//
// Operators take what they get by value (moved if they may), check the dtypes, and build a node. An operand that is
// none of the three is taken as well, for a short error: no overload of its own, because each candidate is checked for
// every operator of an expression.
#pragma once
#include "fnp/expr/lower.hpp"

namespace fnp {

// Two operands, one of them lazy and neither dynamic: those have operators of their own (fnp/dynamic.hpp).
template <class A, class B>
concept meets_lazy = (lazy<A> || lazy<B>) && !dynamic<A> && !dynamic<B>;

// Where streams and the like overload the operator too, a foreign operand is taken on the right only.
template <class A, class B>
concept lazy_meets = (lazy<A> && !dynamic<B>) || (number<A> && lazy<B>);

// What a node over operands of these types needs: a loop for their dtypes.
template <class Op, class... X> struct required_loop {
  static_assert(typed::loop_for<Op, typed::lowering<wrapped_t<X>>::type...> >= 0 ||
                    op_without_loop_for<Op, std::remove_cvref_t<X>...>::value,
                "fnp: this op has no loop for operands of these dtypes; convert with fnp::astype<T>(x)");
  static constexpr bool exists = true;
};

#define FNP_BINARY_OPERATOR(symbol, name, operands)                                             \
  template <class A, class B>                                                                   \
    requires operands<A, B>                                                                     \
  constexpr auto operator symbol(A&& a, B&& b) noexcept(quiet<A, B>) {                          \
    using op = typed::op_t<kinds::name>;                                                        \
    if constexpr (operand<A> && operand<B>) {                                                   \
      using pair = elements<wrapped_t<A>, wrapped_t<B>>;                                        \
      static_assert(required_loop<op, A, B>::exists);                                           \
      if constexpr (typed::owned<pair>.movable())                                               \
        return expr<kinds::name, pair>{{static_cast<A&&>(a), static_cast<B&&>(b)}};             \
      else                                                                                      \
        return expr<kinds::name, pair>{{wrap(static_cast<A&&>(a)), wrap(static_cast<B&&>(b))}}; \
    } else                                                                                      \
      static_assert(op_cannot_take<op, std::remove_cvref_t<A>, std::remove_cvref_t<B>>::value,  \
                    "fnp: an operand is neither an array, an expression nor a number");         \
  }

FNP_BINARY_OPERATOR(+, plus, meets_lazy)
FNP_BINARY_OPERATOR(-, minus, meets_lazy)
FNP_BINARY_OPERATOR(*, multiplies, meets_lazy)
FNP_BINARY_OPERATOR(/, divides, meets_lazy)
FNP_BINARY_OPERATOR(%, modulus, meets_lazy)
FNP_BINARY_OPERATOR(==, equal_to, meets_lazy)
FNP_BINARY_OPERATOR(!=, not_equal_to, meets_lazy)
FNP_BINARY_OPERATOR(<, less, meets_lazy)
FNP_BINARY_OPERATOR(<=, less_equal, meets_lazy)
FNP_BINARY_OPERATOR(>, greater, meets_lazy)
FNP_BINARY_OPERATOR(>=, greater_equal, meets_lazy)
FNP_BINARY_OPERATOR(&, bitwise_and, lazy_meets)
FNP_BINARY_OPERATOR(|, bitwise_or, lazy_meets)
FNP_BINARY_OPERATOR(^, bitwise_xor, lazy_meets)
FNP_BINARY_OPERATOR(<<, shift_left, lazy_meets)
FNP_BINARY_OPERATOR(>>, shift_right, lazy_meets)
FNP_BINARY_OPERATOR(&&, logical_and, lazy_meets)
FNP_BINARY_OPERATOR(||, logical_or, lazy_meets)
#undef FNP_BINARY_OPERATOR

#define FNP_UNARY_OPERATOR(symbol, name)                                           \
  template <lazy A> constexpr auto operator symbol(A&& a) noexcept(quiet<A>) {     \
    static_assert(required_loop<typed::op_t<kinds::name>, A>::exists);             \
    return expr<kinds::name, elements<wrapped_t<A>>>{{wrap(static_cast<A&&>(a))}}; \
  }

FNP_UNARY_OPERATOR(+, unary_plus)
FNP_UNARY_OPERATOR(-, negate)
FNP_UNARY_OPERATOR(~, complement)
FNP_UNARY_OPERATOR(!, logical_not)
#undef FNP_UNARY_OPERATOR

}  // namespace fnp
