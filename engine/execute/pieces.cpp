// Gather, compute, store: a piece at a time.
#include "engine/execute/pieces.hpp"

#include <algorithm>

#include "engine/execute/thread_scratch.hpp"
#include "engine/plan/machine.hpp"
#include "fnp/base/cache_lines.hpp"
#include "kernels/registry.hpp"

namespace fnp::execute {
namespace {

thread_local thread_scratch gathered_rows;

constexpr std::ptrdiff_t streamed_bytes = 2048, asked_ahead = 4096;

// Asks for what lies so far ahead, whatever it is: nothing is read.
void expect(std::byte const* at, std::ptrdiff_t ahead, std::ptrdiff_t bytes) noexcept {
  for (std::ptrdiff_t i = 0; i < bytes; i += line_bytes) expect_line(at, ahead + i);
}

bool all_every_other(piecewise_call const& c) {
  bool all = c.every_other != nullptr && c.broadcast == 0;
  for (int k = 1; k < c.operands; ++k) all = all && c.element[k] == 2 * c.item[k];
  return all;
}

// Elements of a piece: half of the first cache, a power of two. Where results are streamed memory is idle between the
// bursts of reading and of writing, so these are short.
std::ptrdiff_t piece_of(piecewise_call const& c, std::uint64_t gathered) {
  std::ptrdiff_t bytes = 0;
  for (int k = 0; k < c.operands; ++k)
    if ((gathered >> k) & 1) bytes += c.item[k] + std::clamp<std::ptrdiff_t>(std::abs(c.element[k]), c.item[k], 64);
    else if (!((c.broadcast >> k) & 1)) bytes += c.item[k];
  std::ptrdiff_t piece = 2048;
  while (piece > 128 && piece * bytes > plan::this_machine().first_cache / 2) piece /= 2;
  while (c.stream && piece > 128 && piece * c.item[0] > streamed_bytes) piece /= 2;
  return piece;
}

}  // namespace

fp_flags run_in_pieces(piecewise_call const& c, isa level) {
  if (all_every_other(c)) return c.every_other({c.data, c.row_stride, 0, c.rows, c.count, c.stream}, c.parameters);
  std::uint64_t gathered = c.stream ? 1 : 0;  // operands that pass through a row of scratch
  for (int k = 1; k < c.operands; ++k)
    if (!((c.broadcast >> k) & 1) && c.element[k] != c.item[k]) gathered |= std::uint64_t{1} << k;
  std::ptrdiff_t const piece = piece_of(c, gathered), columns = std::min(c.count, piece);
  std::ptrdiff_t const lines = std::max<std::ptrdiff_t>(1, piece / std::max<std::ptrdiff_t>(1, columns));
  // Rows of scratch that begin at the same place of a page would meet in the same sets of the cache.
  constexpr std::ptrdiff_t apart = 64 * 5;
  std::byte* scratch = gathered_rows.get(static_cast<std::size_t>(c.operands * (lines * columns * 16 + 2 * apart)));
  std::byte* held[8];
  kernels::copy_kernel copy[8];
  for (int k = 0; k < c.operands; ++k) {
    if (!((gathered >> k) & 1)) continue;
    held[k] = scratch;
    scratch += whole_lines(lines * columns * c.item[k]) + apart;
    copy[k] = k == 0 ? kernels::find_stream(level) : kernels::find_copy(static_cast<std::size_t>(c.item[k]), level);
  }
  unsigned raised = 0;
  for (std::ptrdiff_t r = 0; r < c.rows; r += lines)
    for (std::ptrdiff_t i = 0; i < c.count; i += columns) {
      std::ptrdiff_t const rows = std::min(lines, c.rows - r), n = std::min(columns, c.count - i);
      std::byte* data[8];
      std::ptrdiff_t row_stride[8];
      for (int k = 0; k < c.operands; ++k) {
        bool const one = (c.broadcast >> k) & 1;
        data[k] = c.data[k] + r * c.row_stride[k] + (one ? 0 : i * c.element[k]);
        row_stride[k] = c.row_stride[k];
        if (c.stream && k > 0 && !one && c.element[k] == c.item[k]) expect(data[k], asked_ahead, n * c.item[k]);
        // What is gathered fills lines, which the kernel between two pieces would let wait.
        if (k > 0 && rows == 1 && c.element[k] > c.item[k] && c.element[k] <= 64)
          expect(data[k], n * c.element[k], n * c.element[k]);
        if (!((gathered >> k) & 1)) continue;
        if (k > 0) copy[k]({held[k], n * c.item[k], c.item[k]}, {data[k], row_stride[k], c.element[k]}, rows, n);
        data[k] = held[k];
        row_stride[k] = n * c.item[k];
      }
      raised |= c.kernel({data, row_stride, c.broadcast, rows, n}, c.parameters);
      if (c.stream)
        copy[0]({c.data[0] + r * c.row_stride[0] + i * c.item[0], c.row_stride[0], 1}, {held[0], row_stride[0], 1},
                rows, n * c.item[0]);
    }
  return static_cast<fp_flags>(raised);
}

}  // namespace fnp::execute
