// The elements of a layout in C order, as rows along the last axis.
#pragma once
#include "fnp/base/strided.hpp"

namespace fnp::lookup {

// Calls row(first, offset, stride, count): `first` counts elements in C order, `offset` is the row's place in bytes.
// Neighbouring axes that continue each other are walked as one.
template <class Row> void for_each_c_row(extents const& shape, extents const& stride, Row&& row) {
  struct axis {
    index extent, stride;
  };
  for (index const e : shape)
    if (e == 0) return;
  small_vector<axis> axes;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 1) continue;
    if (!axes.empty() && axes.back().stride == stride[i] * shape[i])
      axes.back() = {axes.back().extent * shape[i], stride[i]};
    else
      axes.push_back({shape[i], stride[i]});
  }
  axis const inner = axes.empty() ? axis{1, 0} : axes.back();
  if (!axes.empty()) axes.pop_back();
  extents counter(axes.size());
  index first = 0, offset = 0;
  for (;;) {
    row(first, offset, inner.stride, inner.extent);
    first += inner.extent;
    std::size_t i = axes.size();
    for (;;) {
      if (i-- == 0) return;
      offset += axes[i].stride;
      if (++counter[i] < axes[i].extent) break;
      offset -= axes[i].stride * axes[i].extent;
      counter[i] = 0;
    }
  }
}

}  // namespace fnp::lookup
