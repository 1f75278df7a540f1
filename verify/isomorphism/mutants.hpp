// Faults seeded into plans and into their execution, to show that the checker can fail.
//
// Each kind names the claim that should catch it and knows all its sites in a plan. A mutant that no claim catches must
// be *equivalent*, that is no fault at all (two inputs that are one memory, swapped): then it has the eager term in
// every element, and the witness, which is off otherwise, must find the eager bits on all inputs and instruction sets.
// Such mutants are counted apart and listed; if the bits differ, the checker has missed a fault.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "verify/isomorphism/checker.hpp"

namespace fnp::isomorphism {

struct mutant {
  plan::plan plan;
  distortion fault{};
  std::string site;  // "step 1, operand 2"
};

struct fault_kind {
  std::string_view name;
  std::string_view claim;  // that should catch it; where several may, by site, all of them
  std::vector<mutant> (*sites)(subject const&);
};

std::vector<fault_kind> const& fault_kinds();

// May a mutant that no claim catches be called the same plan? Why, or empty.
std::string equivalence(subject const& original, mutant const&);

struct mutation_report {
  struct row {
    std::string_view kind, claim;
    std::uint64_t sites = 0, caught = 0, by_claim = 0, equivalent = 0;
  };
  std::uint64_t programs = 0, false_alarms = 0;
  std::vector<row> rows;
  std::vector<std::string> missed;      // "seed 12: lost_tile at step 0"
  std::vector<std::string> misplaced;    // caught, but by none of the claims that should
  std::vector<std::string> equivalents;  // with the reason
};

struct mutation_options {
  std::uint64_t programs = 200, seed = 1;
  std::uint64_t sites_a_kind = 0;  // 0: every site of every program
  double seconds = 0;              // 0: no limit
};

mutation_report run_mutants(mutation_options const&);
std::string to_text(mutation_report const&);

}  // namespace fnp::isomorphism
