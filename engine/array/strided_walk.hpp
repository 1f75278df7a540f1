// Walks several layouts of one shape together, run by run: the loops of copies, casts and comparisons outside plans.
#pragma once
#include <array>
#include <cstddef>

#include "fnp/base/strided.hpp"

namespace fnp {

// Calls run(pointers, strides, count) for runs along one axis, in an order that suits operand 0. Elements are visited
// in no promised order. pre: all layouts have the extents of `shape`.
template <std::size_t N, class Run>
void walk(extents const& shape, std::array<std::byte*, N> at, std::array<extents const*, N> strides, Run&& run) {
  struct axis {
    index extent;
    std::array<index, N> stride;
  };
  small_vector<axis> axes;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 0) return;
    if (shape[i] == 1) continue;
    axis a{shape[i], {}};
    for (std::size_t k = 0; k < N; ++k) a.stride[k] = (*strides[k])[i];
    axes.push_back(a);
  }
  auto const reach = [](axis const& a) { return a.stride[0] < 0 ? -a.stride[0] : a.stride[0]; };
  for (std::size_t i = 1; i < axes.size(); ++i)
    for (std::size_t j = i; j > 0 && reach(axes[j - 1]) < reach(axes[j]); --j) std::swap(axes[j - 1], axes[j]);
  // Neighbours that are dense in every operand are one axis.
  for (std::size_t i = axes.size(); i-- > 1;) {
    bool dense = true;
    for (std::size_t k = 0; k < N; ++k) dense &= axes[i - 1].stride[k] == axes[i].stride[k] * axes[i].extent;
    if (!dense) continue;
    axes[i].extent *= axes[i - 1].extent;
    axes.erase(i - 1);
  }
  axis const inner = axes.empty() ? axis{1, {}} : axes.back();
  if (!axes.empty()) axes.pop_back();
  extents counter(axes.size());
  for (;;) {
    run(at, inner.stride, inner.extent);
    std::size_t i = axes.size();
    for (;;) {
      if (i-- == 0) return;
      bool const carry = ++counter[i] == axes[i].extent;
      index const steps = carry ? 1 - axes[i].extent : 1;
      for (std::size_t k = 0; k < N; ++k) at[k] += axes[i].stride[k] * steps;
      if (!carry) break;
      counter[i] = 0;
    }
  }
}

}  // namespace fnp
