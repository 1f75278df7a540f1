// Rows of compiled regions: from blocks to runs of whole vectors.
//
// A row is walked in whole vectors; what is left over (and what lies before an aligned address, when the results are
// streamed past the caches) goes through small buffers and once more through the same compiled loop. A value that stays
// is spread over one vector, which the loop reads again and again.
#include <cstring>

#include "kernels/families.hpp"
#include "kernels/stage/registers.hpp"

// The loops here go over a handful of operands: vector code would only be set up and left again.
#if !defined(__clang__)
#pragma GCC optimize("no-tree-vectorize")
#endif

namespace fnp::FNP_LEVEL {
namespace {

constexpr std::size_t line = 64;  // no vector is longer

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

// One value all over 64 bytes, in stores as wide as the loads to come: a load that covers several stores waits until they, and
// all results stored before them, are in cache.
FNP_INLINE void spread(std::byte* to, std::byte const* value, std::size_t size) noexcept {
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
  for (std::size_t i = 0; i < line; i += register_bytes) std::memcpy(to + i, &all, register_bytes);
}

// A run of elements that fill no vector: moving inputs are copied to where a whole one may be read, the result comes back.
// Stack memory that a small region does not touch costs nothing.
struct part_buffers {
  alignas(line) std::byte row[63][line];
};
FNP_INLINE void run_part(part_buffers& part, input_table const& inputs, vector_loop loop, std::ptrdiff_t lanes, run_of_vectors run,
                         std::byte const** at, std::byte const* const* from) noexcept {
  std::ptrdiff_t const n = run.count;
  for (int k = 0; k < inputs.count; ++k)
    if (run.step[k] != 0) {
      load_part(part.row[k], from[k], static_cast<std::size_t>(n * run.step[k]));
      at[k] = part.row[k];
    }
  std::byte* const to = run.to;
  run.to = part.row[62];
  run.count = lanes;
  loop(run);
  copy_short(to, part.row[62], static_cast<std::size_t>(n * inputs.result));
}

// The same where inputs are strided: all bytes from the first to the last element are copied, so that the loop walks them
// with the steps it had.
void run_strided_part(input_table const& inputs, vector_loop loop, std::ptrdiff_t lanes, run_of_vectors run, std::byte const** at,
                      std::byte const* const* from) noexcept {
  alignas(line) std::byte span[63][2 * line];
  std::ptrdiff_t const n = run.count;
  for (int k = 0; k < inputs.count; ++k) {
    std::ptrdiff_t const item = inputs.size[k], step = run.step[k];
    if (step == 0) continue;
    std::memset(span[k], 0, 2 * line);
    std::byte* const first = span[k] + (step < 0 ? (lanes - 1) * item : 0);
    std::ptrdiff_t const low = step < 0 ? step * (n - 1) : 0;
    std::memcpy(first + low, from[k] + low, static_cast<std::size_t>((n - 1) * (step < 0 ? -step : step) + item));
    at[k] = first;
  }
  std::byte* const to = run.to;
  run.to = span[62];
  run.count = lanes;
  loop(run);
  copy_short(to, span[62], static_cast<std::size_t>(n * inputs.result));
}

// Of neighbours in one array (a stencil) the foremost brings in what the others read again.
constexpr std::ptrdiff_t ahead = 2048, near_by = std::ptrdiff_t{1} << 18;  // bytes
int find_foremost(input_table const& inputs, std::byte const* const* at, std::ptrdiff_t const* step, int* foremost) noexcept {
  int count = 0;
  for (int k = 0; k < inputs.count; ++k) {
    bool followed = step[k] <= 0;
    for (int m = 0; m < inputs.count && !followed; ++m) {
      auto const apart = reinterpret_cast<std::uintptr_t>(at[m]) - reinterpret_cast<std::uintptr_t>(at[k]);
      followed = step[m] == step[k] && (apart == 0 ? m < k : apart < near_by);
    }
    if (!followed) foremost[count++] = k;
  }
  return count;
}
FNP_INLINE void fetch(std::byte const* from) noexcept {
  for (std::ptrdiff_t i = 0; i < ahead; i += static_cast<std::ptrdiff_t>(line)) __builtin_prefetch(from + i);
}

}  // namespace

void run_dense_row(vector_loops const& l, std::byte* const* data, std::ptrdiff_t count) noexcept {
  input_table const& inputs = *l.inputs;
  std::ptrdiff_t const lanes = l.lanes[own_level], rest = count & (lanes - 1), whole = count - rest;
  std::byte const *from[62], *at[62];
  alignas(line) std::byte splat[62][line];
  for (int k = 0; k < inputs.count; ++k) {
    at[k] = data[k + 1];
    from[k] = at[k] + whole * inputs.step[k];
    if (inputs.step[k] == 0) {
      spread(splat[k], data[k + 1], inputs.size[k]);
      at[k] = splat[k];
    }
  }
  vector_loop const loop = l.loop[own_level];
  if (whole != 0) loop({data[0], at, inputs.step, whole, true, false});
  if (rest == 0) return;
  part_buffers part;
  run_part(part, inputs, loop, lanes, {data[0] + whole * inputs.result, at, inputs.step, rest, true, false}, at, from);
}

fp_flags run_region_rows(block const& b, void const* parameters) noexcept {
  vector_loops const& l = *static_cast<vector_loops const*>(parameters);
  input_table const& inputs = *l.inputs;
  std::uint64_t const stays = b.broadcast | inputs.constants;
  bool const dense = stays == inputs.constants && !b.element;
  vector_loop const loop = l.loop[own_level];
  std::ptrdiff_t const lanes = l.lanes[own_level], item = inputs.result, width = item * lanes;
  bool const streams = b.stream && width >= 16;
  std::byte const *row[62], *at[62], *from[62];
  std::ptrdiff_t step[62];
  alignas(line) std::byte splat[62][line];
  part_buffers part;
  // A vector of every other element reads one behind its last, which the row's last element must not have.
  bool reaches = false, apart = true;
  int foremost[62], leaders = 0, moving = 0;
  for (int k = 0; k < inputs.count; ++k) {
    apart = apart && b.data[k + 1] != b.data[0];
    bool const moves = !((stays >> (k + 1)) & 1);
    step[k] = !moves ? 0 : b.element ? b.element[k + 1] : inputs.size[k];
    moving += moves;
    reaches = reaches || step[k] > inputs.size[k];
  }
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) {
    std::byte* const out = b.data[0] + r * b.row_stride[0];
    for (int k = 0; k < inputs.count; ++k) {
      row[k] = b.data[k + 1] + r * b.row_stride[k + 1];
      if (step[k] == 0) {
        if (r == 0 || b.row_stride[k + 1] != 0) spread(splat[k], row[k], inputs.size[k]);
        row[k] = at[k] = splat[k];
      }
    }
    std::ptrdiff_t const beside = streams ? static_cast<std::ptrdiff_t>(reinterpret_cast<std::uintptr_t>(out)) & (width - 1) : 0;
    bool const aligns = streams && beside % item == 0;
    if (r == 0 && aligns && b.rows > 1) {
      leaders = find_foremost(inputs, row, step, foremost);
      if (leaders == moving) leaders = 0;  // the machine follows rows of different arrays by itself
    }
    std::ptrdiff_t done = 0, n = 0;
    for (; done < b.count; done += n) {
      n = b.count - done;
      if (aligns && done == 0 && beside != 0 && n > (width - beside) / item) n = (width - beside) / item;
      if (n > lanes || (n == lanes && !reaches)) {
        std::ptrdiff_t const rest = n & (lanes - 1);
        n -= reaches && rest == 0 ? lanes : rest;
        if (aligns && leaders != 0 && n > ahead / item) {
          n = ahead / item;
          for (int k = 0; k < leaders; ++k) fetch(row[foremost[k]] + (done + n) * step[foremost[k]]);
        }
        for (int k = 0; k < inputs.count; ++k) at[k] = row[k] + done * step[k];
        loop({out + done * item, at, step, n, dense, aligns});
      } else if (!reaches && b.count >= lanes) {
        // A whole vector over the row's end computes some results twice. They are stored twice where no input changes
        // meanwhile; but a line that is stored past the caches as well would be waited for.
        std::ptrdiff_t const begin = done + lanes <= b.count ? done : b.count - lanes;
        bool const twice = apart && !aligns;
        for (int k = 0; k < inputs.count; ++k) at[k] = row[k] + begin * step[k];
        loop({twice ? out + begin * item : part.row[62], at, step, lanes, dense, false});
        if (!twice) copy_short(out + done * item, part.row[62] + (done - begin) * item, static_cast<std::size_t>(n * item));
      } else {
        for (int k = 0; k < inputs.count; ++k) from[k] = row[k] + done * step[k];
        if (b.element)
          run_strided_part(inputs, loop, lanes, {out + done * item, at, step, n, false, false}, at, from);
        else
          run_part(part, inputs, loop, lanes, {out + done * item, at, step, n, dense, false}, at, from);
      }
    }
  }
  return 0;
}

}  // namespace fnp::FNP_LEVEL
