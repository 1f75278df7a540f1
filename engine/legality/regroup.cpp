// Coalescing, splitting and fusing.
#include "engine/legality/regroup.hpp"

#include "engine/legality/overlap.hpp"

namespace fnp::legality {
namespace {

verdict out_of_range(std::size_t axis, iteration_space const& space) {
  return {answer::illegal, "axis_out_of_range", {static_cast<index>(axis), static_cast<index>(space.size())}};
}

}  // namespace

verdict may_coalesce(iteration_space const& space, std::span<access_map const> maps, std::size_t outer_axis) {
  std::size_t const inner_axis = outer_axis + 1;
  if (inner_axis >= space.size()) return out_of_range(inner_axis, space);
  if (is_empty(space)) return {answer::legal, "empty_space", {}};
  for (std::size_t const axis : {outer_axis, inner_axis})
    if (space[axis] == 1) return {answer::legal, "unit_axis", {static_cast<index>(axis)}};
  for (std::size_t i = 0; i < maps.size(); ++i) {
    index const outer = maps[i].stride[outer_axis], inner = maps[i].stride[inner_axis];
    checked const row = checked(inner) * space[inner_axis];
    if (!row.ok) return {answer::overflow, "address_overflow", {}};
    if (row.value != outer)
      return {answer::illegal, "not_dense", {static_cast<index>(i), outer, inner, space[inner_axis]}};
  }
  return {answer::legal, "dense_pair", {static_cast<index>(outer_axis)}};
}

verdict may_split(iteration_space const& space, std::size_t axis, index tile) {
  if (axis >= space.size()) return out_of_range(axis, space);
  if (tile < 1) return {answer::illegal, "tile_not_positive", {tile}};
  return {answer::legal, "order_preserved", {space[axis] / tile, space[axis] % tile}};
}

verdict may_fuse(iteration_space const& producer, access_map const& out, iteration_space const& consumer,
                 access_map const& in, std::int64_t budget) {
  if (!(producer == consumer)) return {answer::illegal, "different_space", {}};
  if (is_empty(producer)) return {answer::legal, "empty_space", {}};
  if (!same_addresses(producer, out, in)) {
    checked const apart = checked(in.offset) - out.offset;
    return {answer::illegal, "different_address", {apart.value}};
  }
  verdict const written_once = injective(producer, out, budget);
  if (!written_once) return written_once;
  return {answer::legal, "same_address_sequence", {0}};
}

}  // namespace fnp::legality
