// A two-operand op on rows of elements, outside any graph: what accumulate, generic reduce, reduceat and at are made of.
#pragma once
#include "fnp/base/block.hpp"
#include "fnp/base/scalar.hpp"
#include "verify/oracle/step_call.hpp"

namespace fnp::oracle {

class binary_rows {
 public:
  // The loop of op that folds elements of this dtype: its result has the dtype of its operands. Throws no_loop.
  binary_rows(ops::op_id op, dtype element);
  dtype type() const noexcept { return type_; }
  void run(std::byte* out, std::byte const* x, std::byte const* y, index count);  // out may be x or y
  fp_flags raised() const noexcept { return raised_; }

 private:
  block_kernel kernel_ = nullptr;
  dtype type_ = dtype::f8;
  fp_flags raised_ = 0;
};

// `a` as `type`, dense, with that axis in front: n rows of `length` elements each.
struct rows {
  array_handle data;
  extents shape;  // axis in front
  index n = 0, length = 1;
  std::byte* row(index i) const { return data->data + i * length * static_cast<index>(itemsize(data->type)); }
};
rows rows_along(array_body const& a, index axis, dtype type);
// Back: the first axis of a dense array moves to `axis`; a dense copy.
array_handle axis_back(array_body const& dense, index axis);

// The element that an op leaves others unchanged with, or none (maximum, subtract).
std::optional<scalar> identity_of(ops::op_id op, dtype);
bool is_reorderable(ops::op_id op);

}  // namespace fnp::oracle
