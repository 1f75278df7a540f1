// Cumulative functions, differences, and the functions that skip NaN.
#include "engine/array/axes.hpp"
#include "fnp/creation.hpp"
#include "fnp/manipulation.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/ops/all.hpp"
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
  std::optional<index> const axis = c.integer(1, "axis");
  std::optional<dtype> const type = c.type(2, "dtype");
  datum const* const out = c.find(3, "out");
  if (out && !out->is(datum::kind::none)) throw unsupported{"attr " + c.op + ".out"};
  bool const include_initial = c.flag(call::npos, "include_initial", false);
  c.check_all_taken();
  datum const operand = skip_nan ? without_nan(c.run, c.need(0, "a"), op == ops::id_of<ops::multiply>) : c.need(0, "a");
  array_handle a = c.run.concrete(operand);
  bool const lone = a->layout.rank() == 0 && axis && (*axis == 0 || *axis == -1);
  if (!axis || lone) a = views::reshape(*a, {-1});
  array_handle r = accumulate(c.run, op, *a, axis.value_or(0), type);
  if (include_initial) {
    extents shape = r->layout.extent;
    shape[static_cast<std::size_t>(normal_axis(axis.value_or(0), shape.size()))] = 1;
    array_handle const parts[] = {create::full(r->type, shape, scalar(std::int8_t{op == ops::id_of<ops::multiply>})), r};
    r = manipulation::concatenate(parts, normal_axis(axis.value_or(0), shape.size()));
  }
  return datum::of(r);
}

// cumulative_sum takes an axis unless the array has one axis only.
datum cumulative(call& c, ops::op_id op) {
  bool const lacks_axis = !c.find(call::npos, "axis");
  if (lacks_axis && c.run.shape(c.need(0, "x")).size() != 1) fail(error_code::bad_argument, "For arrays which have more than one dimension ``axis`` argument is required.");
  return running(c, op, false);
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
  index const asked = c.integer(2, "axis").value_or(-1);
  c.check_all_taken();
  if (n < 0) fail(error_code::negative_dimension, "order must be non-negative but got " + std::to_string(n));
  session& run = c.run;
  datum d = c.need(0, "a");
  if (!d.is(datum::kind::array)) d = datum::of(run.concrete(d));
  if (n == 0) return d;
  if (run.shape(d).empty()) fail(error_code::bad_ndim, "diff requires input that is at least one dimensional: 0-dimensional array");
  index const axis = normal_axis(asked, run.shape(d).size());
  for (index k = 0; k < n; ++k) {
    std::vector<index_item> later(static_cast<std::size_t>(axis) + 1, cut(false, false)), earlier = later;
    later.back() = cut(true, false);
    earlier.back() = cut(false, true);
    bool const booleans = run.type(d) == dtype::b1;
    ir::value const v = run.use(d);
    ir::value const operands[] = {ir::make_subscript(run.graph(), v, later), ir::make_subscript(run.graph(), v, earlier)};
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
  return reduce_step(c, reduction);
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
    {"nansum", [](call& c) { return nan_reduction(c, ops::id_of<ops::add_reduce>, 0); }},
    {"nanprod", [](call& c) { return nan_reduction(c, ops::id_of<ops::multiply_reduce>, 1); }},
    {"nanmax", [](call& c) { return nan_extreme(c, ops::id_of<ops::fmax>); }},
    {"nanmin", [](call& c) { return nan_extreme(c, ops::id_of<ops::fmin>); }},
    {"diff", diff},
};

}  // namespace

std::span<step_row const> scan_steps() { return table; }

}  // namespace fnp::oracle
