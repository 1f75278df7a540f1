// Identities that change values within stated bounds: graph in, graph out. Only where options::rewrite asks for them.
//
// The graph that comes out is an ordinary program: it is planned, proved and run as if it had been written so, and the
// list of what was done to the one written down travels with it (graph::rewrites).
#pragma once
#include "engine/ir/graph.hpp"

namespace fnp::transform {

ir::graph rewritten(ir::graph const&);

}  // namespace fnp::transform
