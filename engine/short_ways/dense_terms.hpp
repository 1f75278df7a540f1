// What a reduction of dense operands folds: an array's elements as they lie, or a region's, computed a block at a time.
#pragma once
#include "fnp/engine.hpp"
#include "kernels/registry.hpp"

namespace fnp::engine {

class dense_terms {
 public:
  static constexpr index most_elements = 1 << 16;   // below what a second thread is worth
  static constexpr index block_elements = 2048;     // of computed values that are stored at once
  static constexpr int most_operands = 32;

  // Operands in the region's order. False: no dense array of the others' shape, or too many.
  bool add(array_body const&, dtype) noexcept;
  bool add(std::byte const* value) noexcept;
  // The leaves of a program up to its last instruction. False: something else is among them.
  bool add_leaves(program const&, leaf const*) noexcept;
  // What is folded by `op`: elements of the one operand (null), or what the region computes, of dtype `element`. False:
  // no kernel for it.
  bool fold_by(ops::op_id op, dtype element, region const* computed, isa level) noexcept;

  array_body const* shape() const noexcept { return shape_; }
  kernels::fold_kernel const& kernel() const noexcept { return *fold_; }
  bool computes() const noexcept { return compute_; }
  index item() const noexcept { return item_; }
  // All arrays, read once.
  index bytes() const noexcept { return read_ * shape_->count; }

  // n values from element `at` on; n is at most block_elements where they are computed.
  std::byte const* values(index at, index n);
  // The partial results of `rows` runs of n elements, one behind the other, each in the order of the kernel.
  void fold_runs(std::byte* partial, index rows, index n);
  // The partial result of all elements as one run.
  void fold_all(std::byte* partial);

 private:
  bool add_array(array_body const&, dtype) noexcept;
  void tree(std::byte* partial, index at, index n, index first);
  void in_order(std::byte* acc, index at, index n);

  static constexpr std::ptrdiff_t no_stride[most_operands] = {};

  std::byte* data_[most_operands];
  std::ptrdiff_t step_[most_operands];
  std::uint64_t broadcast_ = 0;
  int count_ = 1;  // slot 0 is the row of values
  index read_ = 0;  // bytes of an element of every array
  array_body const* shape_ = nullptr;
  block_kernel compute_ = nullptr;  // null: the values lie in memory
  vector_loops const* loops_ = nullptr;
  kernels::fold_kernel const* fold_ = nullptr;
  kernels::region_sum sum_ = nullptr;  // set: the region adds its values itself
  dtype element_ = dtype::f8;
  index item_ = 8;
};

}  // namespace fnp::engine
