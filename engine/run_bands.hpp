// Runs a plan that is cut into bands of rows.
#pragma once
#include <span>

#include "engine/evaluation.hpp"
#include "engine/plan/bands.hpp"

namespace fnp::engine {

// `inputs`: the storage of every input of the uncut graph. The result goes into `to`, or a fresh one to `fresh`.
// Stopped: error `cancelled`.
void run_bands(plan::bands const&, std::span<std::byte* const> inputs, plan::destination to, options const&,
               std::vector<array_handle>& fresh);

}  // namespace fnp::engine
