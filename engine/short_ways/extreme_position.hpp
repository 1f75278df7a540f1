// The way around the planner for the place of an extreme in an array that does not lie in C order.
#pragma once
#include "fnp/engine.hpp"

namespace fnp::engine {

// True: done, into j.into or `fresh`; false: nothing was done, and the planner has to look at it.
bool find_extreme(job const& j, options const& o, array_handle& fresh);

}  // namespace fnp::engine
