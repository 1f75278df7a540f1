// Kernels of the ops in ops/rounding.hpp: their bodies over blocks, or one instruction where the level has it; complex
// roots.
#include "kernels/complex_sizes.hpp"
#include "kernels/elementwise/rounding_instructions.hpp"
#include "kernels/op_kernels.hpp"

namespace fnp::FNP_LEVEL {
namespace {

template <class Op, int I> constexpr block_kernel rounding_kernel() noexcept {
  if constexpr (has_instruction<Op, element_t<ops::loop_at<Op>(I).in[0]>>)
    return loop_kernel<Op, I, rounding_of<Op>>();
  else
    return loop_kernel<Op, I, body_of<Op>>();
}

}  // namespace

#define FNP_CHOOSE(op)                                                                                     \
  template <> struct kernel_choice<ops::op> {                                                              \
    template <int I> static constexpr block_kernel at() noexcept { return rounding_kernel<ops::op, I>(); } \
  };
FNP_CHOOSE(floor)
FNP_CHOOSE(ceil)
FNP_CHOOSE(trunc)
#undef FNP_CHOOSE
template <> struct kernel_choice<ops::sqrt> {
  template <int I> static constexpr block_kernel at() noexcept {
    using T = element_t<ops::loop_at<ops::sqrt>(I).in[0]>;
    if constexpr (requires { T::re; })
      return honest<ops::sqrt, I, complex_runs<square_root_run<decltype(T::re)>, decltype(T::re)>>();
    else
      return loop_kernel<ops::sqrt, I, body_of<ops::sqrt>>();
  }
};

block_kernel find_rounding(ops::op_id op, int loop) noexcept {
  using namespace ops;
  return look_up(op_list<ops::floor, ops::ceil, ops::trunc, ops::rint, ops::sqrt>{}, op, loop);
}

}  // namespace fnp::FNP_LEVEL
