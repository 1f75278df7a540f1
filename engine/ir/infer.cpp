// Inference: the checks that all nodes share, elementwise nodes, inputs and constants; the rest stands beside it.
#include "engine/ir/infer.hpp"

#include <algorithm>

#include "engine/ir/eager_layout.hpp"
#include "engine/ir/infer_rules.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::ir {

[[noreturn]] void malformed(node const& n, std::string const& why) {
  fail(error_code::bad_argument, op_name(n.op) + ": " + why);
}

attribute const& required(node const& n, std::string_view name) {
  attribute const* a = find_attribute(n, name);
  if (!a) malformed(n, "attribute " + std::string(name) + " is missing");
  return *a;
}

void check_size(node const& n) {
  if (n.shape.size() > max_rank)
    fail(error_code::bad_ndim,
         op_name(n.op) + ": " + std::to_string(n.shape.size()) + " axes, the maximum is " + std::to_string(max_rank));
  for (index const e : n.shape)
    if (e < 0)
      fail(error_code::negative_dimension,
           op_name(n.op) + ": negative dimensions are not allowed, got shape " + to_string(n.shape));
  checked count = 1;  // extents of zero do not hide the others: strides are products of them
  for (index const e : n.shape) count *= e == 0 ? 1 : e;
  for (std::uint8_t k = 0; k < n.outputs; ++k)
    if (!(count * static_cast<index>(itemsize(n.types[k]))).ok)
      fail(error_code::too_large, op_name(n.op) + ": array is too big; shape " + to_string(n.shape) + " of " +
                                      std::string(name(n.types[k])) + " has more bytes than an index can count");
}

namespace {

void broadcast_operands(graph const& g, node& n) {
  n.shape.clear();
  for (value const v : n.operands)
    if (!broadcast_into(n.shape, g.shape(v))) {
      std::string shapes;
      for (value const w : n.operands) shapes += " " + to_string(g.shape(w));
      fail(error_code::shape_mismatch,
           op_name(n.op) + ": operands could not be broadcast together with shapes" + shapes);
    }
}

// Strides of an operand's walk, seen at the shape of the result.
extents aligned(graph const& g, value v, extents const& shape) {
  return broadcast_layout({g.shape(v), walked_strides(g, v), 0}, shape).stride;
}

void lay_out_elementwise(graph const& g, node& n) {
  check_size(n);
  n.start = 0;
  if (n.shape.size() < 2) {
    n.stride = c_strides(n.shape, size_of(n));
    return;
  }
  std::vector<extents> walks;
  for (value const v : n.operands) walks.push_back(aligned(g, v, n.shape));
  n.stride = elementwise_strides(n.shape, walks, size_of(n));
}

void infer_op(graph const& g, node& n) {
  ops::op_info const& op = ops::op_table[n.op];
  if (n.operands.size() != op.arity)
    malformed(n, "takes " + std::to_string(op.arity) + " operands, got " + std::to_string(n.operands.size()));
  if (n.loop >= op.loop_count) malformed(n, "has no loop " + std::to_string(n.loop));
  ops::loop const& l = op.loops[n.loop];
  for (std::size_t k = 0; k < n.operands.size(); ++k)
    if (g.type(n.operands[k]) != l.in[k])
      malformed(n, "operand " + std::to_string(k) + " is " + std::string(name(g.type(n.operands[k]))) +
                       ", the loop takes " + std::string(name(l.in[k])));
  n.outputs = op.outputs;
  n.types = {l.out[0], op.outputs > 1 ? l.out[1] : dtype{}};
}

void infer_input(graph const& g, node& n) {
  extents const& at = required(n, "input").integers;
  if (at.size() != 1 || at[0] < 0 || at[0] >= static_cast<index>(g.inputs.size())) malformed(n, "no such input");
  input const& in = g.inputs[static_cast<std::size_t>(at[0])];
  n.types = {in.type, dtype{}};
  n.shape = in.layout.extent;
  n.stride = in.layout.stride;
  n.start = in.layout.offset;
  check_size(n);
  checked reach = n.start;
  for (std::size_t i = 0; i < n.shape.size(); ++i) {
    checked const span = checked(n.stride[i]) * std::max<index>(n.shape[i], 1);
    reach += span.value < 0 ? checked(0) - span : span;
    reach.ok = reach.ok && span.ok;
  }
  if (!reach.ok)
    fail(error_code::too_large,
         "input: strides " + to_string(n.stride) + " of shape " + to_string(n.shape) + " leave the address space");
}

void infer_cast(graph const& g, node& n) {
  value const from = n.operands[0];
  n.shape = g.shape(from);
  n.start = 0;
  check_size(n);
  attribute const* asked = find_attribute(n, "order");
  bool const known = asked ? asked->integers.size() == 1 && asked->integers[0] >= 0 && asked->integers[0] <= 2
                           : find_attribute(n, "buffered") != nullptr;
  if (n.attributes.size() != 1 || !known) malformed(n, "the attribute is order as 0, 1 or 2, or buffered");
  auto const how = asked ? static_cast<order>(asked->integers[0]) : order::k;
  n.stride = how == order::c ? c_strides(n.shape, size_of(n)) : copy_strides(n.shape, g[from].stride, size_of(n));
  if (how == order::f) {
    extents reversed;
    for (std::size_t i = n.shape.size(); i-- > 0;) reversed.push_back(static_cast<index>(i));
    n.stride = dense_strides(n.shape, reversed, size_of(n));
  }
}

void infer_map(graph const& g, node& n) {
  extents const& at = required(n, "kernel").integers;
  if (at.size() != 1 || at[0] < 0 || at[0] >= static_cast<index>(g.kernels.size())) malformed(n, "no such kernel");
  engine::user_kernel const& k = *g.kernels[static_cast<std::size_t>(at[0])];
  if (n.operands.size() != k.arity)
    malformed(n, std::string(k.name) + " takes " + std::to_string(k.arity) + " operands");
  for (std::size_t i = 0; i < k.arity; ++i)
    if (g.type(n.operands[i]) != k.in[i])
      malformed(n, std::string(k.name) + " takes " + std::string(name(k.in[i])) + " as operand " + std::to_string(i));
  n.types = {k.out, dtype{}};
  broadcast_operands(g, n);
  lay_out_elementwise(g, n);
}

void infer_constant(node& n) {
  if (required(n, "bits").bits.size() != itemsize(n.types[0])) malformed(n, "a constant holds one element");
  n.shape.clear();
  n.stride.clear();
  n.start = 0;
}

std::size_t operands_of(node const& n) {
  if (n.op == op_input || n.op == op_constant) return 0;
  return n.op == op_cast || n.op == op_view || n.op == op_reshape ? 1 : n.operands.size();
}

}  // namespace

void infer(graph const& g, node& n) {
  for (value const v : n.operands)
    if (node_of(v) >= g.nodes.size() || output_of(v) >= g[v].outputs)
      malformed(n, "an operand is no value of the graph");
  if (n.operands.size() != operands_of(n)) malformed(n, "wrong number of operands");
  switch (n.op) {
    case op_input:
      return infer_input(g, n);
    case op_constant:
      return infer_constant(n);
    case op_cast:
      return infer_cast(g, n);
    case op_view:
      return infer_view(g, n);
    case op_reshape:
      return infer_reshape(g, n);
    case op_map:
      return infer_map(g, n);
    default:
      break;
  }
  if (n.op >= ops::op_table.size())
    fail(error_code::bad_argument, "op " + std::to_string(n.op) + " is not in the list of ops");
  infer_op(g, n);
  switch (ops::op_table[n.op].kind) {
    case ops::family::reduction:
      return infer_reduction(g, n);
    case ops::family::opaque:
      return infer_matmul(g, n);
    default:
      broadcast_operands(g, n);
      return lay_out_elementwise(g, n);
  }
}

}  // namespace fnp::ir
