// Measures what the planner's estimates and block sizes hang on.
#pragma once
#include <functional>

#include "engine/plan/machine.hpp"

namespace fnp::command {

// Starts from this machine's caches and the common values; takes some five seconds. `tell` is called before each part.
plan::machine measure_machine(std::function<void(std::string_view)> const& tell);

}  // namespace fnp::command
