// Finding the sites of a fault: a copy of the plan for each place where it applies.
#pragma once
#include <string>
#include <vector>

#include "verify/isomorphism/mutants.hpp"

namespace fnp::isomorphism {

// `change(step)` false: the fault does not apply there.
template <class Change>
std::vector<mutant> at_steps(subject const& s, Change change) {
  std::vector<mutant> r;
  for (std::size_t i = 0; i < s.plan.steps.size(); ++i) {
    mutant m{s.plan, {}, "step " + std::to_string(i)};
    if (change(m.plan.steps[i])) r.push_back(std::move(m));
  }
  return r;
}

// `change(step, operand)`.
template <class Change>
std::vector<mutant> at_operands(subject const& s, Change change) {
  std::vector<mutant> r;
  for (std::size_t i = 0; i < s.plan.steps.size(); ++i)
    for (std::size_t k = 0; k < s.plan.steps[i].operands.size(); ++k) {
      mutant m{s.plan, {}, "step " + std::to_string(i) + ", operand " + std::to_string(k)};
      if (change(m.plan.steps[i], k)) r.push_back(std::move(m));
    }
  return r;
}

// `change(step, axis)`.
template <class Change>
std::vector<mutant> at_axes(subject const& s, Change change) {
  std::vector<mutant> r;
  for (std::size_t i = 0; i < s.plan.steps.size(); ++i)
    for (std::size_t a = 0; a < s.plan.steps[i].extent.size(); ++a) {
      mutant m{s.plan, {}, "step " + std::to_string(i) + ", axis " + std::to_string(a)};
      if (change(m.plan.steps[i], a)) r.push_back(std::move(m));
    }
  return r;
}

// `change(step, instruction)`.
template <class Change>
std::vector<mutant> at_instructions(subject const& s, Change change) {
  std::vector<mutant> r;
  for (std::size_t i = 0; i < s.plan.steps.size(); ++i)
    for (std::size_t k = 0; k < s.plan.steps[i].code.size(); ++k) {
      mutant m{s.plan, {}, "step " + std::to_string(i) + ", instruction " + std::to_string(k)};
      if (change(m.plan.steps[i], k)) r.push_back(std::move(m));
    }
  return r;
}

inline bool is_empty_step(plan::step const& s) {
  for (index const e : s.extent)
    if (e == 0) return true;
  return false;
}

// The kinds, by what they break.
std::vector<fault_kind> layout_faults();
std::vector<fault_kind> code_faults();
std::vector<fault_kind> fold_faults();
std::vector<fault_kind> order_faults();

}  // namespace fnp::isomorphism
