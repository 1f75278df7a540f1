// One dense run brought into NumPy's order, stable: NaN last, and equal elements as they stood.
//
// Elements that are equal and yet differ are zeros of both signs, NaNs and complex numbers that hold them. So the finite
// floats of a run are sorted by value, and what has lost its order is written anew: the signs of the zeros. Infinities
// and NaNs stand outside; Highway 1.0 would make the greatest finite number of an infinity.
#pragma once
#include "fnp/base/block.hpp"
#include "fnp/base/checked.hpp"
#include "fnp/base/dtype.hpp"

namespace fnp::sorting {

void sort_run(dtype, std::byte* x, index n, isa level, int threads);

}  // namespace fnp::sorting
