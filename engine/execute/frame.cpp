// Addresses and staging of one block.
#include "engine/execute/frame.hpp"

#include <algorithm>

#include "engine/ir/iterator_cut.hpp"
#include "fnp/base/cache_lines.hpp"

namespace fnp::execute {

using plan::access;
using plan::operand;

namespace {

constexpr index strip_piece = 32, asked_ahead = 4 * strip_piece;  // columns


bool one_value_a_row(plan::step const& s, std::size_t k) {
  operand const& o = s.operands[k];
  bool const folded = s.what == plan::kind::reduce && s.fold.slot == k;
  return !folded && k >= s.outputs && (o.map.rank() == 0 || o.map.stride.back() == 0);
}

}  // namespace

index block_points(plan::step const& s) {
  // A compiled kernel's rows of values stay in L1 at this length; interpreted code has several such rows, memory that
  // is gathered is one.
  if (s.what == plan::kind::reduce) {
    index const values = s.compiled ? 2048 : 1024,
                gathered = std::min(index{4096}, 16384 / static_cast<index>(itemsize(s.fold.element)));
    return std::max(s.fold.slot != 0 ? gathered : values, ir::points_at_once(s.fold.op, s.fold.element));
  }
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
      bytes += whole_lines(points * itemsize(s.operands[k].as));
    }
  std::byte* const scratch = b.scratch(worker, bytes + whole_lines(extra) + 64);
  extra_ = scratch + bytes;
  base_.resize(count);
  staging_.resize(count);
  data_.resize(count);
  row_stride_.resize(count);
  element_.resize(count);
  outputs_.resize(s.outputs);
  for (std::size_t k = 0; k < count; ++k) {
    operand const& o = s.operands[k];
    base_[k] = b.base(o.buffer) + o.map.offset;
    staging_[k] = o.how == access::staged ? scratch + at[k] : nullptr;
    element_[k] = o.how == access::strided ? o.map.stride.back() : static_cast<std::ptrdiff_t>(itemsize(o.as));
    strided_ = strided_ || o.how == access::strided;
    if (k < 64 && one_value_a_row(s, k)) broadcast_ |= std::uint64_t{1} << k;
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
  bool const has_rows = rank > 1 || (rank == 1 && row_axis == 0 && rows > 1);
  block_ = {
      data_.data(), row_stride_.data(), broadcast_, rows, count, step_.stream, strided_ ? element_.data() : nullptr};
  for (std::size_t k = 0; k < step_.operands.size(); ++k) {
    operand const& o = step_.operands[k];
    std::byte* const memory = address(k, at);
    std::ptrdiff_t const row = has_rows ? o.map.stride[row_axis] : 0;
    if (o.how != access::staged) {
      data_[k] = memory;
      row_stride_[k] = row;
      continue;
    }
    std::ptrdiff_t const item = static_cast<std::ptrdiff_t>(itemsize(o.as));
    index const width = one_value_a_row(step_, k) ? 1 : count;
    std::ptrdiff_t const inner = rank == 0 ? 0 : o.map.stride[rank - 1];
    data_[k] = staging_[k];
    row_stride_[k] = width * item;
    kernels::strided_rows const in_memory{memory, row, inner}, in_scratch{staging_[k], width * item, item};
    if (k < step_.outputs) outputs_[k] = {in_memory, in_scratch};
    else if (step_.strips && std::abs(row) == static_cast<std::ptrdiff_t>(itemsize(o.type)))
      transpose(k, in_scratch, in_memory, at, rows, width);
    else backend_.copy(in_scratch, o.as, in_memory, o.type, rows, width);
  }
  return block_;
}

// Down a strip of columns every line of a transposed operand lies in a row of its own, which no hardware foresees; and
// the dense operands' rows are short. So while a piece is transposed memory is asked for a later one, in this tile or
// the next, and for what the kernel will read beside this one. Not much later: where rows are a power of two apart the
// lines of a strip share a few sets of the caches, and are driven out again after some hundred (4096 x 4096 float64:
// asked for a whole tile ahead 1.40 of a loop by hand, 128 columns ahead 1.15; float32 1.4 and 0.98).
void frame::transpose(std::size_t k, kernels::strided_rows to, kernels::strided_rows from, extents const& at,
                      index rows, index count) {
  operand const& o = step_.operands[k];
  std::size_t const row_axis = at.size() - 2;
  index const line = rows * static_cast<index>(itemsize(o.type));
  bool const more = at[row_axis] + rows < step_.extent[row_axis];
  for (index done = 0; done < count; done += strip_piece) {
    index const n = std::min(strip_piece, count - done), later = done + asked_ahead;
    kernels::strided_rows const piece{from.at + done * from.element, from.row, from.element};
    if (later < count)
      backend_.expect(from.at + later * from.element, from.element, std::min(strip_piece, count - later), line);
    else if (more && later - count < count)
      backend_.expect(from.at + rows * from.row + (later - count) * from.element, from.element,
                      std::min(strip_piece, 2 * count - later), line);
    for (std::size_t m = step_.outputs; m < step_.operands.size(); ++m) {
      operand const& beside = step_.operands[m];
      index const item = static_cast<index>(itemsize(beside.type));
      if (beside.how == access::dense)
        backend_.expect(address(m, at) + done * item, beside.map.stride[row_axis], rows, n * item);
    }
    backend_.copy({to.at + done * to.element, to.row, to.element}, o.as, piece, o.type, rows, n);
  }
}

void frame::store(kernels::strided_rows to, dtype to_type, kernels::strided_rows from, dtype from_type, index rows,
                  index count) {
  if (step_.stream) backend_.stream(to, to_type, from, from_type, rows, count);
  else backend_.copy(to, to_type, from, from_type, rows, count);
}

void frame::move(extents const& at, std::size_t row_axis, index rows, index count) {
  operand const &out = step_.operands[0], &in = step_.operands[1];
  auto const rows_of = [&](std::size_t k) {
    extents const& stride = step_.operands[k].map.stride;
    return at.empty() ? kernels::strided_rows{address(k, at), 0, 0}
                      : kernels::strided_rows{address(k, at), stride[row_axis], stride[at.size() - 1]};
  };
  store(rows_of(0), out.type, rows_of(1), in.type, rows, count);
}

void frame::leave() {
  for (std::size_t k = 0; k < step_.outputs; ++k) {
    operand const& o = step_.operands[k];
    if (o.how == access::staged)
      store(outputs_[k].memory, o.type, outputs_[k].scratch, o.as, block_.rows, block_.count);
  }
}

void frame::set_row(std::size_t slot, std::byte* data, std::ptrdiff_t row_stride) {
  data_[slot] = data;
  row_stride_[slot] = row_stride;
}

}  // namespace fnp::execute
