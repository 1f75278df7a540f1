// Kernels of the ops in ops/rounding.hpp: their bodies over blocks.
#include "kernels/op_kernels.hpp"

namespace fnp::FNP_LEVEL {

block_kernel find_rounding(ops::op_id op, int loop) noexcept {
  using namespace ops;
  return look_up(op_list<ops::floor, ops::ceil, ops::trunc, ops::rint, ops::sqrt>{}, op, loop);
}

}  // namespace fnp::FNP_LEVEL
