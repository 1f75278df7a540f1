// Sorting, searching by order and sets of values: NumPy's sort, argsort, partition, lexsort, unique and their kin.
//
// Every sort is stable: elements that are equal keep their order, whatever instruction set and however many threads
// sort. (NumPy promises that for kind="stable" only and leaves equal elements of the others in an order that hangs on
// the machine; so there is no argument for a kind.) NaN stands last, both zeros are equal, complex numbers go by real
// part and then by imaginary part, those with a NaN behind all others.
//
// The functions come twice: on an `array_body`, compiled in the library, and as templates over everything array-like,
// computed when they are called. An axis of none means the flattened array, in C order. Errors:
// axis_out_of_range; index_out_of_range (ValueError) for a kth outside the axis; read_only for sorts in place.
#pragma once
#include <initializer_list>
#include <vector>

#include "fnp/base/maybe.hpp"
#include "fnp/indexing.hpp"
#include "fnp/manipulation.hpp"

namespace fnp {

// --- on bodies -------------------------------------------------------------------------------------------------------

namespace sorting {

FNP_EXPORT array_handle sort(array_body const&, maybe<index> axis);
FNP_EXPORT void sort_in_place(array_body&, index axis);
FNP_EXPORT array_handle argsort(array_body const&, maybe<index> axis);
FNP_EXPORT array_handle sort_complex(array_body const&);

FNP_EXPORT array_handle partition(array_body const&, extents const& kth, maybe<index> axis);
FNP_EXPORT void partition_in_place(array_body&, extents const& kth, index axis);
FNP_EXPORT array_handle argpartition(array_body const&, extents const& kth, maybe<index> axis);

// Keys of one shape, the last one first in rank. Throws bad_argument (TypeError) for no key, shape_mismatch.
FNP_EXPORT array_handle lexsort(sequence<array_handle const> keys, index axis);

struct unique_wanted {
  bool indices = false, inverse = false, counts = false;
  bool equal_nan = true;  // false: every NaN is a value of its own
};
struct unique_found {  // what was not wanted is null
  array_handle values, indices, inverse, counts;
};
// Without an axis of the flattened array, else of the parts along it, which go in lexicographic order and in which NaN
// equals nothing.
FNP_EXPORT unique_found unique(array_body const&, unique_wanted, maybe<index> axis);

}  // namespace sorting

// --- on arrays and expressions ---------------------------------------------------------------------------------------

// numpy.sort: a sorted copy, in the memory order of x.
template <array_like A> concrete_t<A> sort(A const& x, maybe<index> axis = -1) {
  return concrete_t<A>(sorting::sort(concrete(x).body(), axis));
}
// numpy.argsort: the positions along the axis that sort x.
template <array_like A> array<index> argsort(A const& x, maybe<index> axis = -1) {
  return array<index>(sorting::argsort(concrete(x).body(), axis));
}
// numpy.ndarray.sort: in place, views too.
template <typed::target_array A> void sort_in_place(A&& x, index axis = -1) {
  sorting::sort_in_place(typed::target(x), axis);
}

// numpy.partition: element kth (several: each of them) stands where sorting would put it, no greater one before it and
// no smaller one behind it. The order of the others is unspecified, and the same on every machine.
template <array_like A> concrete_t<A> partition(A const& x, extents const& kth, maybe<index> axis = -1) {
  return concrete_t<A>(sorting::partition(concrete(x).body(), kth, axis));
}
template <array_like A> concrete_t<A> partition(A const& x, index kth, maybe<index> axis = -1) {
  return partition(x, extents{kth}, axis);
}
template <array_like A> array<index> argpartition(A const& x, extents const& kth, maybe<index> axis = -1) {
  return array<index>(sorting::argpartition(concrete(x).body(), kth, axis));
}
template <array_like A> array<index> argpartition(A const& x, index kth, maybe<index> axis = -1) {
  return argpartition(x, extents{kth}, axis);
}
template <typed::target_array A> void partition_in_place(A&& x, extents const& kth, index axis = -1) {
  sorting::partition_in_place(typed::target(x), kth, axis);
}
template <typed::target_array A> void partition_in_place(A&& x, index kth, index axis = -1) {
  partition_in_place(x, extents{kth}, axis);
}

// numpy.sort_complex: sorted along the last axis; complex64 for integers of one or two bytes and complex64, else
// complex128.
template <array_like A> ndarray sort_complex(A const& x) { return ndarray(sorting::sort_complex(concrete(x).body())); }

// numpy.lexsort: positions that sort by the last key, where that leaves a tie by the one before it, and so on.
// lexsort(minor, major), or the rows of one array.
template <array_like A> array<index> lexsort(A const& rows, axis const& along = axis(-1)) {
  auto const keys = concrete(rows);
  std::vector<array_handle> parts;
  if (keys.body().layout.rank() > 0) parts = manipulation::unstack(keys.body(), 0);
  return array<index>(sorting::lexsort(parts, along.axes[0]));
}
template <array_like A, array_like B, array_like... More>
array<index> lexsort(A const& minor, B const& major, More const&... more) {
  array_handle const keys[] = {typed::handle_of(minor), typed::handle_of(major), typed::handle_of(more)...};
  return array<index>(sorting::lexsort(keys, -1));
}

// numpy.unique_all: the distinct values in order; where each first stands in the flat array; for every element of x
// which value it is, in the shape of x; how often each value occurs.
template <class A> struct unique_parts {
  A values;
  array<index> indices, inverse_indices, counts;
};
template <class A> struct unique_with_counts {
  A values;
  array<index> counts;
};
template <class A> struct unique_with_inverse {
  A values;
  array<index> inverse_indices;
};

// numpy.unique: the distinct values of the flattened array in order; one NaN unless equal_nan is false.
template <array_like A> concrete_t<A> unique(A const& x, bool equal_nan = true) {
  return concrete_t<A>(sorting::unique(concrete(x).body(), {.equal_nan = equal_nan}, {}).values);
}
// ... the distinct parts along an axis, in lexicographic order.
template <array_like A> concrete_t<A> unique(A const& x, axis const& along) {
  return concrete_t<A>(sorting::unique(concrete(x).body(), {}, along.axes[0]).values);
}
// The array API's functions: every NaN is a value of its own unless equal_nan is true.
template <array_like A> concrete_t<A> unique_values(A const& x) { return unique(x, false); }
template <array_like A> unique_with_counts<concrete_t<A>> unique_counts(A const& x, bool equal_nan = false) {
  sorting::unique_found u = sorting::unique(concrete(x).body(), {.counts = true, .equal_nan = equal_nan}, {});
  return {concrete_t<A>(std::move(u.values)), array<index>(std::move(u.counts))};
}
template <array_like A> unique_with_inverse<concrete_t<A>> unique_inverse(A const& x, bool equal_nan = false) {
  sorting::unique_found u = sorting::unique(concrete(x).body(), {.inverse = true, .equal_nan = equal_nan}, {});
  return {concrete_t<A>(std::move(u.values)), array<index>(std::move(u.inverse))};
}
template <array_like A> unique_parts<concrete_t<A>> unique_all(A const& x, bool equal_nan = false) {
  sorting::unique_wanted const all{.indices = true, .inverse = true, .counts = true, .equal_nan = equal_nan};
  sorting::unique_found u = sorting::unique(concrete(x).body(), all, {});
  return {concrete_t<A>(std::move(u.values)), array<index>(std::move(u.indices)), array<index>(std::move(u.inverse)),
          array<index>(std::move(u.counts))};
}

}  // namespace fnp
