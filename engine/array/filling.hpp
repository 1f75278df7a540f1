// Memory filled with copies of its first bytes.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstring>

namespace fnp {

// The first `filled` bytes of a block of `total`, over and over. The copied head grows to 16 KiB and stays in the
// nearest cache. pre: filled > 0, and total is a multiple of it.
inline void fill_with_head(std::byte* block, std::size_t filled, std::size_t total) noexcept {
  constexpr std::size_t enough = 16384;
  std::size_t head = filled;
  while (head < enough && head < total) {
    std::size_t const more = std::min(head, total - head);
    std::memcpy(block + head, block, more);
    head += more;
  }
  for (std::size_t at = head; at < total; at += head) std::memcpy(block + at, block, std::min(head, total - at));
}

}  // namespace fnp
