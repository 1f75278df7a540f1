// The axes of the iteration, and the gathering of what one fill sees.
#include "engine/ufunc/fold_iteration.hpp"

#include "engine/ir/axis_order.hpp"
#include "engine/ufunc/method_loop.hpp"

namespace fnp::ufunc_on {

namespace {

bool shares_elements(strided const& v) {
  for (std::size_t i = 0; i < v.rank(); ++i)
    if (v.stride[i] == 0 && v.extent[i] > 1) return true;
  return false;
}

}  // namespace

fold_iteration::fold_iteration(array_body const& a, std::uint64_t reduced, dtype type, dtype operand,
                               strided const* out, dtype out_type, strided const* mask, std::byte const* mask_data)
    : a_(a), operand_(operand), mask_data_(mask ? mask_data : nullptr), result_strides_(a.layout.rank()) {
  extents const& shape = a.layout.extent;
  std::size_t const rank = shape.size();
  extents const none(rank, 0);
  extents given = none;  // of out, by axis of a
  // A result whose elements share memory has no order of its own.
  if (out && shares_elements(*out)) out = nullptr;
  if (out) {
    bool const kept = out->rank() == rank;
    for (std::size_t i = 0, k = 0; i < rank; ++i) {
      bool const folded = ((reduced >> i) & 1) != 0;
      if (!folded) given[i] = out->stride[k];
      k += kept || !folded;
    }
  }
  extents const strides[] = {given, a.layout.stride, mask ? mask->stride : none};
  extents const order = ir::axis_order(shape, strides);
  index dense = static_cast<index>(itemsize(type));
  for (std::size_t k = rank; k-- > 0;) {
    auto const axis = static_cast<std::size_t>(order[k]);
    if (((reduced >> axis) & 1) != 0 || shape[axis] == 1) continue;
    result_strides_[axis] = dense;
    dense *= std::max<index>(shape[axis], 1);
  }
  std::vector<index> real;  // strides of what the iterator has as its result
  for (index const o : order) {
    auto const axis = static_cast<std::size_t>(o);
    if (shape[axis] == 1) continue;
    walked const w{shape[axis], result_strides_[axis], strides[1][axis], strides[2][axis]};
    index const to = out ? given[axis] : w.result;
    if (!axes_.empty()) {
      walked& last = axes_.back();
      if (last.x == w.x * w.extent && last.mask == w.mask * w.extent && last.result == w.result * w.extent &&
          real.back() == to * w.extent) {
        last = {last.extent * w.extent, w.result, w.x, w.mask};
        real.back() = to;
        continue;
      }
    }
    axes_.push_back(w);
    real.push_back(to);
  }
  extents extent;
  ir::iterated operands[] = {{{}, out && out_type != type, true}, {{}, a.type != operand, false}, {}};
  for (std::size_t i = 0; i < axes_.size(); ++i) {
    extent.push_back(axes_[i].extent);
    operands[0].stride.push_back(real[i]);
    operands[1].stride.push_back(axes_[i].x);
    operands[2].stride.push_back(axes_[i].mask);
  }
  cut_ = ir::cut_iteration(extent, {operands, mask ? 3u : 2u});
}

std::byte const* fold_iteration::gather(std::byte const* from, index walked::*stride, std::size_t axes, index lo,
                                        index n, dtype have, dtype want, std::vector<std::byte>& scratch) {
  std::size_t const rank = axes_.size(), item = itemsize(have);
  // The innermost axes that one stride walks are one row.
  std::size_t single = std::min<std::size_t>(axes, 1);
  index length = single ? axes_.back().extent : 1;
  index const step = single ? axes_.back().*stride : static_cast<index>(item);
  while (single < axes && axes_[rank - 1 - single].*stride == step * length)
    length *= axes_[rank - 1 - single++].extent;
  bool const dense = single == axes && (step == static_cast<index>(item) || n == 1);
  std::byte const* rows = from + lo * step;
  if (!dense) {
    std::vector<std::byte>& to = have == want ? scratch : cast_scratch_;
    if (to.size() < static_cast<std::size_t>(n) * item) to.resize(static_cast<std::size_t>(n) * item);
    auto const copy = kernels::find_copy(item, kernels::best_isa());
    for (index done = 0; done < n;) {
      index const position = lo + done, column = position % length, count = std::min(length - column, n - done);
      index row = position / length;
      std::byte const* at = from + column * step;
      for (std::size_t i = rank - single; i-- > rank - axes; row /= axes_[i].extent)
        at += row % axes_[i].extent * (axes_[i].*stride);
      copy({to.data() + done * static_cast<index>(item), 0, static_cast<index>(item)},
           {const_cast<std::byte*>(at), 0, step}, 1, count);
      done += count;
    }
    rows = to.data();
  }
  if (have == want) return rows;
  if (scratch.size() < static_cast<std::size_t>(n) * itemsize(want))
    scratch.resize(static_cast<std::size_t>(n) * itemsize(want));
  convert_dense(scratch.data(), want, rows, have, n);
  return scratch.data();
}

}  // namespace fnp::ufunc_on
