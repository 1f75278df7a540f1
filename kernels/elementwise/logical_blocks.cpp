// Kernels of the ops in ops/logical.hpp: their bodies over blocks.
#include "kernels/op_kernels.hpp"

namespace fnp::FNP_LEVEL {

template <> struct kernel_choice<ops::logical_not> {
  template <int I> static constexpr block_kernel at() noexcept { return negation_or_body<ops::logical_not, I>(); }
};

block_kernel find_logical(ops::op_id op, int loop) noexcept {
  using namespace ops;
  return look_up(op_list<ops::logical_and, ops::logical_or, logical_xor, ops::logical_not>{}, op, loop);
}

}  // namespace fnp::FNP_LEVEL
