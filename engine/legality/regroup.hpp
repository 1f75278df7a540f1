// Which loops may be cut, joined or shared? These keep the order of the points or the meaning of each point.
//
//   coalesce  Two neighbouring axes are one when, for every operand,  stride_outer = stride_inner * extent_inner;
//             the walk visits the same points in the same order. With an axis of one point nothing is asked.
//             Otherwise the condition is also necessary: an affine map has one stride.
//   split     One axis as tiles of `tile` points and a remainder visits the same points in the same order.
//   fuse      A consumer joins its producer's nest when it reads, at each point, the element written at that point,
//             and no later point overwrites it: same space, same address sequence, injective writes.
#pragma once
#include <cstdint>
#include <span>

#include "engine/legality/access_map.hpp"
#include "engine/legality/diophantine.hpp"
#include "engine/legality/verdict.hpp"

namespace fnp::legality {

// May the axes outer_axis and outer_axis + 1 become one?
verdict may_coalesce(iteration_space const& space, std::span<access_map const> maps, std::size_t outer_axis);

verdict may_split(iteration_space const& space, std::size_t axis, index tile);

verdict may_fuse(iteration_space const& producer, access_map const& out, iteration_space const& consumer,
                 access_map const& in, std::int64_t budget = default_budget);

}  // namespace fnp::legality
