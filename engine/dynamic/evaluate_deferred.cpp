// Dynamic expressions become one evaluation: lowered, planned, run.
#include <map>

#include "engine/dynamic/deferred_node.hpp"
#include "engine/evaluation.hpp"
#include "engine/explain/explain.hpp"
#include "engine/settings.hpp"

namespace fnp::engine {

void evaluate(sequence<deferred_handle const> nodes, array_handle* results, array_body* const* into) {
  evaluation e;
  std::vector<ir::value> const values = lower(e.graph, nodes);
  // An array is its own value. Equal expressions are one value, yet each is handed an array of its own.
  std::map<ir::value, std::size_t> first;
  std::vector<std::size_t> owner(nodes.size());
  for (std::size_t k = 0; k < nodes.size(); ++k) {
    owner[k] = k;
    array_body* const target = into ? into[k] : nullptr;
    if (target) {
      if (!can_cast(e.graph.type(values[k]), target->type, casting::same_kind))
        fail_cast(e.graph.type(values[k]), target->type, "same_kind", "assignment");
      e.add(values[k], target);
    } else if (nodes[k]->array) {
      results[k] = nodes[k]->array;
    } else {
      owner[k] = first.emplace(values[k], k).first->second;
      if (owner[k] == k) e.add(values[k]);
    }
  }
  if (e.graph.results.empty()) return;
  std::vector<array_handle> fresh;
  run(e, defaults(), fresh);
  std::size_t next = 0;
  for (std::size_t k = 0; k < nodes.size(); ++k) {
    if ((into && into[k]) || nodes[k]->array) continue;
    if (owner[k] == k) {
      results[k] = std::move(fresh[next++]);
    } else {
      array_body const& twin = *results[owner[k]];
      results[k] = make_array_like(twin.type, twin.layout.extent, twin.layout.stride);
      views::copy_into(twin, *results[k]);
    }
  }
}

std::string explain(deferred_handle const& n, format as) {
  evaluation e;
  e.add(lower(e.graph, {&n, 1}).front());
  return explain(e.graph, plan::make_plan(e.graph, e.destinations, settle(defaults())), as);
}

}  // namespace fnp::engine
