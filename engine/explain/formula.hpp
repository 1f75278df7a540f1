// Nodes as NumPy-like text: infix operators with as few parentheses as Python needs, views as subscripts.
//
//   a[1:, ::-1].T + 2.0 * sum(b, axis=0)
#pragma once
#include <span>
#include <string>

#include "engine/ir/graph.hpp"

namespace fnp::explaining {

// Binding strength of a text's outermost operator: what is weaker than its place asks for gets parentheses.
struct term {
  std::string text;
  int strength = 20;  // a name, a number or a call
};

term constant_term(ir::node const&);
// The node applied to terms, one an operand. Casts that an op makes on its own are not written unless `all_casts`.
term apply_term(ir::graph const&, ir::node const&, std::span<term const> operands, bool all_casts);

}  // namespace fnp::explaining
