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

// Calls f(begin, end) for runs of true elements that are found whole, in order; neighbouring runs may come apart.
template <class F> void for_each_true_run(std::byte const* mask, index count, F&& f) {
  index k = 0;
  for (; k + 8 <= count; k += 8) {
    unsigned bits = bits_of_eight(mask + k);
    if (bits == 0xff) {
      f(k, k + 8);
      continue;
    }
    for (; bits != 0; bits &= bits - 1) {
      index const at = k + std::countr_zero(bits);
      f(at, at + 1);
    }
  }
  for (; k < count; ++k)
    if (mask[k] != std::byte{0}) f(k, k + 1);
}

index count_true(std::byte const* mask, index count) noexcept;

// The array's truth as dense booleans in C order; the array itself where it is that.
array_handle truth_of(array_body const&);

// Where the true elements of a dense mask lie in a layout of its shape: sum of index * stride, in C order; int64.
array_handle true_offsets(std::byte const* mask, extents const& shape, extents const& stride);

// Their indices, one row of `rank` int64 an element. pre: rank > 0.
array_handle true_indices(std::byte const* mask, extents const& shape);

}  // namespace fnp::lookup
