// Every elementwise op by its NumPy name, with NumPy's keyword arguments of ufuncs.
//
// Without dtype= the loop is the first that all operands cast to safely; with it the first loop that gives this dtype.
// Then casting= (same_kind unless given) judges each operand and each out=.
#include "verify/oracle/step_call.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "engine/ir/operand.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/ops/all.hpp"
#include "verify/oracle/elementwise.hpp"
#include "verify/oracle/case_subscript.hpp"
#include "verify/oracle/ufunc_checks.hpp"

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

// ldexp alone takes a Python int as the smallest integer, whatever stands beside it (booleans aside).
bool is_smallest(session& run, ops::op_id op, std::span<datum const> operands, std::size_t position) {
  if (op != ops::id_of<ops::ldexp> || !operands[position].is(datum::kind::integer)) return false;
  datum const& other = operands[1 - position];
  return !other.is_scalar() && run.type(other) != dtype::b1;
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
    weak const w = kind_of(d);
    if (!d.is_scalar()) types[k] = run.type(d);
    else if (is_smallest(run, op, operands, k)) types[k] = dtype::i1;
    else types[k] = strong ? (w == weak::boolean ? dtype::b1 : promote_weak(w, common)) : default_dtype(w);
  }
  if (!result) return ops::find_loop(info, types.data(), operands.size());
  int found = -1;
  for (int i = 0; i < info.loop_count; ++i) {
    ops::loop const& l = info.loops[i];
    bool fits = true, safe = true, uniform = true;
    for (std::size_t k = 0; k < info.outputs; ++k) fits = fits && l.out[k] == *result;
    for (std::size_t k = 0; k < operands.size(); ++k) {
      safe = safe && can_cast(types[k], l.in[k]);
      uniform = uniform && l.in[k] == *result;
    }
    if (fits && safe) return i;
    if (fits && uniform && found < 0) found = i;  // operands of another dtype than the result's are found by safe casts only
  }
  if (found >= 0) return found;
  fail(error_code::no_loop, "No loop matching the specified signature and casting was found for ufunc " + std::string(info.name));
}

namespace {

// An operand in the loop's dtype: a Python number as if nothing else stood there, an array with the strides it has.
ir::value in_loop(session& run, ir::value v, weak number, dtype to) { return ir::materialise(run.graph(), ir::as_operand(run.graph(), v, number), to); }

// A finite Python number may be infinite in the loop's dtype, and NumPy says so.
void note_overflow(session& run, datum const& d, dtype to) {
  double const limit = to == dtype::f2 ? 65520 : to == dtype::f4 || to == dtype::c8 ? 0x1.ffffffp127 : HUGE_VAL;
  auto const grows = [&](double x) { return std::isfinite(x) && std::abs(x) >= limit; };
  if (grows(real_value(d)) || grows(d.im)) run.note_flags(fp_over);
}

ir::value build(session& run, ops::op_id op, int loop, std::span<datum const> operands, std::optional<dtype> result) {
  ops::op_info const& info = ops::op_table[op];
  small_vector<ir::value> values;
  small_vector<weak> kinds;
  for (std::size_t k = 0; k < operands.size(); ++k) {
    weak number = kind_of(operands[k]);
    bool const truth = info.mixed_as_booleans && number != weak::strong;  // in its own precision
    datum const given = truth ? datum::of_bool(real_value(operands[k]) != 0 || operands[k].im != 0) : operands[k];
    ir::value v = run.use(given);
    if (truth) number = weak::boolean;
    if (number != weak::strong && loop >= 0) note_overflow(run, given, info.loops[loop].in[k]);
    bool const asked = result && !(is_comparison(op) && number != weak::strong);  // a number is compared as it is
    if (loop >= 0 && (asked || is_smallest(run, op, operands, k))) {
      dtype const to = info.loops[loop].in[k];
      if (kind(run.graph().type(v)) == 'c' && kind(to) != 'c' && to != dtype::b1) run.warn("complex_discarded");
      v = in_loop(run, v, number, to);
      number = weak::strong;
    }
    values.push_back(v);
    kinds.push_back(number);
  }
  return ir::make_elementwise(run.graph(), op, {values.data(), values.size()}, {kinds.data(), kinds.size()});
}

// The node after all checks, in NumPy's order: writeability, loop, numbers, casts, shapes, exponents.
ir::value checked_node(session& run, ops::op_id op, std::span<datum const> operands, std::optional<dtype> result, casting rule,
                       std::span<array_handle const> outs, array_handle const& mask) {
  ops::op_info const& info = ops::op_table[op];
  for (array_handle const& out : outs)
    if (out && !out->writeable) fail(error_code::read_only, "output array is read-only");
  int const loop = chosen_loop(run, op, operands, result);
  check_operand_casts(run, op, loop, operands, rule, true);
  refuse_huge_numbers(run, op, operands);
  if (loop >= 0) refuse_numbers_outside(run, info, loop, operands);
  check_operand_casts(run, op, loop, operands, rule, false);
  check_destination_casts(info, loop, outs, rule);
  ir::value v = build(run, op, loop, operands, result);
  check_shapes(run.graph().shape(v), outs, mask);
  if (op == ops::id_of<ops::power> && loop >= 0 && is_integer(info.loops[loop].in[1]) && !mask) {
    refuse_negative_exponents(run, operands[0], operands[1], info.loops[loop].in[1]);
    v = build(run, op, loop, operands, result);  // in the graph after that look
  }
  if (result && run.graph().type(v) != *result) throw unsupported{"attr " + std::string(info.name) + ".dtype for these operands"};
  run.note_elementwise();
  return v;
}

// The conditions of a masked call, and the exponents that it refuses, are those of the elements that it computes: the op runs
// on them alone.
void run_selected(session& run, ops::op_id op, std::span<datum const> operands, std::optional<dtype> result, casting rule, array_body const& mask, extents const& joint) {
  array_handle const chosen = views::copy(*views::broadcast_to(mask, joint));
  index count = 0;
  for (index i = 0; i < chosen->count; ++i) count += chosen->data[i] != std::byte{0};
  std::vector<datum> selected(operands.begin(), operands.end());
  for (datum& d : selected) {
    if (d.is_scalar()) continue;
    array_handle const all = views::copy(*views::broadcast_to(*run.concrete(d), joint)), some = make_array(all->type, {count});
    std::size_t const item = itemsize(all->type);
    for (index i = 0, to = 0; i < chosen->count; ++i)
      if (chosen->data[i] != std::byte{0}) std::memcpy(some->data + static_cast<std::size_t>(to++) * item, all->data + static_cast<std::size_t>(i) * item, item);
    d = datum::of(some);
  }
  datum const kept = run.keep(checked_node(run, op, selected, result, rule, {}, {}));
  run.flush();
}

datum write_into(call& c, std::span<ir::value const> values, std::span<array_handle const> outs, array_handle const& mask) {
  std::vector<write> writes;
  for (std::size_t k = 0; k < outs.size(); ++k)
    if (outs[k]) writes.push_back({values[k], outs[k], mask});
  if (mask && writes.size() != values.size()) throw unsupported{"attr " + c.op + ".where without out"};
  if (writes.size() != values.size()) throw unsupported{"attr " + c.op + ".out for some results only"};
  c.release();
  if (mask) c.run.assign_unwatched(writes);
  else c.run.assign(writes);
  std::vector<datum> results;
  for (array_handle const& out : outs) results.push_back(datum::of(out));
  return results.size() == 1 ? results[0] : datum::of_tuple(std::move(results));
}

}  // namespace

ir::value apply(session& run, ops::op_id op, std::span<datum const> operands, std::optional<dtype> result, casting rule) {
  return checked_node(run, op, operands, result, rule, {}, {});
}

datum store(call& c, std::span<ir::value const> values, std::span<array_handle const> outs, casting rule) {
  for (std::size_t k = 0; k < outs.size(); ++k) {
    dtype const from = c.run.graph().type(values[k]);
    if (!outs[k]) continue;
    if (!can_cast(from, outs[k]->type, rule)) fail_cast(from, outs[k]->type, "same_kind", c.op + " output");
    if (!outs[k]->writeable) fail(error_code::read_only, "output array is read-only");
    check_shapes(c.run.graph().shape(values[k]), outs.subspan(k, 1), {});
  }
  return write_into(c, values, outs, {});
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
  array_handle mask;
  if (!everywhere) {
    mask = run.concrete(*where);
    if (mask->type != dtype::b1) fail_cast(mask->type, dtype::b1, "safe", c.op + " where=");
  }
  for (std::size_t k = 0; k < info.arity; ++k)
    if (c.args[k].is(datum::kind::tuple)) c.args[k] = datum::of(run.concrete(c.args[k]));
  std::span<datum const> const operands{c.args.data(), info.arity};
  bool const into = std::any_of(outs.begin(), outs.end(), [](array_handle const& a) { return static_cast<bool>(a); });
  ir::value first = checked_node(run, op, operands, result, rule, outs, mask);
  if (mask && into && (run.watches() || op == ops::id_of<ops::power>)) {
    run_selected(run, op, operands, result, rule, *mask, (outs[0] ? outs[0] : outs[1])->layout.extent);
    first = checked_node(run, op, operands, result, rule, outs, mask);
  }
  std::vector<ir::value> values;
  for (std::size_t k = 0; k < info.outputs; ++k) {
    ir::value v = first + static_cast<ir::value>(k);
    if (how != ir::order::k) v = ir::make_cast(run.graph(), v, run.graph().type(v), how);
    values.push_back(v);
  }
  if (into || !everywhere) return write_into(c, values, outs, mask);
  if (values.size() == 1) return run.keep(values[0]);
  return keep_all(run, values);
}

datum keep_all(session& run, std::span<ir::value const> values) {
  std::vector<datum> kept(values.size());
  run.keep_together(values, kept);
  return datum::of_tuple(std::move(kept));
}

}  // namespace fnp::oracle
