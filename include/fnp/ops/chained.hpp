// The ops whose bodies run in chains of vector registers: one real dtype in, the same one out, and no state between
// elements. The planner sends a step's code that way where all of it is of these; kernels instantiate them.
#pragma once
#include "fnp/ops/all.hpp"

namespace fnp::ops {

using chained_ops =
    op_list<add, subtract, multiply, divide, negative, positive, absolute, fabs, square, reciprocal, sign, maximum,
            minimum, fmax, fmin, clip, floor, ceil, trunc, rint, sqrt, copysign>;

}  // namespace fnp::ops
