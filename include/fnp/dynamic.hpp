// Ops on arrays and expressions whose dtypes are known at run time only: x + y, fnp::exp(x), fnp::sum(x, axis(0)).
//
// Every name that takes typed arrays takes these too; one dynamic operand makes the result dynamic. Numbers are weak
// scalars as everywhere. The shared names live in fnp/expr; this file says what they build.
#pragma once
#include <limits>

#include "fnp/deferred.hpp"
#include "fnp/expr/calls.hpp"
#include "fnp/expr/move.hpp"
#include "fnp/expr/statistics.hpp"

namespace fnp {

template <class X> engine::dynamic_operand dynamic_operand_of(X const& x) {
  engine::dynamic_operand o;
  if constexpr (number<X> && !std::is_same_v<X, half>) {
    constexpr ops::operand_type t = typed::type_of_number<X>;
    // An integer beyond int64 keeps its value as uint64.
    bool large = false;
    if constexpr (std::is_unsigned_v<X> && sizeof(X) == 8) large = x > std::uint64_t{std::numeric_limits<index>::max()};
    scalar const value = [&] {
      if constexpr (is_complex_like<X>)
        return scalar(complex128{static_cast<double>(x.real()), static_cast<double>(x.imag())});
      else
        return large ? scalar(static_cast<std::uint64_t>(x)) : scalar(static_cast<element_t<t.type>>(x));
    }();
    o.kind = t.kind;
    o.type = value.dtype();
    std::memcpy(o.bits, value.data(), itemsize(o.type));
  } else if constexpr (number<X>) {
    o.node = deferred(ndarray(scalar(x))).node();
  } else {
    o.node = deferred(x).node();
  }
  return o;
}

template <class Op, class... X> auto call_dynamic(ops::call<Op>, X const&... x) {
  engine::dynamic_operand const operands[] = {dynamic_operand_of(x)...};
  if constexpr (Op::kind == ops::family::opaque) {
    engine::deferred_handle const nodes[] = {deferred(x).node()...};
    return deferred(engine::defer_product(ops::id_of<Op>, nodes));
  } else if constexpr (Op::outputs == 2) {
    return std::pair{deferred(engine::defer(ops::id_of<Op>, operands, 0)),
                     deferred(engine::defer(ops::id_of<Op>, operands, 1))};
  } else {
    return deferred(engine::defer(ops::id_of<Op>, operands));
  }
}

template <class C, class X, class Y> deferred where_dynamic(C const& c, X const& x, Y const& y) {
  deferred condition = [&] {
    if constexpr (number<C>)
      return deferred(ndarray(scalar(static_cast<bool>(c))));
    else
      return deferred(c);
  }();
  if (condition.dtype() != dtype::b1) condition = condition.astype(dtype::b1);
  return call_dynamic(ops::call<ops::where>{}, condition, x, y);
}

template <class Op, dynamic X>
deferred reduce_dynamic(typed::reduction_of<Op> const&, X const& x, engine::axes_argument const& a) {
  return deferred(engine::defer_fold(engine::fold::op, ops::id_of<Op>, deferred(x).node(), a));
}
template <dynamic X> deferred reduce_dynamic(typed::mean_of<false> const&, X const& x, engine::axes_argument const& a) {
  return deferred(engine::defer_fold(engine::fold::mean, ops::no_op, deferred(x).node(), a));
}
template <bool Root, dynamic X>
deferred reduce_dynamic(typed::variance_of<Root> const&, X const& x, engine::axes_argument const& a) {
  return deferred(engine::defer_fold(Root ? engine::fold::std : engine::fold::var, ops::no_op, deferred(x).node(), a));
}
template <dynamic X, class... Arguments> deferred count_nonzero(X const& x, Arguments const&... arguments) {
  engine::axes_argument a;
  (typed::take(a, arguments), ...);
  return deferred(engine::defer_fold(engine::fold::count_nonzero, ops::no_op, deferred(x).node(), a));
}

template <dynamic X> deferred astype(X const& x, dtype to) { return deferred(x).astype(to); }

// --- two results -----------------------------------------------------------------------------------------------------

// numpy.modf: the fractional and the whole part, both with the sign of x.
template <class X> struct fraction_and_whole {
  X fraction, whole;
};
// numpy.frexp: x = mantissa * 2^exponent, 0.5 <= |mantissa| < 1; the exponent is int32.
template <class M, class E> struct mantissa_and_exponent {
  M mantissa;
  E exponent;
};
FNP_EXPORT fraction_and_whole<deferred> modf(deferred const& x);
FNP_EXPORT mantissa_and_exponent<deferred, deferred> frexp(deferred const& x);
// Of typed operands: computed now, because a typed expression has one value.
template <lazy X> auto modf(X const& x) {
  auto const lazy_parts = modf(deferred(x));
  auto const [f, w] = eval(lazy_parts.fraction, lazy_parts.whole);
  constexpr int loop = typed::loop_for<ops::modf, typed::lowering<wrapped_t<X const&>>::type>;
  using T = element_t<typed::loop_of<ops::modf, loop>.out[0]>;
  return fraction_and_whole<array<T>>{f, w};
}
template <lazy X> auto frexp(X const& x) {
  auto const lazy_parts = frexp(deferred(x));
  auto const [m, e] = eval(lazy_parts.mantissa, lazy_parts.exponent);
  constexpr int loop = typed::loop_for<ops::frexp, typed::lowering<wrapped_t<X const&>>::type>;
  using T = element_t<typed::loop_of<ops::frexp, loop>.out[0]>;
  return mantissa_and_exponent<array<T>, array<std::int32_t>>{m, e};
}

// --- operators -------------------------------------------------------------------------------------------------------

#define FNP_DYNAMIC_OPERATOR(symbol, name)                                          \
  template <class A, class B>                                                       \
    requires dynamic_operands<A, B>                                                 \
  deferred operator symbol(A const& a, B const& b) {                                \
    return call_dynamic(ops::call<typed::op_t<kinds::name>>{}, a, b);           \
  }
FNP_DYNAMIC_OPERATOR(+, plus)
FNP_DYNAMIC_OPERATOR(-, minus)
FNP_DYNAMIC_OPERATOR(*, multiplies)
FNP_DYNAMIC_OPERATOR(/, divides)
FNP_DYNAMIC_OPERATOR(%, modulus)
FNP_DYNAMIC_OPERATOR(==, equal_to)
FNP_DYNAMIC_OPERATOR(!=, not_equal_to)
FNP_DYNAMIC_OPERATOR(<, less)
FNP_DYNAMIC_OPERATOR(<=, less_equal)
FNP_DYNAMIC_OPERATOR(>, greater)
FNP_DYNAMIC_OPERATOR(>=, greater_equal)
FNP_DYNAMIC_OPERATOR(&, bitwise_and)
FNP_DYNAMIC_OPERATOR(|, bitwise_or)
FNP_DYNAMIC_OPERATOR(^, bitwise_xor)
FNP_DYNAMIC_OPERATOR(<<, shift_left)
FNP_DYNAMIC_OPERATOR(>>, shift_right)
FNP_DYNAMIC_OPERATOR(&&, logical_and)
FNP_DYNAMIC_OPERATOR(||, logical_or)
#undef FNP_DYNAMIC_OPERATOR

template <dynamic A> deferred operator+(A const& a) { return call_dynamic(ops::call<ops::positive>{}, a); }
template <dynamic A> deferred operator-(A const& a) { return call_dynamic(ops::call<ops::negative>{}, a); }
template <dynamic A> deferred operator~(A const& a) { return call_dynamic(ops::call<ops::invert>{}, a); }
template <dynamic A> deferred operator!(A const& a) { return call_dynamic(ops::call<ops::logical_not>{}, a); }

// --- movements of deferred values; of an ndarray they are views ------------------------------------------------------

// The functions stand in fnp/expr/move.hpp.
template <class See> deferred moved(deferred const& x, See const& see) {
  return deferred(engine::defer_move(x.node(), typed::movement_by(x.shape(), see)));
}
// One negative extent is inferred.
inline deferred reshape(deferred const& x, extents const& shape) {
  return deferred(engine::defer_reshape(x.node(), shape));
}
inline deferred ravel(deferred const& x) { return reshape(x, {-1}); }

}  // namespace fnp
