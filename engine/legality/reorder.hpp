// In which orders may a nest be walked?
//
// The nest walks its space in lexicographic order; at each point it reads its inputs, then writes its outputs. Two
// accesses to a common byte, at least one of them a write, at different points x before y are a dependence, and an
// order is legal when it keeps x before y for every dependence. Each question below names the direction vectors
// (direction.hpp) whose presence would break it, after Allen and Kennedy 1987 (doi:10.1145/29873.29875):
//   permute       x before y in the old order and after it in the new one
//   reverse       equal on all outer axes, less on this one: the dependence is carried by the axis
//   run_parallel  different on this axis, whatever the others say: slabs of the axis run in any order, unlocked
//   vectorize     the innermost axis in strips, each read before it is written: a write may not reach a read, nor
//                 another write, less than `width` points later. An anti-dependence is no obstacle: this is also
//                 the question whether blocks of `width` points may be staged one after the other.
//   tile          boxes of points in lexicographic order, each box read before it is written: as vectorize, on all
//                 axes. A dependence that goes forth on one axis and back on another, as in x[1:, :-1] = x[:-1, 1:],
//                 may enter a box that has been walked. Distances and the position of the boxes are not looked at:
//                 legal holds for every position, illegal may be too strict for distances beyond the tile.
// A nest that a shift obliges to walk backwards is asked about with its maps reversed (`walked_backwards`).
#pragma once
#include <cstdint>
#include <span>

#include "engine/legality/access_map.hpp"
#include "engine/legality/diophantine.hpp"
#include "engine/legality/verdict.hpp"

namespace fnp::legality {

// order[i]: which old axis becomes axis i.
verdict may_permute(iteration_space const& space, std::span<operand const> outs, std::span<operand const> ins,
                    std::span<std::size_t const> order, std::int64_t budget = default_budget);

verdict may_interchange(iteration_space const& space, std::span<operand const> outs, std::span<operand const> ins,
                        std::size_t axis_a, std::size_t axis_b, std::int64_t budget = default_budget);

verdict may_reverse(iteration_space const& space, std::span<operand const> outs, std::span<operand const> ins,
                    std::size_t axis, std::int64_t budget = default_budget);

verdict may_run_parallel(iteration_space const& space, std::span<operand const> outs, std::span<operand const> ins,
                         std::size_t axis, std::int64_t budget = default_budget);

verdict may_vectorize(iteration_space const& space, std::span<operand const> outs, std::span<operand const> ins,
                      std::size_t axis, index width, std::int64_t budget = default_budget);

// tile[i]: points of a box on axis i; one that reaches the extent does not cut its axis.
verdict may_tile(iteration_space const& space, std::span<operand const> outs, std::span<operand const> ins,
                 extents const& tile, std::int64_t budget = default_budget);

// The map that sees the points in reverse order. pre: the addresses fit (within_bounds).
access_map walked_backwards(iteration_space const& space, access_map map);

}  // namespace fnp::legality
