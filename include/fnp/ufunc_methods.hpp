// The methods of a two-operand op on whole arrays: reduce, accumulate, reduceat, outer, at; and the moments.
//
// They compute at once what a lazy reduction cannot say: any op, where=, initial=, out= of another dtype. Bits are
// NumPy's: floats are added pairwise within each call of its inner loop, and the iterator decides what one call sees.
// Everything is checked before an element is computed; `out` is written when all has been computed.
//
// Floating-point conditions of watched evaluations (engine::watch) are added to engine::counters().raised.
#pragma once
#include "fnp/base/maybe.hpp"
#include "fnp/base/scalar.hpp"
#include "fnp/engine.hpp"

namespace fnp::ufunc_on {

// The keywords of OP.reduce. Axes: NumPy's default is axis 0.
struct fold_arguments {
  engine::axes_argument axes{{0}, false, false, 0};
  maybe<dtype> type{};         // dtype=: the loop is the one of this dtype
  array_body* out = nullptr;           // of the result's shape; any dtype; without type= its dtype chooses the loop
  maybe<scalar> initial{};     // what each fold starts from; empty: the op's identity, or the first element
  bool from_first = false;             // initial=None: the first element even where there is an identity
  array_body const* where = nullptr;   // bool, broadcast against the array: elements that take part
};

// The dtype that OP.reduce computes in, and its result has without out=. Throws no_loop.
FNP_EXPORT dtype reduced_type(ops::op_id op, dtype element, maybe<dtype> type = {},
                              maybe<dtype> out = {});

// What a fold of nothing gives, in that dtype; empty for an op without an identity (numpy.ufunc.identity).
FNP_EXPORT maybe<scalar> identity_of(ops::op_id op, dtype);

// numpy.OP.reduce. op: two operands, one result. Errors: no_loop, axis_out_of_range, duplicate_axis, not_reorderable
// (several axes of an op whose result depends on their order), empty_reduction, no_identity_where, out_shape_mismatch,
// shape_mismatch, cast (a mask that is no bool), read_only, negative_integer_power.
FNP_EXPORT array_handle reduce(ops::op_id op, array_body const&, fold_arguments const& = {});

// numpy.OP.accumulate: r[0] = x[0], r[i] = r[i-1] op x[i] along an axis. Errors: no_loop (rank 0 too), ...
FNP_EXPORT array_handle accumulate(ops::op_id op, array_body const&, index axis = 0, maybe<dtype> type = {},
                                   array_body* out = nullptr);

// The same with the op's identity in front: one element more along the axis. numpy.cumulative_sum's include_initial.
FNP_EXPORT array_handle accumulate_from_identity(ops::op_id op, array_body const&, index axis = 0,
                                                 maybe<dtype> type = {}, array_body* out = nullptr);

// accumulate of add in the order of fnp::accurate: every sum of floats is within (2 ceil(log2 n) + 7) u (|x_0| + ... +
// |x_i|), whatever the layout. Sums of integers are exact. Errors: no_loop, axis_out_of_range, out_shape_mismatch,
// cast, read_only.
FNP_EXPORT array_handle running_sum(array_body const&, index axis = 0, array_body* out = nullptr);

// numpy.OP.reduceat: one fold from each index up to the next (a single element where the next is no greater).
// Errors as reduce's; index_out_of_range.
FNP_EXPORT array_handle reduceat(ops::op_id op, array_body const&, sequence<index const> starts, index axis = 0,
                                 maybe<dtype> type = {}, array_body* out = nullptr);

// numpy.OP(x, y) of two whole arrays, broadcast together. Errors: no_loop, shape_mismatch.
FNP_EXPORT array_handle elementwise(ops::op_id op, array_body const& x, array_body const& y);

// numpy.OP.outer: shape a.shape + b.shape.
FNP_EXPORT array_handle outer(ops::op_id op, array_body const& a, array_body const& b);

// numpy.OP.at: a[indices] = a[indices] op operand, one index after the other, repeated ones included. Index arrays are
// integers, broadcast together, one an axis from the first on; negative ones count from the end. The operand (null for
// an op of one operand) is broadcast to a[indices]. The result is cast back whatever is lost. Errors:
// index_out_of_range, index_shape_mismatch, bad_index_type, bad_argument (the operand does not broadcast), no_loop,
// read_only.
FNP_EXPORT void at(ops::op_id op, array_body& a, sequence<array_body const* const> indices, array_body const* operand);

// The same on elements given by their distance in bytes from element 0, in C order of `shape`. pre: all lie in a.
FNP_EXPORT void at_offsets(ops::op_id op, array_body& a, extents const& shape, sequence<index const> offsets,
                           array_body const* operand);

// numpy.mean, var and std with all their keywords; `initial` is not looked at, axes.ddof is. `mean`: the means, kept
// dimensions included, if they are known. Integers are summed as float64, float16 by mean as float32.
FNP_EXPORT array_handle mean(array_body const&, fold_arguments const&);
FNP_EXPORT array_handle var(array_body const&, fold_arguments const&, array_body const* mean = nullptr);
FNP_EXPORT array_handle std(array_body const&, fold_arguments const&, array_body const* mean = nullptr);

}  // namespace fnp::ufunc_on
