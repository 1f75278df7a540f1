// Blocks from free lists of the calling thread: no lock, no call into the system.
//
// Small ones hold an array's head and up to 4 KiB of elements. Middle ones hold the elements of arrays below the size that
// deserves pages of its own: malloc takes 100 ns for an aligned one, and gives the top of its heap back to the system
// between two evaluations that need several, so that each touches fresh pages.
#pragma once
#include <cstddef>

#include "fnp/base/checked.hpp"

namespace fnp::memory {

inline constexpr std::size_t line = 64;                      // alignment of every block
inline constexpr std::size_t small_block = 4096 + 6 * line;  // an array's head and 4 KiB of elements

// 64-byte aligned; throws out_of_memory. pre: bytes <= small_block.
void* take_small(std::size_t bytes);
// Any thread may give back what another took.
void give_small(void* block, std::size_t bytes) noexcept;

inline constexpr std::size_t middle_block = std::size_t{2} << 20;  // larger ones are pages

// 64-byte aligned and at least `bytes` long: `length` is what give_middle wants back. Null when the system refuses; `kept`:
// served from a free list. pre: 0 < bytes < middle_block.
void* take_middle(std::size_t bytes, std::size_t& length, bool& kept) noexcept;
void give_middle(void* block, std::size_t length) noexcept;
index kept_middle_bytes() noexcept;  // of all threads

void trim_pool() noexcept;  // of this thread

}  // namespace fnp::memory
