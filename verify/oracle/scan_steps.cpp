// Cumulative functions, differences, and the functions that skip NaN.
#include "engine/array/axes.hpp"
#include "fnp/creation.hpp"
#include "fnp/manipulation.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/ops/all.hpp"
#include "fnp/ufunc_methods.hpp"
#include "verify/oracle/case_subscript.hpp"
#include "verify/oracle/elementwise.hpp"
#include "verify/oracle/reductions.hpp"

namespace fnp::oracle {
namespace {

// NaN replaced by `number`; what has no NaN stays.
datum without_nan(session& run, datum const& given, index number) {
  datum const d = given.is(datum::kind::array) ? given : datum::of(run.concrete(given));
  if (!is_inexact(run.type(d))) return d;
  datum const nan = run.keep(apply(run, ops::id_of<ops::isnan>, {&d, 1}));
  datum const three[] = {nan, datum::of_int(number), d};
  return run.keep(apply(run, ops::id_of<ops::where>, three));
}

datum running(call& c, ops::op_id op, bool skip_nan) {
  std::optional<index> const axis = one_axis(c, 1);
  std::optional<dtype> const type = c.type(2, "dtype");
  array_handle const out = out_of(c, 3);
  c.check_all_taken();
  array_handle a =
      c.run.concrete(skip_nan ? without_nan(c.run, c.need(0, "a"), op == ops::id_of<ops::multiply>) : c.need(0, "a"));
  if (!axis || a->layout.rank() == 0) a = views::reshape(*a, {-1});
  return accumulated(c, op, a, axis.value_or(0), type, out);
}

// cumulative_sum takes an axis unless the array has one axis only; with include_initial the identity comes first.
datum cumulative(call& c, ops::op_id op) {
  std::optional<dtype> const type = c.type(call::npos, "dtype");
  array_handle const out = out_of(c, call::npos);
  bool const include_initial = c.flag(call::npos, "include_initial", false);
  array_handle a = c.run.concrete(c.need(0, "x"));
  if (a->layout.rank() == 0) a = views::reshape(*a, {-1});
  datum const* const asked = c.find(call::npos, "axis");
  if ((!asked || asked->is(datum::kind::none)) && a->layout.rank() > 1)
    fail(error_code::bad_argument, "For arrays which have more than one dimension ``axis`` argument is required.");
  index const axis = method_axis(c, call::npos, "accumulate", a->layout.rank());
  c.check_all_taken();
  if (!include_initial) return accumulated(c, op, a, axis, type, out);
  if (asked && asked->is(datum::kind::tuple))
    throw numpy_error{"TypeError", "bad_argument", "list indices must be integers or slices, not tuple"};
  c.run.flush();
  return datum::of(c.run.compute([&] { return ufunc_on::accumulate_from_identity(op, *a, axis, type, out.get()); }));
}

index_item cut(bool has_start, bool has_stop) {
  index_item s;
  s.what = index_item::slice;
  s.has_start = has_start;
  s.has_stop = has_stop;
  s.start = 1;
  s.stop = -1;
  return s;
}

datum diff(call& c) {
  index const n = c.integer(1, "n").value_or(1);
  index const asked = n == 0 ? -1 : one_axis(c, 2).value_or(-1);
  if (n == 0) c.find(2, "axis");  // not looked at
  c.check_all_taken();
  if (n < 0) fail(error_code::negative_dimension, "order must be non-negative but got " + std::to_string(n));
  session& run = c.run;
  datum d = c.need(0, "a");
  if (!d.is(datum::kind::array)) d = datum::of(run.concrete(d));
  if (n == 0) return d;
  if (run.shape(d).empty())
    fail(error_code::bad_argument, "diff requires input that is at least one dimensional: 0-dimensional array");
  index const axis = normal_axis(asked, run.shape(d).size());
  for (index k = 0; k < n; ++k) {
    std::vector<index_item> later(static_cast<std::size_t>(axis) + 1, cut(false, false)), earlier = later;
    later.back() = cut(true, false);
    earlier.back() = cut(false, true);
    bool const booleans = run.type(d) == dtype::b1;
    ir::value const v = run.use(d);
    ir::value const operands[] = {ir::make_subscript(run.graph(), v, later),
                                  ir::make_subscript(run.graph(), v, earlier)};
    ops::op_id const op = booleans ? ops::id_of<ops::not_equal> : ops::id_of<ops::subtract>;
    d = run.keep(ir::make_elementwise(run.graph(), op, operands));
    run.note_elementwise();
  }
  return d;
}

datum nan_reduction(call& c, ops::op_id reduction, index identity) {
  if (c.args.empty()) throw unsupported{"op " + c.op + " without an operand"};
  c.args[0] = without_nan(c.run, c.args[0], identity);
  if (!c.find(1, "axis")) c.attrs.push_back({"axis", {}, false});
  return fold_step(c, reduction);
}

// fmax and fmin drop NaN; where all are NaN, NumPy warns.
datum nan_extreme(call& c, ops::op_id op) {
  if (c.run.watches()) throw unsupported{"op " + c.op + " with warnings"};
  if (!c.find(1, "axis")) c.attrs.push_back({"axis", {}, false});
  return fold_step(c, op);
}

constexpr step_row table[] = {
    {"cumsum", [](call& c) { return running(c, ops::id_of<ops::add>, false); }},
    {"cumprod", [](call& c) { return running(c, ops::id_of<ops::multiply>, false); }},
    {"cumulative_sum", [](call& c) { return cumulative(c, ops::id_of<ops::add>); }},
    {"cumulative_prod", [](call& c) { return cumulative(c, ops::id_of<ops::multiply>); }},
    {"nancumsum", [](call& c) { return running(c, ops::id_of<ops::add>, true); }},
    {"nancumprod", [](call& c) { return running(c, ops::id_of<ops::multiply>, true); }},
    {"nansum", [](call& c) { return nan_reduction(c, ops::id_of<ops::add>, 0); }},
    {"nanprod", [](call& c) { return nan_reduction(c, ops::id_of<ops::multiply>, 1); }},
    {"nanmax", [](call& c) { return nan_extreme(c, ops::id_of<ops::fmax>); }},
    {"nanmin", [](call& c) { return nan_extreme(c, ops::id_of<ops::fmin>); }},
    {"diff", diff},
};

}  // namespace

std::span<step_row const> scan_steps() { return table; }

}  // namespace fnp::oracle
