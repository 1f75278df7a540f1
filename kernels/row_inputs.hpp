// Inputs of a row as a compiled loop wants them: spread values, and parts of vectors in buffers that may be read whole.
#pragma once
#include <cstring>
#include <new>

#include "fnp/base/vector_loop.hpp"
#include "kernels/stage/registers.hpp"

// The loops here go over a handful of operands: vector code would only be set up and left again, and what is taken for
// a copy or a fill of memory would become an instruction that takes thirty cycles to begin.
#if !defined(__clang__)
#pragma GCC optimize("no-tree-vectorize", "no-tree-loop-distribute-patterns")
#endif

namespace fnp::FNP_LEVEL {

inline constexpr std::size_t line = 64;  // no vector is longer

// Fewer than 64 bytes, as overlapping moves: a call of memcpy costs as much as a short row.
FNP_INLINE void copy_short(std::byte* to, std::byte const* from, std::size_t bytes) noexcept {
  if (bytes >= 32) {
    std::memmove(to, from, 32);
    std::memmove(to + bytes - 32, from + bytes - 32, 32);
  } else if (bytes >= 16) {
    std::memmove(to, from, 16);
    std::memmove(to + bytes - 16, from + bytes - 16, 16);
  } else if (bytes >= 8) {
    std::memmove(to, from, 8);
    std::memmove(to + bytes - 8, from + bytes - 8, 8);
  } else if (bytes >= 4) {
    std::memmove(to, from, 4);
    std::memmove(to + bytes - 4, from + bytes - 4, 4);
  } else {
    if (bytes & 2) std::memmove(to, from, 2);
    if (bytes & 1) to[bytes - 1] = from[bytes - 1];
  }
}

// Fewer than 64 bytes and zeros behind them. (One masked load and store instead is no faster on rows of some hundred
// elements.)
FNP_INLINE void load_part(std::byte* to, std::byte const* from, std::size_t bytes) noexcept {
  std::memset(to, 0, line);
  copy_short(to, from, bytes);
}

// One value all over whole lines, in whole registers: what loads them waits for narrower stores.
FNP_INLINE void spread(std::byte* to, std::byte const* value, std::size_t size, std::ptrdiff_t bytes = line) noexcept {
  std::uint64_t word = 0;
  if (size == 8)
    std::memcpy(&word, value, 8);
  else if (size == 4) {
    std::uint32_t u = 0;
    std::memcpy(&u, value, 4);
    word = u * 0x100000001u;
  } else if (size == 2) {
    std::uint16_t u = 0;
    std::memcpy(&u, value, 2);
    word = u * 0x1000100010001u;
  } else
    word = static_cast<std::uint64_t>(*value) * 0x101010101010101u;
  whole_register const all = whole_register{} + word;
  for (std::ptrdiff_t i = 0; i < bytes; i += static_cast<std::ptrdiff_t>(register_bytes))
    std::memcpy(to + i, &all, register_bytes);
}

// Inputs as a loop wants them. Nothing is set to null beforehand: that takes as long as a short row.
struct input_row {
  union {
    located input[62];
  };
  located_pointer pointers[62];

  FNP_INLINE explicit input_row(int count) noexcept {
    for (int k = 0; k < count; ++k) pointers[k] = &input[k];
  }
  FNP_INLINE void put(int k, std::byte const* data) noexcept {
    ::new (&input[k]) located{const_cast<std::byte*>(data)};
  }
  FNP_INLINE void advance(int k, std::ptrdiff_t bytes) noexcept { input[k].data += bytes; }
};

// A run of elements that fill no vector: moving inputs are copied to where a whole one may be read, the result comes
// back. Stack memory that a small region does not touch costs nothing.
struct part_buffers {
  alignas(line) std::byte row[63][line];
};
FNP_INLINE void run_part(part_buffers& part, input_table const& inputs, vector_loop loop, std::ptrdiff_t lanes,
                         std::byte* to, input_row& at, std::ptrdiff_t const* step, std::ptrdiff_t n, bool dense,
                         std::byte const* const* from) noexcept {
  for (int k = 0; k < inputs.count; ++k)
    if (step[k] != 0) {
      load_part(part.row[k], from[k], static_cast<std::size_t>(n * step[k]));
      at.put(k, part.row[k]);
    }
  loop(part.row[62], at.pointers, dense ? nullptr : step, lanes, false);
  copy_short(to, part.row[62], static_cast<std::size_t>(n * inputs.result));
}

// The same where inputs are strided: all bytes from the first to the last element are copied, so that the loop walks
// them with the steps it had.
inline void run_strided_part(input_table const& inputs, vector_loop loop, std::ptrdiff_t lanes, std::byte* to,
                             input_row& at, std::ptrdiff_t const* steps, std::ptrdiff_t n,
                             std::byte const* const* from) noexcept {
  alignas(line) std::byte span[63][2 * line];
  for (int k = 0; k < inputs.count; ++k) {
    std::ptrdiff_t const item = inputs.size[k], step = steps[k];
    if (step == 0) continue;
    std::memset(span[k], 0, 2 * line);
    std::byte* const first = span[k] + (step < 0 ? (lanes - 1) * item : 0);
    std::ptrdiff_t const low = step < 0 ? step * (n - 1) : 0;
    std::memcpy(first + low, from[k] + low, static_cast<std::size_t>((n - 1) * (step < 0 ? -step : step) + item));
    at.put(k, first);
  }
  loop(span[62], at.pointers, steps, lanes, false);
  copy_short(to, span[62], static_cast<std::size_t>(n * inputs.result));
}

}  // namespace fnp::FNP_LEVEL
