// Arrays made from numbers, for a dtype known at run time; the typed functions are in fnp/numpy.hpp.
#pragma once
#include "fnp/base/export.hpp"
#include "fnp/base/maybe.hpp"
#include "fnp/base/memory_order.hpp"
#include "fnp/base/promotion.hpp"
#include "fnp/base/scalar.hpp"
#include "fnp/base/storage.hpp"

namespace fnp {

namespace create {
FNP_EXPORT array_handle full(dtype, extents const& shape, scalar const& value, memory_order = memory_order::c);
FNP_EXPORT array_handle empty(dtype, extents const& shape, memory_order);
FNP_EXPORT array_handle full_like(array_body const&, dtype, scalar const& value);  // in the memory order of the other
FNP_EXPORT array_handle arange(dtype, index start, index stop, index step);
FNP_EXPORT array_handle arange(dtype, double start, double stop, double step);
FNP_EXPORT array_handle linspace(dtype, double start, double stop, index count, bool endpoint);
FNP_EXPORT array_handle eye(dtype, index rows, index columns, index diagonal, memory_order = memory_order::c);
FNP_EXPORT array_handle indices(extents const& shape);  // int64, shape (rank, shape...)

// One end of a range: an array, or a number as an array of rank 0 with its weak kind.
struct range_end {
  array_handle value{};
  weak kind = weak::strong;
};
struct spacing {
  index count = 50;
  bool endpoint = true;
  maybe<dtype> type{};
  index axis = 0;  // of the result, where the samples lie
};
struct spaced {
  array_handle values, step;
};
// Ranges between arrays that broadcast; `count` samples along a new axis. Throws negative_dimension, shape_mismatch.
FNP_EXPORT spaced linspace(range_end const& start, range_end const& stop, spacing const&);
FNP_EXPORT array_handle logspace(range_end const& start, range_end const& stop, range_end const& base, spacing const&);
FNP_EXPORT array_handle geomspace(range_end const& start, range_end const& stop,
                                  spacing const&);  // bad_argument for zeros

// The elements on one side of a diagonal, zeros elsewhere; a vector stands for a matrix of equal rows.
FNP_EXPORT array_handle triangle(array_body const&, index diagonal, bool upper);
FNP_EXPORT array_handle tri(dtype, index rows, index columns, index diagonal);
// A matrix with this diagonal; of a matrix its diagonal, read-only. Throws bad_ndim.
FNP_EXPORT array_handle diag(array_body const&, index diagonal);
FNP_EXPORT array_handle diagflat(array_body const&, index diagonal);
// Powers of a vector by columns; `count` columns (all: as many as rows).
FNP_EXPORT array_handle vander(array_body const&, maybe<index> count, bool increasing);
// A view of bytes as a vector; a negative count takes all. Throws bad_argument where sizes do not fit.
FNP_EXPORT array_handle frombuffer(array_body const& bytes, dtype, index count, index offset);
}  // namespace create

}  // namespace fnp
