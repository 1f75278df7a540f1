// Walks the tiles of a map step: enter, compute, leave; in any order, or in the one safe direction.
#include <algorithm>

#include "engine/execute/frame.hpp"
#include "engine/execute/matrix_product.hpp"
#include "engine/execute/run_state.hpp"

namespace fnp::execute {
namespace {

// Tile numbers run with the last axis fastest.
class tile_counter {
 public:
  explicit tile_counter(plan::step const& s) : step_(s), tiles_(s.extent.size()), at_(s.extent.size()) {
    for (std::size_t i = 0; i < s.extent.size(); ++i) tiles_[i] = (s.extent[i] + s.tile[i] - 1) / s.tile[i];
  }
  std::size_t total() const {
    std::size_t n = 1;
    for (index const t : tiles_) n *= static_cast<std::size_t>(t);
    return n;
  }
  // Position of the first point of tile `number`.
  extents const& place(std::size_t number) {
    for (std::size_t i = tiles_.size(); i-- > 0;) {
      std::size_t const t = static_cast<std::size_t>(tiles_[i]);
      at_[i] = static_cast<index>(number % t) * step_.tile[i];
      number /= t;
    }
    return at_;
  }

 private:
  plan::step const& step_;
  extents tiles_, at_;
};

}  // namespace

std::size_t tiles_of(plan::step const& s) {
  if (s.what == plan::kind::opaque) return product_tiles(s.operands[0].map, s.operands[1].map, s.operands[2].map);
  if (s.what == plan::kind::reduce) return 1;
  return tile_counter(s).total();
}

void walk_map(plan::step const& s, run_state& run) {
  std::size_t const rank = s.extent.size();
  std::size_t const total = tiles_of(s);
  if (total == 0) return;
  auto const range = [&](std::size_t first, std::size_t last) {
    frame f(s, run.world, run.threads > 1 ? worker_index() : 0);
    tile_counter tiles(s);
    for (std::size_t n = first; n < last; ++n) {
      if (!run.go_on()) return;
      extents const& at = tiles.place(s.backwards ? total - 1 - n : n);
      index const rows = rank < 2 ? 1 : std::min(s.tile[rank - 2], s.extent[rank - 2] - at[rank - 2]);
      index const count = rank == 0 ? 1 : std::min(s.tile[rank - 1], s.extent[rank - 1] - at[rank - 1]);
      block const& b = f.enter(at, rank < 2 ? 0 : rank - 2, rows, count);
      run.raise(run.world.compute(s, b, f.worker()));
      f.leave();
      run.finished(1);
    }
  };
  double const cost = s.point_time * static_cast<double>(element_count(s.extent).value);
  if (run.threads == 1 || s.serial || total == 1 || cost < run.serial_below) return range(0, total);
  double const pieces = std::max(1.0, cost / (run.serial_below / 2));
  parallel_ranges(total, static_cast<std::size_t>(static_cast<double>(total) / pieces) + 1, range);
}

}  // namespace fnp::execute
