// The walk over runs: elements of the innermost loop by the pairwise tree, or one after the other.
#include "engine/execute/folder.hpp"
#include "fnp/base/cache_lines.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::execute {
namespace {

// Points of dense memory given to a kernel at once: the fewest where threads share a tree, and the most between two
// looks at the stop token. Long pieces tell the kernel that they come from beyond the caches.
constexpr index shared_leaf = 1 << 15, direct_leaf = 1 << 23;
constexpr index summed_leaf = 1 << 15;  // the same where values are computed, but not stored
constexpr index most_rows = 1 << 12;  // of short runs folded together
constexpr index gathered_bytes = 1 << 13;  // of memory gathered at once: several rows, which may be a transposition
constexpr index turned_bytes = 1 << 18;    // the same, where it is a transposition
constexpr index chained_points = 256;      // gathered for a chain of operations, during which the next are gathered
constexpr index first_look = 32;           // points of a gathered run that may settle it

}  // namespace

void run_folder::walk() {
  index const points = kept_.points(s_.extent);
  bool const many = points >= 4 * run_.threads || length_ <= shared_leaf;
  if (lies_across() && many) return side_by_side() ? walk_columns() : walk_groups();
  if (s_.fold.run_axes == 1 && !kept_.axes.empty() && length_ <= batch_points() && many && s_.fold.chunk == 0)
    return walk_batches();
  bool const split = points < 4 * run_.threads && is_worth_threads();
  auto const range = [&](std::size_t first, std::size_t last) {
    extents at(rank_);
    for (std::size_t t = first; t < last; ++t) {
      kept_.place(at, s_.extent, static_cast<index>(t));
      if (!fold_point(at, split)) return;
    }
  };
  spread(static_cast<std::size_t>(points), range);
}

bool run_folder::fold_point(extents at, bool split) {
  partial_value acc;
  bool empty = true;
  if (kernel_.clear) {
    world().clear(s_, acc.bytes, 1);
    empty = false;
  }
  for (auto const a : outer_.axes) at[a] = 0;
  index run_number = 0;
  do {
    index const chunk = s_.fold.chunk > 0 ? s_.fold.chunk : length_;
    for (index lo = 0; lo < length_; lo += chunk) {
      index const n = std::min(chunk, length_ - lo);
      if (kernel_.order == kernels::fold_order::sequential) {
        if (!in_order(at, lo, n, run_number * length_, acc.bytes, empty)) return false;
      } else if (empty) {
        if (!tree(at, lo, n, run_number * length_, acc.bytes, split)) return false;
      } else {
        partial_value part;
        if (!tree(at, lo, n, run_number * length_, part.bytes, split)) return false;
        world().join(s_, acc.bytes, part.bytes, 1);
      }
      empty = false;
      partial_value rounded;
      round(acc.bytes, 1, rounded.bytes);
    }
    ++run_number;
  } while (outer_.step(at, s_.extent));
  frame f(s_, world(), worker());
  world().finish(s_, f.address(0, at), acc.bytes, 1);
  return true;
}

// Elements at some distance, of which no other run's lie closer: what a gathered line holds of others would be read
// again.
bool run_folder::lies_apart() const {
  if (!only_apart() || s_.fold.run_axes != 1 || !run_.world.folds_spaced(s_)) return false;
  extents const& stride = s_.operands[s_.fold.slot].map.stride;
  return kept_.axes.empty() || std::abs(stride[kept_.axes.back()]) >= std::abs(step());
}

index run_folder::batch_points() const {
  return direct() || apart_ ? direct_leaf : sums_leaves() ? summed_leaf : block_points(s_);
}
index run_folder::piece_points() const {
  return direct() || apart_ ? direct_leaf : sums_leaves() ? summed_leaf : gathered_points();
}

// Rows whose elements are neighbours of the next row's are gathered so many at a time as two cache lines have elements:
// pieces begin anywhere in a row, and one line of whole rows is between.
index run_folder::gathered_points() const {
  if (s_.fold.slot == 0) return block_points(s_);
  index const few = gathered_bytes / item_;
  if (s_.fold.run_axes < 2) return few;
  index const row = s_.operands[s_.fold.slot].map.stride[rank_ - 2], lines = 128 / item_ * s_.extent[rank_ - 1];
  return (row == item_ || row == -item_) && lines * item_ <= turned_bytes ? std::max(few, lines) : few;
}

// Dense memory that needs no code can be folded where it lies.
bool run_folder::direct() const {
  return s_.fold.slot != 0 && s_.fold.run_axes <= 1 && s_.operands[s_.fold.slot].how == plan::access::dense;
}

// Elements that are computed are all computed, whatever is known before: they may raise conditions.
bool run_folder::settled(std::byte const* partial, index rows) {
  return s_.fold.slot != 0 && world().settled(s_, partial, rows);
}

// What is gathered may be settled by a first look at the beginnings of many rows.
bool run_folder::looks() const {
  return s_.fold.slot != 0 && !direct() && !apart_ && s_.fold.element == dtype::b1 && s_.fold.result == dtype::b1 &&
         length_ > first_look;
}

// The part of the tree that one thread walks.
bool run_folder::branch(frame& f, extents const& at, index lo, index n, index before, std::byte* partial) {
  if (n <= piece_points()) {
    if (!run_.go_on()) return false;
    if (sums_leaves()) {
      extents from = at;
      from[rank_ - 1] = lo;
      sum_values(f, from, rank_ > 1 ? rank_ - 2 : 0, 1, n, before + lo, partial);
      return true;
    }
    if (apart_)
      world().run_spaced(s_, partial, f.address(s_.fold.slot, at) + lo * step(), 1, 0, step(), n, before + lo);
    else  // as a row of all that is read in one go: kernels ask ahead for what is large
      world().run_rows(s_, partial, kernel_.state, run_values(f, at, lo, n), 1, (direct() ? length_ : n) * item_, n,
                       before + lo);
    return true;
  }
  index const half = n / 2 - n / 2 % kernel_.lanes;
  partial_value right;
  if (!branch(f, at, lo, half, before, partial)) return false;
  if (settled(partial, 1)) return true;
  if (!branch(f, at, lo + half, n - half, before, right.bytes)) return false;
  world().join(s_, partial, right.bytes, 1);
  return true;
}

bool run_folder::tree(extents const& at, index lo, index n, index before, std::byte* partial, bool split) {
  index const alone = std::max(shared_leaf, length_ / (2 * run_.threads));
  if (!split || n <= alone || s_.point_time * static_cast<double>(n) <= run_.serial_below / 4) {
    index const room = sums_leaves() ? std::min(n, summed_leaf) : gathered_points();
    frame f(s_, world(), worker(), static_cast<std::size_t>(room * item_));
    return branch(f, at, lo, n, before, partial);
  }
  index const half = n / 2 - n / 2 % kernel_.lanes;
  partial_value right;
  bool left_done = false, right_done = false;
  parallel_pair([&] { left_done = tree(at, lo, half, before, partial, split); },
                [&] { right_done = tree(at, lo + half, n - half, before, right.bytes, split); });
  if (!left_done || !right_done) return false;
  world().join(s_, partial, right.bytes, 1);
  return true;
}

// One element after the other. Within a run the accumulator keeps its own dtype (`row` would round float16).
void run_folder::append(std::byte* acc, std::byte const* x, index step, index n, index position, bool empty) {
  if (empty) world().lift(s_, acc, x, 1, position);
  index const from = empty ? 1 : 0;
  if (n <= from) return;
  if (step == item_)
    world().extend(s_, acc, x + from * item_, n - from, position + from);
  else
    world().run_spaced(s_, acc, x + from * step, 1, 0, step, n - from, position + from);
}

bool run_folder::in_order(extents const& at, index lo, index n, index before, std::byte* acc, bool empty) {
  index const most = s_.fold.slot == 0 ? block_points(s_) : direct() || apart_ ? shared_leaf : chained_points;
  frame f(s_, world(), worker(), static_cast<std::size_t>(gathered_points() * item_));
  for (index done = 0; done < n; done += most) {
    if (!run_.go_on()) return false;
    index const count = std::min(most, n - done);
    std::byte const* const x =
        apart_ ? f.address(s_.fold.slot, at) + (lo + done) * step() : run_values(f, at, lo + done, count);
    append(acc, x, apart_ ? step() : item_, count, before + lo + done, empty && done == 0);
  }
  return true;
}

// Values lo .. lo + n of the run at `at`, dense. A run over several axes is gathered: memory in blocks of
// whole rows, what is computed row by row.
std::byte const* run_folder::run_values(frame& f, extents at, index lo, index n) {
  std::ptrdiff_t row_stride;
  if (rank_ == 0) return values(f, at, 0, 1, 1, row_stride);
  std::size_t const inner = rank_ - 1;
  if (s_.fold.run_axes == 1 && (s_.fold.slot == 0 || direct())) {
    at[inner] = lo;
    return values(f, at, rank_ > 1 ? rank_ - 2 : 0, 1, n, row_stride);
  }
  odometer run;
  for (std::size_t i = rank_ - s_.fold.run_axes; i < rank_; ++i) run.axes.push_back(static_cast<std::uint8_t>(i));
  std::byte* const rows = f.extra();
  for (index done = 0; done < n;) {
    run.place(at, s_.extent, lo + done);
    index const count = std::min(s_.extent[inner] - at[inner], n - done);
    std::byte* const to = rows + done * item_;
    if (s_.fold.slot == 0) {
      block const& b = f.enter(at, inner - 1, 1, count);
      f.set_row(0, to, 0);
      run_.raise(world().compute(s_, b, f.worker()));
      done += count;
    } else {
      plan::operand const& o = s_.operands[s_.fold.slot];
      bool const whole = s_.fold.run_axes > 1 && count == s_.extent[inner];
      index const many = whole ? std::min((n - done) / count, s_.extent[inner - 1] - at[inner - 1]) : 1;
      index const row = whole ? o.map.stride[inner - 1] : 0;
      kernels::strided_rows const from{f.address(s_.fold.slot, at), row, o.map.stride[inner]};
      world().copy({to, count * item_, item_}, s_.fold.element, from, o.type, many, count);
      done += many * count;
    }
  }
  return rows;
}

// Short runs: several kept indices at once, one row each.
void run_folder::walk_batches() {
  std::size_t const row_axis = kept_.axes.back();
  odometer outer_kept = kept_;
  outer_kept.axes.pop_back();
  // Enough batches for all threads.
  index const share = run_.threads == 1 ? s_.extent[row_axis] : s_.extent[row_axis] / (4 * run_.threads) + 1;
  index const most =
      std::max<index>(1, std::min({share, most_rows, batch_points() / (looks() ? first_look : length_)}));
  index const batches = (s_.extent[row_axis] + most - 1) / most, tasks = batches * outer_kept.points(s_.extent);
  auto const range = [&](std::size_t first, std::size_t last) {
    std::size_t const values_bytes =
        whole_lines(static_cast<std::size_t>((sums_leaves() ? most * length_ : block_points(s_)) * item_));
    std::size_t const partial_bytes = whole_lines(static_cast<std::size_t>(most) * kernel_.state);
    frame f(s_, world(), worker(), values_bytes + 2 * partial_bytes);
    std::byte* const partial = f.extra() + values_bytes;
    extents at(rank_);
    for (std::size_t t = first; t < last; ++t) {
      if (!run_.go_on()) return;
      outer_kept.place(at, s_.extent, static_cast<index>(t) / batches);
      at[row_axis] = static_cast<index>(t) % batches * most;
      if (!fold_batch(f, at, row_axis, std::min(most, s_.extent[row_axis] - at[row_axis]), partial,
                      partial + partial_bytes))
        return;
    }
  };
  spread(static_cast<std::size_t>(tasks), range);
}

// n elements of each row from `at` on, `before` of them behind.
void run_folder::fold_piece(frame& f, extents const& at, std::size_t row_axis, index rows, index n, index before,
                            bool empty, std::byte* partial, std::byte* parts) {
  auto const state = static_cast<index>(kernel_.state);
  if (sums_leaves()) {
    sum_values(f, at, row_axis, rows, n, before, empty ? partial : parts);
    if (!empty) world().join(s_, partial, parts, rows);
    return;
  }
  std::ptrdiff_t row_stride = apart_ ? s_.operands[s_.fold.slot].map.stride[row_axis] : 0;
  index const apart = apart_ ? step() : item_;
  std::byte const* const x = apart_ ? f.address(s_.fold.slot, at) : values(f, at, row_axis, rows, n, row_stride);
  if (kernel_.order == kernels::fold_order::sequential && s_.fold.slot != 0 && world().folds_spaced(s_)) {
    // Every row is a chain of operations that wait for each other: several go side by side.
    index const lifted = empty ? 1 : 0;
    for (index r = 0; r < lifted * rows; ++r) world().lift(s_, partial + r * state, x + r * row_stride, 1, before);
    world().run_spaced(s_, partial, x + lifted * apart, rows, row_stride, apart, n - lifted, before + lifted);
  } else if (kernel_.order == kernels::fold_order::sequential) {
    for (index r = 0; r < rows; ++r) append(partial + r * state, x + r * row_stride, item_, n, before, empty);
  } else {
    std::byte* const to = empty ? partial : parts;
    if (apart_)
      world().run_spaced(s_, to, x, rows, row_stride, apart, n, before);
    else
      world().run_rows(s_, to, kernel_.state, x, rows, row_stride, n, before);
    if (!empty) world().join(s_, partial, parts, rows);
  }
}

// False: stopped.
bool run_folder::fold_batch(frame& f, extents& at, std::size_t row_axis, index rows, std::byte* partial,
                            std::byte* parts) {
  for (auto const a : outer_.axes) at[a] = 0;
  at[rank_ - 1] = 0;
  bool empty = !kernel_.clear;
  if (!empty) world().clear(s_, partial, rows);
  index before = 0, unseen = 0;  // points since the last look at the stop token
  do {
    if ((unseen += rows * length_) > block_points(s_)) {
      if (!run_.go_on()) return false;
      unseen = 0;
    }
    for (index lo = 0, n = 0; lo < length_ && !(lo > 0 && settled(partial, rows)); lo += n) {
      n = std::min(length_ - lo, !looks() ? length_ : lo == 0 ? first_look : block_points(s_) / rows);
      at[rank_ - 1] = lo;
      fold_piece(f, at, row_axis, rows, n, before + lo, empty, partial, parts);
      empty = false;
    }
    at[rank_ - 1] = 0;
    round(partial, rows, parts);
    before += length_;
  } while (outer_.step(at, s_.extent));
  store(f, at, row_axis, rows, partial);
  return true;
}

}  // namespace fnp::execute
