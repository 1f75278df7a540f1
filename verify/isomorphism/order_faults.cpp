// Faults of order and memory: directions, staging, steps, storages, copies, races.
#include <algorithm>

#include "verify/isomorphism/fault_sites.hpp"

namespace fnp::isomorphism {
namespace {

using plan::step;

bool writes_result(subject const& s, step const& t) {
  return !t.operands.empty() && s.plan.buffers[t.operands[0].buffer].what == plan::role::result;
}
bool reads_temporary(subject const& s, step const& t) {
  for (std::size_t k = t.outputs; k < t.operands.size(); ++k)
    if (s.plan.buffers[t.operands[k].buffer].what == plan::role::temporary) return true;
  return false;
}

std::vector<mutant> wrong_direction(subject const& s) {
  return at_steps(s, [](step& t) {
    if (!t.serial || is_empty_step(t) || t.what != plan::kind::map) return false;
    bool shifted = false;
    for (std::size_t k = t.outputs; k < t.operands.size(); ++k)
      shifted = shifted || t.operands[k].how == plan::access::staged;
    if (!shifted) return false;
    t.backwards = !t.backwards;
    return true;
  });
}
std::vector<mutant> missing_staging(subject const& s) {
  return at_operands(s, [](step& t, std::size_t k) {
    if (!t.serial || is_empty_step(t) || k < t.outputs || t.extent.empty() ||
        t.operands[k].how != plan::access::staged || t.operands[k].type != t.operands[k].as)
      return false;
    if (t.operands[k].map.stride[t.extent.size() - 1] != static_cast<index>(itemsize(t.operands[k].type))) return false;
    t.operands[k].how = plan::access::dense;
    return true;
  });
}
std::vector<mutant> parallel_shift(subject const& s) {
  return at_steps(s, [](step& t) {
    if (!t.serial || is_empty_step(t)) return false;
    t.serial = false;
    t.parallel_axis = 0;
    return true;
  });
}
std::vector<mutant> racing_tiles(subject const& s) {  // two points of one parallel axis write one element
  return at_axes(s, [](step& t, std::size_t a) {
    if (t.serial || is_empty_step(t) || t.what != plan::kind::map || t.extent[a] < 2 ||
        t.operands[0].map.stride[a] == 0)
      return false;
    t.operands[0].map.stride[a] = 0;
    t.operands[0].how = plan::access::staged;
    return true;
  });
}
std::vector<mutant> dropped_step(subject const& s) {
  std::vector<mutant> r;
  for (std::size_t i = 0; i < s.plan.steps.size(); ++i) {
    if (is_empty_step(s.plan.steps[i])) continue;
    mutant m{s.plan, {}, "step " + std::to_string(i)};
    m.plan.steps.erase(m.plan.steps.begin() + static_cast<std::ptrdiff_t>(i));
    r.push_back(std::move(m));
  }
  return r;
}
std::vector<mutant> missing_copy_back(subject const& s) {
  std::vector<mutant> r;
  for (std::size_t i = 0; i < s.plan.steps.size(); ++i) {
    step const& t = s.plan.steps[i];
    if (is_empty_step(t) || !writes_result(s, t) || !reads_temporary(s, t) || t.operands.size() != 2 ||
        t.what != plan::kind::map)
      continue;
    mutant m{s.plan, {}, "step " + std::to_string(i)};
    m.plan.steps.erase(m.plan.steps.begin() + static_cast<std::ptrdiff_t>(i));
    r.push_back(std::move(m));
  }
  return r;
}
// A step that reads what an earlier one writes goes first.
std::vector<mutant> swapped_steps(subject const& s) {
  std::vector<mutant> r;
  auto const& steps = s.plan.steps;
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
    if (is_empty_step(steps[i]) || is_empty_step(steps[i + 1])) continue;
    bool depends = false;
    for (std::size_t o = 0; o < steps[i].outputs; ++o)
      for (std::size_t k = steps[i + 1].outputs; k < steps[i + 1].operands.size(); ++k)
        depends = depends || steps[i].operands[o].buffer == steps[i + 1].operands[k].buffer;
    if (!depends) continue;
    mutant m{s.plan, {}, "steps " + std::to_string(i) + " and " + std::to_string(i + 1)};
    std::swap(m.plan.steps[i], m.plan.steps[i + 1]);
    r.push_back(std::move(m));
  }
  return r;
}
std::vector<mutant> copy_before_compute(subject const& s) {
  std::vector<mutant> r;
  for (std::size_t i = 1; i < s.plan.steps.size(); ++i) {
    step const& t = s.plan.steps[i];
    if (is_empty_step(t) || t.what != plan::kind::map || !writes_result(s, t) || !reads_temporary(s, t)) continue;
    mutant m{s.plan, {}, "step " + std::to_string(i)};
    std::rotate(m.plan.steps.begin(), m.plan.steps.begin() + static_cast<std::ptrdiff_t>(i),
                m.plan.steps.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    r.push_back(std::move(m));
  }
  return r;
}
std::vector<mutant> shared_storage(subject const& s) {
  std::vector<mutant> r;
  std::size_t const n = s.plan.buffers.size();
  for (std::size_t a = 0; a < n; ++a)
    for (std::size_t b = a + 1; b < n; ++b) {
      plan::buffer const &x = s.plan.buffers[a], &y = s.plan.buffers[b];
      if (x.what != plan::role::temporary || y.what != plan::role::temporary || x.storage < 0 || y.storage < 0 ||
          x.storage == y.storage || x.bytes == 0 || y.bytes == 0)
        continue;
      bool together = false;  // alive in one step, or one across the other
      std::size_t first[2] = {SIZE_MAX, SIZE_MAX}, last[2] = {0, 0};
      for (std::size_t i = 0; i < s.plan.steps.size(); ++i)
        for (plan::operand const& o : s.plan.steps[i].operands)
          for (std::size_t k = 0; k < 2; ++k)
            if (o.buffer == (k ? b : a)) first[k] = std::min(first[k], i), last[k] = std::max(last[k], i);
      together = first[0] != SIZE_MAX && first[1] != SIZE_MAX && first[0] <= last[1] && first[1] <= last[0];
      if (!together) continue;
      mutant m{s.plan, {}, "buffers " + std::to_string(a) + " and " + std::to_string(b)};
      m.plan.buffers[b].storage = x.storage;
      auto const at = static_cast<std::size_t>(x.storage);
      m.plan.storage_bytes[at] = std::max(m.plan.storage_bytes[at], y.bytes);
      r.push_back(std::move(m));
    }
  return r;
}
std::vector<mutant> small_storage(subject const& s) {
  std::vector<mutant> r;
  for (std::size_t k = 0; k < s.plan.storage_bytes.size(); ++k) {
    if (s.plan.storage_bytes[k] == 0) continue;
    mutant m{s.plan, {}, "storage " + std::to_string(k)};
    --m.plan.storage_bytes[k];
    r.push_back(std::move(m));
  }
  return r;
}
// The temporary of a destination that meets an input is left out: the result goes straight to its place.
std::vector<mutant> lost_temporary(subject const& s) {
  std::vector<mutant> r;
  for (std::size_t i = 0; i < s.plan.steps.size(); ++i) {
    step const& t = s.plan.steps[i];
    bool const copy = t.what == plan::kind::map && t.operands.size() == 2 && t.code.size() == 1 &&
                      t.code[0].op == ir::op_cast && writes_result(s, t) && reads_temporary(s, t);
    bool const atomic =
        !t.notes.empty() && std::string_view(t.notes[0].answer.theorem) == "atomic_destination";  // another promise
    if (is_empty_step(t) || !copy || atomic) continue;
    for (std::size_t j = 0; j < i; ++j)
      for (std::size_t k = 0; k < s.plan.steps[j].outputs; ++k) {
        if (s.plan.steps[j].operands[k].buffer != t.operands[1].buffer) continue;
        mutant m{s.plan, {}, "step " + std::to_string(j) + ", output " + std::to_string(k)};
        if (s.plan.steps[j].extent.size() != t.extent.size() || !(s.plan.steps[j].extent == t.extent)) continue;
        m.plan.steps[j].operands[k].buffer = t.operands[0].buffer;
        m.plan.steps[j].operands[k].map = t.operands[0].map;
        m.plan.steps[j].operands[k].how = plan::access::staged;
        m.plan.steps.erase(m.plan.steps.begin() + static_cast<std::ptrdiff_t>(i));
        r.push_back(std::move(m));
      }
  }
  return r;
}

}  // namespace

std::vector<fault_kind> order_faults() {
  return {{"wrong_direction", "overlap", wrong_direction},
          {"missing_staging", "overlap", missing_staging},
          {"parallel_shift", "overlap", parallel_shift},
          {"racing_tiles", "overlap", racing_tiles},
          {"dropped_step", "terms coverage", dropped_step},
          {"missing_copy_back", "coverage", missing_copy_back},
          {"swapped_steps", "terms coverage", swapped_steps},
          {"copy_before_compute", "terms", copy_before_compute},
          {"shared_storage", "overlap", shared_storage},
          {"small_storage", "bounds", small_storage},
          {"lost_temporary", "overlap terms bounds", lost_temporary}};
}

}  // namespace fnp::isomorphism
