// Kernels of the ops in ops/comparison.hpp: their bodies over blocks.
#include "kernels/op_kernels.hpp"

namespace fnp::FNP_LEVEL {

block_kernel find_comparison(ops::op_id op, int loop) noexcept {
  using namespace ops;
  return look_up(op_list<ops::equal, ops::not_equal, ops::less, ops::less_equal, ops::greater, ops::greater_equal>{},
                 op, loop);
}

}  // namespace fnp::FNP_LEVEL
