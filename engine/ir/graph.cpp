// The graph itself: adding nodes with common subexpressions made once; inputs and constants.
#include "engine/ir/graph.hpp"

#include <algorithm>
#include <cstring>

#include "engine/ir/infer.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::ir {
namespace {

struct mixer {  // a 64-bit hash for the table of known nodes; equality decides
  std::uint64_t h = 0x9e3779b97f4a7c15u;
  void operator()(std::uint64_t x) noexcept {
    h ^= x;
    h *= 0xff51afd7ed558ccdu;
    h ^= h >> 32;
  }
  void operator()(extents const& xs) noexcept {
    (*this)(xs.size());
    for (index const x : xs) (*this)(static_cast<std::uint64_t>(x));
  }
  void operator()(std::string const& s) noexcept { (*this)(std::hash<std::string>{}(s)); }
};

std::uint64_t key(node const& n) {
  mixer m;
  m(std::uint64_t{n.op} << 32 | std::uint64_t{n.loop} << 16 | static_cast<std::uint64_t>(n.types[0]));
  for (value const v : n.operands) m(v);
  for (attribute const& a : n.attributes) {
    m(a.name);
    m(a.integers);
    m(a.bits);
  }
  m(n.shape);
  return m.h;
}

bool equal(node const& a, node const& b) {
  return a.op == b.op && a.loop == b.loop && a.operands == b.operands && a.attributes == b.attributes &&
         a.types == b.types && a.shape == b.shape;
}

}  // namespace

attribute const* find_attribute(node const& n, std::string_view name) noexcept {
  for (attribute const& a : n.attributes)
    if (a.name == name) return &a;
  return nullptr;
}

bool may_fail(graph const& g, node const& n) noexcept {
  return n.op == ops::id_of<ops::power> && kind(n.types[0]) == 'i' && g[n.operands[1]].op != op_constant;
}

namespace {
auto find_failing(graph const& g) noexcept {
  return std::find_if(g.nodes.begin(), g.nodes.end(), [&](node const& n) { return may_fail(g, n); });
}
}  // namespace

bool may_fail(graph const& g) noexcept { return find_failing(g) != g.nodes.end(); }

void fail_negative_power(graph const& g) {
  value const exponents = find_failing(g)->operands[1];
  fail(error_code::negative_integer_power,
       "power: Integers to negative integer powers are not allowed; among the exponents, " +
           std::string(name(g.type(exponents))) + " of shape " + to_string(g.shape(exponents)) + ", are negative ones");
}

extents const& walked_strides(graph const& g, value v) noexcept {
  node const& n = g[v];
  return n.op == op_cast && find_attribute(n, "buffered") ? walked_strides(g, n.operands[0]) : n.stride;
}

value graph::add(node n) {
  infer(*this, n);
  std::uint64_t const k = key(n);
  for (auto [it, end] = known_.equal_range(k); it != end; ++it)
    if (equal(nodes[it->second], n)) return it->second * 2;
  if (nodes.size() >= (std::size_t{1} << 30)) fail(error_code::too_large, "a graph holds at most 2^30 nodes");
  n.location = location;
  auto const at = static_cast<std::uint32_t>(nodes.size());
  nodes.push_back(std::move(n));
  known_.emplace(k, at);
  return at * 2;
}

value make_input(graph& g, array_body const& a, std::string name) {
  std::byte* const memory = a.memory ? a.memory->data : a.data;
  mixer m;
  m(reinterpret_cast<std::uintptr_t>(memory));
  m(static_cast<std::uint64_t>(a.type));
  m(a.layout.extent);
  m(a.layout.stride);
  m(static_cast<std::uint64_t>(a.layout.offset));
  for (auto [it, end] = g.known_.equal_range(m.h); it != end; ++it) {
    node const& n = g.nodes[it->second];
    if (n.op != op_input) continue;
    input const& in = g.inputs[static_cast<std::size_t>(n.attributes[0].integers[0])];
    if (in.memory == memory && in.type == a.type && in.layout == a.layout) return it->second * 2;
  }
  input in{a.type,
           a.layout,
           memory,
           a.memory ? a.memory->bytes : 0,
           array_handle::share(const_cast<array_body*>(&a)),
           std::move(name)};
  g.inputs.push_back(std::move(in));
  node n;
  n.op = op_input;
  n.attributes = {{"input", {static_cast<index>(g.inputs.size() - 1)}, {}}};
  value const v = g.add(std::move(n));
  g.known_.emplace(m.h, node_of(v));
  return v;
}

value make_constant(graph& g, dtype type, void const* element) {
  node n;
  n.op = op_constant;
  n.types = {type, dtype{}};
  n.attributes = {{"bits", {}, std::string(static_cast<char const*>(element), itemsize(type))}};
  return g.add(std::move(n));
}

std::string op_name(ops::op_id op) {
  switch (op) {
    case op_input:
      return "input";
    case op_constant:
      return "constant";
    case op_cast:
      return "cast";
    case op_view:
      return "view";
    case op_reshape:
      return "reshape";
    case op_map:
      return "map";
    default:
      return op < ops::op_table.size() ? std::string(ops::op_table[op].name) : "op " + std::to_string(op);
  }
}

}  // namespace fnp::ir
