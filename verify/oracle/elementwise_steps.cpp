// Every elementwise op by its NumPy name, with NumPy's keyword arguments of ufuncs: engine/ir/ufunc_call has the rules.
#include "verify/oracle/step_call.hpp"

#include <algorithm>

#include "engine/ir/ufunc_call.hpp"
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

namespace {

// The node after NumPy's checks.
ir::value checked_node(session& run, ops::op_id op, std::span<datum const> operands, std::optional<dtype> result,
                       casting rule, std::span<array_handle const> outs, array_handle const& mask) {
  small_vector<ir::value> values;
  small_vector<weak> kinds;
  for (datum const& d : operands) {
    weak kind = weak::strong;
    values.push_back(run.use(d, &kind));
    kinds.push_back(kind);
  }
  ir::ufunc_node const node = ir::make_ufunc(run.graph(), {op,
                                                           {values.data(), values.size()},
                                                           {kinds.data(), kinds.size()},
                                                           result,
                                                           rule,
                                                           outs,
                                                           mask.get(),
                                                           run.watches()});
  bool discarded = node.complex_discarded;
  for (std::size_t k = 0; k < outs.size(); ++k) {
    dtype const from = run.graph().type(node.first + static_cast<ir::value>(k));
    discarded = discarded || (outs[k] && kind(from) == 'c' && kind(outs[k]->type) != 'c' && kind(outs[k]->type) != 'b');
  }
  if (discarded) run.warn("complex_discarded");
  run.note_flags(node.raised);
  if (result && run.graph().type(node.first) != *result)
    throw unsupported{"attr " + std::string(ops::op_table[op].name) + ".dtype for these operands"};
  run.note_elementwise();
  return node.first;
}

datum write_into(call& c, std::span<ir::value const> values, std::span<array_handle const> outs,
                 array_handle const& mask) {
  std::vector<write> writes;
  for (std::size_t k = 0; k < outs.size(); ++k)
    if (outs[k]) writes.push_back({values[k], outs[k], mask});
  if (mask && writes.size() != values.size()) throw unsupported{"attr " + c.op + ".where without out"};
  if (writes.size() != values.size()) throw unsupported{"attr " + c.op + ".out for some results only"};
  c.release();
  c.run.assign(writes);
  std::vector<datum> results;
  for (array_handle const& out : outs) results.push_back(datum::of(out));
  return results.size() == 1 ? results[0] : datum::of_tuple(std::move(results));
}

}  // namespace

ir::value apply(session& run, ops::op_id op, std::span<datum const> operands, std::optional<dtype> result,
                casting rule) {
  return checked_node(run, op, operands, result, rule, {}, {});
}

datum store(call& c, std::span<ir::value const> values, std::span<array_handle const> outs, casting rule) {
  for (std::size_t k = 0; k < outs.size(); ++k) {
    dtype const from = c.run.graph().type(values[k]);
    if (!outs[k]) continue;
    ir::check_destination_casts(c.op, {&from, 1}, outs.subspan(k, 1), rule);
    if (!outs[k]->writeable) fail(error_code::read_only, "output array is read-only");
    ir::check_destination_shapes(c.op, c.run.graph().shape(values[k]), outs.subspan(k, 1), nullptr);
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
  if (c.args.size() < info.arity)
    throw unsupported{"op " + c.op + " with " + std::to_string(c.args.size()) + " operands"};
  ir::order const how = memory_order(c, order);
  // What must be looked at is looked at before the graph grows, because a look may empty it.
  std::vector<array_handle> const outs = take_outs(c, info.arity, info.outputs);
  array_handle mask;
  if (!everywhere) mask = run.concrete(*where);
  for (std::size_t k = 0; k < info.arity; ++k)
    if (c.args[k].is(datum::kind::tuple)) c.args[k] = datum::of(run.concrete(c.args[k]));
  std::span<datum const> const operands{c.args.data(), info.arity};
  bool const into = std::any_of(outs.begin(), outs.end(), [](array_handle const& a) { return static_cast<bool>(a); });
  ir::value const first = checked_node(run, op, operands, result, rule, outs, mask);
  std::vector<ir::value> values;
  for (std::size_t k = 0; k < info.outputs; ++k) {
    ir::value v = first + static_cast<ir::value>(k);
    if (how != ir::order::k) v = ir::make_cast(run.graph(), v, run.graph().type(v), how);
    values.push_back(v);
  }
  if (into || !everywhere) return write_into(c, values, outs, mask);
  bool const may_fail = ir::may_fail(run.graph());
  datum const kept = values.size() == 1 ? run.keep(values[0]) : keep_all(run, values);
  if (may_fail) run.flush();  // so that the error is this step's
  return kept;
}

datum keep_all(session& run, std::span<ir::value const> values) {
  std::vector<datum> kept(values.size());
  run.keep_together(values, kept);
  return datum::of_tuple(std::move(kept));
}

}  // namespace fnp::oracle
