// Products that are not worth packing: small, narrow or shallow ones, and batches of those and of dot products.
//
// Registers of the result run along its columns, so rows of the right matrix must be dense. Where they are not, this
// matrix is copied; where instead the columns of the result are dense, the transposes are multiplied.
#include <algorithm>
#include <utility>

#include "engine/execute/product_loops.hpp"
#include "engine/execute/thread_scratch.hpp"

namespace fnp::execute {
namespace {

constexpr index block_rows = 4 * counted_extent, block_columns = 2048, block_vectors = 256;
constexpr index shallow = 16, narrow_depth = 64;
constexpr double small_product = 32768;  // terms

thread_local thread_scratch right_rows, vector_sums;

double terms_of(index m, index k, index n) {
  return static_cast<double>(m) * static_cast<double>(k) * static_cast<double>(n);
}

}  // namespace

// Tiles take the parts of complex numbers from rows of their own: to part them pays where they are used often.
bool product_loops::is_direct(bool in_order) const {
  if (in_order && (m_ == 1 || n_ == 1)) return true;
  if (terms_of(m_, k_, n_) <= small_product || k_ <= shallow) return true;
  if (kernel_.parts == 2 && n_ <= kernel_.lanes / 2) return true;
  return n_ <= kernel_.lanes && k_ <= narrow_depth;
}

bool product_loops::direct(strided_rows c, strided_rows a, strided_rows b, index count, kernels::matrix_steps step,
                           pulse& mine) const {
  index m = m_, n = n_;
  if (c.element != item_ && c.row == item_ && m > 1) {
    std::swap(a, b), std::swap(m, n), std::swap(step.a, step.b);
    a = transposed(a), b = transposed(b), c = transposed(c);
  }
  if (b.element != item_ && n > 1 && (count == 1 || step.b == 0) && (m > 2 || count > 2)) {
    std::byte* const rows = right_rows.get(static_cast<std::size_t>(k_ * n * item_));
    copy_({rows, n * item_, item_}, b, k_, n);
    b = {rows, n * item_, item_};
  }
  index const tiles = count_tiles(m, k_, n);
  if (count > 1 || (m <= block_rows && n <= block_columns)) {
    kernel_.small(c, a, b, m, k_, n, count, step);
    return mine.beat(count * tiles, static_cast<double>(count) * terms_of(m, k_, n));
  }
  index const rows = std::min(m, block_rows), columns = std::min(n, block_columns), across = parts_of(n, columns);
  return share(parts_of(m, rows) * across, terms_of(rows, k_, columns), mine, [&](index job, pulse& p, bool& more) {
    index const i = job / across * rows, j = job % across * columns;
    index const high = std::min(rows, m - i), wide = std::min(columns, n - j);
    kernel_.small({c.at + i * c.row + j * c.element, c.row, c.element}, {a.at + i * a.row, a.row, a.element},
                  {b.at + j * b.element, b.row, b.element}, high, k_, wide, 1, {});
    more = p.beat(count_tiles(high, k_, wide), terms_of(high, k_, wide));
  });
}

// Vectors of one run, dense in every matrix: the same row of all of them at once, if rows are few.
bool product_loops::dots_of_batch(strided_rows c, strided_rows a, strided_rows b, index count,
                                  kernels::matrix_steps const& step, pulse& mine) const {
  bool const straight = m_ == 1 && step.c == item_;
  for (index first = 0; first < count; first += block_vectors) {
    index const here = std::min(block_vectors, count - first);
    std::byte *const to = c.at + first * step.c, *const x = a.at + first * step.a, *const y = b.at + first * step.b;
    std::byte* const sums = straight ? to : vector_sums.get(static_cast<std::size_t>(m_ * here * item_));
    for (index i = 0; i < m_; ++i) kernel_.dots(sums + i * here * item_, x + i * a.row, step.a, y, step.b, here, k_);
    if (!straight)
      for (index i = 0; i < m_; ++i) copy_({to + i * c.row, step.c, 0}, {sums + i * here * item_, item_, 0}, here, 1);
    if (!mine.beat(here * count_tiles(m_, k_, 1), static_cast<double>(here) * terms_of(m_, k_, 1))) return false;
  }
  return true;
}

bool product_loops::multiply(strided_rows c, strided_rows a, strided_rows b, index count,
                             kernels::matrix_steps const& step, pulse& mine) const {
  if (route_ == route::direct) {
    index const at_once = std::max<index>(1, static_cast<index>(1e5 / std::max(1.0, terms_of(m_, k_, n_))));
    for (index i = 0; i < count; i += at_once)
      if (!direct({c.at + i * step.c, c.row, c.element}, {a.at + i * step.a, a.row, a.element},
                  {b.at + i * step.b, b.row, b.element}, std::min(at_once, count - i), step, mine))
        return false;
    return true;
  }
  if (route_ == route::dots && count > 1) {
    strided_rows x = a, y = b, z = c;
    kernels::matrix_steps s = step;
    if (transposed_) {
      std::swap(x, y), std::swap(s.a, s.b);
      x = transposed(x), y = transposed(y), z = transposed(z);
    }
    bool const few = m_ <= 8 && k_ <= kernels::dot_run;
    if (few && x.element == item_ && y.row == item_) return dots_of_batch(z, x, y, count, s, mine);
  }
  for (index i = 0; i < count; ++i, c.at += step.c, a.at += step.a, b.at += step.b)
    if (!multiply(c, a, b, mine)) return false;
  return true;
}

}  // namespace fnp::execute
