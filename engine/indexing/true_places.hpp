// The true elements of a mask, found eight at a time: no branch depends on a single element.
#pragma once
#include <bit>
#include <cstddef>
#include <cstring>

#include "fnp/base/storage.hpp"

namespace fnp::lookup {

// Bit k of the result: byte k is not zero.
inline unsigned bits_of_eight(std::byte const* mask) noexcept {
  std::uint64_t w = 0;
  std::memcpy(&w, mask, 8);
  constexpr std::uint64_t low = 0x7f7f7f7f7f7f7f7f;
  w = (((w & low) + low) | w) & ~low;  // the top bit of each byte
  return static_cast<unsigned>((w >> 7) * 0x0102040810204080 >> 56);
}

// Calls f(k) for every true k of `count` dense booleans, in order.
template <class F> void for_each_true(std::byte const* mask, index count, F&& f) {
  index k = 0;
  for (; k + 8 <= count; k += 8)
    for (unsigned bits = bits_of_eight(mask + k); bits != 0; bits &= bits - 1) f(k + std::countr_zero(bits));
  for (; k < count; ++k)
    if (mask[k] != std::byte{0}) f(k);
}

// The same for stores that may be repeated: store(k) writes to a place that advance(true?) moves on from. Random masks
// would cost a mispredicted branch every eight elements. `room`: stores left before the end; all but the last few of
// them are done without a branch.
template <class Store, class Advance>
void compact_true(std::byte const* mask, index count, index room, Store&& store, Advance&& advance) {
  index k = 0;
  for (; k + 8 <= count && room >= 8; k += 8) {
    std::uint64_t w = 0;
    std::memcpy(&w, mask + k, 8);
    if (w == 0) continue;
    for (index j = 0; j < 8; ++j) {
      bool const on = mask[k + j] != std::byte{0};
      store(k + j);
      advance(on);
      room -= on;
    }
  }
  for_each_true(mask + k, count - k, [&](index j) {
    store(k + j);
    advance(true);
  });
}

index count_true(std::byte const* mask, index count) noexcept;

// The array's truth as dense booleans in C order; the array itself where it is that.
array_handle truth_of(array_body const&);

// Where the true elements of a dense mask lie in a layout of its shape: sum of index * stride, in C order; int64.
array_handle true_offsets(std::byte const* mask, extents const& shape, extents const& stride);

// Their indices, one row of `rank` int64 an element. pre: rank > 0.
array_handle true_indices(std::byte const* mask, extents const& shape);

}  // namespace fnp::lookup
