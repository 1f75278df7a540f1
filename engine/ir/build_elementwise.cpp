// Builders of elementwise nodes: ops in the loop that their operands ask for, casts, the user's kernels.
#include <algorithm>

#include "engine/ir/infer.hpp"
#include "engine/ir/operand.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::ir {
namespace {

template <std::size_t N> void settle(std::span<ops::operand_type const> in, dtype* out) {
  std::array<ops::operand_type, N> a{};
  std::copy(in.begin(), in.end(), a.begin());
  auto const r = ops::settle(a);
  std::copy(r.begin(), r.end(), out);
}

// Operands of an op before its loop is known.
struct prepared {
  std::array<ops::operand_type, 3> asked{};
  std::array<operand, 3> given{};
  std::array<dtype, 3> types{};  // weak scalars in the dtype that they take beside the others
  std::size_t count;

  prepared(graph const& g, ops::op_id op, std::span<value const> operands, std::span<weak const> weaks)
      : count(operands.size()) {
    if (op >= ops::op_table.size() || ops::op_table[op].kind != ops::family::elementwise)
      fail(error_code::bad_argument, op_name(op) + " is no elementwise op");
    ops::op_info const& info = ops::op_table[op];
    if (count != info.arity || (!weaks.empty() && weaks.size() != count))
      fail(error_code::bad_argument,
           op_name(op) + " takes " + std::to_string(info.arity) + " operands, got " + std::to_string(count));
    for (std::size_t k = 0; k < count; ++k) {
      weak const kind = weaks.empty() ? weak::strong : weaks[k];
      asked[k] = {g.type(operands[k]), kind};
      given[k] = as_operand(g, operands[k], kind);
      if (given[k].scalar)
        given[k].made = operands[k];
      else
        given[k].kind = weak::strong;
    }
    std::span const in{asked.data(), count};
    count == 1 ? settle<1>(in, types.data()) : count == 2 ? settle<2>(in, types.data()) : settle<3>(in, types.data());
  }
};

// The first loop that all operands cast to safely, or -1.
int natural_loop(ops::op_info const& info, prepared const& p) {
  int const loop = ops::find_loop(info, p.types.data(), p.count);
  if (loop >= 0) return loop;
  std::array<dtype, 3> narrow =
      p.types;  // ldexp(float32, 3): the loop wants an integer there, and the smallest will do
  for (std::size_t k = 0; k < p.count; ++k)
    if (p.asked[k].kind == weak::integer) narrow[k] = dtype::i1;
  return ops::find_loop(info, narrow.data(), p.count);
}

}  // namespace

value make_elementwise(graph& g, ops::op_id op, std::span<value const> operands, std::span<weak const> weaks) {
  prepared p(g, op, operands, weaks);
  ops::op_info const& info = ops::op_table[op];
  int const loop = natural_loop(info, p);
  if (loop < 0) fail_loop(info.name, p.types.data(), p.count);
  return apply_loop(g, op, loop, {p.given.data(), p.count}).result;
}

value make_cast(graph& g, value v, dtype to, order how) {
  node const& from = g[v];
  if (from.op == op_constant) {
    operand const o = as_operand(g, v);
    return materialise(g, o, to);
  }
  node n;
  n.op = op_cast;
  n.operands = {v};
  n.types = {to, dtype{}};
  n.attributes = {{"order", {static_cast<index>(how)}, {}}};
  if (from.types[output_of(v)] == to) {  // a copy to the same layout changes nothing
    infer(g, n);
    if (n.stride == from.stride) return v;
  }
  return g.add(std::move(n));
}

value make_map(graph& g, engine::user_kernel const& kernel, std::span<value const> operands) {
  if (operands.size() != kernel.arity)
    fail(error_code::bad_argument, std::string(kernel.name) + " takes " + std::to_string(kernel.arity) +
                                       " operands, got " + std::to_string(operands.size()));
  node n;
  n.op = op_map;
  for (std::size_t k = 0; k < operands.size(); ++k)
    n.operands.push_back(materialise(g, as_operand(g, operands[k]), kernel.in[k]));
  auto at = std::find(g.kernels.begin(), g.kernels.end(), &kernel);
  if (at == g.kernels.end()) at = g.kernels.insert(at, &kernel);
  n.attributes = {{"kernel", {at - g.kernels.begin()}, {}}};
  return g.add(std::move(n));
}

}  // namespace fnp::ir
