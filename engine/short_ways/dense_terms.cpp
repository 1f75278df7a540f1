// Blocks are cut at the nodes of the tree, as the planner's walk cuts them, and each kernel is the same: hence the same
// bits.
#include "engine/short_ways/dense_terms.hpp"

#include <algorithm>
#include <bit>

#include "engine/execute/thread_scratch.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::engine {
namespace {

thread_local execute::thread_scratch rows_of_values, parts_of_runs;

// Apart, or it is called for no bits as well: without AVX it is a function of the compiler's library.
[[gnu::noinline]] int bits_of(std::uint64_t mask) noexcept { return std::popcount(mask); }

}  // namespace

[[gnu::always_inline]] inline bool dense_terms::add_array(array_body const& a, dtype type) noexcept {
  if (count_ == most_operands || a.type != type || !a.c_contiguous) return false;
  if (!shape_) shape_ = &a;
  else if (shape_ != &a && !(shape_->layout.extent == a.layout.extent)) return false;
  data_[count_] = a.data;
  auto const item = static_cast<std::ptrdiff_t>(itemsize(type));
  step_[count_++] = item;
  read_ += item;
  return true;
}

bool dense_terms::add(array_body const& a, dtype type) noexcept { return add_array(a, type); }

bool dense_terms::add(std::byte const* value) noexcept {
  if (count_ == most_operands) return false;
  broadcast_ |= std::uint64_t{1} << count_;
  data_[count_] = const_cast<std::byte*>(value);
  step_[count_++] = 0;
  return true;
}

bool dense_terms::add_leaves(program const& p, leaf const* leaves) noexcept {
  for (std::size_t k = 0; k + 1 < p.code.size(); ++k) {
    instruction const& i = p.code[k];
    if (i.what == code::apply) continue;
    leaf const& l = leaves[i.index];
    if (i.what != code::leaf) return false;
    if (l.array ? !add_array(*l.array, i.type) : l.what != leaf::meaning::none || l.type != i.type || !add(l.bits))
      return false;
  }
  return true;
}

bool dense_terms::fold_by(ops::op_id op, dtype element, region const* computed, isa level) noexcept {
  if (!shape_ || shape_->count == 0 || shape_->count > most_elements) return false;
  element_ = element;
  item_ = static_cast<index>(itemsize(element));
  fold_ = kernels::find_fold(op, element, level);
  if (computed) {
    compute_ = computed->kernels ? computed->kernels[static_cast<int>(level)] : nullptr;
    loops_ = computed->loops;
    if (!compute_) return false;
  }
  if (!fold_) return false;
  std::uint64_t const stays = loops_ ? broadcast_ & ~loops_->inputs->constants : 0;
  int const staying = stays == 0 ? 0 : bits_of(stays);
  if (kernels::adds_in_registers(op, *fold_, loops_, staying)) sum_ = kernels::find_region_sum(level);
  return true;
}

std::byte const* dense_terms::values(index at, index n) {
  if (!compute_) return data_[1] + at * step_[1];
  std::byte* data[most_operands];
  data[0] = rows_of_values.get(static_cast<std::size_t>(block_elements * item_));
  for (int k = 1; k < count_; ++k) data[k] = data_[k] + at * step_[k];
  compute_({data, no_stride, broadcast_, 1, n, false}, loops_);
  return data[0];
}

// P of the n elements from `at` on, the `first` of their run.
void dense_terms::tree(std::byte* partial, index at, index n, index first) {
  if (!compute_ || n <= block_elements) return fold_->run(partial, values(at, n), n, first);
  index const half = n / 2 - n / 2 % fold_->lanes;
  alignas(16) std::byte right[32];
  tree(partial, at, half, first);
  tree(right, at + half, n - half, first + half);
  fold_->join(partial, right, 1);
}

void dense_terms::in_order(std::byte* acc, index at, index n) {
  bool const empty = !fold_->clear;
  if (!empty) fold_->clear(acc, 1);
  for (index done = 0; done < n; done += block_elements) {
    index const here = std::min(block_elements, n - done), lifted = empty && done == 0 ? 1 : 0;
    std::byte const* const x = values(at + done, here);
    if (lifted) fold_->lift(acc, x, 1, 0);
    if (here > lifted) fold_->extend(acc, x + lifted * item_, here - lifted, done + lifted);
  }
}

void dense_terms::fold_all(std::byte* partial) {
  index const n = shape_->count;
  if (!sum_) return fold_runs(partial, 1, n);
  alignas(16) std::byte run[32];
  sum_(*loops_, element_, {data_, no_stride, broadcast_, 1, n, false}, fold_->clear ? run : partial);
  if (!fold_->clear) return;
  fold_->clear(partial, 1);
  fold_->join(partial, run, 1);
}

void dense_terms::fold_runs(std::byte* partial, index rows, index n) {
  auto const state = static_cast<index>(fold_->state);
  if (fold_->order == kernels::fold_order::sequential) {
    for (index r = 0; r < rows; ++r) in_order(partial + r * state, r * n, n);
    return;
  }
  // An identity stands before the run, as it does for NumPy.
  std::byte* const to = fold_->clear ? parts_of_runs.get(static_cast<std::size_t>(rows * state)) : partial;
  index const most = compute_ ? block_elements / n : rows;
  if (sum_) {
    std::ptrdiff_t row_stride[most_operands];
    for (int k = 0; k < count_; ++k) row_stride[k] = k == 0 ? 0 : n * step_[k];
    sum_(*loops_, element_, {data_, row_stride, broadcast_, rows, n, false}, to);
  } else if (most == 0) {
    for (index r = 0; r < rows; ++r) tree(to + r * state, r * n, n, 0);
  } else {
    for (index r = 0; r < rows; r += most) {
      index const here = std::min(most, rows - r);
      fold_->runs(to + r * state, values(r * n, here * n), here, n * item_, n, 0);
    }
  }
  if (to == partial) return;
  fold_->clear(partial, rows);
  fold_->join(partial, to, rows);
}

}  // namespace fnp::engine
