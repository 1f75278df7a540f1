// Temporaries that are never alive together share memory; the peak is known before anything runs.
//
// Steps run one after the other, so a temporary lives from the step that writes it to the last that reads it. Greedy
// first fit over these intervals, largest gap first: plans have few temporaries.
#include <algorithm>

#include "engine/plan/draft.hpp"

namespace fnp::plan {

void assign_storage(draft& d) {
  plan& p = d.out;
  std::vector<std::pair<std::size_t, std::size_t>> alive(p.buffers.size(), {p.steps.size(), 0});
  for (std::size_t i = 0; i < p.steps.size(); ++i)
    for (operand const& o : p.steps[i].operands) {
      alive[o.buffer].first = std::min(alive[o.buffer].first, i);
      alive[o.buffer].second = std::max(alive[o.buffer].second, i);
    }
  std::vector<std::size_t> free_after;  // by storage: the last step that uses it
  std::size_t temporaries = 0;
  for (std::size_t i = 0; i < p.steps.size(); ++i)
    for (std::size_t b = 0; b < p.buffers.size(); ++b) {
      buffer& t = p.buffers[b];
      if (t.what != role::temporary || alive[b].first != i || t.storage >= 0) continue;
      ++temporaries;
      std::size_t best = p.storage_bytes.size();
      for (std::size_t s = 0; s < p.storage_bytes.size(); ++s)
        if (free_after[s] < i && (best == p.storage_bytes.size() || p.storage_bytes[s] > p.storage_bytes[best])) best = s;
      if (best == p.storage_bytes.size()) {
        p.storage_bytes.push_back(0);
        free_after.push_back(0);
      }
      t.storage = static_cast<std::int32_t>(best);
      p.storage_bytes[best] = std::max(p.storage_bytes[best], t.bytes);
      free_after[best] = alive[b].second;
    }
  checked peak = 0;
  for (index const bytes : p.storage_bytes) peak += bytes;
  for (buffer const& b : p.buffers)
    if (b.what == role::result && !d.destinations[b.position].into) peak += b.bytes;
  p.peak_bytes = peak.value;
  p.temporaries = temporaries;
  p.log.push_back("assign_storage: " + std::to_string(temporaries) + " temporaries in " + std::to_string(p.storage_bytes.size()) +
                  " storages, peak " + std::to_string(p.peak_bytes) + " bytes");
}

}  // namespace fnp::plan
