// What follows from a node's op, loop, operands and attributes: its dtypes, shape and eager layout.
//
// The one place where shapes and layouts are derived: builders, the reader of text and the passes of the planner all
// come through graph::add, which calls it. Inputs, constants, casts, views and reshapes state their dtype or shape.
#pragma once
#include "engine/ir/graph.hpp"

namespace fnp::ir {

// Throws NumPy's error where operands do not fit, bad_argument where the node is malformed.
void infer(graph const&, node&);

}  // namespace fnp::ir
