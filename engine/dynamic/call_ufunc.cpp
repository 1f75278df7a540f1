// A ufunc called with keyword arguments: which loop, whether operands and destinations may be cast, what is written.
//
// All results are computed by one plan and written only where `where` is true. Under an errstate the conditions that
// masked-out elements would raise do not count: their operands are replaced by a value at which no op raises one.
#include "engine/dynamic/deferred_node.hpp"
#include "engine/evaluation.hpp"
#include "engine/settings.hpp"
#include "fnp/ops/all.hpp"
#include "fnp/ufunc.hpp"

namespace fnp::engine {
namespace {

ir::order memory_order(char order, std::span<dynamic_operand const> operands) {
  switch (order) {
    case 'K':
      return ir::order::k;
    case 'C':
      return ir::order::c;
    case 'F':
      return ir::order::f;
    case 'A':
      break;
    default:
      fail(error_code::bad_argument, std::string("order must be one of 'C', 'F', 'A', or 'K' (got '") + order + "')");
  }
  for (dynamic_operand const& o : operands)
    if (o.node) {
      strided const layout{o.node->shape, o.node->stride, 0};
      if (!is_f_contiguous(layout, static_cast<index>(itemsize(o.node->type)))) return ir::order::c;
    }
  return ir::order::f;
}

void check_out(array_body const& out, dtype from, extents const& computed, casting rule, std::string_view op) {
  if (!out.writeable) fail(error_code::read_only, "output array is read-only");
  if (!can_cast(from, out.type, rule)) fail_cast(from, out.type, name(rule), std::string(op) + " output");
  extents joined = out.layout.extent;
  if (!broadcast_into(joined, computed) || joined != out.layout.extent)
    fail(error_code::out_shape_mismatch, "non-broadcastable output operand with shape " +
                                             to_string(out.layout.extent) + " doesn't match the broadcast shape " +
                                             to_string(computed));
}

// Operands with 1 (arctanh: 0) where the mask is false.
void silence(ir::graph& g, ops::op_id op, ir::value mask, std::span<ir::value> operands) {
  std::int8_t const one = op == ops::id_of<ops::arctanh> ? 0 : 1;
  for (ir::value& v : operands) {
    if (g[v].op == ir::op_constant) continue;
    dtype const d = g.type(v);
    ir::value const quiet = ir::make_cast(g, ir::make_constant(g, dtype::i1, &one), d);
    ir::value const choice[] = {mask, v, quiet};
    v = ir::make_elementwise(g, ops::id_of<ops::where>, choice);
  }
}

}  // namespace

void call_ufunc(ops::op_id op, ufunc_call const& c, array_handle* results) {
  ops::op_info const& info = ops::op_table[op];
  std::vector<deferred_handle> nodes;
  for (dynamic_operand const& o : c.operands)
    if (o.node) nodes.push_back(o.node);
  evaluation e;
  ir::graph& g = e.graph;
  std::vector<ir::value> const made = lower(g, nodes);
  call_operands const with(g, c.operands, made);
  std::vector<ir::value> operands(with.values().begin(), with.values().end());
  if (c.where && c.where->type != dtype::b1) fail_cast(c.where->type, dtype::b1, "safe", "where=");
  options const o = settle(defaults());
  // Where nothing is computed, nothing is raised either; a negative power is no exception.
  if (c.where && (o.watch || op == ops::id_of<ops::power>)) silence(g, op, ir::make_input(g, *c.where), operands);
  ir::value const first = ir::make_ufunc(g, op, operands, with.kinds(), c.type, c.rule);
  ir::order const order = memory_order(c.order, c.operands);
  for (std::uint32_t k = 0; k < info.outputs; ++k) {
    extents computed = g.shape(first);
    if (c.where && !broadcast_into(computed, c.where->layout.extent))
      fail_shapes(error_code::shape_mismatch, info.name, computed, c.where->layout.extent);
    if (c.out[k]) check_out(*c.out[k], g.type(first + k), computed, c.rule, info.name);
  }
  for (std::uint32_t k = 0; k < info.outputs; ++k) {
    ir::value v = first + k;
    if (order != ir::order::k && !c.out[k]) v = ir::make_cast(g, v, g.type(v), order);
    if (c.where && !c.out[k]) {  // zero where nothing is computed
      std::int8_t const zero = 0;
      ir::value const choice[] = {ir::make_input(g, *c.where), v, ir::make_cast(g, ir::make_constant(g, dtype::i1, &zero), g.type(v))};
      v = ir::make_elementwise(g, ops::id_of<ops::where>, choice);
    }
    e.add(v, c.out[k].get(), c.out[k] && c.where ? c.where.get() : nullptr);
  }
  std::vector<array_handle> fresh;
  run(e, o, fresh);
  std::size_t next = 0;
  for (std::uint32_t k = 0; k < info.outputs; ++k) results[k] = c.out[k] ? c.out[k] : std::move(fresh[next++]);
}

}  // namespace fnp::engine
