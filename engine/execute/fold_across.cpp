// The walk over runs that lie across memory, under fnp::accurate: those of neighbours go together, a leaf at a time.
#include "engine/execute/folder.hpp"

namespace fnp::execute {
namespace {

constexpr index least_across = 128, most_across = 128;  // points of such a run; bytes of neighbours

}  // namespace

// Do runs lie across memory, in which their neighbours lie side by side? Then one run after the other would fetch every
// line as often as elements lie in it.
bool run_folder::lies_across() const {
  if (kernel_.order != kernels::fold_order::wide || s_.fold.run_axes != 1 || s_.fold.chunk != 0 || s_.fold.slot == 0 ||
      direct() || kept_.axes.empty())
    return false;
  extents const& step = s_.operands[s_.fold.slot].map.stride;
  return length_ > least_across && std::abs(step[kept_.axes.back()]) < std::abs(step[rank_ - 1]);
}

// A few lines' width of runs at once: each leaf of the tree is gathered for all of them, which turns it.
void run_folder::walk_groups() {
  std::size_t const row_axis = kept_.axes.back();
  odometer outer_kept = kept_;
  outer_kept.axes.pop_back();
  index const most = most_across / item_, groups = (s_.extent[row_axis] + most - 1) / most,
              tasks = groups * outer_kept.points(s_.extent);
  auto const state = static_cast<index>(kernel_.state);
  auto const range = [&](std::size_t first, std::size_t last) {
    frame f(s_, world(), worker(), static_cast<std::size_t>(most * (kernel_.leaf * item_ + 2 * state)));
    std::byte* const partial = f.extra() + most * kernel_.leaf * item_;
    extents at(rank_);
    for (std::size_t t = first; t < last; ++t) {
      outer_kept.place(at, s_.extent, static_cast<index>(t) / groups);
      at[row_axis] = static_cast<index>(t) % groups * most;
      index const rows = std::min(most, s_.extent[row_axis] - at[row_axis]);
      std::byte* const sums = partial + most * state;
      world().clear(s_, sums, rows);
      if (!group(f, at, row_axis, rows, 0, length_, partial)) return;
      world().join(s_, sums, partial, rows);
      at[rank_ - 1] = 0;
      for (index r = 0; r < rows; ++r, ++at[row_axis]) world().finish(s_, f.address(0, at), sums + r * state, 1);
    }
  };
  spread(static_cast<std::size_t>(tasks), range);
}

// The node from element `lo` on of the trees of `rows` runs. False: stopped.
bool run_folder::group(frame& f, extents& at, std::size_t row_axis, index rows, index lo, index n, std::byte* partial) {
  if (n <= kernel_.leaf) {
    if (!run_.go_on()) return false;
    plan::operand const& o = s_.operands[s_.fold.slot];
    at[rank_ - 1] = lo;
    world().copy({f.extra(), n * item_, item_}, s_.fold.element,
                 {f.address(s_.fold.slot, at), o.map.stride[row_axis], o.map.stride[rank_ - 1]}, o.type, rows, n);
    world().run_rows(s_, partial, kernel_.state, f.extra(), rows, n * item_, n, lo);
    return true;
  }
  alignas(16) std::byte right[most_across / 4 * sizeof(partial_value)];
  index const half = n / 2 - n / 2 % kernel_.lanes;
  if (!group(f, at, row_axis, rows, lo, half, partial) || !group(f, at, row_axis, rows, lo + half, n - half, right))
    return false;
  world().join(s_, partial, right, rows);
  return true;
}

}  // namespace fnp::execute
