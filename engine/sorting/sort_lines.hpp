// Every line of an array along an axis, sorted in place or given its positions.
#pragma once
#include "fnp/base/storage.hpp"

namespace fnp::sorting {

void sort_lines(array_body& a, index axis);
// positions: int64, of the shape of `a`.
void order_lines(array_body const& a, array_body& positions, index axis);

}  // namespace fnp::sorting
