// One worker's hold on a step: where each operand lies for the block at hand, and the scratch rows it is staged in.
#pragma once
#include "engine/execute/backend.hpp"

namespace fnp::execute {

class frame {
 public:
  // `extra`: bytes of scratch that the caller wants behind the staged rows.
  frame(plan::step const&, backend&, int worker, std::size_t extra = 0);

  // The block of rows x count points at `at`; the row axis may be any axis but the innermost. Stages inputs.
  block const& enter(extents const& at, std::size_t row_axis, index rows, index count);
  // Operand 1 into operand 0 for such a block, nothing staged.
  void move(extents const& at, std::size_t row_axis, index rows, index count);
  // Writes staged outputs back. pre: nothing was entered since.
  void leave();

  void set_row(std::size_t slot, std::byte* data, std::ptrdiff_t row_stride);  // overrides where a slot lies
  std::byte* address(std::size_t slot, extents const& at) const;              // of an operand's element in memory
  std::byte* extra() const noexcept { return extra_; }
  int worker() const noexcept { return worker_; }
  backend& world() const noexcept { return backend_; }

 private:
  void transpose(std::size_t k, kernels::strided_rows to, kernels::strided_rows from, extents const& at, index rows,
                 index count);
  void store(kernels::strided_rows to, dtype to_type, kernels::strided_rows from, dtype from_type, index rows,
             index count);

  plan::step const& step_;
  backend& backend_;
  int worker_;
  bool strided_ = false;  // some operand is read where it lies, though its rows are not dense
  small_vector<std::byte*, 16> base_, staging_, data_;
  small_vector<std::ptrdiff_t, 16> row_stride_, element_;
  std::uint64_t broadcast_ = 0;
  struct held {
    kernels::strided_rows memory, scratch;
  };
  small_vector<held, 2> outputs_;  // staged outputs of the block at hand, by output
  std::byte* extra_ = nullptr;
  block block_{};
};

// Points of the largest block of a step; of a reduction's map part, those that are computed at once.
index block_points(plan::step const&);

}  // namespace fnp::execute
