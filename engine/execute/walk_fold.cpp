// Walks a reduction: runs of NumPy's innermost loop by a fixed tree, outer axes one after the other.
//
// For every kept index the partial results of all runs are added in the order of the walk. Where the innermost axis
// is reduced, a run of n elements is P(n): split at n/2 rounded down to a multiple of 8 until a piece fits a block,
// whose own tree the kernel continues; pieces may be computed by any thread. Where the innermost axis is kept, rows are
// added one by one into a row of partial results. Either way the order is a function of the shape alone.
#include "engine/execute/folder.hpp"
#include "engine/plan/cost.hpp"
#include "engine/plan/machine.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::execute {

using plan::reduced;

namespace {

// The region's own loop of leaves reads dense operands, and some single values.
bool brings_leaves(plan::step const& s, kernels::fold_kernel const& k) {
  if (s.fold.slot != 0 || !s.compiled || s.fold.run_axes != 1) return false;
  int staying = 0;
  for (std::size_t i = s.outputs; i < s.operands.size(); ++i) {
    plan::operand const& o = s.operands[i];
    if (o.how == plan::access::staged || o.how == plan::access::strided) return false;
    bool const constant = s.loops && s.loops->inputs->constants >> i & 1;
    staying += !constant && (o.map.rank() == 0 || o.map.stride.back() == 0);
  }
  return kernels::adds_in_registers(s.fold.op, k, s.loops, staying);
}

}  // namespace

folder::folder(plan::step const& s, run_state& run, kernels::fold_kernel const& k)
    : s_(s), run_(run), kernel_(k), rank_(s.extent.size()), item_(static_cast<index>(itemsize(s.fold.element))) {
  for (std::size_t i = 0; i < rank_; ++i) {
    bool const in_run = i + s.fold.run_axes >= rank_;
    if (!reduced(s.fold.axes, i)) kept_.axes.push_back(static_cast<std::uint8_t>(i));
    else if (!in_run) outer_.axes.push_back(static_cast<std::uint8_t>(i));
    if (in_run && s.fold.run_axes > 0) length_ *= s.extent[i];
  }
  // A partial result in float32 is rounded to float16 wherever NumPy stores its accumulator.
  rounds_ = s.fold.result == dtype::f2 && k.accumulator == dtype::f4;
  sums_leaves_ = brings_leaves(s, k);
  far_ = sums_leaves_ && plan::bytes_touched(s) > plan::this_machine().last_cache;
}

// Kernels read whole elements where they lie, so these are aligned.
bool folder::only_apart() const {
  if (s_.fold.slot == 0 || rank_ == 0) return false;
  plan::operand const& o = s_.operands[s_.fold.slot];
  if (o.how != plan::access::staged || o.type != s_.fold.element) return false;
  bool const is_complex = kind(o.type) == 'c';
  auto const unit = static_cast<std::uintptr_t>(is_complex ? item_ / 2 : item_);
  std::uintptr_t parts =
      reinterpret_cast<std::uintptr_t>(run_.world.base(o.buffer)) + static_cast<std::uintptr_t>(o.map.offset);
  for (index const stride : o.map.stride) parts |= static_cast<std::uintptr_t>(stride);
  return (parts & (unit - 1)) == 0;
}

bool folder::is_empty() const {
  return std::any_of(s_.extent.begin(), s_.extent.end(), [](index e) { return e == 0; });
}

void folder::round(std::byte* partial, index n, std::byte* rounded) {
  if (!rounds_) return;
  world().finish(s_, rounded, partial, n);
  world().lift(s_, partial, rounded, n, 0);
}

// Nothing to fold: the identity. (Reductions without one were refused when the graph was built.)
void folder::fill_empty() {
  if (kept_.points(s_.extent) == 0 || !kernel_.clear) return;
  frame f(s_, world(), 0);
  extents at(rank_);
  do {
    partial_value acc;
    world().clear(s_, acc.bytes, 1);
    world().finish(s_, f.address(0, at), acc.bytes, 1);
  } while (kept_.step(at, s_.extent));
}

std::byte const* folder::values(frame& f, extents const& at, std::size_t row_axis, index rows, index count,
                                std::ptrdiff_t& row_stride) {
  block const& b = f.enter(at, row_axis, rows, count);
  if (s_.fold.slot == 0) {
    f.set_row(0, f.extra(), count * item_);
    run_.raise(world().compute(s_, b, f.worker()));
  }
  row_stride = b.row_stride[s_.fold.slot];
  return b.data[s_.fold.slot];
}

void folder::sum_values(frame& f, extents const& at, std::size_t row_axis, index rows, index count, index first,
                        std::byte* partial) {
  block b = f.enter(at, row_axis, rows, count);
  f.set_row(0, f.extra(), count * item_);
  b.stream = far_;
  run_.raise(world().sum_computed(s_, partial, kernel_.state, b, first, f.worker()));
}

bool folder::is_worth_threads() const {
  if (!shares_) shares_ = run_.threads > 1 && is_worth_sharing(s_.time(), run_.serial_below);
  return *shares_;
}

void folder::spread(std::size_t tasks, function_ref<void(std::size_t, std::size_t)> range) {
  if (tasks < 2 || !is_worth_threads()) return range(0, tasks);
  parallel_ranges(tasks, shared_grain(tasks, s_.time(), run_.serial_below), range);
}

void walk_fold(plan::step const& s, run_state& run) {
  kernels::fold_kernel const* const k = kernels::find_fold(s.fold.op, s.fold.element, isa::reference);
  if (!k)
    fail(error_code::invariant_broken,
         "no fold kernel for op " + ir::op_name(s.fold.op) + " of " + std::string(name(s.fold.element)));
  folder all(s, run, *k);
  if (all.is_empty()) all.fill_empty();
  else if (s.fold.run_axes > 0 || s.extent.empty()) run_folder(s, run, *k).walk();
  else row_folder(s, run, *k).walk();
  run.finished(1);
}

}  // namespace fnp::execute
