// Elements, or their positions, brought to both sides of given places of a run's order.
//
// R. W. Floyd, R. L. Rivest, "Expected time bounds for selection", CACM 18 (1975), doi:10.1145/360680.360691: two fences out
// of a sample stand so close around the places that little is left between them, and so far that the places seldom lie
// outside. One pass splits a run in three there; of the three parts those are looked at again that hold a place.
#pragma once
#include <span>

#include "fnp/base/block.hpp"
#include "fnp/base/checked.hpp"
#include "fnp/base/dtype.hpp"

namespace fnp::sorting {

// x[0 .. n) becomes from[0 .. n), partitioned at places (ascending, at least one, below n): the element there is the one of the
// sorted run, none greater before it and none smaller behind it. Dense; `from` is x or lies elsewhere.
void select_run(dtype, std::byte* x, std::byte const* from, index n, isa level, std::span<index const> places);

// to[0 .. n): the positions 0 .. n - 1 of dense elements, partitioned likewise.
void select_positions(dtype, index* to, std::byte const* x, index n, isa level, std::span<index const> places);

}  // namespace fnp::sorting
