// One evaluation: a graph with destinations, planned, bound to memory and run.
#pragma once
#include <span>

#include "engine/execute/step_measure.hpp"
#include "engine/plan/planner.hpp"

namespace fnp::engine {

struct evaluation {
  ir::graph graph;
  std::vector<plan::destination> destinations;  // one for each result of the graph

  // Adds the value of a typed program as a result. A kept destination is broadcast to, cast to, and merged under
  // `where`.
  void add(job const&);
  // Adds a value of the graph as a result. Errors: read_only, assign_shape_mismatch.
  void add(ir::value, array_body* into = nullptr, array_body const* where = nullptr);
  // The graph with value-changing identities applied, if the options ask for that. Once, when all has been added.
  void rewrite(options const&);
};

// What one run is bound to: memory of the inputs of a graph, and where its results go.
struct binding {
  std::span<std::byte* const> inputs;
  std::span<plan::destination const> destinations;
  std::vector<execute::step_measure>* measures = nullptr;  // where wanted: time and bytes of each step
};

// Runs a plan of this graph; fresh results are appended to `fresh` in the order of the results without a destination.
// Stopped: error `cancelled`, after all workers came to rest.
void run(ir::graph const&, plan::plan const&, binding, options const&, std::vector<array_handle>& fresh);
// Plans and runs; rewritten before, if the options ask for that.
void run(evaluation const&, options const&, std::vector<array_handle>& fresh);

std::vector<std::byte*> input_memory(ir::graph const&);

}  // namespace fnp::engine
