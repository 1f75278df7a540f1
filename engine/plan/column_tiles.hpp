// Which maps read their transposed operands in registers instead of staging them.
//
// A transposed operand that is copied to scratch first makes memory wait twice: no result goes past the caches while
// rows are gathered, and common stores between those past the caches hold them up (4096 x 4096, a + b.T: 1.35 of a loop
// by hand in float64, 1.2 in float32). Where all of a step's code runs in chains (execute/chain.hpp) a strip may be a
// tile instead: its registers lie in eight rows, and those of a transposed operand are loaded by columns and transposed
// on the way.
#pragma once
#include "engine/plan/loop_nest.hpp"

namespace fnp::plan {

// Is this operand of a step that no compiled kernel runs read by columns?
inline bool is_read_by_columns(step const& s, operand const& o) noexcept {
  std::size_t const rank = s.extent.size();
  bool const interpreted = !s.compiled && o.how == access::strided && rank > 1;
  return interpreted && o.map.stride[rank - 2] == static_cast<index>(itemsize(o.type));
}

// Has this op steps of chains, in float32 and in float64? (Those of kernels/elementwise/chain_steps.cpp, which stand
// where no plan may look; a test compares the two.)
bool runs_in_chains(ops::op_id) noexcept;

// May all transposed operands of the step be, of which there is one at least? Access is not chosen yet.
bool may_read_columns(step const&, isa level);

}  // namespace fnp::plan
