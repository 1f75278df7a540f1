// How do an output and an input of one nest meet?
//
// The value of an assignment is as if all inputs were read before the output is written. Computing in place keeps
// that promise without a temporary when every read comes before the write that would destroy it:
//   disjoint      no common byte: any order
//   same          identical address at every point: any order, provided the output is injective
//   shifted_up    walking backwards reads before it overwrites: x[1:] = x[:-1]
//   shifted_down  walking forwards does: x[:-1] = x[1:]
//   other         anything else, and what stayed undecided or overflowed: read from a copy
// A shift needs equal strides, hence a constant distance  delta = in(x) - out(x), and addresses that grow (or fall)
// in lexicographic order. Let gap be the least growth from a point to any later one. At points x before y a write
// at y spares the read at x when  delta + itemsize_in <= gap, so walking backwards is safe; a write at x spares
// the read at y when  itemsize_out <= gap + delta, so walking forwards is safe. Falling addresses mirror both.
// "Up" and "down" are in the order of the walk, not of the addresses. The promise is for walks in lexicographic order,
// by points or by runs that are staged one after the other; boxes that cut two axes must ask may_tile.
//
// What may be done with a nest follows from how its accesses meet: reorder.hpp and regroup.hpp.
#pragma once
#include <cstdint>

#include "engine/legality/overlap.hpp"
#include "engine/legality/regroup.hpp"
#include "engine/legality/reorder.hpp"

namespace fnp::legality {

enum class relation : std::uint8_t { disjoint, same, shifted_up, shifted_down, other };

// pre: out and in are in one buffer. The verdict, where asked for, is legal unless the relation is `other`.
relation relate_unequal(iteration_space const& space, access_map const& out, access_map const& in, verdict* why,
                        std::int64_t budget);

[[nodiscard]] inline relation relate(iteration_space const& space, access_map const& out, access_map const& in,
                                     verdict* why = nullptr, std::int64_t budget = default_budget) {
  if (same_addresses(space, out, in) && !is_empty(space)) {
    if (why) *why = {answer::legal, "same_address_sequence", {0}};
    return relation::same;
  }
  return relate_unequal(space, out, in, why, budget);
}

}  // namespace fnp::legality
