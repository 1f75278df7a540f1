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
    // In lanes of T's own width, so that a vector holds as many as it can.
    constexpr auto all = static_cast<U>(-1);
    constexpr U ones = all / 3, pairs = all / 15 * 3, nibbles = all / 17;
    U v = static_cast<U>(magnitude);
    v = static_cast<U>(v - ((v >> 1) & ones));
    v = static_cast<U>((v & pairs) + ((v >> 2) & pairs));
    v = static_cast<U>((v + (v >> 4)) & nibbles);
    if constexpr (sizeof(U) >= 2) v = static_cast<U>(v + (v >> 8));
    if constexpr (sizeof(U) >= 4) v = static_cast<U>(v + (v >> 16));
    if constexpr (sizeof(U) == 8) v = static_cast<U>(v + (v >> 32));
    out = static_cast<std::uint8_t>(v & 0x7f);
  }
};

}  // namespace

template <> struct kernel_choice<ops::invert> {
  template <int I> static constexpr block_kernel at() noexcept { return negation_or_body<ops::invert, I>(); }
};

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
