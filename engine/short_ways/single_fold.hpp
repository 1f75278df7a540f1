// The shortest way around graph and plan: one reduction of all elements of small dense operands into a fresh single
// value.
#pragma once
#include "fnp/engine.hpp"

namespace fnp::engine {

// The fresh value, for the caller to adopt; null: nothing was done. pre: the thread's options are plain
// (thread_state::plain).
array_body* fold_to_one(program const&, leaf const* leaves, isa level);

}  // namespace fnp::engine
