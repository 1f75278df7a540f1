// What the planner must know of the machine: cache sizes, read once.
#pragma once
#include "fnp/base/checked.hpp"

namespace fnp::plan {

// Estimated nanoseconds of work below which waking a second thread costs more than it gives.
inline constexpr double worth_a_thread = 40e3;

struct machine {
  index first_cache, last_cache;  // bytes
};
machine const& this_machine() noexcept;

}  // namespace fnp::plan
