// The table of steps: one list a family; every elementwise op, reduction and ufunc method is found by its NumPy name.
#include <string>

#include "fnp/ops/all.hpp"
#include "verify/oracle/step_call.hpp"

namespace fnp::oracle {
namespace {

struct other_name {
  std::string_view name, canonical;
};
constexpr other_name other_names[] = {
    {"abs", "absolute"},
    {"acos", "arccos"},
    {"acosh", "arccosh"},
    {"amax", "max"},
    {"amin", "min"},
    {"around", "round"},
    {"asin", "arcsin"},
    {"asinh", "arcsinh"},
    {"atan", "arctan"},
    {"atan2", "arctan2"},
    {"atanh", "arctanh"},
    {"bitwise_invert", "invert"},
    {"bitwise_left_shift", "left_shift"},
    {"bitwise_not", "invert"},
    {"bitwise_right_shift", "right_shift"},
    {"concat", "concatenate"},
    {"conj", "conjugate"},
    {"mod", "remainder"},
    {"permute_dims", "transpose"},
    {"pow", "power"},
    {"true_divide", "divide"},
    {"row_stack", "vstack"},
    // Python's operators, for the in-place forms
    {"sub", "subtract"},
    {"mul", "multiply"},
    {"truediv", "divide"},
    {"floordiv", "floor_divide"},
    {"and", "bitwise_and"},
    {"or", "bitwise_or"},
    {"xor", "bitwise_xor"},
    {"lshift", "left_shift"},
    {"rshift", "right_shift"},
    // methods that are not the function of the same name
    {"ndarray.T", "ndarray.T"},
    {"ndarray.fill", "ndarray.fill"},
    {"ndarray.sort", "ndarray.sort"},
    {"ndarray.partition", "ndarray.partition"},
    {"ndarray.item", "ndarray.item"},
};

// a += b: the op with out=a.
datum in_place(call& c) {
  std::string const name(canonical_name(std::string_view(c.op).substr(1)));
  if (c.args.size() != 2) throw unsupported{"op " + c.op + " with " + std::to_string(c.args.size()) + " operands"};
  c.run.concrete(c.args[0]);
  c.attrs.push_back({"out", c.args[0], false});
  c.op = name;
  // ndarray's own shortcuts, whose signs and infinities are not those of the power.
  bool const number = c.args[1].is(datum::kind::real) || c.args[1].is(datum::kind::integer);
  if (name == "power" && number && is_inexact(c.run.type(c.args[0]))) {
    double const exponent = real_value(c.args[1]);
    std::string_view const shortcut = exponent == 0.5  ? "sqrt"
                                      : exponent == 2  ? "square"
                                      : exponent == -1 ? "reciprocal"
                                                       : "";
    if (!shortcut.empty()) {
      c.op = shortcut;
      c.args.pop_back();
    }
  }
  handler const run = find_step(c.op);
  if (!run) throw unsupported{"op " + name};
  return run(c);
}

}  // namespace

bool is_in_place(std::string_view op) {
  if (op.size() < 3 || op[0] != 'i') return false;
  for (std::string_view const name :
       {"add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "and", "or", "xor", "lshift", "rshift", "matmul"})
    if (op.substr(1) == name) return true;
  return false;
}

namespace {

handler look_up(std::string_view op) {
  std::span<step_row const> const families[] = {
      reduction_steps(), scan_steps(),    view_steps(),   join_steps(),   split_steps(),  subscript_steps(),
      gather_steps(),    maker_steps(),   range_steps(),  object_steps(), order_steps(),  type_steps(),
      query_steps(),     product_steps(), random_steps(), choice_steps(), formula_steps()};
  for (auto const& rows : families)
    for (step_row const& r : rows)
      if (r.op == op) return r.run;
  if (handler const told = find_attribute(op)) return told;
  ops::op_id const id = ops::find_op(op);
  if (id != ops::no_op && ops::op_table[id].kind == ops::family::elementwise) return elementwise_step;
  std::size_t const dot = op.rfind('.');
  if (dot != std::string_view::npos && ops::find_op(canonical_name(op.substr(0, dot))) != ops::no_op)
    return method_step;
  return nullptr;
}

}  // namespace

std::string_view canonical_name(std::string_view op) {
  for (other_name const& o : other_names)
    if (o.name == op) return o.canonical;
  return op;
}

handler find_step(std::string_view op) {
  if (is_in_place(op)) return in_place;
  if (handler const h = find_operator(op)) return h;
  if (handler const h = look_up(op)) return h;
  // A method of arrays is the function of its name.
  return op.starts_with("ndarray.") ? look_up(canonical_name(op.substr(8))) : nullptr;
}

}  // namespace fnp::oracle
