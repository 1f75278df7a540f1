// The options of this thread without a copy.
#pragma once
#include "fnp/engine.hpp"

namespace fnp::engine {

options const& cached_defaults();

// With the instruction set that this machine and build have at most.
options settle(options) noexcept;

}  // namespace fnp::engine
