// Kernels of the ops in ops/arithmetic.hpp: their bodies over blocks; those without one are in division_blocks.cpp.
#include "kernels/op_kernels.hpp"

namespace fnp::FNP_LEVEL {
namespace {

// 1 / 0 of integers goes through an infinite float64 in NumPy: a division by zero, and an invalid conversion.
struct integer_reciprocal {
  template <class T> FNP_INLINE static fp_flags call(T& out, T const& x) noexcept {
    ops::primitives<T>::reciprocal(out, x);
    return x == 0 ? fp_flags{fp_divide | fp_invalid} : fp_flags{0};
  }
};

}  // namespace

template <> struct kernel_choice<ops::reciprocal> {
  template <int I> static constexpr block_kernel at() noexcept {
    using function = std::conditional_t<is_integer(ops::loop_at<ops::reciprocal>(I).in[0]), integer_reciprocal,
                                        body_of<ops::reciprocal>>;
    return loop_kernel<ops::reciprocal, I, function>();
  }
};

block_kernel find_arithmetic(ops::op_id op, int loop) noexcept {
  using namespace ops;
  return look_up(op_list<add, subtract, multiply, ops::divide, ops::negative, positive, absolute, ops::fabs, square,
                         reciprocal, sign, conjugate>{},
                 op, loop);
}

}  // namespace fnp::FNP_LEVEL
