// The eager evaluation: a graph node by node into whole arrays, with scalar reference kernels. What plans are compared
// with.
//
// It shares no walk with engine/execute and knows no plan. Every value is a row of elements in C order; the strides
// that NumPy's eager result would have are read from the graph and matter to the order of additions alone. Opaque
// ops (matrix products) are their kernel by definition: both sides call it.
#pragma once
#include <span>
#include <vector>

#include "engine/ir/graph.hpp"

namespace fnp::isomorphism {

struct whole {                     // one value
  dtype type = dtype::f8;
  extents shape;
  std::vector<std::byte> elements;  // in C order
};

// The elements of a layout over `memory`, in C order.
std::vector<std::byte> gather(std::byte const* memory, strided const&, std::size_t itemsize);
void scatter(std::byte* memory, strided const&, std::size_t itemsize, std::vector<std::byte> const& elements);

// Which nodes the results depend on. The planner finds them for itself: what it is compared with must not trust it.
std::vector<bool> needed_nodes(ir::graph const&);

// The graph's results. pre: its inputs have memory. Nothing is written to memory of the graph.
std::vector<whole> evaluate_eagerly(ir::graph const&);

// A reduction of `from` by node n of the graph.
whole fold_eagerly(ir::graph const&, ir::node const& n, whole const& from);

}  // namespace fnp::isomorphism
