// A plan for people and for programs: what will run, over which memory, in which order, and why it may.
//
// Every format tells the same facts, which are gathered once (outline.hpp). Unless measures are given, no address, no
// time and no name of a machine takes part, so one plan always gives the same bytes.
#pragma once
#include "engine/evaluation.hpp"

namespace fnp::engine {

using measures = std::vector<execute::step_measure>;

// pre: the plan was made from this graph; measures, if given, are one for each of its steps. With them every format
// adds what was predicted and what was measured.
std::string explain(ir::graph const&, plan::plan const&, format, measures const* = nullptr);

// Runs the plan a few times and takes each step's shortest time.
measures measure(ir::graph const&, plan::plan const&, binding, options const&);

}  // namespace fnp::engine
