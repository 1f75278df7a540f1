// An op applied in a known loop: weak scalars are checked against its dtypes, operands are cast to them.
//
// A scalar stays outside the graph until the loop is known, because its dtype, its range check and, beside a
// comparison, even its meaning depend on the loop: x < 300 of uint8 is answered exactly, as x <= 255.
#pragma once
#include <span>

#include "engine/ir/constant.hpp"
#include "engine/ir/graph.hpp"

namespace fnp::ir {

struct operand {
  value made = 0;  // where it is no scalar
  bool scalar = false;
  weak kind = weak::strong;
  dtype type = dtype::f8;  // of the scalar
  element_bits bits{};
};

operand as_operand(graph const&, value, weak kind = weak::strong);

struct applied {
  value result;
  bool rewritten = false;  // another op took its place: no kernel compiled for the original may run
};

// Operands become values of the loop's dtypes (in place); throws python_int_overflow, negative_integer_power and what
// inference throws.
applied apply_loop(graph&, ops::op_id, int loop, std::span<operand>);

// The operand as a value of this dtype: itself, a constant cast now, or a cast marked "buffered".
value materialise(graph&, operand const&, dtype wanted);

}  // namespace fnp::ir
