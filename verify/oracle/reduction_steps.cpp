// Named reductions: sum, prod, min, max, any, all, mean, var, std, argmin, argmax, count_nonzero, ptp, and OP.reduce.
//
// where= puts the op's identity (min, max: the value of initial=) in the place of what is left out.
#include "verify/oracle/reductions.hpp"

#include <array>

#include "engine/array/axes.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/ops/all.hpp"
#include "verify/oracle/elementwise.hpp"

namespace fnp::oracle {
namespace {

using engine::axes_argument;

struct arguments {
  axes_argument axes;
  bool one_axis = false;   // an integer, no tuple
  std::optional<dtype> type;
  array_handle out, mask;  // mask: null where all elements count
  datum initial;           // none: the op's own
};

// The common keywords, in NumPy's positions; npos where a function has them by name only.
arguments take(call& c, std::size_t type_at, std::size_t out_at, std::size_t keepdims_at, std::size_t initial_at, std::size_t where_at, bool first_axis = false) {
  arguments a;
  datum const* const axis = c.find(1, "axis");
  a.axes = axes_of(c.run, axis);
  a.one_axis = !axis || axis->is(datum::kind::integer);
  if (!axis && first_axis) a.axes = {{0}, false, false, 0};
  if (type_at) a.type = c.type(type_at, "dtype");
  if (datum const* const out = c.find(out_at, "out"); out && !out->is(datum::kind::none)) a.out = c.run.concrete(*out);
  a.axes.keepdims = c.flag(keepdims_at, "keepdims", false);
  if (initial_at)
    if (datum const* const d = c.find(initial_at, "initial")) a.initial = *d;
  if (where_at)
    if (datum const* const d = c.find(where_at, "where"); d && !(d->is(datum::kind::boolean) && d->truth)) {
      a.mask = c.run.concrete(*d);
      if (a.mask->type != dtype::b1) fail_cast(a.mask->type, dtype::b1, "safe", c.op + " where=");
    }
  c.check_all_taken();
  return a;
}

// The first operand as an array; lists and numbers become one.
datum const& whole_operand(call& c) {
  c.need(0, "a");
  if (!c.args.empty() && !c.args[0].is(datum::kind::array)) c.args[0] = datum::of(c.run.concrete(c.args[0]));
  return c.args.at(0);
}

ir::value elementwise(session& run, ops::op_id op, std::initializer_list<ir::value> operands, std::initializer_list<weak> kinds = {}) {
  return ir::make_elementwise(run.graph(), op, {operands.begin(), operands.size()}, {kinds.begin(), kinds.size()});
}
ir::value whole_number(session& run, index n) { return ir::make_constant(run.graph(), dtype::i8, &n); }

// v where the mask is true, else `otherwise`, a Python number.
ir::value masked(session& run, ir::value v, array_handle const& mask, datum const& otherwise) {
  if (!mask) return v;
  extents shape = run.graph().shape(v);
  if (!broadcast_into(shape, mask->layout.extent)) fail_shapes(error_code::shape_mismatch, "operands", run.graph().shape(v), mask->layout.extent);
  if (shape != run.graph().shape(v)) throw unsupported{"where= of a larger shape than the array"};
  weak kind = weak::strong;
  ir::value const rest = run.use(otherwise, &kind);
  return elementwise(run, ops::id_of<ops::where>, {ir::make_input(run.graph(), *mask), v, rest}, {weak::strong, weak::strong, kind});
}

index reduced_count(extents const& shape, axes_argument const& a) {
  index n = 1;
  for (index const axis : a.all ? every_axis(shape.size()) : normal_axes(a.axes, shape.size())) n *= shape[static_cast<std::size_t>(axis)];
  return n;
}

extents reduced_shape(extents const& shape, axes_argument const& a) {
  extents kept = shape, r;
  for (index const axis : a.all ? every_axis(shape.size()) : normal_axes(a.axes, shape.size())) kept[static_cast<std::size_t>(axis)] = a.keepdims ? 1 : -1;
  for (index const e : kept)
    if (e >= 0) r.push_back(e);
  return r;
}

datum finish(call& c, ir::value v, array_handle const& out, casting rule = casting::same_kind) {
  if (!out) return c.run.keep(v);
  dtype const from = c.run.graph().type(v);
  if (out->layout.extent != c.run.graph().shape(v))
    fail(error_code::out_shape_mismatch, "output parameter has the wrong shape " + to_string(out->layout.extent) + ", expected " + to_string(c.run.graph().shape(v)));
  if (!can_cast(from, out->type, rule)) fail_cast(from, out->type, "same_kind", c.op + " output");
  write const w{v, out};
  c.release();
  c.run.assign({&w, 1});
  return datum::of(out);
}

ops::op_id pairing(ops::op_id reduction) {
  std::string_view const name = ops::op_table[reduction].name;
  return ops::find_op(name.substr(0, name.rfind('.')));
}

datum reduce(call& c, ops::op_id op, arguments a) {
  session& run = c.run;
  datum const operand = whole_operand(c);
  // An array without axes may be reduced over axis 0 or -1.
  bool const positions = op == ops::id_of<ops::argmin> || op == ops::id_of<ops::argmax>;
  if (!positions && run.shape(operand).empty() && !a.axes.all && a.one_axis && (a.axes.axes[0] == 0 || a.axes.axes[0] == -1)) a.axes.axes.clear();
  if (!positions) reduced_count(run.shape(operand), a.axes);  // a wrong axis comes before all else
  if (a.type && kind(run.type(operand)) == 'c' && kind(*a.type) != 'c' && kind(*a.type) != 'b') run.warn("complex_discarded");
  ops::op_id const two = pairing(op);
  bool const ordered = op == ops::id_of<ops::minimum_reduce> || op == ops::id_of<ops::maximum_reduce>;
  bool const has_initial = !a.initial.is(datum::kind::none);
  if (ordered && a.mask && !has_initial)
    fail(error_code::no_identity_where, "reduction operation '" + c.op + "' does not have an identity, so to use a where mask one has to specify 'initial'");
  datum const initial = has_initial && !a.initial.is_scalar() ? datum::of(run.concrete(a.initial)) : a.initial;
  bool const product = op == ops::id_of<ops::multiply_reduce>, conjunction = op == ops::id_of<ops::logical_and_reduce>;
  datum identity = conjunction ? datum::of_bool(true) : op == ops::id_of<ops::logical_or_reduce> ? datum::of_bool(false) : datum::of_int(product ? 1 : 0);
  if (op == ops::id_of<ops::bitwise_and_reduce> && a.mask) throw unsupported{"attr " + c.op + ".where"};
  if (ordered) identity = initial;
  ir::value v = run.use(operand);
  if (run.graph().type(v) == dtype::b1 && a.mask && !ordered && !conjunction) identity = datum::of_bool(product);
  v = masked(run, v, a.mask, identity);
  extents const shape = run.graph().shape(v);
  if (ordered && has_initial && reduced_count(shape, a.axes) == 0) {
    weak kind = weak::strong;
    dtype const type = a.type.value_or(run.graph().type(v));
    ir::value const start = run.use(initial, &kind);
    return finish(c, ir::make_broadcast(run.graph(), ir::make_cast(run.graph(), start, type), reduced_shape(shape, a.axes)), a.out);
  }
  ir::value r = ir::make_reduce(run.graph(), op, v, a.axes, a.type ? &*a.type : nullptr);
  if (has_initial) {
    dtype const type = run.graph().type(r);
    weak kind = weak::strong;
    ir::value start = run.use(initial, &kind);
    if (kind == weak::strong) start = ir::make_cast(run.graph(), start, type);
    r = elementwise(run, two, {start, r}, {kind, weak::strong});
    if (run.graph().type(r) != type) throw unsupported{"attr " + c.op + ".initial of another kind"};
  }
  return finish(c, r, a.out);
}

// --- mean and variance ----------------------------------------------------------------------------------------------

dtype sums_of(dtype given, std::optional<dtype> asked) { return asked ? *asked : is_inexact(given) ? given : dtype::f8; }

ir::value count_of(session& run, extents const& shape, axes_argument const& axes, array_handle const& mask) {
  if (!mask) return whole_number(run, reduced_count(shape, axes));
  ir::value const all = ir::make_broadcast(run.graph(), ir::make_input(run.graph(), *mask), shape);
  return ir::make_reduce(run.graph(), ops::id_of<ops::add_reduce>, all, axes);
}

ir::value quotient(session& run, ir::value sum, ir::value count, dtype to) {
  return ir::make_cast(run.graph(), elementwise(run, ops::id_of<ops::divide>, {sum, count}), to);
}

void warn_if_empty(call& c, extents const& shape, arguments const& a, index ddof) {
  bool empty = false;
  if (!a.mask) empty = reduced_count(shape, a.axes) <= ddof;
  else if (c.run.watches()) {
    datum const counts = c.run.keep(count_of(c.run, shape, a.axes, a.mask));
    for (index const n : integers_of(c.run, counts)) empty = empty || n <= ddof;
  }
  if (empty) c.run.warn("empty_slice");
}

datum mean(call& c) {
  arguments const a = take(c, 2, 3, 4, 0, 5);
  session& run = c.run;
  datum const& given = whole_operand(c);
  warn_if_empty(c, run.shape(given), a, 0);
  ir::value v = run.use(given);
  dtype const type = run.graph().type(v);
  ir::value r = 0;
  if (!a.mask && !a.type) r = ir::make_mean(run.graph(), v, a.axes);
  else {
    dtype const sums = type == dtype::f2 && !a.type ? dtype::f4 : sums_of(type, a.type);
    extents const shape = run.graph().shape(v);
    v = masked(run, v, a.mask, type == dtype::b1 ? datum::of_bool(false) : datum::of_int(0));
    ir::value const sum = ir::make_reduce(run.graph(), ops::id_of<ops::add_reduce>, v, a.axes, &sums);
    r = quotient(run, sum, count_of(run, shape, a.axes, a.mask), type == dtype::f2 && !a.type ? type : sums);
  }
  return finish(c, r, a.out);
}

// NumPy's _var with where= or dtype=.
ir::value variance(session& run, ir::value v, arguments const& a, index ddof) {
  extents const shape = run.graph().shape(v);
  dtype const sums = sums_of(run.graph().type(v), a.type);
  axes_argument keep = a.axes;
  keep.keepdims = true;
  datum const zero = run.graph().type(v) == dtype::b1 ? datum::of_bool(false) : datum::of_int(0);
  ir::value const sum = ir::make_reduce(run.graph(), ops::id_of<ops::add_reduce>, masked(run, v, a.mask, zero), keep, &sums);
  ir::value const mean = quotient(run, sum, count_of(run, shape, keep, a.mask), sums);
  ir::value const x = elementwise(run, ops::id_of<ops::subtract>, {v, mean});
  ir::value squared = 0;
  dtype const type = run.graph().type(x);
  if (kind(type) == 'c') {
    ir::value const product = elementwise(run, ops::id_of<ops::multiply>, {x, elementwise(run, ops::id_of<ops::conjugate>, {x})});
    squared = ir::make_cast(run.graph(), product, type == dtype::c8 ? dtype::f4 : dtype::f8);
  } else squared = elementwise(run, ops::id_of<ops::square>, {x});
  dtype const real = kind(sums) == 'c' ? (sums == dtype::c8 ? dtype::f4 : dtype::f8) : sums;
  ir::value const total = ir::make_reduce(run.graph(), ops::id_of<ops::add_reduce>, masked(run, squared, a.mask, datum::of_int(0)), a.axes, &real);
  ir::value const left = elementwise(run, ops::id_of<ops::subtract>, {count_of(run, shape, a.axes, a.mask), whole_number(run, ddof)});
  ir::value const divisor = elementwise(run, ops::id_of<ops::maximum>, {left, whole_number(run, 0)});
  return quotient(run, total, divisor, real);
}

datum spread(call& c, bool root) {
  index ddof = 0;
  for (datum const* const d : {c.find(4, "ddof"), c.find(call::npos, "correction")})
    if (d) ddof = d->is(datum::kind::real) && d->re == static_cast<double>(static_cast<index>(d->re)) ? static_cast<index>(d->re) : integer_of(c.run, *d);
  arguments a = take(c, 2, 3, 5, 0, 6);
  session& run = c.run;
  datum const& given = whole_operand(c);
  if (a.type && !is_inexact(*a.type)) throw unsupported{"attr " + c.op + ".dtype of integers"};
  warn_if_empty(c, run.shape(given), a, ddof);
  ir::value const v = run.use(given);
  a.axes.ddof = ddof;
  if (!a.mask && !a.type) return finish(c, ir::make_var(run.graph(), v, a.axes, root), a.out);
  ir::value const r = variance(run, v, a, ddof);
  return finish(c, root ? elementwise(run, ops::id_of<ops::sqrt>, {r}) : r, a.out);
}

template <class Op>
datum full(call& c) { return reduce(c, ops::id_of<Op>, take(c, 2, 3, 4, 5, 6)); }
template <class Op>
datum extreme(call& c) { return reduce(c, ops::id_of<Op>, take(c, 0, 2, 3, 4, 5)); }
template <class Op>
datum truth(call& c) { return reduce(c, ops::id_of<Op>, take(c, 0, 2, 3, 0, 4)); }
template <class Op>
datum position(call& c) { return reduce(c, ops::id_of<Op>, take(c, 0, 2, 3, 0, 0)); }

datum count_nonzero(call& c) {
  arguments const a = take(c, 0, call::npos, 2, 0, 0);
  datum const& given = whole_operand(c);
  return finish(c, ir::make_count_nonzero(c.run.graph(), c.run.use(given), a.axes), a.out);
}
datum ptp(call& c) {
  arguments const a = take(c, 0, 2, 3, 0, 0);
  datum const& given = whole_operand(c);
  if (c.run.type(given) == dtype::b1) fail_loop("subtract", std::array{dtype::b1, dtype::b1}.data(), 2);
  return finish(c, ir::make_ptp(c.run.graph(), c.run.use(given), a.axes), a.out);
}

constexpr step_row table[] = {
    {"sum", full<ops::add_reduce>},
    {"prod", full<ops::multiply_reduce>},
    {"min", extreme<ops::minimum_reduce>},
    {"max", extreme<ops::maximum_reduce>},
    {"any", truth<ops::logical_or_reduce>},
    {"all", truth<ops::logical_and_reduce>},
    {"argmin", position<ops::argmin>},
    {"argmax", position<ops::argmax>},
    {"mean", mean},
    {"var", [](call& c) { return spread(c, false); }},
    {"std", [](call& c) { return spread(c, true); }},
    {"count_nonzero", count_nonzero},
    {"ptp", ptp},
};

}  // namespace

datum reduce_step(call& c, ops::op_id reduction) {
  arguments const a = take(c, 2, 3, 4, 5, 6, true);
  return reduce(c, reduction, a);
}

std::span<step_row const> reduction_steps() { return table; }

}  // namespace fnp::oracle
