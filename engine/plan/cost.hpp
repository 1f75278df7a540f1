// How long a step should take: the roofline, bytes against operations.
//
// time(step) = start + max(bytes x time a byte, points x time of the code) + staging. Bytes count each operand once;
// where they lie is told by their number against the caches. (Williams, Waterman, Patterson, "Roofline", CACM 52(4),
// 2009, doi:10.1145/1498765.1498785.) It decides whether threads pay and what is computed twice rather than stored.
#pragma once
#include "engine/plan/loop_nest.hpp"

namespace fnp::plan {

// A user's kernel is code that nobody has measured: as dear as a function of mathematics.
inline constexpr double user_kernel_time = 0.6, cast_time = 0.03;  // nanoseconds an element
inline constexpr double step_start = 100;                          // nanoseconds before the first block

struct estimate {
  index bytes = 0;                     // touched, each operand once
  double moving = 0, computing = 0, staging = 0;  // nanoseconds of one thread
  double total() const noexcept { return step_start + (moving > computing ? moving : computing) + staging; }
};

// pre: choose_blocks has been at it, so that it is known which operands are staged.
estimate estimate_step(step const&, machine const&);
// The same with `threads` at work (caches and cores add up, memory hardly does).
double parallel_time(estimate const&, machine const&, int threads);

// A sweep over so many bytes, by the cache that holds them.
double moving_time(index bytes, machine const&);

index bytes_touched(operand const&);
index bytes_touched(step const&);
// All that memory must bring for them: a strided element's neighbours in its cache line come along.
index bytes_fetched(step const&);

}  // namespace fnp::plan
