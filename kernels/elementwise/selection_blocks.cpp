// Kernels of the ops in ops/selection.hpp: their bodies over blocks.
#include "kernels/op_kernels.hpp"

namespace fnp::FNP_LEVEL {

block_kernel find_selection(ops::op_id op, int loop) noexcept {
  using namespace ops;
  return look_up(op_list<maximum, minimum, ops::fmax, ops::fmin, clip, where>{}, op, loop);
}

}  // namespace fnp::FNP_LEVEL
