// What the planner must know of the machine: cache sizes, read once.
#pragma once
#include "fnp/base/checked.hpp"

namespace fnp::plan {

struct machine {
  index first_cache, last_cache;  // bytes
};
machine const& this_machine() noexcept;

}  // namespace fnp::plan
