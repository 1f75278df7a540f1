// Kernels of the ops in ops/bitwise.hpp.
#include "kernels/op_kernels.hpp"

namespace fnp::FNP_LEVEL {
namespace {

// Counts the ones of |x| by summing neighbouring fields of 1, 2 and 4 bits, then all bytes at once.
struct count_ones {
  template <class T> FNP_INLINE static void call(std::uint8_t& out, T const& x) noexcept {
    using U = std::make_unsigned_t<T>;
    T magnitude{};
    ops::primitives<T>::absolute(magnitude, x);
    std::uint64_t v = static_cast<U>(magnitude);
    v -= (v >> 1) & 0x5555555555555555u;
    v = (v & 0x3333333333333333u) + ((v >> 2) & 0x3333333333333333u);
    v = (v + (v >> 4)) & 0x0f0f0f0f0f0f0f0fu;
    out = static_cast<std::uint8_t>((v * 0x0101010101010101u) >> 56);
  }
};

}  // namespace

template <> struct kernel_choice<ops::bitwise_count> {
  template <int I> static constexpr block_kernel at() noexcept {
    return loop_kernel<ops::bitwise_count, I, count_ones>();
  }
};

block_kernel find_bitwise(ops::op_id op, int loop) noexcept {
  using namespace ops;
  return look_up(
      op_list<ops::bitwise_and, ops::bitwise_or, bitwise_xor, invert, left_shift, right_shift, bitwise_count>{}, op,
      loop);
}

}  // namespace fnp::FNP_LEVEL
