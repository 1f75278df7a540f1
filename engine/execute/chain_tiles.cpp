// Chains on tiles of eight rows: what is read by columns is transposed in registers, and nothing but results is stored.
#include <algorithm>
#include <cstdint>
#include <cstring>

#include "engine/execute/chain.hpp"
#include "fnp/base/cache_lines.hpp"

namespace fnp::execute {
namespace {

constexpr std::ptrdiff_t tile_rows = 8, line = 64;
// Calls hide from the processor what the next tiles will load, so it is asked for: so many tiles ahead, and of columns
// what the next but one tile down the strip reads, which by then has only left the nearer caches.
constexpr std::ptrdiff_t tiles_ahead = 2, bytes_down = 2 * line;

constexpr std::ptrdiff_t whole_tiles(std::ptrdiff_t rows) { return (rows + tile_rows - 1) / tile_rows * tile_rows; }

}  // namespace

std::size_t chain::tile_scratch_bytes(std::ptrdiff_t rows) const noexcept {
  return places_.size() * static_cast<std::size_t>(kernels_->bytes + kernels_->bytes / tile_rows * whole_tiles(rows));
}

class chain::tile_walk {
 public:
  tile_walk(chain const& c, block const& b, std::byte* scratch)
      : chain_(c),
        block_(b),
        scratch_(scratch),
        width_(c.kernels_->bytes / tile_rows),
        lanes_(width_ / c.item_),
        table_(c.places_.size()) {
    auto const out = reinterpret_cast<std::uintptr_t>(b.data[0]) | static_cast<std::uintptr_t>(b.row_stride[0]);
    bool const past = b.stream && out % static_cast<std::uintptr_t>(width_) == 0;
    whole_ = past ? c.past_caches_.data() : c.steps_.data();
    std::byte* spreads = scratch + static_cast<std::ptrdiff_t>(c.places_.size()) * c.kernels_->bytes;
    for (std::size_t k = 0; k < c.places_.size(); ++k) {
      place const& p = c.places_[k];
      if (p.where == lies::in_rows || p.where == lies::in_columns)
        moving_.push_back(
            {k, b.data[p.slot], b.row_stride[p.slot], b.element[p.slot], p.where == lies::in_columns, p.read});
      if (p.where != lies::spread) continue;
      spread_.push_back({k, spreads});
      // Rows behind the last have no value of their own.
      for (std::ptrdiff_t r = 0; r < whole_tiles(b.rows); ++r, spreads += width_)
        spread(spreads, element(p, std::min(r, b.rows - 1), 0), c.item_, width_);
    }
  }

  // A line of results after the other: one that is stored past the caches in parts is held until it is whole.
  void run() {
    std::ptrdiff_t const columns = std::max(lanes_, line / chain_.item_);
    for (std::ptrdiff_t c = 0; c < block_.count; c += columns)
      for (std::ptrdiff_t r = 0; r < block_.rows; r += tile_rows)
        for (std::ptrdiff_t i = c; i < std::min(c + columns, block_.count); i += lanes_) {
          bool const whole = r + tile_rows <= block_.rows && i + lanes_ <= block_.count;
          whole ? run_whole(r, i)
                : run_part(r, i, std::min(tile_rows, block_.rows - r), std::min(lanes_, block_.count - i));
        }
  }

 private:
  std::byte* strip_of(std::size_t p) const {
    return scratch_ + static_cast<std::ptrdiff_t>(p) * chain_.kernels_->bytes;
  }
  std::byte* element(place const& p, std::ptrdiff_t r, std::ptrdiff_t i) const {
    return block_.data[p.slot] + r * block_.row_stride[p.slot] + i * block_.element[p.slot];
  }
  // What a tile reads that lies in scratch.
  void enter(std::ptrdiff_t r) {
    entered_ = r;
    for (std::size_t p = 0; p < table_.size(); ++p) table_[p] = {strip_of(p), width_};
    for (auto const& [p, rows] : spread_) table_[p].at = rows + r * width_;
  }

  void run_whole(std::ptrdiff_t r, std::ptrdiff_t i) {
    if (entered_ != r) enter(r);
    for (moving const& m : moving_) {
      std::byte* const at = m.data + r * m.row + i * m.element;
      table_[m.place] = {at, m.by_columns ? m.element : m.row};
      if (!m.read) continue;
      std::ptrdiff_t const next = tiles_ahead * lanes_ * m.element;
      if (!m.by_columns)
        for (std::ptrdiff_t n = 0; n < tile_rows; ++n) expect_line(at, next + n * m.row);
      else if (r == 0)
        for (std::ptrdiff_t n = 0; n < lanes_; ++n) {
          expect_line(at, next + n * m.element);
          expect_line(at, n * m.element + bytes_down);
        }
    }
    chain_.kernels_->run(whole_, table_.data());
  }

  // Fewer rows or columns than a tile has: by way of scratch, and zeros for what is not there.
  void run_part(std::ptrdiff_t r, std::ptrdiff_t i, std::ptrdiff_t rows, std::ptrdiff_t count) {
    enter(r);
    entered_ = -1;
    for (std::size_t k = 0; k < table_.size(); ++k) {
      place const& p = chain_.places_[k];
      if (p.where == lies::spread || p.where == lies::in_strip) continue;
      bool const by_columns = p.where == lies::in_columns;
      std::ptrdiff_t const run = by_columns ? tile_rows * p.item : width_;
      table_[k].step = run;
      if (!p.read) continue;
      std::memset(strip_of(k), 0, static_cast<std::size_t>(chain_.kernels_->bytes));
      for (std::ptrdiff_t n = 0; n < (by_columns ? count : rows); ++n)
        std::memcpy(strip_of(k) + n * run, by_columns ? element(p, r, i + n) : element(p, r + n, i),
                    static_cast<std::size_t>((by_columns ? rows : count) * p.item));
    }
    chain_.kernels_->run(chain_.steps_.data(), table_.data());
    for (std::size_t k = 0; k < table_.size(); ++k) {
      place const& p = chain_.places_[k];
      if (p.where != lies::in_rows || !p.written) continue;
      for (std::ptrdiff_t n = 0; n < rows; ++n)
        std::memcpy(element(p, r + n, i), strip_of(k) + n * width_, static_cast<std::size_t>(count * p.item));
    }
  }
  struct spread_rows {
    std::size_t place;
    std::byte* at;  // a register for each row of the block
  };
  struct moving {
    std::size_t place;
    std::byte* data;
    std::ptrdiff_t row, element;
    bool by_columns, read;
  };
  chain const& chain_;
  block const& block_;
  std::byte* const scratch_;
  std::ptrdiff_t const width_, lanes_;
  kernels::chain_step const* whole_;
  small_vector<kernels::strip, 32> table_;
  small_vector<spread_rows, 16> spread_;
  small_vector<moving, 16> moving_;
  std::ptrdiff_t entered_ = -1;  // row whose values that stay the table holds
};

void chain::run_tiles(block const& where, std::byte* scratch) const { tile_walk(*this, where, scratch).run(); }

}  // namespace fnp::execute
