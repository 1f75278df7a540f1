// Blocks from free lists of the calling thread: no lock, no call into the system.
//
// Small ones hold an array's head and up to 4 KiB of elements. Middle ones hold the elements of arrays below the size
// that deserves pages of its own: malloc takes 100 ns for an aligned one, and gives the top of its heap back to the
// system between two evaluations that need several, so that each touches fresh pages.
#pragma once
#include <cstddef>
#include <cstdint>
#include <new>

#include "fnp/base/checked.hpp"

namespace fnp::memory {

inline constexpr std::size_t line = 64;                      // alignment of every block
inline constexpr std::size_t small_block = 4096 + 6 * line;  // an array's head and 4 KiB of elements

// The free lists of a thread.
struct free_block {
  free_block* next;
};
constexpr std::size_t class_of(std::size_t bytes) noexcept { return (bytes + line - 1) / line; }
inline constexpr std::size_t small_classes = small_block / line + 1, middle_classes = 40;
inline constexpr std::size_t small_bound = std::size_t{64} << 10;  // bytes kept per class
struct free_lists {
  free_block* small[small_classes] = {};
  std::uint32_t kept[small_classes] = {};
  free_block* middle[middle_classes] = {};
  std::size_t middle_bytes = 0;
};
// One pointer, so that a library that is loaded late still finds room for it in the static block. Null before first
// use.
[[gnu::tls_model("initial-exec")]] extern constinit thread_local free_lists* lists_here;

void* take_small_elsewhere(std::size_t size_class);
void give_small_elsewhere(void* block, std::size_t size_class) noexcept;

// 64-byte aligned; throws out_of_memory. pre: bytes <= small_block.
inline void* take_small(std::size_t bytes) {
  std::size_t const c = class_of(bytes);
  free_lists* const l = lists_here;
  free_block* const b = l ? l->small[c] : nullptr;
  if (!b) [[unlikely]]
    return take_small_elsewhere(c);
  l->small[c] = b->next;
  --l->kept[c];
  return b;
}
// Any thread may give back what another took.
inline void give_small(void* block, std::size_t bytes) noexcept {
  std::size_t const c = class_of(bytes);
  free_lists* const l = lists_here;
  if (!l || l->kept[c] * c * line >= small_bound) [[unlikely]]
    return give_small_elsewhere(block, c);
  l->small[c] = ::new (block) free_block{l->small[c]};
  ++l->kept[c];
}

inline constexpr std::size_t middle_block = std::size_t{2} << 20;  // larger ones are pages

// 64-byte aligned and at least `bytes` long: `length` is what give_middle wants back. Null when the system refuses;
// `kept`: served from a free list. pre: 0 < bytes < middle_block.
void* take_middle(std::size_t bytes, std::size_t& length, bool& kept) noexcept;
void give_middle(void* block, std::size_t length) noexcept;
index kept_middle_bytes() noexcept;  // of all threads

void trim_pool() noexcept;  // of this thread

}  // namespace fnp::memory
