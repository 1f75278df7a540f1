// What the passes of the planner share while a plan is made: the graph, what was decided per node, the plan so far.
#pragma once
#include <span>
#include <vector>

#include "engine/ir/graph.hpp"
#include "engine/plan/loop_nest.hpp"

namespace fnp::plan {

// Where a result of the graph goes. Empty: a fresh array, dense in the eager layout.
struct destination {
  array_body const* into = nullptr;
};

// How a node gets its value.
enum class placing : std::uint8_t {
  leaf,      // an input or a constant: nothing to compute
  inlined,   // computed where it is used
  stored,    // computed once into a buffer
  aliased,   // a view or reshape of a leaf or stored node: another layout over the same buffer
};

struct node_state {
  placing where = placing::inlined;
  bool needed = false;      // reachable from a result
  // Steps at one depth do not depend on each other. A stored elementwise node shares a step with others of its shape
  // and depth; `outside` is the least depth of a step of another kind that computes the node for itself.
  std::uint32_t depth = 0, outside = 0;
  double cost = 0;          // nanoseconds of computing one element from leaves and stored nodes
};

struct location {           // where a value lies once it is in memory
  std::int32_t buffer = -1;
  strided layout;           // over the node's own shape
};

struct draft {
  ir::graph const& graph;
  std::span<destination const> destinations;
  engine::options options;
  plan out;
  std::vector<node_state> state;      // by node
  std::vector<location> at;           // by value
};

// The passes, in order. Each is one file.
void place(draft&);              // which nodes are stored, which are computed where used
void build_steps(draft&);        // one step for each group of stored nodes
void order_axes(draft&);         // loop order: smallest strides innermost; reductions in NumPy's order
void coalesce(draft&);           // neighbouring axes that every operand walks as one
void guard_overlap(draft&);      // outputs that meet inputs: direction of the walk, or a temporary
void choose_blocks(draft&);      // access of each operand, tiles, parallel axis, streaming stores
void assign_storage(draft&);     // temporaries that are never alive together share memory; peak bytes

}  // namespace fnp::plan
