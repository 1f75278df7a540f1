// Named reductions: sum, prod, min, max, any, all, mean, var, std, argmin, argmax, count_nonzero, ptp, and OP.reduce.
//
// With axis=, dtype= and keepdims= alone they are nodes of the graph; with out=, initial= or where= whole-array
// functions of the library.
#include "verify/oracle/reductions.hpp"

#include <array>

#include "engine/array/axes.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/ops/all.hpp"
#include "fnp/ufunc_methods.hpp"
#include "verify/oracle/case_subscript.hpp"
#include "verify/oracle/elementwise.hpp"

namespace fnp::oracle {
namespace {

using engine::axes_argument;

struct arguments {
  axes_argument axes;
  bool one_axis = false;   // an integer, no tuple
  std::optional<dtype> type;
  array_handle out, mask;  // mask: null where all elements count
  std::optional<datum> initial;
};

// The positions of the common keywords; npos where a function has them by name only, 0 where it has not.
struct positions {
  std::size_t type, out, keepdims, initial, where;
};

arguments take(call& c, positions at, bool first_axis = false) {
  arguments a;
  datum const* const axis = c.find(1, "axis");
  a.axes = axes_of(c.run, axis);
  a.one_axis = !axis || axis->is(datum::kind::integer);
  if (!axis && first_axis) a.axes = {{0}, false, false, 0};
  if (at.type) a.type = c.type(at.type, "dtype");
  if (at.out) a.out = out_of(c, at.out);
  a.axes.keepdims = c.flag(at.keepdims, "keepdims", false);
  if (at.initial)
    if (datum const* const d = c.find(at.initial, "initial")) a.initial = *d;
  if (at.where)
    if (datum const* const d = c.find(at.where, "where"); d && !(d->is(datum::kind::boolean) && d->truth)) {
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

bool discards(dtype from, std::optional<dtype> to) {
  return to && kind(from) == 'c' && kind(*to) != 'c' && kind(*to) != 'b';
}

// Results that go to out= and come back lose an imaginary part on one of the ways.
bool passes_complex(arguments const& a, dtype computed) {
  return a.out && (discards(computed, a.out->type) || discards(a.out->type, computed));
}

// An array without axes may be reduced over axis 0 or -1.
void settle_lone_axis(arguments& a, std::size_t rank) {
  if (rank == 0 && !a.axes.all && a.one_axis && (a.axes.axes[0] == 0 || a.axes.axes[0] == -1)) a.axes.axes.clear();
}

ufunc_on::fold_arguments in_library(arguments const& a) {
  ufunc_on::fold_arguments f;
  f.axes = a.axes;
  f.type = a.type;
  f.out = a.out.get();
  f.where = a.mask.get();
  return f;
}

// initial= as an element of the dtype that the op computes in.
void set_initial(session& run, ufunc_on::fold_arguments& f, datum const& d, ops::op_id op, dtype element) {
  f.from_first = d.is(datum::kind::none);
  if (f.from_first) return;
  if (!d.is_scalar()) {
    f.initial = views::item(*run.concrete(d), nullptr, 0);
    return;
  }
  dtype const to =
      ufunc_on::reduced_type(op, element, f.type, f.out ? std::optional<dtype>(f.out->type) : std::nullopt);
  f.initial = stored_number(run, d, to);
}

index reduced_count(extents const& shape, axes_argument const& a) {
  index n = 1;
  for (index const axis : a.all ? every_axis(shape.size()) : normal_axes(a.axes, shape.size()))
    n *= shape[static_cast<std::size_t>(axis)];
  return n;
}

datum fold(call& c, ops::op_id op, arguments a) {
  session& run = c.run;
  datum const operand = whole_operand(c);
  settle_lone_axis(a, run.shape(operand).size());
  reduced_count(run.shape(operand), a.axes);  // a wrong axis comes before all else
  dtype const element = run.type(operand);
  ops::op_id const node = ops::find_op(std::string(ops::op_table[op].name) + ".reduce");
  if (node != ops::no_op && !a.out && !a.mask && !a.initial) {
    if (discards(element, a.type)) run.warn("complex_discarded");
    return run.keep(ir::make_reduce(run.graph(), node, run.use(operand), a.axes, a.type ? &*a.type : nullptr));
  }
  array_handle const x = run.concrete(operand);
  run.flush();
  ufunc_on::fold_arguments f = in_library(a);
  dtype const computed =
      ufunc_on::reduced_type(op, element, f.type, f.out ? std::optional<dtype>(f.out->type) : std::nullopt);
  if (discards(element, computed) || passes_complex(a, computed)) run.warn("complex_discarded");
  try {
    if (a.initial) set_initial(run, f, *a.initial, op, element);
  } catch (error const&) {  // NumPy converts it after all other checks, which a run with another one makes
    array_handle const trial = a.out && a.out->writeable ? views::copy(*a.out) : a.out;
    f.out = trial.get();
    f.initial = scalar(false).astype(computed);
    ufunc_on::reduce(op, *x, f);
    throw;
  }
  return datum::of(run.compute([&] { return ufunc_on::reduce(op, *x, f); }));
}

// --- positions, counts, ranges --------------------------------------------------------------------------------------

datum into(call& c, ir::value v, array_handle const& out) {
  if (!out) return c.run.keep(v);
  extents const shape = c.run.graph().shape(v);
  if (out->layout.extent != shape)
    fail(error_code::shape_mismatch, "output array does not match result of " + c.op + ": shapes " +
                                         to_string(out->layout.extent) + " and " + to_string(shape));
  if (!can_cast(out->type, c.run.graph().type(v)))
    fail_cast(out->type, c.run.graph().type(v), "safe", c.op + " output");
  if (!out->writeable) fail(error_code::read_only, "output array is read-only");
  write const w{v, out};
  c.release();
  c.run.assign({&w, 1});
  return datum::of(out);
}

template <class Op>
datum position(call& c) {
  one_axis(c, 1);
  arguments const a = take(c, {0, 2, call::npos, 0, 0});
  datum const& given = whole_operand(c);
  return into(c, ir::make_reduce(c.run.graph(), ops::id_of<Op>, c.run.use(given), a.axes), a.out);
}

datum count_nonzero(call& c) {
  arguments a = take(c, {0, 0, 2, 0, 0});
  datum const& given = whole_operand(c);
  settle_lone_axis(a, c.run.shape(given).size());
  return c.run.keep(ir::make_count_nonzero(c.run.graph(), c.run.use(given), a.axes));
}

datum ptp(call& c) {
  arguments a = take(c, {0, 2, 3, 0, 0});
  datum const given = whole_operand(c);
  settle_lone_axis(a, c.run.shape(given).size());
  reduced_count(c.run.shape(given), a.axes);
  if (!a.out) {
    ir::value const v = ir::make_ptp(c.run.graph(), c.run.use(given), a.axes);
    return c.run.keep(v);
  }
  array_handle const x = c.run.concrete(given);
  c.run.flush();
  ufunc_on::fold_arguments f = in_library(a);
  array_handle const greatest = c.run.compute([&] { return ufunc_on::reduce(ops::id_of<ops::maximum>, *x, f); });
  f.out = nullptr;
  array_handle const least = c.run.compute([&] { return ufunc_on::reduce(ops::id_of<ops::minimum>, *x, f); });
  datum const both[] = {datum::of(greatest), datum::of(least)};
  ir::value const v = apply(c.run, ops::id_of<ops::subtract>, both);
  array_handle const outs[] = {a.out};
  return store(c, {&v, 1}, outs, casting::same_kind);
}

// --- mean and variance ----------------------------------------------------------------------------------------------

void warn_if_empty(call& c, extents const& shape, arguments const& a, index ddof) {
  bool empty = false;
  if (!a.mask) empty = reduced_count(shape, a.axes) <= ddof;
  else {
    ufunc_on::fold_arguments f;
    f.axes = a.axes;
    f.type = dtype::i8;
    array_handle const counts = ufunc_on::reduce(ops::id_of<ops::add>, *views::broadcast_to(*a.mask, shape), f);
    for (index const n : integers_of(c.run, datum::of(views::ravel(*counts)))) empty = empty || n <= ddof;
  }
  if (empty) c.run.warn("empty_slice");
}

datum mean(call& c) {
  arguments a = take(c, {2, 3, 4, 0, 5});
  session& run = c.run;
  datum const given = whole_operand(c);
  if (a.mask) settle_lone_axis(a, run.shape(given).size());
  if (!a.mask && !a.type && !a.out) {
    warn_if_empty(c, run.shape(given), a, 0);
    return run.keep(ir::make_mean(run.graph(), run.use(given), a.axes));
  }
  array_handle const x = run.concrete(given);
  run.flush();
  warn_if_empty(c, x->layout.extent, a, 0);
  dtype const sums = ufunc_on::reduced_type(ops::id_of<ops::add>, is_inexact(x->type) ? x->type : dtype::f8, a.type);
  if (discards(x->type, a.type) || passes_complex(a, sums)) run.warn("complex_discarded");
  return datum::of(run.compute([&] { return ufunc_on::mean(*x, in_library(a)); }));
}

datum spread(call& c, bool root) {
  index ddof = 0;
  for (datum const* const d : {c.find(4, "ddof"), c.find(call::npos, "correction")})
    if (d)
      ddof = d->is(datum::kind::real) && d->re == static_cast<double>(static_cast<index>(d->re))
                 ? static_cast<index>(d->re)
                 : integer_of(c.run, *d);
  array_handle known;
  if (datum const* const d = c.find(call::npos, "mean")) known = c.run.concrete(*d);
  arguments a = take(c, {2, 3, 5, 0, 6});
  session& run = c.run;
  datum const given = whole_operand(c);
  if (a.mask) settle_lone_axis(a, run.shape(given).size());
  a.axes.ddof = ddof;
  if (!a.mask && !a.type && !a.out && !known) {
    warn_if_empty(c, run.shape(given), a, ddof);
    return run.keep(ir::make_var(run.graph(), run.use(given), a.axes, root));
  }
  array_handle const x = run.concrete(given);
  run.flush();
  warn_if_empty(c, x->layout.extent, a, ddof);
  if (discards(x->type, a.type)) run.warn("complex_discarded");
  ufunc_on::fold_arguments const f = in_library(a);
  return datum::of(
      run.compute([&] { return root ? ufunc_on::std(*x, f, known.get()) : ufunc_on::var(*x, f, known.get()); }));
}

template <class Op>
datum full(call& c) { return fold(c, ops::id_of<Op>, take(c, {2, 3, 4, 5, 6})); }
template <class Op>
datum extreme(call& c) { return fold(c, ops::id_of<Op>, take(c, {0, 2, 3, 4, 5})); }
template <class Op>
datum truth(call& c) {
  arguments a = take(c, {0, 2, 3, 0, 4});
  a.type = dtype::b1;
  return fold(c, ops::id_of<Op>, a);
}

constexpr step_row table[] = {
    {"sum", full<ops::add>},
    {"prod", full<ops::multiply>},
    {"min", extreme<ops::minimum>},
    {"max", extreme<ops::maximum>},
    {"any", truth<ops::logical_or>},
    {"all", truth<ops::logical_and>},
    {"argmin", position<ops::argmin>},
    {"argmax", position<ops::argmax>},
    {"mean", mean},
    {"var", [](call& c) { return spread(c, false); }},
    {"std", [](call& c) { return spread(c, true); }},
    {"count_nonzero", count_nonzero},
    {"ptp", ptp},
};

}  // namespace

std::optional<index> one_axis(call& c, std::size_t position) {
  if (datum const* const d = c.find(position, "axis"); d && d->is(datum::kind::tuple))
    throw numpy_error{"TypeError", "bad_argument", "'tuple' object cannot be interpreted as an integer"};
  return c.integer(position, "axis");
}

index method_axis(call& c, std::size_t position, std::string const& method, std::size_t rank) {
  datum const* const d = c.find(position, "axis");
  if (!d || !d->is(datum::kind::tuple)) {
    index const axis = c.integer(position, "axis").value_or(0);
    return rank == 0 && (axis == 0 || axis == -1) ? 0 : normal_axis(axis, rank);
  }
  extents const axes = integers_of(c.run, *d);
  for (index const axis : axes) normal_axis(axis, rank);
  if (axes.size() != 1) fail(error_code::bad_argument, method + " does not allow multiple axes");
  return normal_axis(axes[0], rank);
}

array_handle out_of(call& c, std::size_t position) {
  datum const* const d = c.find(position, "out");
  if (!d || d->is(datum::kind::none)) return {};
  return c.run.concrete(d->is(datum::kind::tuple) && d->items.size() == 1 ? d->items[0] : *d);
}

datum fold_step(call& c, ops::op_id op) { return fold(c, op, take(c, {2, 3, 4, 5, 6}, true)); }

std::span<step_row const> reduction_steps() { return table; }

}  // namespace fnp::oracle
