// One dense run brought into NumPy's order, stable: NaN last, and equal elements as they stood.
//
// Elements that are equal and yet differ are zeros of both signs, NaNs and complex numbers that hold them. So the
// numbers of a run of floats are sorted as integers of the same order, and where there are zeros of both signs, these
// are written anew as they stood; NaNs are put behind before.
#pragma once
#include "fnp/base/block.hpp"
#include "fnp/base/checked.hpp"
#include "fnp/base/dtype.hpp"

namespace fnp::sorting {

// x[0 .. n) becomes from[0 .. n) in order; `from` is x or lies elsewhere.
void sort_run(dtype, std::byte* x, std::byte const* from, index n, isa level, int threads);

}  // namespace fnp::sorting
