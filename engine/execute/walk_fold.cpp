// Walks a reduction: runs of NumPy's innermost loop by a fixed tree, outer axes one after the other.
//
// For every kept index the partial results of all runs are added in the order of the walk. Where the innermost axis
// is reduced, a run of n elements is P(n): split at n/2 rounded down to a multiple of 8 until a piece fits a block,
// whose own tree the kernel continues; pieces may be computed by any thread. Where the innermost axis is kept, rows are
// added one by one into a row of partial results. Either way the order is a function of the shape alone.
#include <algorithm>

#include "engine/execute/frame.hpp"
#include "engine/execute/run_state.hpp"

namespace fnp::execute {
namespace {

using plan::reduced;

constexpr index direct_leaf = 1 << 15;     // points of dense memory given to a kernel at once

struct alignas(16) partial_value {
  std::byte bytes[32];
};

// Odometer over some of the axes of a space.
struct odometer {
  small_vector<std::uint8_t, 16> axes;
  bool step(extents& at, extents const& extent) const {
    for (std::size_t i = axes.size(); i-- > 0;) {
      if (++at[axes[i]] < extent[axes[i]]) return true;
      at[axes[i]] = 0;
    }
    return false;
  }
  index points(extents const& extent) const {
    index n = 1;
    for (auto const a : axes) n *= extent[a];
    return n;
  }
  void place(extents& at, extents const& extent, index number) const {
    for (std::size_t i = axes.size(); i-- > 0;) {
      at[axes[i]] = number % extent[axes[i]];
      number /= extent[axes[i]];
    }
  }
};

class folder {
 public:
  folder(plan::step const& s, run_state& run, kernels::fold_kernel const& k)
      : s_(s), run_(run), kernel_(k), rank_(s.extent.size()), item_(static_cast<index>(itemsize(s.fold.element))) {
    for (std::size_t i = 0; i < rank_; ++i) {
      bool const in_run = i + s.fold.run_axes >= rank_;
      if (!reduced(s.fold.axes, i)) kept_.axes.push_back(static_cast<std::uint8_t>(i));
      else if (!in_run) outer_.axes.push_back(static_cast<std::uint8_t>(i));
      if (in_run && s.fold.run_axes > 0) length_ *= s.extent[i];
    }
    // A partial result in float32 is rounded to float16 wherever NumPy stores its accumulator.
    rounds_ = s.fold.result == dtype::f2 && k.accumulator == dtype::f4;
  }

  void walk() {
    for (index const e : s_.extent)
      if (e == 0) return fill_empty();
    if (s_.fold.run_axes > 0 || rank_ == 0) walk_runs();
    else walk_rows();
  }

 private:
  backend& world() { return run_.world; }
  int worker() const { return run_.threads > 1 ? worker_index() : 0; }

  void round(std::byte* partial, index n) {
    if (!rounds_) return;
    for (index i = 0; i < n; ++i) {
      partial_value element;
      std::byte* const at = partial + i * static_cast<index>(kernel_.state);
      world().finish(s_, element.bytes, at, 1);
      world().lift(s_, at, element.bytes, 1, 0);
    }
  }

  // Nothing to fold: the identity. (Reductions without one were refused when the graph was built.)
  void fill_empty() {
    if (kept_.points(s_.extent) == 0 || !kernel_.clear) return;
    frame f(s_, world(), 0);
    extents at(rank_);
    do {
      partial_value acc;
      world().clear(s_, acc.bytes, 1);
      world().finish(s_, f.address(0, at), acc.bytes, 1);
    } while (kept_.step(at, s_.extent));
  }

  // Pointer to `rows` dense rows of `count` values each, at most fold_block in all (or memory itself).
  std::byte const* values(frame& f, extents const& at, std::size_t row_axis, index rows, index count, std::ptrdiff_t& row_stride) {
    block const& b = f.enter(at, row_axis, rows, count);
    if (s_.fold.slot == 0) {
      f.set_row(0, f.extra(), count * item_);
      run_.raise(world().compute(s_, b, f.worker()));
    }
    row_stride = b.row_stride[s_.fold.slot];
    return b.data[s_.fold.slot];
  }

  // --- innermost axis kept: row by row ---------------------------------------------------------------------------

  void walk_rows() {
    std::size_t const inner = rank_ - 1;
    odometer outer_kept = kept_;
    outer_kept.axes.pop_back();
    index const width = std::min(s_.extent[inner], fold_block);
    index const panels = (s_.extent[inner] + width - 1) / width, tasks = panels * outer_kept.points(s_.extent);
    auto const range = [&](std::size_t first, std::size_t last) {
      std::size_t const values_bytes = static_cast<std::size_t>(width * item_ + 63) / 64 * 64;
      std::size_t const partial_bytes = (static_cast<std::size_t>(width) * kernel_.state + 63) / 64 * 64;
      frame f(s_, world(), worker(), values_bytes + partial_bytes + static_cast<std::size_t>(width) * 16);
      std::byte* const partial = f.extra() + values_bytes;
      std::byte* const result = partial + partial_bytes;
      extents at(rank_);
      for (std::size_t t = first; t < last; ++t) {
        outer_kept.place(at, s_.extent, static_cast<index>(t) / panels);
        at[inner] = static_cast<index>(t) % panels * width;
        index const count = std::min(width, s_.extent[inner] - at[inner]);
        if (!fold_rows(f, at, count, partial)) return;
        store_row(f, at, count, partial, result);
      }
    };
    spread(static_cast<std::size_t>(tasks), range);
  }

  bool fold_rows(frame& f, extents& at, index count, std::byte* partial) {
    for (auto const a : outer_.axes) at[a] = 0;
    if (kernel_.clear) world().clear(s_, partial, count);
    index position = 0;
    do {
      if ((count > fold_block / 64 || (position & 63) == 0) && !run_.go_on()) return false;
      std::ptrdiff_t row_stride;
      std::byte const* const x = values(f, at, rank_ > 1 ? rank_ - 2 : 0, 1, count, row_stride);
      if (position == 0 && !kernel_.clear) world().lift(s_, partial, x, count, 0);
      else world().row(s_, partial, x, count, position);
      round(partial, count);
      ++position;
    } while (outer_.step(at, s_.extent));
    return true;
  }

  void store_row(frame& f, extents const& at, index count, std::byte const* partial, std::byte* result) {
    plan::operand const& out = s_.operands[0];
    index const item = static_cast<index>(itemsize(out.type)), stride = out.map.stride[rank_ - 1];
    if (stride == item || count == 1) return world().finish(s_, f.address(0, at), partial, count);
    world().finish(s_, result, partial, count);
    world().copy({f.address(0, at), 0, stride}, out.type, {result, 0, item}, out.type, 1, count);
  }

  // --- innermost axis reduced: runs --------------------------------------------------------------------------------

  void walk_runs() {
    index const points = kept_.points(s_.extent);
    bool const batched = s_.fold.run_axes == 1 && !kept_.axes.empty() && length_ <= fold_block / 2 && s_.fold.chunk == 0;
    if (batched) return walk_batches();
    auto const range = [&](std::size_t first, std::size_t last) {
      extents at(rank_);
      for (std::size_t t = first; t < last; ++t) {
        kept_.place(at, s_.extent, static_cast<index>(t));
        if (!fold_point(at, points < 4 * run_.threads)) return;
      }
    };
    spread(static_cast<std::size_t>(points), range);
  }

  bool fold_point(extents at, bool split) {
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
        round(acc.bytes, 1);
      }
      ++run_number;
    } while (outer_.step(at, s_.extent));
    frame f(s_, world(), worker());
    world().finish(s_, f.address(0, at), acc.bytes, 1);
    return true;
  }

  // Dense memory that needs no code can be folded where it lies.
  bool direct() const { return s_.fold.slot != 0 && s_.fold.run_axes <= 1 && s_.operands[s_.fold.slot].how == plan::access::dense; }

  bool tree(extents const& at, index lo, index n, index before, std::byte* partial, bool split) {
    if (n <= (direct() ? direct_leaf : fold_block)) {
      if (!run_.go_on()) return false;
      frame f(s_, world(), worker(), static_cast<std::size_t>(fold_block * item_));
      world().run(s_, partial, run_values(f, at, lo, n), n, before + lo);
      return true;
    }
    index half = n / 2;
    half -= half % kernel_.lanes;
    partial_value right;
    bool left_done = false, right_done = false;
    auto const do_left = [&] { left_done = tree(at, lo, half, before, partial, split); };
    auto const do_right = [&] { right_done = tree(at, lo + half, n - half, before, right.bytes, split); };
    if (split && run_.threads > 1 && point_cost(s_) * static_cast<double>(n) > run_.serial_below / 4) {
      parallel_pair(do_left, do_right);
    } else {
      do_left();
      do_right();
    }
    if (!left_done || !right_done) return false;
    world().join(s_, partial, right.bytes, 1);
    return true;
  }

  // One element after the other. Within a run the accumulator keeps its own dtype (`row` would round float16).
  void append(std::byte* acc, std::byte const* x, index n, index position, bool empty) {
    for (index i = 0; i < n; ++i) {
      if (empty && i == 0) {
        world().lift(s_, acc, x, 1, position);
        continue;
      }
      partial_value next;
      world().lift(s_, next.bytes, x + i * item_, 1, position + i);
      world().join(s_, acc, next.bytes, 1);
    }
  }

  bool in_order(extents const& at, index lo, index n, index before, std::byte* acc, bool empty) {
    frame f(s_, world(), worker(), static_cast<std::size_t>(fold_block * item_));
    for (index done = 0; done < n; done += fold_block) {
      if (!run_.go_on()) return false;
      index const count = std::min(fold_block, n - done);
      std::byte const* const x = run_values(f, at, lo + done, count);
      append(acc, x, count, before + lo + done, empty && done == 0);
    }
    return true;
  }

  // Values lo .. lo + n of the run at `at`, dense. A run over several axes is gathered row by row.
  std::byte const* run_values(frame& f, extents at, index lo, index n) {
    std::ptrdiff_t row_stride;
    if (rank_ == 0) return values(f, at, 0, 1, 1, row_stride);
    std::size_t const inner = rank_ - 1;
    if (s_.fold.run_axes == 1) {
      at[inner] = lo;
      return values(f, at, rank_ > 1 ? rank_ - 2 : 0, 1, n, row_stride);
    }
    odometer run;
    for (std::size_t i = rank_ - s_.fold.run_axes; i < rank_; ++i) run.axes.push_back(static_cast<std::uint8_t>(i));
    std::byte* const rows = f.extra();
    for (index done = 0; done < n;) {
      run.place(at, s_.extent, lo + done);
      index const count = std::min(s_.extent[inner] - at[inner], n - done);
      block const& b = f.enter(at, inner - 1, 1, count);
      std::byte* const to = rows + done * item_;
      if (s_.fold.slot == 0) {
        f.set_row(0, to, 0);
        run_.raise(world().compute(s_, b, f.worker()));
      } else {
        dtype const type = s_.fold.element;
        world().copy({to, 0, item_}, type, {b.data[s_.fold.slot], 0, item_}, type, 1, count);
      }
      done += count;
    }
    return rows;
  }

  // Short runs: several kept indices at once, one row each.
  void walk_batches() {
    std::size_t const row_axis = kept_.axes.back();
    odometer outer_kept = kept_;
    outer_kept.axes.pop_back();
    index const most = std::max<index>(1, std::min(s_.extent[row_axis], fold_block / length_));
    index const batches = (s_.extent[row_axis] + most - 1) / most, tasks = batches * outer_kept.points(s_.extent);
    auto const range = [&](std::size_t first, std::size_t last) {
      std::size_t const values_bytes = static_cast<std::size_t>(fold_block * item_);
      frame f(s_, world(), worker(), values_bytes + static_cast<std::size_t>(most) * kernel_.state);
      std::byte* const partial = f.extra() + values_bytes;
      extents at(rank_);
      for (std::size_t t = first; t < last; ++t) {
        if (!run_.go_on()) return;
        outer_kept.place(at, s_.extent, static_cast<index>(t) / batches);
        at[row_axis] = static_cast<index>(t) % batches * most;
        if (!fold_batch(f, at, row_axis, std::min(most, s_.extent[row_axis] - at[row_axis]), partial)) return;
      }
    };
    spread(static_cast<std::size_t>(tasks), range);
  }

  // False: stopped.
  bool fold_batch(frame& f, extents& at, std::size_t row_axis, index rows, std::byte* partial) {
    index const state = static_cast<index>(kernel_.state);
    for (auto const a : outer_.axes) at[a] = 0;
    at[rank_ - 1] = 0;
    bool empty = !kernel_.clear;
    if (!empty) world().clear(s_, partial, rows);
    index before = 0, unseen = 0;  // points since the last look at the stop token
    do {
      if ((unseen += rows * length_) > fold_block) {
        if (!run_.go_on()) return false;
        unseen = 0;
      }
      std::ptrdiff_t row_stride;
      std::byte const* const x = values(f, at, row_axis, rows, length_, row_stride);
      for (index r = 0; r < rows; ++r) {
        std::byte* const acc = partial + r * state;
        std::byte const* const from = x + r * row_stride;
        if (kernel_.order == kernels::fold_order::sequential) {
          append(acc, from, length_, before, empty);
        } else if (empty) {
          world().run(s_, acc, from, length_, before);
        } else {
          partial_value part;
          world().run(s_, part.bytes, from, length_, before);
          world().join(s_, acc, part.bytes, 1);
        }
        round(acc, 1);
      }
      empty = false;
      before += length_;
    } while (outer_.step(at, s_.extent));
    for (index r = 0; r < rows; ++r) {
      world().finish(s_, f.address(0, at), partial + r * state, 1);
      ++at[row_axis];
    }
    return true;
  }

  void spread(std::size_t tasks, function_ref<void(std::size_t, std::size_t)> range) {
    double const cost = point_cost(s_) * static_cast<double>(element_count(s_.extent).value);
    if (run_.threads == 1 || tasks < 2 || cost < run_.serial_below) return range(0, tasks);
    double const pieces = std::max(1.0, cost / (run_.serial_below / 2));
    parallel_ranges(tasks, static_cast<std::size_t>(static_cast<double>(tasks) / pieces) + 1, range);
  }

  plan::step const& s_;
  run_state& run_;
  kernels::fold_kernel const& kernel_;
  std::size_t rank_;
  index item_, length_ = 1;
  odometer kept_, outer_;
  bool rounds_ = false;
};

}  // namespace

void walk_fold(plan::step const& s, run_state& run) {
  kernels::fold_kernel const* const k = kernels::find_fold(s.fold.op, s.fold.element, isa::reference);
  if (!k) fail(error_code::invariant_broken, "no fold kernel for op " + ir::op_name(s.fold.op) + " of " + std::string(name(s.fold.element)));
  folder(s, run, *k).walk();
  run.finished(1);
}

}  // namespace fnp::execute
