// Weak scalars beside a loop, and the casts that an op makes on its own.
#include "engine/ir/operand.hpp"

#include <cstring>

#include "engine/ir/ufunc_loop.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::ir {
namespace {

template <class... Ops> bool is_one_of(ops::op_id op) { return ((op == ops::id_of<Ops>) || ...); }
// Is `x op c` true for a c above (below) every x?
bool answer(ops::op_id op, fit where) {
  if (op == ops::id_of<ops::not_equal>) return true;
  if (where == fit::above) return is_one_of<ops::less, ops::less_equal>(op);
  return is_one_of<ops::greater, ops::greater_equal>(op);
}
ops::op_id mirrored(ops::op_id op) {
  if (op == ops::id_of<ops::less>) return ops::id_of<ops::greater>;
  if (op == ops::id_of<ops::less_equal>) return ops::id_of<ops::greater_equal>;
  if (op == ops::id_of<ops::greater>) return ops::id_of<ops::less>;
  if (op == ops::id_of<ops::greater_equal>) return ops::id_of<ops::less_equal>;
  return op;
}

operand limit(dtype d) { return {0, true, weak::strong, d, largest(d)}; }

// A weak integer outside the loop's dtype: an error, but for the ops that NumPy answers all the same.
void settle_overflow(ops::op_id op, std::size_t position, operand& o, dtype wanted, fit where) {
  if (is_one_of<ops::logical_and, ops::logical_or, ops::logical_xor, ops::logical_not>(op)) {
    o.bits = {};  // not zero, hence true
    o.bits[0] = std::byte{1};
    o.type = dtype::u1;
  } else if (op == ops::id_of<ops::clip> && position == 1 && where == fit::below) {
    o.bits = {};  // no bound: the smallest number of the dtype
    if (kind(wanted) == 'i') o.bits[itemsize(wanted) - 1] = std::byte{0x80};
    o.type = wanted;
  } else if (op == ops::id_of<ops::clip> && position == 2 && where == fit::above) {
    o = limit(wanted);
  } else if (op != ops::id_of<ops::where>) {  // where wraps it, as an assignment would
    std::string const number = o.type == dtype::f8 ? "beyond 64 bits" : number_text(o.type, o.bits.data());
    fail(error_code::python_int_overflow,
         op_name(op) + ": Python integer " + number + " out of bounds for " + std::string(name(wanted)));
  }
}

}  // namespace

operand as_operand(graph const& g, value v, weak kind) {
  node const& n = g[v];
  if (n.op != op_constant) return {v, false, kind, n.types[0], {}};
  operand o{v, true, kind, n.types[0], {}};
  std::memcpy(o.bits.data(), n.attributes[0].bits.data(), n.attributes[0].bits.size());
  return o;
}

value materialise(graph& g, operand const& o, dtype wanted) {
  if (o.scalar) {
    element_bits const bits = (o.kind == weak::strong ? cast_element : cast_weak)(o.type, o.bits.data(), wanted);
    return make_constant(g, wanted, bits.data());
  }
  if (g.type(o.made) == wanted) return o.made;
  node n;
  n.op = op_cast;
  n.operands = {o.made};
  n.types = {wanted, dtype{}};
  n.attributes = {{"buffered", {}, {}}};
  return g.add(std::move(n));
}

applied apply_loop(graph& g, ops::op_id op, int loop, std::span<operand> operands) {
  ops::loop const& l = ops::op_table[op].loops[loop];
  applied r{0, false};
  for (std::size_t k = 0; k < operands.size(); ++k) {
    operand& o = operands[k];
    if (!o.scalar || o.kind != weak::integer || !is_integer(l.in[k])) continue;
    fit const where = fit_integer(o.type, o.bits.data(), l.in[k]);
    if (where == fit::inside) continue;
    if (is_comparison(op) && !r.rewritten) {
      bool const holds = answer(k == 0 ? mirrored(op) : op, where);
      if (k == 0) std::swap(operands[0], operands[1]);
      operands[1] = limit(l.in[k]);
      op = holds ? ops::id_of<ops::less_equal> : ops::id_of<ops::greater>;
      r.rewritten = true;
    } else
      settle_overflow(op, k, o, l.in[k], where);
  }
  node n;
  n.op = op;
  n.loop = static_cast<std::uint8_t>(loop);
  for (std::size_t k = 0; k < operands.size(); ++k) {
    operand& o = operands[k];
    o.made = materialise(g, o, l.in[k]);
    n.operands.push_back(o.made);
  }
  r.result = g.add(std::move(n));  // shapes are looked at before exponents
  if (op == ops::id_of<ops::power> && is_integer(l.in[1])) {
    operand const exponent = as_operand(g, operands[1].made);
    bool const raises = exponent.scalar && is_negative(exponent.type, exponent.bits.data());
    if (raises && element_count(g.shape(operands[0].made)).value != 0)
      fail(error_code::negative_integer_power, "power: Integers to negative integer powers are not allowed, got " +
                                                   number_text(exponent.type, exponent.bits.data()));
  }
  return r;
}

}  // namespace fnp::ir
