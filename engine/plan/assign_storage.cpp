// Temporaries that are never alive together share memory; the peak is known before anything runs.
//
// Steps run one after the other, so a temporary lives from the step that writes it to the last that reads it. Greedy
// fit over these intervals in the order in which they begin, into the largest storage that is free.
#include <algorithm>
#include <functional>
#include <queue>
#include <set>

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
  std::vector<std::pair<std::size_t, std::size_t>> order;  // the step that a temporary begins with, its buffer
  for (std::size_t b = 0; b < p.buffers.size(); ++b)
    if (p.buffers[b].what == role::temporary && p.buffers[b].storage < 0 && alive[b].first < p.steps.size())
      order.push_back({alive[b].first, b});
  std::sort(order.begin(), order.end());
  std::size_t const temporaries = order.size();
  using use = std::pair<std::size_t, std::size_t>;  // the last step that uses a storage, the storage
  std::priority_queue<use, std::vector<use>, std::greater<>> busy;
  std::set<std::pair<index, std::size_t>> unused;  // its bytes, negated: the largest comes first
  for (auto const& [begin, b] : order) {
    for (; !busy.empty() && busy.top().first < begin; busy.pop())
      unused.insert({-p.storage_bytes[busy.top().second], busy.top().second});
    std::size_t to = p.storage_bytes.size();
    if (unused.empty()) {
      p.storage_bytes.push_back(0);
    } else {
      to = unused.begin()->second;
      unused.erase(unused.begin());
    }
    p.buffers[b].storage = static_cast<std::int32_t>(to);
    p.storage_bytes[to] = std::max(p.storage_bytes[to], p.buffers[b].bytes);
    busy.push({alive[b].second, to});
  }
  checked peak = 0;
  for (index const bytes : p.storage_bytes) peak += bytes;
  for (buffer const& b : p.buffers)
    if (b.what == role::result && !d.destinations[b.position].into) peak += b.bytes;
  p.peak_bytes = peak.value;
  p.temporaries = temporaries;
  p.log.push_back("assign_storage: " + std::to_string(temporaries) + " temporaries in " +
                  std::to_string(p.storage_bytes.size()) + " storages, peak " + std::to_string(p.peak_bytes) +
                  " bytes");
}

}  // namespace fnp::plan
