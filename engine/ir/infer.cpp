// Inference of dtypes, shapes and eager layouts, one function a kind of node.
#include "engine/ir/infer.hpp"

#include <algorithm>

#include "engine/ir/eager_layout.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::ir {
namespace {

[[noreturn]] void malformed(node const& n, std::string const& why) { fail(error_code::bad_argument, op_name(n.op) + ": " + why); }

attribute const& required(node const& n, std::string_view name) {
  attribute const* a = find_attribute(n, name);
  if (!a) malformed(n, "attribute " + std::string(name) + " is missing");
  return *a;
}

void check_size(node const& n) {
  if (n.shape.size() > max_rank)
    fail(error_code::bad_ndim, op_name(n.op) + ": " + std::to_string(n.shape.size()) + " axes, the maximum is " + std::to_string(max_rank));
  for (index const e : n.shape)
    if (e < 0) fail(error_code::negative_dimension, op_name(n.op) + ": negative dimensions are not allowed, got shape " + to_string(n.shape));
  checked count = 1;  // extents of zero do not hide the others: strides are products of them
  for (index const e : n.shape) count *= e == 0 ? 1 : e;
  for (std::uint8_t k = 0; k < n.outputs; ++k)
    if (!(count * static_cast<index>(itemsize(n.types[k]))).ok)
      fail(error_code::too_large, op_name(n.op) + ": array is too big; shape " + to_string(n.shape) + " of " +
                                      std::string(name(n.types[k])) + " has more bytes than an index can count");
}

index size_of(node const& n) { return static_cast<index>(itemsize(n.types[0])); }

void broadcast_operands(graph const& g, node& n) {
  n.shape.clear();
  for (value const v : n.operands)
    if (!broadcast_into(n.shape, g.shape(v))) {
      std::string shapes;
      for (value const w : n.operands) shapes += " " + to_string(g.shape(w));
      fail(error_code::shape_mismatch, op_name(n.op) + ": operands could not be broadcast together with shapes" + shapes);
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
  if (n.operands.size() != op.arity) malformed(n, "takes " + std::to_string(op.arity) + " operands, got " + std::to_string(n.operands.size()));
  if (n.loop >= op.loop_count) malformed(n, "has no loop " + std::to_string(n.loop));
  ops::loop const& l = op.loops[n.loop];
  for (std::size_t k = 0; k < n.operands.size(); ++k)
    if (g.type(n.operands[k]) != l.in[k])
      malformed(n, "operand " + std::to_string(k) + " is " + std::string(name(g.type(n.operands[k]))) + ", the loop takes " + std::string(name(l.in[k])));
  n.outputs = op.outputs;
  n.types = {l.out[0], op.outputs > 1 ? l.out[1] : dtype{}};
}

void infer_reduction(graph const& g, node& n) {
  extents const& from = g.shape(n.operands[0]);
  extents const& axes = required(n, "axes").integers;
  extents const& keep = required(n, "keepdims").integers;
  bool const canonical = n.attributes.size() == 2 && n.attributes[0].name == "axes" && std::is_sorted(axes.begin(), axes.end()) &&
                         keep.size() == 1 && (keep[0] == 0 || keep[0] == 1);
  if (!canonical) malformed(n, "the attributes are sorted axes, then keepdims as 0 or 1");
  bool const keepdims = keep[0] != 0;
  std::uint64_t reduced = 0;
  for (index const axis : axes) {
    if (axis < 0 || axis >= static_cast<index>(from.size())) fail_axis(axis, from.size());
    if (reduced >> axis & 1) fail(error_code::duplicate_axis, op_name(n.op) + ": duplicate value in 'axis'");
    reduced |= std::uint64_t{1} << axis;
  }
  bool const positions = n.op == ops::id_of<ops::argmin> || n.op == ops::id_of<ops::argmax>;
  bool const identity = !positions && n.op != ops::id_of<ops::minimum_reduce> && n.op != ops::id_of<ops::maximum_reduce>;
  n.shape.clear();
  bool nothing = false;
  for (std::size_t i = 0; i < from.size(); ++i) {
    bool const gone = (reduced >> i & 1) != 0;
    nothing = nothing || (gone && from[i] == 0);
    if (!gone) n.shape.push_back(from[i]);
    else if (keepdims) n.shape.push_back(1);
  }
  // Also where the result has no elements either: NumPy asks about the axes alone.
  if (nothing && positions) fail(error_code::empty_reduction, "attempt to get " + op_name(n.op) + " of an empty sequence, shape " + to_string(from));
  if (nothing && !identity)
    fail(error_code::empty_reduction, "zero-size array of shape " + to_string(from) + " to reduction operation " +
                                          op_name(n.op).substr(0, op_name(n.op).find('.')) + " which has no identity");
  check_size(n);
  n.start = 0;
  n.stride = positions ? c_strides(n.shape, size_of(n))
                       : reduced_strides(from, walked_strides(g, n.operands[0]), reduced, keepdims, size_of(n));
}

void infer_matmul(graph const& g, node& n) {
  extents const& a = g.shape(n.operands[0]);
  extents const& b = g.shape(n.operands[1]);
  auto const mismatch = [&](std::string const& why) { fail_shapes(error_code::matmul_mismatch, "matmul: " + why + "; shapes", a, b); };
  if (a.empty() || b.empty()) mismatch("an operand has 0 axes, at least 1 is needed");
  bool const row = a.size() == 1, column = b.size() == 1;
  index const inner = b[column ? 0 : b.size() - 2];
  if (a.back() != inner)
    mismatch("mismatch in core dimension, (n?,k),(k,m?)->(n?,m?) with k = " + std::to_string(a.back()) + " and " + std::to_string(inner));
  extents const batch_a(a.begin(), a.end() - (row ? 1 : 2)), batch_b(b.begin(), b.end() - (column ? 1 : 2));
  extents batch = batch_a;
  if (!broadcast_into(batch, batch_b)) fail_shapes(error_code::shape_mismatch, "matmul: batch axes could not be broadcast together; shapes", a, b);
  auto const walk = [&](value v, extents const& own, std::size_t core) {
    extents const& all = walked_strides(g, v);
    return broadcast_layout({own, extents(all.begin(), all.end() - core), 0}, batch).stride;
  };
  std::array<extents, 2> const walks{walk(n.operands[0], batch_a, row ? 1 : 2), walk(n.operands[1], batch_b, column ? 1 : 2)};
  n.shape = batch;
  if (!row) n.shape.push_back(a[a.size() - 2]);
  if (!column) n.shape.push_back(b.back());
  check_size(n);
  n.start = 0;
  n.stride = product_strides(n.shape, walks, n.shape.size() - batch.size(), size_of(n));
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
  if (!reach.ok) fail(error_code::too_large, "input: strides " + to_string(n.stride) + " of shape " + to_string(n.shape) + " leave the address space");
}

void infer_cast(graph const& g, node& n) {
  value const from = n.operands[0];
  n.shape = g.shape(from);
  n.start = 0;
  check_size(n);
  attribute const* asked = find_attribute(n, "order");
  bool const known = asked ? asked->integers.size() == 1 && asked->integers[0] >= 0 && asked->integers[0] <= 2 : find_attribute(n, "buffered") != nullptr;
  if (n.attributes.size() != 1 || !known) malformed(n, "the attribute is order as 0, 1 or 2, or buffered");
  auto const how = asked ? static_cast<order>(asked->integers[0]) : order::k;
  n.stride = how == order::c ? c_strides(n.shape, size_of(n)) : copy_strides(n.shape, g[from].stride, size_of(n));
  if (how == order::f) {
    extents reversed;
    for (std::size_t i = n.shape.size(); i-- > 0;) reversed.push_back(static_cast<index>(i));
    n.stride = dense_strides(n.shape, reversed, size_of(n));
  }
}

// Out axis j walks operand axis i by step[i][j]: strides of the view are the operand's combined the same way.
void infer_view(graph const& g, node& n) {
  value const v = n.operands[0];
  extents const& from = g.shape(v);
  extents const& map = required(n, "map").integers;
  std::size_t const rank = n.shape.size();
  n.types = {g.type(v), dtype{}};
  n.outputs = 1;
  check_size(n);
  if (map.size() != from.size() * (rank + 1)) malformed(n, "the map has " + std::to_string(map.size()) + " numbers, " + std::to_string(from.size() * (rank + 1)) + " are needed");
  bool const empty = element_count(n.shape).value == 0;
  std::vector<checked> stride(rank);
  checked start = g[v].start;
  for (std::size_t i = 0; i < from.size(); ++i) {
    checked low = map[i], high = map[i];
    start += checked(map[i]) * g[v].stride[i];
    for (std::size_t j = 0; j < rank; ++j) {
      index const step = map[from.size() + i * rank + j];
      stride[j] += checked(step) * g[v].stride[i];
      if (!empty) (step < 0 ? low : high) += checked(step) * (n.shape[j] - 1);
    }
    if (!empty && (!low.ok || !high.ok || low.value < 0 || high.value >= from[i]))
      fail(error_code::index_out_of_range, "view of shape " + to_string(n.shape) + " leaves axis " + std::to_string(i) + " of shape " + to_string(from));
  }
  n.stride.resize(rank);
  for (std::size_t j = 0; j < rank; ++j) {
    n.stride[j] = stride[j].value;
    if (!stride[j].ok) fail(error_code::too_large, "view of shape " + to_string(n.shape) + ": a byte stride is too large");
  }
  // Without elements the start may lie anywhere, even outside: it is never read.
  n.start = start.ok ? start.value : 0;
}

void infer_reshape(graph const& g, node& n) {
  value const v = n.operands[0];
  n.types = {g.type(v), dtype{}};
  n.outputs = 1;
  check_size(n);
  if (element_count(n.shape).value != element_count(g.shape(v)).value)
    fail(error_code::bad_reshape, "cannot reshape array of shape " + to_string(g.shape(v)) + " into shape " + to_string(n.shape));
  strided seen;
  bool const view = views::reshape_layout({g.shape(v), g[v].stride, g[v].start}, size_of(n), n.shape, seen);
  n.stride = view ? seen.stride : c_strides(n.shape, size_of(n));
  n.start = view ? seen.offset : 0;
}

void infer_map(graph const& g, node& n) {
  extents const& at = required(n, "kernel").integers;
  if (at.size() != 1 || at[0] < 0 || at[0] >= static_cast<index>(g.kernels.size())) malformed(n, "no such kernel");
  engine::user_kernel const& k = *g.kernels[static_cast<std::size_t>(at[0])];
  if (n.operands.size() != k.arity) malformed(n, std::string(k.name) + " takes " + std::to_string(k.arity) + " operands");
  for (std::size_t i = 0; i < k.arity; ++i)
    if (g.type(n.operands[i]) != k.in[i]) malformed(n, std::string(k.name) + " takes " + std::string(name(k.in[i])) + " as operand " + std::to_string(i));
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
    if (node_of(v) >= g.nodes.size() || output_of(v) >= g[v].outputs) malformed(n, "an operand is no value of the graph");
  if (n.operands.size() != operands_of(n)) malformed(n, "wrong number of operands");
  switch (n.op) {
    case op_input: return infer_input(g, n);
    case op_constant: return infer_constant(n);
    case op_cast: return infer_cast(g, n);
    case op_view: return infer_view(g, n);
    case op_reshape: return infer_reshape(g, n);
    case op_map: return infer_map(g, n);
    default: break;
  }
  if (n.op >= ops::op_table.size()) fail(error_code::bad_argument, "op " + std::to_string(n.op) + " is not in the list of ops");
  infer_op(g, n);
  switch (ops::op_table[n.op].kind) {
    case ops::family::reduction: return infer_reduction(g, n);
    case ops::family::opaque: return infer_matmul(g, n);
    default: broadcast_operands(g, n); return lay_out_elementwise(g, n);
  }
}

}  // namespace fnp::ir
