// What a run of one step took.
#pragma once
#include "fnp/base/checked.hpp"

namespace fnp::execute {

struct step_measure {
  double time = 0;  // nanoseconds from the first block to the last, all threads at work
  index bytes = 0;  // that kernels and staging copies were given
};

}  // namespace fnp::execute
