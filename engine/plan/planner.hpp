// Graph -> plan: the list of passes, in order. The first file to read in this folder.
//
// Every pass is a function over the draft; what it changed is one line of the plan's log. Passes choose, legality
// proves: where a question to engine/legality is not answered "legal", the pass takes the safe way and notes it.
#pragma once
#include <span>

#include "engine/plan/draft.hpp"

namespace fnp::plan {

// Both throw over_budget, before anything runs, when temporaries and fresh results exceed options.budget.
void check_budget(plan const&, engine::options const&);
plan make_plan(ir::graph const&, std::span<destination const>, engine::options const&);

}  // namespace fnp::plan
