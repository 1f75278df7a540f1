// Makes a failing program small: whole steps are left out, then choices are lowered, as long as it still fails.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "verify/differential/generated_program.hpp"
#include "verify/differential/tape.hpp"

namespace fnp::differential {

// `fails`: not empty when the program still fails. Gives the choices of the smallest program found.
std::vector<std::uint64_t> shrink(tape const& failing, std::function<std::string(program const&)> const& fails,
                                  int attempts = 2000);

}  // namespace fnp::differential
