// The matrix product: both operands in the common dtype; its shape rules stand with inference.
#include "engine/ir/operand.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::ir {

value make_matmul(graph& g, value a, value b) {
  constexpr ops::op_id op = ops::id_of<ops::matmul>;
  ops::op_info const& info = ops::op_table[op];
  dtype const types[] = {g.type(a), g.type(b)};
  int const loop = ops::find_loop(info, types, 2);
  if (loop < 0) fail_loop(info.name, types, 2);
  operand operands[] = {as_operand(g, a), as_operand(g, b)};
  return apply_loop(g, op, loop, operands).result;
}

}  // namespace fnp::ir
