// Blocks of the two innermost axes, walked in the order of the destination.
//
// Where the source is dense along another axis than the destination, that axis becomes the rows of a block: the kernel
// transposes it in registers. Blocks stay small enough for both sides' lines to stay in the first cache.
#include "engine/array/move_elements.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "engine/execute/copy_block.hpp"
#include "engine/plan/machine.hpp"

namespace fnp::views {
namespace {

constexpr index direct_points = 1 << 15, gathered_points = 1024, tile_side = 64;

struct axis {
  index extent, to, from;
};

// Axes of more than one point, by falling stride in the destination; neighbours that both sides walk as one are one.
small_vector<axis> sorted_axes(array_body const& from, array_body const& into) {
  small_vector<axis> axes;
  for (std::size_t i = 0; i < into.layout.rank(); ++i) {
    if (into.layout.extent[i] == 1) continue;
    axes.push_back({into.layout.extent[i], into.layout.stride[i], from.layout.stride[i]});
    for (std::size_t k = axes.size() - 1; k > 0 && std::abs(axes[k - 1].to) < std::abs(axes[k].to); --k)
      std::swap(axes[k - 1], axes[k]);
  }
  for (std::size_t i = axes.size(); i-- > 1;) {
    if (axes[i - 1].to != axes[i].to * axes[i].extent || axes[i - 1].from != axes[i].from * axes[i].extent) continue;
    axes[i].extent *= axes[i - 1].extent;
    axes.erase(i - 1);
  }
  return axes;
}

}  // namespace

void move_elements(array_body const& from, array_body& into) {
  if (into.count == 0) return;
  auto const item = static_cast<index>(itemsize(into.type)), from_item = static_cast<index>(itemsize(from.type));
  small_vector<axis> axes = sorted_axes(from, into);
  while (axes.size() < 2) axes.insert(0, {1, 0, 0});
  std::size_t const inner = axes.size() - 1, outer = inner - 1;
  bool transposed = false;
  if (std::abs(axes[inner].from) != from_item && axes[inner].from != 0)
    for (std::size_t i = 0; i < inner && !transposed; ++i) {
      transposed = std::abs(axes[i].from) == from_item && axes[i].extent > 1;
      if (transposed)
        std::rotate(axes.begin() + i, axes.begin() + i + 1, axes.begin() + static_cast<std::ptrdiff_t>(inner));
    }
  bool const dense = axes[inner].to == item && axes[inner].from == from_item;
  index const points = dense ? direct_points : gathered_points;
  index const columns = std::min(axes[inner].extent, transposed ? tile_side : points);
  index const rows = std::clamp<index>(transposed ? tile_side : points / columns, 1, axes[outer].extent);
  bool const stream = into.count * (item + from_item) > plan::this_machine().stream_from;
  kernels::settled_streams const settled{stream};
  auto const copy = stream ? execute::stream_block : execute::copy_block;
  isa const level = kernels::best_isa();
  extents at(outer);  // of the axes outside of a block
  std::byte *to = into.data, *source = from.data;
  for (;;) {
    for (index r = 0; r < axes[outer].extent; r += rows)
      for (index c = 0; c < axes[inner].extent; c += columns)
        copy(level, {to + r * axes[outer].to + c * axes[inner].to, axes[outer].to, axes[inner].to}, into.type,
             {source + r * axes[outer].from + c * axes[inner].from, axes[outer].from, axes[inner].from}, from.type,
             std::min(rows, axes[outer].extent - r), std::min(columns, axes[inner].extent - c));
    std::size_t i = outer;
    for (; i-- > 0;) {
      bool const carry = ++at[i] == axes[i].extent;
      index const steps = carry ? 1 - axes[i].extent : 1;
      to += axes[i].to * steps;
      source += axes[i].from * steps;
      if (!carry) break;
      at[i] = 0;
    }
    if (i == static_cast<std::size_t>(-1)) break;
  }
}

}  // namespace fnp::views
