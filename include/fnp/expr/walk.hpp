// From blocks to runs of whole vectors: what all compiled regions of a file share.
//
// A row is walked in whole vectors; what is left over (and what lies before an aligned address, when the results are
// streamed past the caches) goes through small buffers and once more through the same compiled loop. A value that stays
// is spread over one vector, which the loop reads again and again.
#pragma once
#include "fnp/expr/structure.hpp"

namespace fnp::typed {

// What a compiled loop gets: `count` is a multiple of its lanes. Dense: only constants stay, and no row is strided.
struct run_of_vectors {
  std::byte* to;
  std::byte const* const* at;
  std::ptrdiff_t const* step;
  std::ptrdiff_t count;
  bool dense, stream;
};
using vector_loop = void (*)(run_of_vectors const&) noexcept;

// Fewer than 64 bytes, as overlapping moves: a call of memcpy costs as much as a short row.
inline void copy_short(std::byte* to, std::byte const* from, std::size_t bytes) noexcept {
  if (bytes >= 32) {
    __builtin_memmove(to, from, 32);
    __builtin_memmove(to + bytes - 32, from + bytes - 32, 32);
  } else if (bytes >= 16) {
    __builtin_memmove(to, from, 16);
    __builtin_memmove(to + bytes - 16, from + bytes - 16, 16);
  } else if (bytes >= 8) {
    __builtin_memmove(to, from, 8);
    __builtin_memmove(to + bytes - 8, from + bytes - 8, 8);
  } else if (bytes >= 4) {
    __builtin_memmove(to, from, 4);
    __builtin_memmove(to + bytes - 4, from + bytes - 4, 4);
  } else {
    if (bytes & 2) __builtin_memmove(to, from, 2);
    if (bytes & 1) to[bytes - 1] = from[bytes - 1];
  }
}

// One value all over 64 bytes.
inline void spread(std::byte* to, std::byte const* value, std::size_t size) noexcept {
  std::uint64_t word = 0;
  if (size == 8)
    __builtin_memcpy(&word, value, 8);
  else if (size == 4) {
    std::uint32_t u = 0;
    __builtin_memcpy(&u, value, 4);
    word = u * 0x100000001u;
  } else if (size == 2) {
    std::uint16_t u = 0;
    __builtin_memcpy(&u, value, 2);
    word = u * 0x1000100010001u;
  } else
    word = static_cast<std::uint64_t>(*value) * 0x101010101010101u;
  for (int i = 0; i < 8; ++i) __builtin_memcpy(to + 8 * i, &word, 8);
}

// Runs a block through `loop`, whose vectors are `bytes` long for the widest dtype.
[[gnu::noinline]] inline void walk(block const& b, input_table const& table, std::ptrdiff_t bytes,
                                   vector_loop loop) noexcept {
  std::ptrdiff_t const lanes = bytes / table.widest, item = table.result, width = item * lanes;
  int const inputs = table.count;
  // 62 inputs of 64 bytes each: stack memory that a small region does not touch.
  alignas(64) std::byte splat[62][64], part[63][64];
  std::byte const *row[62], *at[62];
  std::ptrdiff_t step[62], beyond[62];  // beyond: of the parts, which are dense
  std::uint64_t const stays = b.broadcast | table.constants;
  bool const dense = stays == table.constants && !b.element, streams = b.stream && width >= 16;
  bool apart = !b.element;
  for (int k = 0; k < inputs; ++k) {
    apart = apart && b.data[k + 1] != b.data[0];
    bool const moves = !((stays >> (k + 1)) & 1);
    beyond[k] = 0;
    step[k] = !moves ? 0 : b.element ? b.element[k + 1] : table.size[k];
  }
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) {
    std::byte* const out = b.data[0] + r * b.row_stride[0];
    for (int k = 0; k < inputs; ++k) {
      row[k] = b.data[k + 1] + r * b.row_stride[k + 1];
      if (step[k] == 0) {
        spread(splat[k], row[k], table.size[k]);
        row[k] = at[k] = splat[k];
      }
    }
    std::ptrdiff_t const beside =
        streams ? static_cast<std::ptrdiff_t>(reinterpret_cast<std::uintptr_t>(out)) & (width - 1) : 0;
    bool const aligns = streams && beside % item == 0;
    std::ptrdiff_t done = 0, n = 0;
    for (; done < b.count; done += n) {
      n = b.count - done;
      if (aligns && done == 0 && beside != 0 && n > (width - beside) / item) n = (width - beside) / item;
      if (n > lanes || (n == lanes && !b.element)) {
        // A vector of every other element reads one behind its last, which the row's last element must not have.
        n -= b.element && n % lanes == 0 ? lanes : n % lanes;
        for (int k = 0; k < inputs; ++k) at[k] = row[k] + done * step[k];
        loop({out + done * item, at, step, n, dense, aligns});
      } else if (apart && b.count >= lanes) {
        // A whole vector over the row's end computes some results twice: no input changes meanwhile.
        std::ptrdiff_t const from = done + lanes <= b.count ? done : b.count - lanes;
        for (int k = 0; k < inputs; ++k) at[k] = row[k] + from * step[k];
        loop({out + from * item, at, step, lanes, dense, false});
      } else {
        for (int k = 0; k < inputs; ++k)
          if (step[k] != 0) {
            __builtin_memset(part[k], 0, 64);
            if (b.element)
              for (std::ptrdiff_t i = 0; i < n; ++i)
                copy_short(part[k] + i * table.size[k], row[k] + (done + i) * step[k], table.size[k]);
            else
              copy_short(part[k], row[k] + done * step[k], static_cast<std::size_t>(n * step[k]));
            at[k] = part[k];
            beyond[k] = table.size[k];
          }
        loop({part[62], at, beyond, lanes, dense, false});
        copy_short(out + done * item, part[62], static_cast<std::size_t>(n * item));
      }
    }
  }
}

}  // namespace fnp::typed
