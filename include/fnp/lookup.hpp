// Looking elements up by index arrays and masks, on arrays whose dtype is known at run time.
//
// Compiled in the library; fnp/indexing.hpp has the same names for arrays, views and expressions. Indices are of any
// integer dtype, masks of bool; every index is checked before anything is written. Where a destination shares memory
// with an operand, the result is as if the operand had been copied first. Where one place is written twice, the last
// value stays. Errors have NumPy's class and reason.
#pragma once
#include <vector>

#include "fnp/base/promotion.hpp"
#include "fnp/base/scalar.hpp"
#include "fnp/base/sequence.hpp"
#include "fnp/view.hpp"

namespace fnp {

// An index outside the axis: an error, counted on around the axis, or the nearest end (then negative ones mean 0).
enum class index_mode : std::uint8_t { raise, wrap, clip };
enum class index_order : std::uint8_t { c, f };  // which axis of a shape is the last: rightmost or leftmost

// One item between the brackets: what basic indexing knows, or an array of integers or booleans.
struct subscript_item {
  index_item basic;
  array_handle array;  // null: `basic`
};

namespace lookup {

// --- a[...] ---------------------------------------------------------------------------------------------------------

// a[items]: a view for basic indexing, else a fresh array in the memory order that NumPy gives it.
// Throws too_many_indices, bad_index_type, index_out_of_range, mask_shape_mismatch, index_shape_mismatch, zero_step.
FNP_EXPORT array_handle get(array_body const&, subscript_item const*, std::size_t count);
// a[items] = value: broadcast, and cast as NumPy's unsafe cast. Also assign_shape_mismatch, read_only.
FNP_EXPORT void set(array_body&, subscript_item const*, std::size_t count, array_body const& value);
// What set throws before it looks at the value: too_many_indices, bad_index_type, mask_shape_mismatch, zero_step, and
// index_out_of_range for integers.
FNP_EXPORT void check_subscript(array_body const&, subscript_item const*, std::size_t count);
// All that get throws for these items, before anything is allocated.
FNP_EXPORT void check_indices(array_body const&, subscript_item const*, std::size_t count);
// The value as the number that one element takes: rank 0, or for bool one element. Throws bad_argument; bad_ndim as
// TypeError for complex dtypes.
FNP_EXPORT array_handle one_number(array_body const& value, dtype to);
// Every element becomes that one number.
FNP_EXPORT void fill(array_body& a, array_body const& value);

// --- functions; a null axis means the flat array --------------------------------------------------------------------

// Shape: a's with the axis replaced by the shape of the indices. A given `out` has that shape (shape_mismatch), and
// its dtype casts safely to a's (cast): NumPy reads what it holds before it writes.
FNP_EXPORT array_handle take(array_body const& a, array_body const& indices, index const* axis, index_mode mode,
                             array_body* out = nullptr);
// a.flat[indices] = values, repeated as often as needed.
FNP_EXPORT void put(array_body& a, array_body const& indices, array_body const& values, index_mode mode);
// a.flat[k] = values.flat[k % size] where mask.flat[k]. Values cast safely or the call throws.
FNP_EXPORT void putmask(array_body& a, array_body const& mask, array_body const& values);
// The true places get values one after the other, from the start again when they run out.
FNP_EXPORT void place(array_body& a, array_body const& mask, array_body const& values);
// Element by element the value of choices[which], all broadcast together, in their common dtype. `out`: any dtype.
FNP_EXPORT array_handle choose(array_body const& which, sequence<array_handle const> choices, index_mode mode,
                               array_body* out = nullptr);
// take() at the true places of a condition of rank 1, which may be shorter than the axis.
FNP_EXPORT array_handle compress(array_body const& condition, array_body const& a, index const* axis,
                                 array_body* out = nullptr);
FNP_EXPORT array_handle extract(array_body const& condition, array_body const& a);

// One int64 array an axis. Throws bad_argument for rank 0.
FNP_EXPORT std::vector<array_handle> nonzero(array_body const&);
FNP_EXPORT array_handle flatnonzero(array_body const&);
FNP_EXPORT array_handle argwhere(array_body const&);  // shape (count, rank)

// Indices of a's rank that broadcast against it but for the axis; a null axis: of rank 1, into the flat array, which
// put_along_axis takes of C-contiguous arrays only (read_only otherwise, as NumPy).
FNP_EXPORT array_handle take_along_axis(array_body const& a, array_body const& indices, index const* axis);
FNP_EXPORT void put_along_axis(array_body& a, array_body const& indices, array_body const& values, index const* axis);

// a[i, i, ...] = value.flat[i % size]; wrap: once more after a gap of one row, in a matrix higher than wide.
FNP_EXPORT void fill_diagonal(array_body& a, array_body const& value, bool wrap);
// into[...] = from where the mask holds (null: everywhere).
FNP_EXPORT void copyto(array_body& into, array_body const& from, array_body const* where, casting rule);

// --- indices of other kinds -----------------------------------------------------------------------------------------

FNP_EXPORT std::vector<array_handle> unravel_index(array_body const& flat, extents const& shape, index_order order);
// One mode for all axes, or one an axis.
FNP_EXPORT array_handle ravel_multi_index(sequence<array_handle const> at, extents const& dims,
                                          sequence<index_mode const> modes, index_order order);
// Index arrays of one axis each that broadcast to a grid; booleans stand for their true places.
FNP_EXPORT std::vector<array_handle> ix_(sequence<array_handle const>);
FNP_EXPORT std::vector<array_handle> diag_indices(index n, std::size_t rank);
// Row and column indices of the elements of an n x m matrix below (above) diagonal k and on it.
FNP_EXPORT std::vector<array_handle> tril_indices(index n, index k, index m);
FNP_EXPORT std::vector<array_handle> triu_indices(index n, index k, index m);
// Where each of `values` would be inserted into a sorted array of rank 1; right: behind equal elements. `sorter` (may
// be null): indices that sort `a`. On unsorted arrays NumPy's answer too, which depends on the order of the values.
FNP_EXPORT array_handle searchsorted(array_body const& a, array_body const& values, bool right,
                                     array_body const* sorter = nullptr);

// A C++ number as an array of rank 0 that is stored into one of dtype `to`, as NumPy stores a Python number: integers
// must fit (python_int_overflow), so must floats that go into integers, and complex numbers take no real dtype.
FNP_EXPORT array_handle stored_number(scalar const&, dtype to);

}  // namespace lookup
}  // namespace fnp
