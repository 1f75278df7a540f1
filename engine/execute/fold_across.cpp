// The walk over runs that lie across memory, under fnp::accurate: those of neighbours go together.
//
// Neighbours that lie side by side are summed as they lie, row by row (kernels/reduce/wide_columns.hpp). What has to be
// cast or is further apart is gathered, a leaf at a time.
#include "engine/execute/folder.hpp"
#include "fnp/base/cache_lines.hpp"

namespace fnp::execute {
namespace {

constexpr index least_across = 128, most_across = 128;  // points of a gathered run; bytes of neighbours
constexpr index least_moments = 1024;  // bytes of a row
constexpr index most_columns = 4096, looked_at = 1 << 23;  // side by side; points between two looks at the stop token

}  // namespace

// Do runs lie across memory, in which their neighbours lie side by side? Then one run after the other would fetch every
// line as often as elements lie in it.
bool run_folder::lies_across() const {
  if (kernel_.order != kernels::fold_order::wide || s_.fold.run_axes != 1 || s_.fold.chunk != 0 || s_.fold.slot == 0 ||
      direct() || kept_.axes.empty())
    return false;
  extents const& step = s_.operands[s_.fold.slot].map.stride;
  return (length_ > least_across || side_by_side()) && std::abs(step[kept_.axes.back()]) < std::abs(step[rank_ - 1]);
}

// Are neighbouring runs neighbours in memory, element by element, and, if they are long, enough for registers to be
// full? Moments do more with each row: of short ones, too few would be on their way from memory at a time.
bool run_folder::side_by_side() const {
  plan::operand const& o = s_.operands[s_.fold.slot];
  std::size_t const axis = kept_.axes.back();
  if (!kernel_.columns || o.type != s_.fold.element || o.map.stride[axis] != item_) return false;
  index const enough = static_cast<index>(kernel_.state) > item_ ? least_moments : most_across;
  return length_ <= kernel_.leaf || s_.extent[axis] * item_ >= enough;
}

void run_folder::walk_columns() {
  std::size_t const row_axis = kept_.axes.back();
  odometer outer_kept = kept_;
  outer_kept.axes.pop_back();
  index const extent = s_.extent[row_axis], share = is_worth_threads() ? extent / run_.threads / 64 * 64 + 64 : extent;
  index const most = std::min({extent, share, most_columns}), groups = (extent + most - 1) / most;
  auto const state = static_cast<index>(kernel_.state);
  auto const range = [&](std::size_t first, std::size_t last) {
    // A node's right half a level, what stands before the run, and the kernel's room.
    index levels = 2;
    for (index n = length_; n > kernel_.leaf && n * most > looked_at; n /= 2) ++levels;
    index const partial_bytes = whole_lines(most * state);
    frame f(s_, world(), worker(),
            static_cast<std::size_t>(levels * partial_bytes) + kernels::column_room(kernel_, length_, most));
    std::byte *const sums = f.extra(), *const partial = sums + partial_bytes;
    extents at(rank_);
    for (std::size_t t = first; t < last; ++t) {
      outer_kept.place(at, s_.extent, static_cast<index>(t) / groups);
      at[row_axis] = static_cast<index>(t) % groups * most;
      index const columns = std::min(most, extent - at[row_axis]);
      world().clear(s_, sums, columns);
      if (!column_node(f, at, columns, 0, length_, partial, partial + partial_bytes)) return;
      world().join(s_, sums, partial, columns);
      at[rank_ - 1] = 0;
      store(f, at, row_axis, columns, sums);
    }
  };
  spread(static_cast<std::size_t>(outer_kept.points(s_.extent) * groups), range);
}

// The node from element `lo` on of the trees of `columns` runs; behind `partial` lies room. False: stopped.
bool run_folder::column_node(frame& f, extents& at, index columns, index lo, index n, std::byte* partial,
                             std::byte* room) {
  at[rank_ - 1] = lo;
  if (n <= kernel_.leaf || n * columns <= looked_at) {
    if (!run_.go_on()) return false;
    world().run_columns(s_, partial, f.address(s_.fold.slot, at), n, s_.operands[s_.fold.slot].map.stride[rank_ - 1],
                        columns, lo, room);
    return true;
  }
  index const half = n / 2 - n / 2 % kernel_.lanes;
  std::byte* const behind = room + (room - partial);
  if (!column_node(f, at, columns, lo, half, partial, room) ||
      !column_node(f, at, columns, lo + half, n - half, room, behind))
    return false;
  world().join(s_, partial, room, columns);
  return true;
}

// Results of neighbouring runs.
void run_folder::store(frame& f, extents& at, std::size_t row_axis, index rows, std::byte const* partial) {
  plan::operand const& out = s_.operands[0];
  auto const state = static_cast<index>(kernel_.state);
  if (out.map.stride[row_axis] == static_cast<index>(itemsize(out.type)))
    return world().finish(s_, f.address(0, at), partial, rows);
  for (index r = 0; r < rows; ++r, ++at[row_axis]) world().finish(s_, f.address(0, at), partial + r * state, 1);
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
      store(f, at, row_axis, rows, sums);
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
