// The methods of ufuncs: OP.reduce, OP.accumulate, OP.outer, OP.reduceat, OP.at.
#include <array>

#include "engine/array/axes.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/ops/all.hpp"
#include "fnp/ufunc_methods.hpp"
#include "verify/oracle/case_subscript.hpp"
#include "verify/oracle/elementwise.hpp"
#include "verify/oracle/reductions.hpp"

namespace fnp::oracle {
namespace {

// NumPy has a text of its own, hence a reason, for these.
void refuse_number(array_body const& a, std::string const& method) {
  if (a.layout.rank() == 0) throw numpy_error{"TypeError", "bad_argument", "cannot " + method + " on a scalar"};
}
void refuse_mixed_loop(call& c, ops::op_id op, array_body const& a, std::optional<dtype> type,
                       array_handle const& out) {
  if (op != ops::id_of<ops::ldexp>) return;
  ufunc_on::reduced_type(op, a.type, type, out ? std::optional<dtype>(out->type) : std::nullopt);
  throw numpy_error{"TypeError", "shape_mismatch", "the resolved dtypes are not compatible with " + c.op};
}

datum accumulate(call& c, ops::op_id op) {
  std::optional<dtype> const type = c.type(2, "dtype");
  array_handle const out = out_of(c, 3);
  array_handle const a = c.run.concrete(c.need(0, "array"));
  index const axis = method_axis(c, 1, "accumulate", a->layout.rank());
  refuse_number(*a, "accumulate");
  c.check_all_taken();
  refuse_mixed_loop(c, op, *a, type, out);
  return accumulated(c, op, a, axis, type, out);
}

datum reduceat(call& c, ops::op_id op) {
  extents const starts = c.shape(1, "indices");
  std::optional<dtype> const type = c.type(3, "dtype");
  array_handle const out = out_of(c, 4);
  array_handle const a = c.run.concrete(c.need(0, "array"));
  index const axis = method_axis(c, 2, "reduceat", a->layout.rank());
  refuse_number(*a, "reduceat");
  index const n = a->layout.extent[static_cast<std::size_t>(axis)];
  for (index const s : starts)
    if (s < 0 || s >= n)
      throw numpy_error{"IndexError", "bad_argument",
                        "index " + std::to_string(s) + " out-of-bounds in " + c.op + " [0, " + std::to_string(n) + ")"};
  c.check_all_taken();
  refuse_mixed_loop(c, op, *a, type, out);
  c.run.flush();
  return datum::of(
      c.run.compute([&] { return ufunc_on::reduceat(op, *a, {starts.data(), starts.size()}, axis, type, out.get()); }));
}

// What a function is not made for, whatever its operands.
void refuse_function(ops::op_info const& info, std::string const& method) {
  std::string const name(info.name);
  if (info.kind == ops::family::opaque && (method == "outer" || method == "at"))
    throw numpy_error{"TypeError", "bad_argument",
                      "method " + method + " is not allowed in " + name + ", which has a signature"};
  if (info.kind == ops::family::opaque)
    throw numpy_error{"RuntimeError", "bad_argument", "Reduction not defined on " + name + ", which has a signature"};
  if (method == "at" && info.outputs != 1)
    throw numpy_error{"ValueError", "bad_argument", "Only single output ufuncs supported at this time"};
  if (method == "at") return;
  if (info.arity != 2) throw numpy_error{"ValueError", "bad_argument", method + " only supported for binary functions"};
  if (method != "outer" && info.outputs != 1)
    throw numpy_error{"ValueError", "bad_argument", method + " only supported for functions returning a single value"};
}

datum outer(call& c, ops::op_id op) {
  if (c.args.size() != 2) throw unsupported{"op " + c.op + " with " + std::to_string(c.args.size()) + " operands"};
  std::optional<dtype> const type = c.type(call::npos, "dtype");
  c.check_all_taken();
  extents shape = c.run.shape(c.args[0]);
  std::size_t const more = c.run.shape(c.args[1]).size();
  for (std::size_t i = 0; i < more; ++i) shape.push_back(1);
  // A view of the first operand, so that nothing is computed yet.
  datum first = c.args[0];
  if (!first.is_scalar()) first = c.run.keep(ir::make_reshape(c.run.graph(), c.run.use(first), shape));
  datum const both[] = {first, c.args[1]};
  ir::value const value = apply(c.run, op, both, type);
  if (ops::op_table[op].outputs == 1) return c.run.keep(value);
  ir::value const pair[] = {value, value + 1};
  return keep_all(c.run, pair);
}

datum at(call& c, ops::op_id op) {
  c.check_all_taken();
  ops::op_info const& info = ops::op_table[op];
  if (c.args.size() != info.arity + 1u)
    throw unsupported{"op " + c.op + " with " + std::to_string(c.args.size()) + " operands"};
  datum const target = c.args[0];
  array_handle const a = c.run.concrete(target);
  std::vector<datum> const items = c.args[1].is(datum::kind::tuple) ? c.args[1].items : std::vector<datum>{c.args[1]};
  array_handle const operand = info.arity == 2 ? c.run.concrete(c.args[2]) : array_handle{};
  // NumPy looks for the loop before it looks at the indices.
  std::array const types{a->type, operand ? operand->type : a->type};
  if (ops::find_loop(info, types.data(), info.arity) < 0) fail_loop(info.name, types.data(), info.arity);
  subscript const where = resolve_subscript(c.run, *a, items);
  c.run.flush();
  c.run.compute([&] {
    ufunc_on::at_offsets(op, *a, where.shape, where.offsets, operand.get());
    return a;
  });
  return target;
}

}  // namespace

datum accumulated(call& c, ops::op_id op, array_handle const& x, index axis, std::optional<dtype> type,
                  array_handle const& out) {
  if (out && kind(ufunc_on::reduced_type(op, x->type, type, out->type)) == 'c' && kind(out->type) != 'c' &&
      kind(out->type) != 'b')
    c.run.warn("complex_discarded");
  c.run.flush();
  return datum::of(c.run.compute([&] { return ufunc_on::accumulate(op, *x, axis, type, out.get()); }));
}

datum method_step(call& c) {
  std::size_t const dot = c.op.rfind('.');
  std::string const name = c.op.substr(0, dot), method = c.op.substr(dot + 1);
  ops::op_id const op = ops::find_op(canonical_name(name));
  ops::op_info const& info = ops::op_table[op];
  refuse_function(info, method);
  if (method == "at") return at(c, op);
  if (method == "outer") return outer(c, op);
  if (method == "accumulate") return accumulate(c, op);
  if (method == "reduceat") return reduceat(c, op);
  if (method == "reduce") return fold_step(c, op);
  throw unsupported{"op " + c.op};
}

}  // namespace fnp::oracle
