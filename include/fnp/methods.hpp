// The methods of ufuncs: fnp::add.reduce(x, axis(0)), .accumulate(x, 1), .reduceat(x, starts), .outer(x, y), .at(x, i,
// y).
//
// Arguments as for reductions; the axis is 0 unless given, as in NumPy. All but `outer` compute at once. Results are
// typed where the array is and no dtype is asked for at run time.
#pragma once
#include "fnp/concrete.hpp"
#include "fnp/ufunc.hpp"
#include "fnp/ufunc_methods.hpp"

namespace fnp {

// What every fold starts from (numpy's initial=).
struct initial {
  scalar value;
  template <number T> explicit initial(T x) : value(x) {}
  explicit initial(scalar const& x) : value(x) {}
};
// Where the result of a reduction goes (numpy's out=): any dtype that the result casts to within its kind.
struct into {
  array_handle handle;
  template <array_class A> explicit into(A const& a) : handle(ndarray(a).handle()) {}
};

namespace typed {

// The arguments of a fold that is computed at once, and the arrays that they refer to.
struct fold_call {
  ufunc_on::fold_arguments to;
  array_handle out, mask;
  bool typed = true;  // no dtype was asked for, so the result's is known from the operand's
};
inline void take(fold_call& c, axis const& a) { take(c.to.axes, a); }
inline void take(fold_call& c, keepdims_argument k) { take(c.to.axes, k); }
inline void take(fold_call& c, accurate_argument a) { take(c.to.axes, a); }
inline void take(fold_call& c, ddof d) { take(c.to.axes, d); }
inline void take(fold_call& c, all_axes_argument) { c.to.axes.all = true; }
inline void take(fold_call& c, dtype d) {
  c.to.type = d;
  c.typed = false;
}
inline void take(fold_call& c, initial const& x) { c.to.initial = x.value; }
inline void take(fold_call& c, into const& x) {
  c.out = x.handle;
  c.to.out = c.out.get();
  c.typed = false;
}
template <class M> void take(fold_call& c, masked_by<M> const& m) {
  c.mask = ndarray(concrete(m.mask)).handle();
  c.to.where = c.mask.get();
}

// The dtype of a fold of T: sums and products of narrow integers and booleans widen to 64 bits.
template <class Op, class T> constexpr dtype folded_type() noexcept {
  constexpr dtype from = dtype_of<T>();
  if constexpr (std::is_same_v<Op, ops::add> || std::is_same_v<Op, ops::multiply>)
    if (!is_inexact(from)) return kind(from) == 'u' ? dtype::u8 : dtype::i8;
  constexpr int loop = loop_for<Op, ops::operand_type{from}, ops::operand_type{from}>;
  static_assert(loop >= 0, "fnp: this op has no loop for two operands of this dtype");
  return loop_of<Op, loop>.out[0];
}
template <class Op, class A> struct folded {
  using type = ndarray;
};
template <class Op, class T> struct folded<Op, array<T>> {
  using type = array<element_t<folded_type<Op, T>()>>;
};

template <class... Arguments>
inline constexpr bool asks_for_type = ((std::is_same_v<Arguments, dtype> || std::is_same_v<Arguments, into>) || ...);

}  // namespace typed

namespace ops {
template <class Op> maybe<scalar> identity_method(call<Op>) {
  constexpr bool logical = std::is_same_v<Op, ops::logical_and> || std::is_same_v<Op, ops::logical_or> ||
                           std::is_same_v<Op, ops::logical_xor>;
  constexpr bool real = std::is_same_v<Op, ops::logaddexp> || std::is_same_v<Op, ops::logaddexp2>;
  return ufunc_on::identity_of(ops::id_of<Op>, logical ? dtype::b1 : real ? dtype::f8 : dtype::i8);
}
}  // namespace ops

template <class Op, array_like A, class... Arguments>
auto reduce_method(ops::call<Op>, A const& a, Arguments const&... arguments) {
  decltype(auto) x = concrete(a);
  typed::fold_call c;
  (typed::take(c, arguments), ...);
  errstate::begin();
  ndarray r(ufunc_on::reduce(ops::id_of<Op>, x.body(), c.to));
  errstate::finish();
  if constexpr (typed::asks_for_type<Arguments...>)
    return r;
  else
    return static_cast<typename typed::folded<Op, concrete_t<A>>::type>(r);
}

template <class Op, array_like A> auto accumulate_method(ops::call<Op>, A const& a, index along) {
  decltype(auto) x = concrete(a);
  errstate::begin();
  ndarray r(ufunc_on::accumulate(ops::id_of<Op>, x.body(), along));
  errstate::finish();
  return static_cast<typename typed::folded<Op, concrete_t<A>>::type>(r);
}
template <class Op, array_like A>
ndarray accumulate_method(ops::call<Op>, A const& a, index along, dtype type, array_body* out = nullptr) {
  decltype(auto) x = concrete(a);
  errstate::begin();
  ndarray r(ufunc_on::accumulate(ops::id_of<Op>, x.body(), along, type, out));
  errstate::finish();
  return r;
}

template <class Op, array_like A, array_like I>
auto reduceat_method(ops::call<Op>, A const& a, I const& starts, index along) {
  decltype(auto) x = concrete(a);
  array<index> const at = ndarray(concrete(starts)).astype(dtype_of<index>()).copy();
  errstate::begin();
  ndarray r(ufunc_on::reduceat(ops::id_of<Op>, x.body(), {at.begin(), at.end()}, along));
  errstate::finish();
  return static_cast<typename typed::folded<Op, concrete_t<A>>::type>(r);
}

// Lazy: the op on a with its axes in front of b's.
template <class Op, array_like A, array_like B> auto outer_method(ops::call<Op> op, A const& a, B const& b) {
  auto const x = concrete(a);
  auto const y = concrete(b);
  extents shape = x.shape();
  for (std::size_t k = 0; k < y.shape().size(); ++k) shape.push_back(1);
  return op(reshape(x, shape), y);
}

template <class Op, array_class A, array_like I, class... B>
  requires(sizeof...(B) < 2)
void at_method(ops::call<Op>, A const& a, I const& indices, B const&... operand) {
  array_body& target = const_cast<array_body&>(a.body());
  ndarray const at(concrete(indices));
  array_body const* const positions[] = {&at.body()};
  errstate::begin();
  if constexpr (sizeof...(B) == 0) {
    ufunc_on::at(ops::id_of<Op>, target, positions, nullptr);
  } else {
    ndarray const values = [&](auto const& b) {
      if constexpr (number<std::remove_cvref_t<decltype(b)>>)
        return ndarray(scalar(b)).astype(target.type);
      else
        return ndarray(concrete(b));
    }(operand...);
    ufunc_on::at(ops::id_of<Op>, target, positions, &values.body());
  }
  errstate::finish();
}

// Reductions by name with what only a computation at once can do: initial(x), where(mask), into(r).
template <class Op> struct method_of_reduction;
template <> struct method_of_reduction<ops::add_reduce> { using type = ops::add; };
template <> struct method_of_reduction<ops::multiply_reduce> { using type = ops::multiply; };
template <> struct method_of_reduction<ops::minimum_reduce> { using type = ops::minimum; };
template <> struct method_of_reduction<ops::maximum_reduce> { using type = ops::maximum; };
template <> struct method_of_reduction<ops::logical_and_reduce> { using type = ops::logical_and; };
template <> struct method_of_reduction<ops::logical_or_reduce> { using type = ops::logical_or; };

// Named reductions fold all axes unless told otherwise.
template <class... Arguments> constexpr bool names_axes = (std::is_same_v<Arguments, axis> || ...);

template <class Op, class X, class... Arguments>
auto reduce_now(typed::reduction_of<Op> const&, X const& x, Arguments const&... arguments) {
  using method = typename method_of_reduction<Op>::type;
  if constexpr (names_axes<Arguments...>)
    return reduce_method(ops::call<method>{}, x, arguments...);
  else
    return reduce_method(ops::call<method>{}, x, all_axes_argument{}, arguments...);
}

template <class Moment, class X, class... Arguments>
auto moment_now(Moment moment, X const& x, Arguments const&... arguments) {
  decltype(auto) a = concrete(x);
  typed::fold_call c;
  c.to.axes.all = !names_axes<Arguments...>;
  (typed::take(c, arguments), ...);
  errstate::begin();
  ndarray r(moment(a.body(), c.to));
  errstate::finish();
  return r;
}
template <class X, class... Arguments>
ndarray reduce_now(typed::mean_of<false> const&, X const& x, Arguments const&... arguments) {
  return moment_now([](array_body const& a, auto const& to) { return ufunc_on::mean(a, to); }, x, arguments...);
}
template <bool Root, class X, class... Arguments>
ndarray reduce_now(typed::variance_of<Root> const&, X const& x, Arguments const&... arguments) {
  return moment_now(
      [](array_body const& a, auto const& to) { return Root ? ufunc_on::std(a, to) : ufunc_on::var(a, to); }, x,
      arguments...);
}

}  // namespace fnp
