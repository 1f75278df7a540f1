// Elements, or their positions, brought to both sides of given places of a run's order.
//
// Numbers are selected as integers of the same order, positions as words of key and position. A word holds as many
// leading bits of the key as fit: elements that agree in them are told apart only where they meet a place, and then all
// are sorted.
#pragma once
#include <span>

#include "fnp/base/block.hpp"
#include "fnp/base/checked.hpp"
#include "fnp/base/dtype.hpp"

namespace fnp::sorting {

// x[0 .. n) becomes from[0 .. n), partitioned at places (ascending, at least one, below n): the element there is the
// one of the sorted run, none greater before it and none smaller behind it. Dense; `from` is x or lies elsewhere.
void select_run(dtype, std::byte* x, std::byte const* from, index n, isa level, std::span<index const> places);

// to[0 .. n): the positions 0 .. n - 1 of dense elements, partitioned likewise.
void select_positions(dtype, index* to, std::byte const* x, index n, isa level, std::span<index const> places);

}  // namespace fnp::sorting
