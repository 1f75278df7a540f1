// The way around graph and plan for formulas of single values: means, variances, norms.
#pragma once
#include "fnp/engine.hpp"

namespace fnp::engine {

// True: done, into j.into or `fresh`; false: nothing was done, and the planner has to look at it.
bool run_formula(job const& j, options const& o, array_handle& fresh);

}  // namespace fnp::engine
