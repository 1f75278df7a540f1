// The short way: one compiled region over dense operands of one shape needs no graph and no plan.
#pragma once
#include "fnp/engine.hpp"

namespace fnp::engine {

// True if the job was done; pre: the options are settled. The legality check is the trivial one: all operands are dense
// and of one shape, and the destination is the same address sequence as an operand or shares no byte with it.
bool run_dense(job const&, options const&, array_handle& fresh);

}  // namespace fnp::engine
