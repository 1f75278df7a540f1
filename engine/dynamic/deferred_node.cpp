// Making and lowering nodes of dynamic expressions, however deep.
#include "engine/dynamic/deferred_node.hpp"

#include <unordered_map>

namespace fnp::engine {
namespace {

// An input that has a layout and no memory: enough for inference.
ir::value stand_in(ir::graph& g, deferred_node const& n) {
  ir::input in{n.type, {n.shape, n.stride, 0}, nullptr, 0, {}, {}};
  g.inputs.push_back(std::move(in));
  ir::node made;
  made.op = ir::op_input;
  made.attributes = {{"input", {static_cast<index>(g.inputs.size() - 1)}, {}}};
  return g.add(std::move(made));
}

}  // namespace

deferred_node::deferred_node(std::vector<deferred_handle> from, recipe how)
    : operands(std::move(from)), build(std::move(how)) {
  ir::graph g;
  std::vector<ir::value> values;
  for (deferred_handle const& o : operands) values.push_back(stand_in(g, *o));
  ir::value const v = build(g, values);
  type = g.type(v);
  shape = g[v].shape;
  stride = g[v].stride;
}

void deferred_handle::retain(deferred_node* n) noexcept {
  if (n) n->retain();
}
// A chain of a million nodes must not need a million frames of the stack: operands that only this node held are
// dropped from a list.
void deferred_handle::drop(deferred_node* n) noexcept {
  if (!n || !n->release()) return;
  std::vector<deferred_node*> dead{n};
  while (!dead.empty()) {
    deferred_node* const last = dead.back();
    dead.pop_back();
    for (deferred_handle& o : last->operands)
      if (deferred_node* const below = std::exchange(o.node_, nullptr); below && below->release())
        dead.push_back(below);
    delete last;
  }
}

std::vector<ir::value> lower(ir::graph& g, std::span<deferred_handle const> roots) {
  std::unordered_map<deferred_node const*, ir::value> known;
  std::vector<ir::value> results, values;
  for (deferred_handle const& root : roots) {
    std::vector<deferred_node const*> open{root.get()};
    while (!open.empty()) {
      deferred_node const* const n = open.back();
      std::size_t const before = open.size();
      if (!known.contains(n))
        for (deferred_handle const& o : n->operands)
          if (!known.contains(o.get())) open.push_back(o.get());
      if (open.size() != before) continue;
      open.pop_back();
      if (known.contains(n)) continue;
      values.clear();
      for (deferred_handle const& o : n->operands) values.push_back(known.at(o.get()));
      known.emplace(n, n->build(g, values));
    }
    results.push_back(known.at(root.get()));
  }
  return results;
}

call_operands::call_operands(ir::graph& g, std::span<dynamic_operand const> given, std::span<ir::value const> made) {
  for (dynamic_operand const& o : given) {
    if (o.kind == weak::strong) {
      values_.push_back(made.front());
      made = made.subspan(1);
    } else {
      values_.push_back(ir::make_constant(g, o.type, o.bits));
    }
    kinds_.push_back(o.kind);
  }
}

}  // namespace fnp::engine
