// The kernels of ops without a body, for the compiled regions of user files: they call these a block at a time.
#pragma once
#include "fnp/base/block.hpp"
#include "fnp/base/export.hpp"
#include "fnp/ops/op.hpp"

namespace fnp::engine {

// The library's kernel of this op and loop at this instruction set, or at the widest one below it. Never null for a
// loop that the op has.
FNP_EXPORT block_kernel library_kernel(ops::op_id op, int loop, isa level) noexcept;

}  // namespace fnp::engine
