// A ufunc called with keyword arguments: which loop, whether operands and destinations may be cast, what is written.
//
// All results are computed by one plan and written only where `where` is true. The checks are engine/ir/ufunc_call's.
#include "engine/dynamic/deferred_node.hpp"
#include "engine/evaluation.hpp"
#include "engine/ir/ufunc_call.hpp"
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
  options const o = settle(defaults());
  std::span<array_handle const> const outs{c.out.data(), info.outputs};
  ir::ufunc_node const node =
      ir::make_ufunc(g, {op, with.values(), with.kinds(), c.type, c.rule, outs, c.where.get(), o.watch != 0});
  counters().raised |= node.raised & o.watch;
  ir::order const order = memory_order(c.order, c.operands);
  for (std::uint32_t k = 0; k < info.outputs; ++k) {
    ir::value v = node.first + k;
    if (order != ir::order::k && !c.out[k]) v = ir::make_cast(g, v, g.type(v), order);
    if (c.where && !c.out[k]) {  // zero where nothing is computed
      std::int8_t const zero = 0;
      ir::value const choice[] = {ir::make_input(g, *c.where), v,
                                  ir::make_cast(g, ir::make_constant(g, dtype::i1, &zero), g.type(v))};
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
