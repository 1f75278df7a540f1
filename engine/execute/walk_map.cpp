// Walks the tiles of a map step: enter, compute, leave; in any order, or in the one safe direction.
#include <algorithm>

#include "engine/execute/frame.hpp"
#include "engine/execute/matrix_product.hpp"
#include "engine/execute/run_state.hpp"

namespace fnp::execute {
namespace {

// Tile numbers run with the last axis fastest, or with the one before it.
class tile_counter {
 public:
  explicit tile_counter(plan::step const& s) : step_(s), tiles_(s.extent.size()), at_(s.extent.size()) {
    for (std::size_t i = 0; i < s.extent.size(); ++i) {
      tiles_[i] = (s.extent[i] + s.tile[i] - 1) / s.tile[i];
      order_.push_back(static_cast<std::uint8_t>(i));
    }
    if (s.strips) std::swap(order_.end()[-1], order_.end()[-2]);
  }
  // Position of the first point of tile `number`.
  extents const& place(std::size_t number) {
    for (std::size_t k = order_.size(); k-- > 0;) {
      std::size_t const i = order_[k], t = static_cast<std::size_t>(tiles_[i]);
      at_[i] = static_cast<index>(number % t) * step_.tile[i];
      number /= t;
    }
    return at_;
  }
  // From there to the next tile; after the last one comes the first.
  void advance() {
    for (std::size_t k = order_.size(); k-- > 0;) {
      std::size_t const i = order_[k];
      at_[i] += step_.tile[i];
      if (at_[i] < step_.extent[i]) return;
      at_[i] = 0;
    }
  }
  // And to the one before.
  void retreat() {
    for (std::size_t k = order_.size(); k-- > 0;) {
      std::size_t const i = order_[k];
      at_[i] -= step_.tile[i];
      if (at_[i] >= 0) return;
      at_[i] = (tiles_[i] - 1) * step_.tile[i];
    }
  }

 private:
  plan::step const& step_;
  extents tiles_, at_;
  small_vector<std::uint8_t, 8> order_;  // of the axes, the fastest last
};

}  // namespace

std::size_t tiles_of(plan::step const& s) {
  if (s.what == plan::kind::opaque) return product_tiles(s.operands[0].map, s.operands[1].map, s.operands[2].map);
  if (s.what == plan::kind::reduce) return 1;
  std::size_t n = 1;
  for (std::size_t i = 0; i < s.extent.size(); ++i)
    n *= static_cast<std::size_t>((s.extent[i] + s.tile[i] - 1) / s.tile[i]);
  return n;
}

// Is the step one copy, cast or not? Then it goes from memory to memory, block by block. A shifted copy must read a
// whole block before it writes there.
bool only_moves(plan::step const& s) {
  return !s.compiled && !s.serial && s.outputs == 1 && s.operands.size() == 2 && s.code.size() == 1 &&
         s.code[0].op == ir::op_cast && s.operands[0].type == s.operands[1].as &&
         s.operands[0].type == s.operands[0].as;
}

// A shared counter touched after every tile would wait for the stores of each: half of the memory's bandwidth is lost
// so.
constexpr std::size_t told_at_once = 64;

void walk_map(plan::step const& s, run_state& run) {
  std::size_t const rank = s.extent.size();
  std::size_t const total = tiles_of(s);
  if (total == 0) return;
  bool const moves = only_moves(s);
  auto const range = [&](std::size_t first, std::size_t last) {
    frame f(s, run.world, run.threads > 1 ? worker_index() : 0);
    kernels::settled_streams const settled{s.stream};
    tile_counter tiles(s);
    extents const& at = tiles.place(s.backwards ? total - 1 - first : first);
    fp_flags raised = 0;
    std::size_t told = first;
    std::size_t const at_once = run.world.watched() ? 1 : told_at_once;
    for (std::size_t n = first; n < last && run.go_on(); ++n) {
      index const rows = rank < 2 ? 1 : std::min(s.tile[rank - 2], s.extent[rank - 2] - at[rank - 2]);
      index const count = rank == 0 ? 1 : std::min(s.tile[rank - 1], s.extent[rank - 1] - at[rank - 1]);
      std::size_t const row_axis = rank < 2 ? 0 : rank - 2;
      if (moves) {
        f.move(at, row_axis, rows, count);
      } else {
        raised = static_cast<fp_flags>(raised | run.world.compute(s, f.enter(at, row_axis, rows, count), f.worker()));
        f.leave();
      }
      s.backwards ? tiles.retreat() : tiles.advance();
      if (n + 1 - told == at_once || n + 1 == last) {
        run.finished(n + 1 - told);
        told = n + 1;
      }
    }
    run.raise(raised);
  };
  share_ranges(total, s.time(), run.serial_below, s.serial ? 1 : run.threads, range);
}

}  // namespace fnp::execute
