// A matrix product by packed blocks and tiles in registers.
//
// With t_r x t_c the tile of the level, block (q, j) of the right matrix (q: a range of k, j: a range of columns) lies
// packed as panels of t_c columns, and 64 rows of the left one as panels of t_r rows. A panel of the right matrix stays
// in the first cache while the panels of the left one pass by. What lies beyond an edge is packed as zeros; sums there
// are computed and dropped.
#include <algorithm>
#include <cstring>

#include "engine/execute/product_loops.hpp"
#include "engine/execute/thread_scratch.hpp"

namespace fnp::execute {
namespace {

constexpr index block_depth = 192, block_columns = 32 * counted_extent, block_rows = counted_extent;

thread_local thread_scratch packed_left;

}  // namespace

// One panel: for every k of `depth` a row of `width`, of which `filled` are there; complex numbers by parts.
// from: element (r, q) is the r-th of the row of k = q.
void product_loops::pack(std::byte* to, index width, strided_rows from, index depth, index filled) const {
  index const part = item_ / kernel_.parts;
  if (filled < width) std::memset(to, 0, static_cast<std::size_t>(width * depth * item_));
  for (index p = 0; p < kernel_.parts; ++p)
    copy_part_({to + p * width * part, part, width * item_}, {from.at + p * part, from.row, from.element}, filled,
               depth);
}

// c (rows x columns) += a b, packed; `spare`: memory of one tile.
void product_loops::multiply_block(strided_rows c, std::byte const* a, std::byte const* b, index rows, index depth,
                                   index columns, bool fresh, std::byte* spare) const {
  index const tile_rows = kernel_.rows, tile_columns = kernel_.columns, parts = kernel_.parts, part = item_ / parts;
  for (index j = 0; j < columns; j += tile_columns)
    for (index i = 0; i < rows; i += tile_rows) {
      std::byte const *x = a + i * depth * item_, *y = b + j * depth * item_;
      std::byte* const at = c.at + i * c.row + j * c.element;
      index const height = std::min(tile_rows, rows - i), width = std::min(tile_columns, columns - j);
      if (parts == 1 && c.element == item_ && height == tile_rows && width == tile_columns) {
        kernel_.tile(at, c.row, x, y, depth, fresh);
        continue;
      }
      index const spare_row = tile_columns * item_;
      for (index p = 0; p < parts && !fresh; ++p)
        copy_part_({spare + p * tile_columns * part, spare_row, part}, {at + p * part, c.row, c.element}, height,
                   width);
      kernel_.tile(spare, spare_row, x, y, depth, fresh);
      for (index p = 0; p < parts; ++p)
        copy_part_({at + p * part, c.row, c.element}, {spare + p * tile_columns * part, spare_row, part}, height,
                   width);
    }
}

bool product_loops::tiles(strided_rows c, strided_rows a, strided_rows b, pulse& mine) const {
  index const tile_rows = kernel_.rows, tile_columns = kernel_.columns;
  index const widest = parts_of(std::min(n_, block_columns), tile_columns) * tile_columns,
              deepest = std::min(k_, block_depth);
  index const tallest = parts_of(std::min(m_, block_rows), tile_rows) * tile_rows;
  aligned_memory const right = allocate_aligned(static_cast<std::size_t>(widest * deepest * item_));
  std::size_t const left_bytes = static_cast<std::size_t>(tallest * deepest * item_);
  std::size_t const spare_bytes = static_cast<std::size_t>(tile_rows * tile_columns * item_);
  // With few rows the columns are shared too, each group packing the rows again.
  index const row_jobs = parts_of(m_, block_rows),
              group =
                  row_jobs < 16 && shared_ ? parts_of(4 * counted_extent, tile_columns) * tile_columns : block_columns;
  for (index j = 0; j < n_; j += block_columns) {
    index const columns = std::min(block_columns, n_ - j), groups = parts_of(columns, group);
    index counted = 0;
    for (index q = 0; q < k_; q += block_depth) {
      index const depth = std::min(block_depth, k_ - q);
      bool const packed = share(parts_of(columns, tile_columns), static_cast<double>(tile_columns * depth), mine,
                                [&](index panel, pulse& p, bool& more) {
                                  index const at = panel * tile_columns;
                                  pack(right.get() + at * depth * item_, tile_columns,
                                       {b.at + q * b.row + (j + at) * b.element, b.element, b.row}, depth,
                                       std::min(tile_columns, columns - at));
                                  more = p.beat(0, static_cast<double>(tile_columns * depth));
                                });
      if (!packed) return false;
      index const now = q + depth == k_ ? count_tiles(1, k_, columns)
                                        : (q + depth) / counted_depth * parts_of(columns, counted_extent);
      double const terms =
          static_cast<double>(std::min(m_, block_rows) * depth) * static_cast<double>(std::min(columns, group));
      bool const done = share(row_jobs * groups, terms, mine, [&](index job, pulse& p, bool& more) {
        index const first = job / groups * block_rows, rows = std::min(block_rows, m_ - first);
        index const at = job % groups * group, width = std::min(group, columns - at);
        std::byte* const left = packed_left.get(left_bytes + spare_bytes + 64);
        std::byte* const spare = left + (left_bytes + 63) / 64 * 64;
        std::memset(spare, 0, spare_bytes);  // a tile at an edge reads all of it
        for (index i = 0; i < rows; i += tile_rows)
          pack(left + i * depth * item_, tile_rows, {a.at + (first + i) * a.row + q * a.element, a.row, a.element},
               depth, std::min(tile_rows, rows - i));
        multiply_block({c.at + first * c.row + (j + at) * c.element, c.row, c.element}, left,
                       right.get() + at * depth * item_, rows, depth, width, q == 0, spare);
        more = p.beat(at == 0 ? now - counted : 0, terms);
      });
      if (!done) return false;
      counted = now;
    }
  }
  return true;
}

}  // namespace fnp::execute
