// A node of a dynamic expression: how its value joins a graph, and what is known of it beforehand.
//
// Nodes are immutable and shared, so expressions may be copied, kept and evaluated from several threads. Dtype and
// shape are inferred once, when the node is made, by adding it to a graph whose inputs only stand for its operands.
#pragma once
#include <functional>
#include <span>
#include <vector>

#include "engine/ir/graph.hpp"
#include "fnp/deferred.hpp"

namespace fnp::engine {

struct deferred_node : counted {
  using recipe = std::function<ir::value(ir::graph&, std::span<ir::value const> operands)>;

  deferred_node(std::vector<deferred_handle> operands, recipe build);
  deferred_node(deferred_node const&) = delete;
  deferred_node& operator=(deferred_node const&) = delete;

  std::vector<deferred_handle> operands;
  recipe build;
  array_handle array;  // of a leaf
  dtype type = dtype::f8;
  extents shape, stride;
};

// The values of these expressions in one graph; what they share is added once.
std::vector<ir::value> lower(ir::graph&, std::span<deferred_handle const>);

// The operands of an op as its builder takes them: numbers become constants of their kind's dtype, the others are the
// next of `made`.
class call_operands {
 public:
  call_operands(ir::graph&, std::span<dynamic_operand const>, std::span<ir::value const> made);
  std::span<ir::value const> values() const noexcept { return {values_.data(), values_.size()}; }
  std::span<weak const> kinds() const noexcept { return {kinds_.data(), kinds_.size()}; }

 private:
  small_vector<ir::value> values_;
  small_vector<weak> kinds_;
};

}  // namespace fnp::engine
