// What calling fnp::sqrt(x) builds: ops::call<Op>, the function object of an op, and the node that holds it.
#pragma once
#include "fnp/expr/operators.hpp"

namespace fnp {

struct ufunc_arguments;

template <class F, class... X> using call_node = expr<kinds::call, elements<terminal<F>, wrapped_t<X>...>>;

template <class F, class... X> constexpr call_node<F, X...> make_call(F f, X&&... x) noexcept(quiet<X...>) {
  return {{terminal<F>{{static_cast<F&&>(f)}}, wrap(static_cast<X&&>(x))...}};
}

namespace ops {

template <class Op> struct call {
  // numpy.ufunc's nin, nout, nargs, ntypes.
  static constexpr int nin = Op::arity, nout = Op::outputs, nargs = nin + nout, ntypes = loop_count<Op>();
  // numpy.ufunc.types: the loops, in the order in which they are tried.
  static constexpr auto types() noexcept {
    std::array<loop, static_cast<std::size_t>(ntypes)> r{};
    for (int i = 0; i < ntypes; ++i) r[static_cast<std::size_t>(i)] = loop_at<Op>(i);
    return r;
  }

  // numpy.ufunc.identity: the value of a fold of nothing; empty for an op without one (fnp/methods.hpp).
  template <class Call = call> auto identity() const {
    return identity_method(Call{});
  }

  template <operand... X>
    requires(sizeof...(X) == Op::arity && (lazy<X> || ...))
  constexpr auto operator()(X&&... x) const noexcept(quiet<X...>) {
    static_assert(required_loop<Op, X...>::exists);
    return make_call(*this, static_cast<X&&>(x)...);
  }
  // Where a dtype is known at run time only: a deferred value, or a pair of them (fnp/dynamic.hpp).
  template <class... X>
    requires(sizeof...(X) == Op::arity && dynamic_operands<X...>)
  auto operator()(X const&... x) const {
    return call_dynamic(*this, x...);
  }
  // With NumPy's keyword arguments: computed now (fnp/ufunc.hpp).
  template <class X>
    requires(Op::arity == 1)
  auto operator()(X const& x, ufunc_arguments const& a) const {
    return call_with_arguments(*this, a, x);
  }
  template <class X, class Y>
    requires(Op::arity == 2)
  auto operator()(X const& x, Y const& y, ufunc_arguments const& a) const {
    return call_with_arguments(*this, a, x, y);
  }
  // NumPy's methods of ufuncs (fnp/methods.hpp).
  template <class A, class... Arguments>
    requires(Op::arity == 2)
  auto reduce(A const& a, Arguments const&... arguments) const {
    return reduce_method(*this, a, arguments...);
  }
  template <class A, class... Type>
    requires(Op::arity == 2)
  auto accumulate(A const& a, index axis = 0, Type... type) const {
    return accumulate_method(*this, a, axis, type...);
  }
  template <class A, class I>
    requires(Op::arity == 2)
  auto reduceat(A const& a, I const& starts, index axis = 0) const {
    return reduceat_method(*this, a, starts, axis);
  }
  template <class A, class B>
    requires(Op::arity == 2)
  auto outer(A const& a, B const& b) const {
    return outer_method(*this, a, b);
  }
  template <class A, class I, class... B>
    requires(sizeof...(B) + 1 == Op::arity)
  void at(A const& a, I const& indices, B const&... operand) const {
    at_method(*this, a, indices, operand...);
  }
  template <class... X>
    requires(sizeof...(X) == Op::arity && !(operand<X> && ...) && !dynamic_operands<X...>)
  void operator()(X const&...) const {
    static_assert(op_cannot_take<Op, X...>::value, "fnp: an operand is neither an array, an expression nor a number");
  }
};

}  // namespace ops

namespace typed {

template <class Op, class... E>
  requires(ops::id_of<Op> != ops::no_op && Op::kind == ops::family::elementwise)
struct call_lowering<ops::call<Op>, E...> : op_on<Op, E...> {
  static void fill(ops::call<Op>, engine::leaf*& p, E const&... x) {
    if constexpr (std::is_same_v<Op, ops::power>) refuse_negative_power(x...);
    op_on<Op, E...>::fill_operands(p, x...);
  }

 private:
  // NumPy's error for an integer to a negative power; an array of powers is looked at when it is evaluated.
  template <class X, class Y> static void refuse_negative_power(X const&, terminal<Y> const& y) {
    if constexpr (std::is_integral_v<Y> && std::is_signed_v<Y> && is_integer(op_on<Op, E...>::type.type))
      if (y.elements.a < 0)
        fail(error_code::negative_integer_power, "Integers to negative integer powers are not allowed.");
  }
  static void refuse_negative_power(auto const&...) {}
};

// x in the dtype of T.
template <class T> struct cast_to {};
template <class T, class E> struct call_lowering<cast_to<T>, E> {
  static constexpr ops::operand_type type{dtype_of<T>(), weak::strong};
  static constexpr dtype from = lowering<E>::type.type;
  using given = structure<E, from>;
  using natural = std::conditional_t<from == type.type, given, cast<type.type, given, true>>;
  template <dtype W> using as = converted_t<natural, W>;
  static void fill(cast_to<T>, engine::leaf*& p, E const& x) { lowering<E>::template fill<from>(x, p); }
};

}  // namespace typed

// NumPy's astype, lazily.
template <class T, lazy X> constexpr auto astype(X&& x) noexcept(quiet<X>) {
  return make_call(typed::cast_to<T>{}, static_cast<X&&>(x));
}

}  // namespace fnp
