// A matrix product by packed blocks and tiles in registers.
//
// With t_r x t_c the tile of the level, block (q, j) of the right matrix (q: a range of k, j: a range of columns) lies
// packed as panels of t_c columns, and some rows of the left one as panels of t_r rows. A panel of the right matrix
// stays in cache while those of the left one pass by. Few rows (a strip) lie packed as a whole, and each panel of the
// right matrix is packed just before its only use. At an edge a panel is as narrow as its registers allow; what still
// lies beyond it is packed as zeros, whose sums are computed and dropped.
//
// A tile reads and writes its sums once a block of k, so deep blocks pay as long as both panels and the packed rows
// stay in the second cache: a whole product of 1024 x 1024 float64 takes 21.4 ms with blocks of 384, 20.4 with 1024, on
// a core whose multiplications and additions alone would take 18.
#include <algorithm>
#include <cstring>

#include "engine/execute/product_loops.hpp"
#include "engine/execute/thread_scratch.hpp"
#include "engine/memory/pages.hpp"

namespace fnp::execute {
namespace {

constexpr index deepest_block = 1024, row_bytes = 8192;  // of one row in one block of k
constexpr index block_panels = 64, block_rows = 48, panels_of_job = 4;
constexpr index fetched_depth = 64;  // below, fetching the next tile's sums takes longer than a tile
constexpr index jobs_of_thread = 4;  // so many keep all threads busy to the end

thread_local thread_scratch packed_left, packed_right;

// Packed blocks: pages that stay mapped from one product to the next.
class block_memory {
 public:
  explicit block_memory(std::size_t bytes) {
    bool kept = false;
    if (static_cast<index>(bytes) >= memory::large_block)
      pages_ = memory::take_pages(static_cast<index>(bytes), length_, kept);
    if (!pages_) own_ = allocate_aligned(bytes);
  }
  block_memory(block_memory const&) = delete;
  block_memory& operator=(block_memory const&) = delete;
  ~block_memory() {
    if (pages_) memory::give_pages(pages_, length_);
  }
  std::byte* get() const noexcept { return pages_ ? pages_ : own_.get(); }

 private:
  std::byte* pages_ = nullptr;
  index length_ = 0;
  aligned_memory own_;
};

index rounded_up(index x, index unit) { return parts_of(x, unit) * unit; }

// How many tiles of progress end in [first, first + size): over a whole walk they sum up to parts_of(whole, unit).
index progress_of(index first, index size, index whole, index unit) {
  auto const before = [&](index at) { return at == whole ? parts_of(whole, unit) : at / unit; };
  return before(first + size) - before(first);
}

}  // namespace

// The lowest tile that holds so many rows, or the highest.
int product_loops::height_class(index rows) const {
  int h = 0;
  while (h < 2 && kernel_.heights[h + 1] >= rows) ++h;
  return h;
}

std::size_t product_loops::spare_bytes() const {
  return static_cast<std::size_t>(kernel_.heights[0] * tile_columns_ * item_);
}

// One panel: for every k of `depth` a row of `width`, of which `filled` are there; complex numbers by parts.
// from: element (r, q) is the r-th of the row of k = q.
void product_loops::pack(std::byte* to, index width, strided_rows from, index depth, index filled) const {
  if (filled < width) std::memset(to, 0, static_cast<std::size_t>(width * depth * item_));
  copy_({to, item_, width * item_}, from, filled, depth);
  if (kernel_.part) kernel_.part(to, depth, width);
}
void product_loops::pack_left(std::byte* to, strided_rows a, index rows, index depth) const {
  for (index i = 0; i < rows; i += kernel_.heights[0]) {
    index const left = std::min(kernel_.heights[0], rows - i);
    pack(to + i * depth * item_, kernel_.heights[height_class(left)], {a.at + i * a.row, a.row, a.element}, depth,
         left);
  }
}
// One panel of at most a tile's columns.
void product_loops::pack_right(std::byte* to, strided_rows b, index columns, index depth) const {
  pack(to, register_count(columns) * kernel_.lanes, {b.at, b.element, b.row}, depth, columns);
}

// c (height x width) += a b, packed; `spare`: memory of one tile.
void product_loops::multiply_tile(strided_rows c, std::byte const* a, std::byte const* b, index height, index depth,
                                  index width, bool fresh, std::byte* spare) const {
  index const parts = kernel_.parts, part = item_ / parts, registers = register_count(width);
  int const h = height_class(height);
  auto const tile = kernel_.tile[h][registers - 1];
  if (parts == 1 && c.element == item_ && height == kernel_.heights[h] && width == registers * kernel_.lanes)
    return tile(c.at, c.row, a, b, depth, fresh);
  index const columns = registers * kernel_.lanes, spare_row = columns * item_;
  if (!fresh) std::memset(spare, 0, spare_bytes());  // the tile reads all of it
  for (index p = 0; p < parts && !fresh; ++p)
    copy_part_({spare + p * columns * part, spare_row, part}, {c.at + p * part, c.row, c.element}, height, width);
  tile(spare, spare_row, a, b, depth, fresh);
  for (index p = 0; p < parts; ++p)
    copy_part_({c.at + p * part, c.row, c.element}, {spare + p * columns * part, spare_row, part}, height, width);
}

// All rows by one panel of the right matrix. The sums of the next tile are fetched while this one is computed.
void product_loops::multiply_panel(strided_rows c, std::byte const* a, std::byte const* b, index rows, index depth,
                                   index width, bool fresh, std::byte* spare) const {
  index const high = kernel_.heights[0], registers = register_count(width);
  bool const whole = kernel_.parts == 1 && c.element == item_ && width == registers * kernel_.lanes;
  auto const tile = kernel_.tile[0][registers - 1];
  for (index i = 0; i < rows; i += high) {
    if (depth >= fetched_depth && c.element == item_)
      for (index r = i + high; r < std::min(rows, i + 2 * high); ++r)
        for (index at = 0; at < width * item_ + 63; at += 64) __builtin_prefetch(c.at + r * c.row + at, 1);
    std::byte const* const x = a + i * depth * item_;
    if (whole && rows - i >= high)
      tile(c.at + i * c.row, c.row, x, b, depth, fresh);
    else
      multiply_tile({c.at + i * c.row, c.row, c.element}, x, b, std::min(high, rows - i), depth, width, fresh, spare);
  }
}

// Few rows: the left matrix is packed once a block of k, panels of the right one go to the threads.
bool product_loops::strip(strided_rows c, strided_rows a, strided_rows b, index depth_of_block, pulse& mine) const {
  block_memory const left(static_cast<std::size_t>(rounded_up(m_, kernel_.heights[0]) * depth_of_block * item_));
  index const width_of_job = panels_of_job * tile_columns_;
  for (index q = 0; q < k_; q += depth_of_block) {
    index const depth = std::min(depth_of_block, k_ - q);
    pack_left(left.get(), {a.at + q * a.element, a.row, a.element}, m_, depth);
    index const deep = std::max<index>(progress_of(q, depth, k_, counted_depth), 0) * parts_of(m_, counted_extent);
    double const terms = static_cast<double>(m_ * depth) * static_cast<double>(std::min(n_, width_of_job));
    bool const done = share(parts_of(n_, width_of_job), terms, mine, [&](index job, pulse& p, bool& more) {
      index const first = job * width_of_job, columns = std::min(width_of_job, n_ - first);
      std::byte* const panel =
          packed_right.get(static_cast<std::size_t>(tile_columns_ * depth * item_) + 64 + spare_bytes());
      std::byte* const spare = panel + rounded_up(tile_columns_ * depth * item_, 64);
      for (index j = 0; j < columns; j += tile_columns_) {
        index const width = std::min(tile_columns_, columns - j);
        pack_right(panel, {b.at + q * b.row + (first + j) * b.element, b.row, b.element}, width, depth);
        multiply_panel({c.at + (first + j) * c.element, c.row, c.element}, left.get(), panel, m_, depth, width, q == 0,
                       spare);
      }
      more = p.beat(deep * progress_of(first, columns, n_, counted_extent), terms);
    });
    if (!done) return false;
  }
  return true;
}

// A matrix times its own transpose is symmetric, term by term: what lies below the diagonal is copied from above.
bool product_loops::blocks(strided_rows c, strided_rows a, strided_rows b, index depth_of_block, pulse& mine) const {
  index const high = kernel_.heights[0];
  bool const mirrored = a.at == b.at && a.row == b.element && a.element == b.row && m_ == n_;
  // Equal parts, and enough of them where several threads take them.
  index const least_jobs = shared_ ? jobs_of_thread * run_->threads : 1;
  index const row_parts = std::max(parts_of(m_, block_rows), std::min(least_jobs, m_ / (4 * high)));
  index const rows_of_job = rounded_up(parts_of(m_, row_parts), high), row_jobs = parts_of(m_, rows_of_job);
  index const block_columns = block_panels * tile_columns_;
  index const widest = rounded_up(std::min(n_, block_columns), tile_columns_);
  block_memory const right(static_cast<std::size_t>(widest * depth_of_block * item_));
  std::size_t const left_bytes = static_cast<std::size_t>(rounded_up(rows_of_job * depth_of_block * item_, 64));
  for (index j = 0; j < n_; j += block_columns) {
    index const columns = std::min(block_columns, n_ - j);
    // With few rows the columns are shared, too, each group packing the rows again.
    index const group = rounded_up(parts_of(columns, parts_of(least_jobs, row_jobs)), tile_columns_);
    index const groups = parts_of(columns, group);
    for (index q = 0; q < k_; q += depth_of_block) {
      index const depth = std::min(depth_of_block, k_ - q);
      bool const packed = share(
          parts_of(columns, tile_columns_), terms_of_packing * static_cast<double>(tile_columns_ * depth), mine,
          [&](index panel, pulse& p, bool& more) {
            index const at = panel * tile_columns_;
            pack_right(right.get() + at * depth * item_, {b.at + q * b.row + (j + at) * b.element, b.row, b.element},
                       std::min(tile_columns_, columns - at), depth);
            more = p.beat(0, static_cast<double>(tile_columns_ * depth));
          });
      if (!packed) return false;
      index const deep = progress_of(q, depth, k_, counted_depth);
      double const terms =
          static_cast<double>(std::min(m_, rows_of_job) * depth) * static_cast<double>(std::min(columns, group));
      bool const done = share(row_jobs * groups, terms, mine, [&](index job, pulse& p, bool& more) {
        index const first = job / groups * rows_of_job, rows = std::min(rows_of_job, m_ - first);
        index const at = job % groups * group, last = std::min(at + group, columns);
        std::byte* const left = packed_left.get(left_bytes + spare_bytes());
        pack_left(left, {a.at + first * a.row + q * a.element, a.row, a.element}, rows, depth);
        for (index column = at; column < last; column += tile_columns_)
          if (!mirrored || j + std::min(column + tile_columns_, last) > first)
            multiply_panel({c.at + first * c.row + (j + column) * c.element, c.row, c.element}, left,
                           right.get() + column * depth * item_, rows, depth, std::min(tile_columns_, last - column),
                           q == 0, left + left_bytes);
        more = p.beat(
            deep * progress_of(first, rows, m_, counted_extent) * progress_of(j + at, last - at, n_, counted_extent),
            terms);
      });
      if (!done) return false;
    }
  }
  if (!mirrored) return true;
  // Of row group [first, first + rows) the columns before `first` in whole panels; a panel ends at a multiple of a tile
  // or of a block of columns, which is one.
  return share(row_jobs, terms_of_packing / 2 * static_cast<double>(rows_of_job * n_), mine,
               [&](index job, pulse& p, bool& more) {
                 index const first = job * rows_of_job, rows = std::min(rows_of_job, m_ - first);
                 index const columns = first / tile_columns_ * tile_columns_;
                 if (columns > 0)
                   copy_({c.at + first * c.row, c.row, c.element}, {c.at + first * c.element, c.element, c.row}, rows,
                         columns);
                 more = p.beat(0, static_cast<double>(rows * first));
               });
}

bool product_loops::tiles(strided_rows c, strided_rows a, strided_rows b, pulse& mine) const {
  index const depth = parts_of(k_, parts_of(k_, std::min(deepest_block, row_bytes / item_)));
  return m_ <= block_rows ? strip(c, a, b, depth, mine) : blocks(c, a, b, depth, mine);
}

}  // namespace fnp::execute
