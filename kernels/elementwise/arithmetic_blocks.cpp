// Kernels of the ops in ops/arithmetic.hpp: their bodies over blocks.
#include "kernels/op_kernels.hpp"

namespace fnp::FNP_LEVEL {

block_kernel find_arithmetic(ops::op_id op, int loop) noexcept {
  using namespace ops;
  return look_up(op_list<add, subtract, multiply, ops::divide, ops::negative, positive, absolute, ops::fabs, square, reciprocal, sign, conjugate>{}, op, loop);
}

}  // namespace fnp::FNP_LEVEL
