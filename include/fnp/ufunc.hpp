// NumPy's keyword arguments of ufuncs: fnp::add(x, y, {.out = r, .where = mask, .casting = fnp::casting::unsafe}).
//
// A call with them computes at once. `out` receives the values (any layout and dtype the rule allows; it may overlap
// the operands); where `where` is false it stays as it is, and a fresh result is zero there.
#pragma once
#include <array>

#include "fnp/base/maybe.hpp"
#include "fnp/dynamic.hpp"

namespace fnp {

// Where results go: one array, or two for ops with two results. None: fresh ones.
class out_argument {
 public:
  out_argument() = default;
  template <array_class A> out_argument(A const& a) : into{ndarray(a).handle()} {}
  out_argument(ndarray const& first, ndarray const& second) : into{first.handle(), second.handle()} {}
  std::array<array_handle, 2> into{};
};

// Where results are computed: a bool array. None: everywhere.
class where_argument {
 public:
  where_argument() = default;
  template <class A>
    requires std::convertible_to<A const&, ndarray>
  where_argument(A const& a) : mask{ndarray(a).handle()} {}
  array_handle mask{};
};

struct ufunc_arguments {
  out_argument out{};
  where_argument where{};                         // broadcast with the operands
  fnp::casting casting = fnp::casting::same_kind;  // of operands to the loop's dtypes, and of results to `out`
  maybe<fnp::dtype> dtype{};                      // of the result: the loop that gives it
  char order = 'K';                               // of a fresh result in memory: K, C, F or A
};

namespace engine {
struct ufunc_call {
  sequence<dynamic_operand const> operands;
  std::array<array_handle, 2> out;
  array_handle where;
  casting rule;
  maybe<dtype> type;
  char order;
};
// One handle a result. Errors: no_loop, cast, shape_mismatch, out_shape_mismatch, read_only; nothing is written then.
FNP_EXPORT void call_ufunc(ops::op_id, ufunc_call const&, array_handle* results);
}  // namespace engine

// One array, or a pair of them for ops with two results.
template <class Op, class... X> auto call_with_arguments(ops::call<Op>, ufunc_arguments const& a, X const&... x) {
  engine::dynamic_operand const operands[] = {dynamic_operand_of(x)...};
  array_handle results[2];
  errstate::begin();
  engine::call_ufunc(ops::id_of<Op>,
                     {operands, a.out.into, a.where.mask, a.casting, a.dtype, a.order},
                     results);
  errstate::finish();
  if constexpr (Op::outputs == 2)
    return std::pair{ndarray(std::move(results[0])), ndarray(std::move(results[1]))};
  else
    return ndarray(std::move(results[0]));
}

// --- in place
// ---------------------------------------------------------------------------------------------------------

// a += x writes through: every holder of the memory sees it. The result must cast to a's dtype within its kind.
#define FNP_IN_PLACE(symbol, name)                                                        \
  template <class X>                                                                      \
    requires dynamic_operands<ndarray, X>                                                 \
  ndarray& operator symbol(ndarray& a, X const& x) {                                      \
    call_with_arguments(ops::call<ops::name>{}, ufunc_arguments{.out = a}, a, x);         \
    return a;                                                                             \
  }                                                                                       \
  template <class X>                                                                      \
    requires dynamic_operands<ndarray, X>                                                 \
  ndarray operator symbol(ndarray&& a, X const& x) {                                      \
    return a symbol x;                                                                    \
  }
FNP_IN_PLACE(+=, add)
FNP_IN_PLACE(-=, subtract)
FNP_IN_PLACE(*=, multiply)
FNP_IN_PLACE(/=, divide)
FNP_IN_PLACE(%=, remainder)
FNP_IN_PLACE(&=, bitwise_and)
FNP_IN_PLACE(|=, bitwise_or)
FNP_IN_PLACE(^=, bitwise_xor)
FNP_IN_PLACE(<<=, left_shift)
FNP_IN_PLACE(>>=, right_shift)
#undef FNP_IN_PLACE

}  // namespace fnp
