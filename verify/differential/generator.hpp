// Random programs over the whole table of ops, all dtypes, views, reductions, and destinations that meet their inputs.
#pragma once
#include "verify/differential/generated_program.hpp"
#include "verify/differential/tape.hpp"

namespace fnp::differential {

// Deterministic: the same choices give the same program on every platform.
program make_program(tape&);

}  // namespace fnp::differential
