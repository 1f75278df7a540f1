// A plan for people and for programs: what will run, over which memory, in which order, and why it may.
//
// Every format tells the same facts, which are gathered once (outline.hpp). No address, no time and no name of a
// machine takes part, so one plan always gives the same bytes.
#pragma once
#include "engine/plan/loop_nest.hpp"

namespace fnp::engine {

// pre: the plan was made from this graph.
std::string explain(ir::graph const&, plan::plan const&, format);

}  // namespace fnp::engine
