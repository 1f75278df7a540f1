// The options of this thread without a copy.
#pragma once
#include "fnp/engine.hpp"

namespace fnp::engine {

options const& cached_defaults();

// With the instruction set that this machine and build have at most; watched evaluations on scalar reference kernels.
options settle(options) noexcept;

}  // namespace fnp::engine
