// Every elementwise op by its NumPy name, with NumPy's keyword arguments of ufuncs.
//
// Without dtype= the loop is the first that all operands cast to safely; with it the first loop that gives this dtype.
// Then casting= (same_kind unless given) judges each operand and each out=.
#include "verify/oracle/step_call.hpp"

#include <algorithm>

#include "fnp/ndarray.hpp"
#include "fnp/ops/all.hpp"
#include "verify/oracle/elementwise.hpp"
#include "verify/oracle/case_subscript.hpp"

namespace fnp::oracle {
namespace {

std::vector<array_handle> take_outs(call& c, std::size_t arity, std::size_t outputs) {
  std::vector<array_handle> outs(outputs);
  std::size_t given = 0;
  auto const put = [&](datum const& d) {
    if (given == outputs) throw unsupported{"attr " + c.op + ".out with too many arrays"};
    if (d.is(datum::kind::array)) outs[given] = c.run.concrete(d);
    else if (!d.is(datum::kind::none)) throw unsupported{"attr " + c.op + ".out that is no array"};
    ++given;
  };
  for (std::size_t k = arity; k < c.args.size(); ++k) put(c.args[k]);
  if (datum const* const d = c.find(call::npos, "out")) {
    if (d->is(datum::kind::tuple))
      for (datum const& i : d->items) put(i);
    else if (outputs > 1) throw numpy_error{"TypeError", "bad_argument", "'out' must be a tuple of arrays"};
    else put(*d);
  }
  return outs;
}

// NumPy looks at every exponent before it multiplies.
void refuse_negative_exponents(session& run, datum const& base, datum const& exponent) {
  if (!exponent.is(datum::kind::array)) return;
  extents joint = base.is_scalar() ? extents{} : run.shape(base);
  if (!broadcast_into(joint, run.shape(exponent)) || element_count(joint).value == 0) return;
  array_handle const a = run.concrete(exponent);
  if (kind(a->type) != 'i') return;
  for (index const x : integers_of(run, exponent))
    if (x < 0) fail(error_code::negative_integer_power, "Integers to negative integer powers are not allowed.");
}

void check_out_shape(extents const& computed, array_body const& out) {
  extents joined = out.layout.extent;
  if (!broadcast_into(joined, computed) || joined != out.layout.extent)
    fail(error_code::out_shape_mismatch, "non-broadcastable output operand with shape " + to_string(out.layout.extent) +
                                             " doesn't match the broadcast shape " + to_string(computed));
}

ir::order memory_order(call& c, std::string const& name) {
  if (name == "K") return ir::order::k;
  if (name == "C") return ir::order::c;
  if (name == "F") return ir::order::f;
  if (name != "A") throw unsupported{"attr " + c.op + ".order"};
  for (datum const& d : c.args) {
    if (!d.is(datum::kind::array)) continue;
    array_handle const a = c.run.concrete(d);
    if (!is_f_contiguous(a->layout, static_cast<index>(itemsize(a->type)))) return ir::order::c;
  }
  return ir::order::f;
}

}  // namespace

casting parse_casting(std::string const& name) {
  if (name == "no") return casting::no;
  if (name == "equiv") return casting::equiv;
  if (name == "safe") return casting::safe;
  if (name == "same_kind") return casting::same_kind;
  if (name == "unsafe") return casting::unsafe;
  throw unsupported{"casting rule '" + name + "'"};
}

int chosen_loop(session& run, ops::op_id op, std::span<datum const> operands, std::optional<dtype> result) {
  ops::op_info const& info = ops::op_table[op];
  dtype common = dtype::b1;
  bool strong = false;
  for (datum const& d : operands)
    if (!d.is_scalar()) {
      common = strong ? promote(common, run.type(d)) : run.type(d);
      strong = true;
    }
  std::array<dtype, 3> types{};
  for (std::size_t k = 0; k < operands.size(); ++k) {
    datum const& d = operands[k];
    weak const w = d.is(datum::kind::boolean) ? weak::boolean : d.is(datum::kind::integer) ? weak::integer : d.is(datum::kind::real) ? weak::real : weak::imaginary;
    if (!d.is_scalar()) types[k] = run.type(d);
    else types[k] = strong ? (w == weak::boolean ? dtype::b1 : promote_weak(w, common)) : default_dtype(w);
  }
  if (!result) return ops::find_loop(info, types.data(), operands.size());
  int found = -1;
  for (int i = 0; i < info.loop_count; ++i) {
    bool fits = true, safe = true;
    for (std::size_t k = 0; k < info.outputs; ++k) fits = fits && info.loops[i].out[k] == *result;
    for (std::size_t k = 0; k < operands.size(); ++k) safe = safe && can_cast(types[k], info.loops[i].in[k]);
    if (fits && safe) return i;
    if (fits && found < 0) found = i;
  }
  if (found >= 0) return found;
  fail(error_code::no_loop, "No loop matching the specified signature and casting was found for ufunc " + std::string(info.name));
}

ir::value apply(session& run, ops::op_id op, std::span<datum const> operands, std::optional<dtype> result, casting rule) {
  ops::op_info const& info = ops::op_table[op];
  if (op == ops::id_of<ops::ldexp> && operands[0].is(datum::kind::integer)) throw unsupported{"op ldexp of a Python int"};
  int const loop = chosen_loop(run, op, operands, result);
  small_vector<ir::value> values;
  small_vector<weak> kinds;
  for (std::size_t k = 0; k < operands.size(); ++k) {
    weak w = weak::strong;
    ir::value v = run.use(operands[k], &w);
    dtype const from = run.graph().type(v), to = loop < 0 ? from : info.loops[loop].in[k];
    if (loop >= 0 && !info.mixed_as_booleans) {
      bool const allowed = w == weak::strong ? can_cast(from, to, rule) : w == weak::boolean || (w == weak::integer ? to != dtype::b1 : is_inexact(to));
      if (!allowed) fail_cast(from, to, rule == casting::same_kind ? "same_kind" : "no, equiv or safe", info.name);
    }
    if (result && loop >= 0 && w == weak::strong && from != to) v = ir::make_cast(run.graph(), v, to);
    values.push_back(v);
    kinds.push_back(w);
  }
  if (op == ops::id_of<ops::power> && loop >= 0 && is_integer(info.loops[loop].in[1])) {
    refuse_negative_exponents(run, operands[0], operands[1]);
    for (std::size_t k = 0; k < operands.size(); ++k) values[k] = run.use(operands[k]);  // of the graph after that look
    if (result)
      for (std::size_t k = 0; k < operands.size(); ++k)
        if (!operands[k].is_scalar()) values[k] = ir::make_cast(run.graph(), values[k], info.loops[loop].in[k]);
  }
  ir::value const v = ir::make_elementwise(run.graph(), op, {values.data(), values.size()}, {kinds.data(), kinds.size()});
  if (result && run.graph().type(v) != *result) throw unsupported{"attr " + std::string(info.name) + ".dtype for these operands"};
  run.note_elementwise();
  return v;
}

datum store(call& c, std::span<ir::value const> values, std::span<array_handle const> outs, datum const* where, casting rule) {
  session& run = c.run;
  std::vector<datum> results;
  std::vector<write> writes;
  array_handle mask;
  if (where) {
    if (run.watches()) throw unsupported{"attr " + c.op + ".where with warnings"};
    mask = run.concrete(*where);  // of the same evaluation, so before the write
    if (mask->type != dtype::b1) fail_cast(mask->type, dtype::b1, "safe", c.op + " where=");
  }
  for (std::size_t k = 0; k < outs.size(); ++k) {
    array_handle const& out = outs[k];
    if (!out) continue;
    if (!out->writeable) fail(error_code::read_only, "output array is read-only");
    dtype const from = run.graph().type(values[k]);
    if (!can_cast(from, out->type, rule)) fail_cast(from, out->type, "same_kind", c.op + " output");
    extents computed = run.graph().shape(values[k]);
    if (mask && !broadcast_into(computed, mask->layout.extent)) fail_shapes(error_code::shape_mismatch, "operands", computed, mask->layout.extent);
    check_out_shape(computed, *out);
    writes.push_back({values[k], out, mask});
  }
  if (where && writes.size() != values.size()) throw unsupported{"attr " + c.op + ".where without out"};
  if (!writes.empty()) {
    for (std::size_t k = 0; k < values.size(); ++k)
      if (!outs[k]) throw unsupported{"attr " + c.op + ".out for some results only"};
    c.release();
    run.assign(writes);
  }
  for (std::size_t k = 0; k < values.size(); ++k) results.push_back(outs[k] ? datum::of(outs[k]) : datum{});
  return results.size() == 1 ? results[0] : datum::of_tuple(std::move(results));
}

datum elementwise_step(call& c) {
  // ndarray.conj and the like: a method is the op of its name.
  if (c.op.starts_with("ndarray.")) c.op = canonical_name(std::string_view(c.op).substr(8));
  ops::op_id const op = ops::find_op(c.op);
  ops::op_info const& info = ops::op_table[op];
  session& run = c.run;
  datum const* const where = c.find(call::npos, "where");
  bool const everywhere = !where || (where->is(datum::kind::boolean) && where->truth);
  casting const rule = parse_casting(c.text(call::npos, "casting", "same_kind"));
  std::string const order = c.text(call::npos, "order", "K");
  std::optional<dtype> const result = c.type(call::npos, "dtype");
  c.check_all_taken_but("out");
  if (c.args.size() < info.arity) throw unsupported{"op " + c.op + " with " + std::to_string(c.args.size()) + " operands"};
  ir::order const how = memory_order(c, order);
  // What must be looked at is looked at before the graph grows, because a look may empty it.
  std::vector<array_handle> const outs = take_outs(c, info.arity, info.outputs);
  datum mask;
  if (!everywhere) mask = datum::of(run.concrete(*where));
  for (std::size_t k = 0; k < info.arity; ++k)
    if (c.args[k].is(datum::kind::tuple)) c.args[k] = datum::of(run.concrete(c.args[k]));
  ir::value const first = apply(run, op, {c.args.data(), info.arity}, result, rule);
  std::vector<ir::value> values;
  for (std::size_t k = 0; k < info.outputs; ++k) {
    ir::value v = first + static_cast<ir::value>(k);
    if (how != ir::order::k) v = ir::make_cast(run.graph(), v, run.graph().type(v), how);
    values.push_back(v);
  }
  bool const into = std::any_of(outs.begin(), outs.end(), [](array_handle const& a) { return static_cast<bool>(a); });
  if (into || !everywhere) return store(c, values, outs, everywhere ? nullptr : &mask, rule);
  if (values.size() == 1) return run.keep(values[0]);
  return keep_all(run, values);
}

datum keep_all(session& run, std::span<ir::value const> values) {
  std::vector<datum> kept(values.size());
  run.keep_together(values, kept);
  return datum::of_tuple(std::move(kept));
}

}  // namespace fnp::oracle
