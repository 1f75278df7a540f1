// The shortest way around graph and plan: one reduction of all elements of small dense operands into a fresh single
// value.
#pragma once
#include "fnp/engine.hpp"

namespace fnp::engine {

// True: done, into `fresh`; false: nothing was done. pre: the thread's options are plain (thread_state::plain).
bool fold_to_one(program const&, leaf const* leaves, isa level, array_handle& fresh);

}  // namespace fnp::engine
