// Every line of an array along an axis, sorted or given its positions.
#pragma once
#include "fnp/base/storage.hpp"

namespace fnp::sorting {

// `to`: another array of the same shape and dtype that shares no memory with `a`, or `a` itself.
void sort_lines(array_body const& a, array_body& to, index axis);
// positions: int64, of the shape of `a`.
void order_lines(array_body const& a, array_body& positions, index axis);

}  // namespace fnp::sorting
