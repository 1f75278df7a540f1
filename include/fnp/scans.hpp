// Running sums and products, ranges and traces of whole arrays: computed at once, for typed and dynamic arrays alike.
//
// Sums and products of bool and narrow integers widen to 64 bits, as NumPy's do. An axis that does not exist is
// axis_out_of_range. The result of an ndarray is an ndarray, that of an array<T> or an expression is typed.
#pragma once
#include "fnp/base/maybe.hpp"
#include "fnp/concrete.hpp"
#include "fnp/expr/reduce.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/ufunc_methods.hpp"

namespace fnp {
namespace typed {

template <class A> inline constexpr bool is_dynamic = std::same_as<concrete_t<A>, ndarray>;

template <class A> struct widened_class {
  using type = array<element_t<ops::widened(dtype_of<typename concrete_t<A>::value_type>())>>;
};
template <class A>
  requires is_dynamic<A>
struct widened_class<A> {
  using type = ndarray;
};
// The class of sums over A.
template <class A> using widened_t = typename widened_class<A>::type;

// Without an axis the array is walked in C order, as one axis.
inline array_handle running(ops::op_id op, array_body const& a, maybe<index> axis, bool include_initial) {
  bool const flat = !axis || (a.layout.rank() == 0 && (*axis == 0 || *axis == -1));
  array_handle const x = flat ? views::ravel(a) : array_handle::share(const_cast<array_body*>(&a));
  index const along = flat ? 0 : *axis;
  return include_initial ? ufunc_on::accumulate_from_identity(op, *x, along) : ufunc_on::accumulate(op, *x, along);
}
inline array_handle running_accurately(array_body const& a, maybe<index> axis, array_body* out) {
  bool const flat = !axis || (a.layout.rank() == 0 && (*axis == 0 || *axis == -1));
  return flat ? ufunc_on::running_sum(*views::ravel(a), 0, out) : ufunc_on::running_sum(a, *axis, out);
}
// The array API's functions want an axis unless there is one only.
inline array_handle running_along(ops::op_id op, array_body const& a, maybe<index> axis, bool include_initial) {
  if (!axis && a.layout.rank() > 1)
    fail(error_code::bad_argument,
         "an array of shape " + to_string(a.layout.extent) + " needs an axis to accumulate along");
  return running(op, a, axis, include_initial);
}

template <class... Arguments> engine::axes_argument axes_from(Arguments const&... arguments) {
  engine::axes_argument a;
  (take(a, arguments), ...);
  return a;
}

}  // namespace typed

// numpy.cumsum, cumprod: r[i] = x[0] + ... + x[i] along an axis, of the shape of x; without an axis flattened, in C
// order.
template <array_like A> typed::widened_t<A> cumsum(A const& x, maybe<index> axis = {}) {
  return typed::widened_t<A>(typed::running(ops::id_of<ops::add>, concrete(x).body(), axis, false));
}
template <array_like A> typed::widened_t<A> cumprod(A const& x, maybe<index> axis = {}) {
  return typed::widened_t<A>(typed::running(ops::id_of<ops::multiply>, concrete(x).body(), axis, false));
}

// cumsum in the order of fnp::accurate, which is faster and whose error does not grow with the length: every sum of n
// elements is within (2 ceil(log2 n) + 7) u of the sum of magnitudes. to: fnp::into(r), an array of this shape.
template <array_like A> typed::widened_t<A> cumsum(A const& x, maybe<index> axis, accurate_argument) {
  return typed::widened_t<A>(typed::running_accurately(concrete(x).body(), axis, nullptr));
}
template <array_like A> typed::widened_t<A> cumsum(A const& x, accurate_argument) {
  return cumsum(x, maybe<index>{}, accurate);
}
template <array_like A, std::same_as<into> R>
void cumsum(A const& x, maybe<index> axis, accurate_argument, R const& to) {
  typed::running_accurately(concrete(x).body(), axis, to.handle.get());
}

// numpy.cumulative_sum, cumulative_prod: the same; include_initial puts 0 or 1 in front. Without an axis x has one.
template <array_like A>
typed::widened_t<A> cumulative_sum(A const& x, maybe<index> axis = {}, bool include_initial = false) {
  return typed::widened_t<A>(typed::running_along(ops::id_of<ops::add>, concrete(x).body(), axis, include_initial));
}
template <array_like A>
typed::widened_t<A> cumulative_prod(A const& x, maybe<index> axis = {}, bool include_initial = false) {
  return typed::widened_t<A>(
      typed::running_along(ops::id_of<ops::multiply>, concrete(x).body(), axis, include_initial));
}

// numpy.trace: sums of diagonals over axis1 and axis2, which leave the shape. Errors: bad_ndim, axis_out_of_range,
// bad_argument (one axis twice).
template <array_like A>
typed::widened_t<A> trace(A const& x, index offset = 0, index axis1 = 0, index axis2 = 1) {
  ufunc_on::fold_arguments sums;
  sums.axes.axes = {-1};
  return typed::widened_t<A>(
      ufunc_on::reduce(ops::id_of<ops::add>, *views::diagonal(concrete(x).body(), offset, axis1, axis2), sums));
}

// numpy.ptp: greatest minus smallest element over fnp::axis(...); fnp::keepdims. Errors: empty_reduction, no_loop
// (bool).
template <array_like A, class... Arguments> concrete_t<A> ptp(A const& x, Arguments const&... arguments) {
  decltype(auto) a = concrete(x);
  ufunc_on::fold_arguments f;
  f.axes = typed::axes_from(arguments...);
  if (a.dtype() == dtype::b1) {
    dtype const both[] = {dtype::b1, dtype::b1};
    fail_loop("subtract", both, 2);
  }
  array_handle const high = ufunc_on::reduce(ops::id_of<ops::maximum>, a.body(), f);
  return concrete_t<A>(ufunc_on::elementwise(ops::id_of<ops::subtract>, *high,
                                             *ufunc_on::reduce(ops::id_of<ops::minimum>, a.body(), f)));
}

// numpy.count_nonzero of a dynamic array: int64.
template <class... Arguments> ndarray count_nonzero(ndarray const& x, Arguments const&... arguments) {
  ufunc_on::fold_arguments f;
  f.axes = typed::axes_from(arguments...);
  return ndarray(ufunc_on::reduce(ops::id_of<ops::add>, x.astype(dtype::b1).body(), f));
}

}  // namespace fnp
