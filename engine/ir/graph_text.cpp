// The graph as text, one node a line, and its hash. Grammar, in the order of a line:
//
//   fnp.graph/1
//   %0 = input(strides [3224,8] offset 0 of 1109056) : float64[344,403]
//   %1 = constant(0x1.8p+1) : float64[]
//   %2 = add(%0, %1) : float64[344,403]
//   %3 = add.reduce(%2) {axes=[0], keepdims=[0]} : float64[403]
//   %4 = divmod(%3, %1) : float64,float64[403]
//   return %3, %4.1
//
// %n is node n, %n.1 its second output. Loops and eager layouts are not written: they follow from the rest. Addresses,
// names of inputs and locations take no part; a user's kernel is written by its name.
#include "engine/ir/graph.hpp"
#include "engine/ir/number_text.hpp"
#include "engine/ir/sha256.hpp"

namespace fnp::ir {
namespace {

std::string list(extents const& xs) {
  std::string r = "[";
  for (std::size_t i = 0; i < xs.size(); ++i) r += (i ? "," : "") + std::to_string(xs[i]);
  return r + "]";
}

void write_value(std::string& out, value v) {
  out += '%';
  out += std::to_string(node_of(v));
  if (output_of(v)) out += ".1";
}

void write_attributes(std::string& out, graph const& g, node const& n) {
  out += " {";
  bool first = true;
  for (attribute const& a : n.attributes) {
    if (!first) out += ", ";
    first = false;
    out += a.name;
    if (n.op == op_map) {
      out += "=\"" + std::string(g.kernels[static_cast<std::size_t>(a.integers[0])]->name) + "\"";
      continue;
    }
    if (!a.integers.empty() || a.name == "axes") out += "=" + list(a.integers);
    if (!a.bits.empty()) out += "#" + hex_text(a.bits);
  }
  out += '}';
}

void write_node(std::string& out, graph const& g, node const& n) {
  out += op_name(n.op);
  out += '(';
  if (n.op == op_input) {
    input const& in = g.inputs[static_cast<std::size_t>(n.attributes[0].integers[0])];
    out += "strides " + list(in.layout.stride) + " offset " + std::to_string(in.layout.offset) + " of " +
           std::to_string(in.bytes);
  } else if (n.op == op_constant)
    out += element_text(n.types[0], n.attributes[0].bits.data());
  for (std::size_t k = 0; k < n.operands.size(); ++k) {
    if (k) out += ", ";
    write_value(out, n.operands[k]);
  }
  out += ')';
  if (n.op != op_input && n.op != op_constant && !n.attributes.empty()) write_attributes(out, g, n);
  out += " : ";
  out += name(n.types[0]);
  if (n.outputs > 1) out += "," + std::string(name(n.types[1]));
  out += list(n.shape);
}

}  // namespace

std::string to_text(graph const& g) {
  std::string out = "fnp.graph/1\n";
  for (std::size_t i = 0; i < g.nodes.size(); ++i) {
    out += '%';
    out += std::to_string(i);
    out += " = ";
    write_node(out, g, g.nodes[i]);
    out += '\n';
  }
  out += "return";
  for (std::size_t i = 0; i < g.results.size(); ++i) {
    out += i ? ", " : " ";
    write_value(out, g.results[i]);
  }
  return out + "\n";
}

digest hash(graph const& g) { return sha256(to_text(g)); }

}  // namespace fnp::ir
