// Many short rows by a matrix of few columns.
//
// Neither a row of the result nor one of the left matrix fills a register. But the columns of some rows do: a block of the
// left matrix is transposed, each of its columns times a number is added to a column of sums, and these are transposed
// into place. Every element is summed in increasing k, as everywhere.
#include <algorithm>
#include <cstring>

#include "engine/execute/product_loops.hpp"
#include "engine/execute/thread_scratch.hpp"

namespace fnp::execute {
namespace {

constexpr index block_rows = 4 * counted_extent, deepest = 64;

thread_local thread_scratch turned_rows;

}  // namespace

bool product_loops::is_thin() const { return n_ <= kernel_.lanes && k_ > 0 && k_ <= deepest && m_ >= block_rows; }

bool product_loops::thin(strided_rows c, strided_rows a, strided_rows b, pulse& mine) const {
  double const terms = static_cast<double>(block_rows * k_) * static_cast<double>(n_);
  return share(parts_of(m_, block_rows), terms, mine, [&](index job, pulse& p, bool& more) {
    index const first = job * block_rows, rows = std::min(block_rows, m_ - first), line = rows * item_;
    std::byte* const turned = turned_rows.get(static_cast<std::size_t>((k_ + n_) * line));
    std::byte* const sums = turned + k_ * line;
    copy_({turned, item_, line}, {a.at + first * a.row, a.row, a.element}, rows, k_);
    std::memset(sums, 0, static_cast<std::size_t>(n_ * line));
    for (index j = 0; j < n_; ++j) kernel_.row(sums + j * line, b.at + j * b.element, b.row, turned, line, k_, rows);
    copy_({c.at + first * c.row, c.row, c.element}, {sums, item_, line}, rows, n_);
    more = p.beat(count_tiles(rows, k_, n_), terms);
  });
}

}  // namespace fnp::execute
