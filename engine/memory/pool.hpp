// Small blocks from free lists of the calling thread: no lock, no atomic, no call into the system.
#pragma once
#include <cstddef>

namespace fnp::memory {

inline constexpr std::size_t line = 64;                      // alignment of every block
inline constexpr std::size_t small_block = 4096 + 6 * line;  // an array's head and 4 KiB of elements

// 64-byte aligned; throws out_of_memory. pre: bytes <= small_block.
void* take_small(std::size_t bytes);
// Any thread may give back what another took.
void give_small(void* block, std::size_t bytes) noexcept;

void trim_pool() noexcept;  // of this thread

}  // namespace fnp::memory
