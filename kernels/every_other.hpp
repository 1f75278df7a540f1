// Kernels that read every other element of all their inputs' rows where they lie.
//
// Gathering such rows first costs a second pass through the first cache, and memory waits while it is made: on arrays
// beyond the last cache the loop over gathered rows takes twice as long.
#pragma once
#include "fnp/base/block.hpp"
#include "fnp/ops/op.hpp"

namespace fnp::kernels {

// Inputs: rows whose elements are two items apart. The output is dense, and streamed where its elements are as wide as the
// widest. Null where there is none: ops without a body,
// elements of less than four bytes, the reference level.
block_kernel find_every_other(ops::op_id op, int loop, isa level) noexcept;

}  // namespace fnp::kernels
