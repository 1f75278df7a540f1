// Addresses and staging of one block.
#include "engine/execute/frame.hpp"

#include <algorithm>

namespace fnp::execute {

using plan::access;
using plan::operand;

namespace {

constexpr std::size_t aligned(std::size_t bytes) { return (bytes + 63) / 64 * 64; }

bool one_value_a_row(plan::step const& s, std::size_t k) {
  operand const& o = s.operands[k];
  bool const folded = s.what == plan::kind::reduce && s.fold.slot == k;
  return !folded && k >= s.outputs && (o.map.rank() == 0 || o.map.stride.back() == 0);
}

}  // namespace

index block_points(plan::step const& s) {
  // A compiled kernel's rows of values stay in L1 at this length; interpreted code has several such rows, memory that is
  // gathered is one.
  if (s.what == plan::kind::reduce) return s.fold.slot != 0 ? std::min(index{4096}, 32768 / static_cast<index>(itemsize(s.fold.element))) : s.compiled ? 2048 : 1024;
  index n = 1;
  for (index const t : s.tile) n *= std::max<index>(t, 1);
  return n;
}

frame::frame(plan::step const& s, backend& b, int worker, std::size_t extra) : step_(s), backend_(b), worker_(worker) {
  std::size_t const count = s.operands.size();
  std::size_t const points = static_cast<std::size_t>(block_points(s));
  small_vector<std::size_t, 16> at(count, 0);
  std::size_t bytes = 0;
  for (std::size_t k = 0; k < count; ++k)
    if (s.operands[k].how == access::staged) {
      at[k] = bytes;
      bytes += aligned(points * itemsize(s.operands[k].as));
    }
  std::byte* const scratch = b.scratch(worker, bytes + aligned(extra) + 64);
  extra_ = scratch + bytes;
  base_.resize(count);
  staging_.resize(count);
  data_.resize(count);
  row_stride_.resize(count);
  outputs_.resize(s.outputs);
  for (std::size_t k = 0; k < count; ++k) {
    base_[k] = b.base(s.operands[k].buffer) + s.operands[k].map.offset;
    staging_[k] = s.operands[k].how == access::staged ? scratch + at[k] : nullptr;
  }
}

std::byte* frame::address(std::size_t k, extents const& at) const {
  std::byte* p = base_[k];
  extents const& stride = step_.operands[k].map.stride;
  for (std::size_t i = 0; i < at.size(); ++i) p += at[i] * stride[i];
  return p;
}

block const& frame::enter(extents const& at, std::size_t row_axis, index rows, index count) {
  std::size_t const rank = at.size();
  block_ = {data_.data(), row_stride_.data(), 0, rows, count, step_.stream};
  for (std::size_t k = 0; k < step_.operands.size(); ++k) {
    operand const& o = step_.operands[k];
    std::byte* const memory = address(k, at);
    std::ptrdiff_t const row = rank > 1 || (rank == 1 && row_axis == 0 && rows > 1) ? o.map.stride[row_axis] : 0;
    bool const single = one_value_a_row(step_, k);
    if (single && k < 64) block_.broadcast |= std::uint64_t{1} << k;
    if (o.how != access::staged) {
      data_[k] = memory;
      row_stride_[k] = row;
      continue;
    }
    std::ptrdiff_t const item = static_cast<std::ptrdiff_t>(itemsize(o.as));
    index const width = single ? 1 : count;
    std::ptrdiff_t const inner = rank == 0 ? 0 : o.map.stride[rank - 1];
    data_[k] = staging_[k];
    row_stride_[k] = width * item;
    kernels::strided_rows const in_memory{memory, row, inner}, in_scratch{staging_[k], width * item, item};
    if (k < step_.outputs) outputs_[k] = {in_memory, in_scratch};
    else backend_.copy(in_scratch, o.as, in_memory, o.type, rows, width);
  }
  return block_;
}

void frame::leave() {
  for (std::size_t k = 0; k < step_.outputs; ++k) {
    operand const& o = step_.operands[k];
    if (o.how == access::staged) backend_.copy(outputs_[k].memory, o.type, outputs_[k].scratch, o.as, block_.rows, block_.count);
  }
}

void frame::set_row(std::size_t slot, std::byte* data, std::ptrdiff_t row_stride) {
  data_[slot] = data;
  row_stride_[slot] = row_stride;
}

}  // namespace fnp::execute
