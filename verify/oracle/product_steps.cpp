// Products of matrices and vectors: matmul and what is made of it.
#include "engine/array/axes.hpp"
#include "engine/ir/composites.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/ops/all.hpp"
#include "fnp/ufunc_methods.hpp"
#include "verify/oracle/elementwise.hpp"
#include "verify/oracle/case_subscript.hpp"
#include "verify/oracle/reductions.hpp"

namespace fnp::oracle {
namespace {

ir::value binary(session& run, ops::op_id op, ir::value a, ir::value b) {
  ir::value const both[] = {a, b};
  return ir::make_elementwise(run.graph(), op, both);
}
extents shape_of(session& run, ir::value v) { return run.graph().shape(v); }

struct pair {
  ir::value a, b;
};
pair operands(call& c) {
  if (c.args.size() < 2) throw unsupported{"op " + c.op + " with " + std::to_string(c.args.size()) + " operands"};
  for (int k = 0; k < 2; ++k)
    if (!c.args[static_cast<std::size_t>(k)].is(datum::kind::array))
      c.args[static_cast<std::size_t>(k)] = datum::of(c.run.concrete(c.args[static_cast<std::size_t>(k)]));
  ir::value const a = c.run.use(c.args[0]), b = c.run.use(c.args[1]);
  return {a, b};
}

datum matmul(call& c) {
  array_handle out;
  if (datum const* const d = c.find(2, "out"); d && !d->is(datum::kind::none))
    out = c.run.concrete(d->is(datum::kind::tuple) && d->items.size() == 1 ? d->items[0] : *d);
  std::optional<dtype> const type = c.type(call::npos, "dtype");
  c.check_all_taken();
  pair p = operands(c);
  if (type)
    for (ir::value* const v : {&p.a, &p.b}) {
      dtype const from = c.run.graph().type(*v);
      if (!can_cast(from, *type, casting::same_kind)) fail_cast(from, *type, "same_kind", "matmul");
      *v = ir::make_cast(c.run.graph(), *v, *type);
    }
  ir::value const v = ir::make_matmul(c.run.graph(), p.a, p.b);
  if (!out) return c.run.keep(v);
  dtype const computed = c.run.graph().type(v);
  if (!can_cast(computed, out->type, casting::same_kind)) fail_cast(computed, out->type, "same_kind", "matmul output");
  extents const needed = c.run.graph().shape(v), &given = out->layout.extent;
  if (needed != given) {
    std::size_t const core = (c.run.graph().shape(p.a).size() > 1) + (c.run.graph().shape(p.b).size() > 1);
    bool same_core = given.size() >= core;
    for (std::size_t k = 1; k <= core && same_core; ++k)
      same_core = given[given.size() - k] == needed[needed.size() - k];
    if (!same_core)
      fail_shapes(error_code::matmul_mismatch, "matmul: Output operand 0 has a mismatch in its core dimensions:", given,
                  needed);
    if (given.size() > needed.size()) throw unsupported{"attr " + c.op + ".out of more axes"};
    fail_shapes(error_code::out_shape_mismatch, "non-broadcastable output operand:", given, needed);
  }
  array_handle const outs[] = {out};
  return store(c, {&v, 1}, outs, casting::same_kind);
}

template <ir::value (*Build)(ir::graph&, ir::value, ir::value)>
datum product(call& c) {
  c.expect_at_most(2);
  c.check_all_taken();
  pair const p = operands(c);
  return c.run.keep(Build(c.run.graph(), p.a, p.b));
}
// With out=, as ufuncs have it. Core: the last axis is one of the product's own, so that another extent is its
// mismatch.
template <ir::value (*Build)(ir::graph&, ir::value, ir::value), bool Core>
datum product_into(call& c) {
  array_handle const out = out_of(c, 2);
  if (!out) return product<Build>(c);
  c.check_all_taken();
  pair const p = operands(c);
  ir::value const v = Build(c.run.graph(), p.a, p.b);
  extents const shape = c.run.graph().shape(v);
  if (Core && (out->layout.rank() == 0 || out->layout.extent.back() != shape.back()))
    fail(error_code::matmul_mismatch, c.op + ": the output of shape " + to_string(out->layout.extent) +
                                          " has another core dimension than " + to_string(shape));
  return store(c, {&v, 1}, {&out, 1}, casting::same_kind);
}

// NumPy's dot writes only into what is exactly its result.
datum dot(call& c) {
  datum const* const d = c.find(2, "out");
  if (!d || d->is(datum::kind::none)) return product<ir::make_dot>(c);
  array_handle const out = c.run.concrete(*d);
  c.check_all_taken();
  pair const p = operands(c);
  ir::value const v = ir::make_dot(c.run.graph(), p.a, p.b);
  if (c.run.graph().shape(v) != out->layout.extent || c.run.graph().type(v) != out->type || !out->c_contiguous)
    fail(error_code::out_shape_mismatch,
         "output array is not acceptable (must have the right datatype, number of dimensions, and be a C-Array)");
  array_handle const outs[] = {out};
  return store(c, {&v, 1}, outs, casting::same_kind);
}

datum flat_outer(call& c) {
  for (int k = 0; k < 2; ++k)
    if (c.run.shape(c.need(static_cast<std::size_t>(k), "x")).size() != 1)
      fail(error_code::bad_argument, "Input arrays must be one-dimensional, got shape " +
                                         to_string(c.run.shape(c.args[static_cast<std::size_t>(k)])));
  return product<ir::make_outer>(c);
}

// axes: a number (the last ones with the first ones), or a pair of axes or lists of axes.
datum tensordot(call& c) {
  extents first{-2, -1}, second{0, 1};
  if (datum const* const axes = c.find(2, "axes")) {
    if (axes->is(datum::kind::tuple)) {
      if (axes->items.size() != 2) throw unsupported{"attr tensordot.axes of another form"};
      first = integers_of(c.run, axes->items[0]);
      second = integers_of(c.run, axes->items[1]);
    } else {
      first.clear(), second.clear();
      index const n = integer_of(c.run, *axes);
      for (index k = 0; k < n; ++k) first.push_back(k - n), second.push_back(k);
    }
  }
  c.check_all_taken();
  pair const p = operands(c);
  try {
    return c.run.keep(ir::make_tensordot(c.run.graph(), p.a, p.b, first, second));
  } catch (error const& e) {  // NumPy looks the axis up in a tuple
    if (e.code() == error_code::axis_out_of_range) throw numpy_error{"IndexError", "axis_out_of_range", e.what()};
    throw;
  }
}

datum vecdot(call& c) {
  index const axis = c.integer(call::npos, "axis").value_or(-1);
  c.check_all_taken();
  pair const p = operands(c);
  return c.run.keep(ir::make_vecdot(c.run.graph(), p.a, p.b, axis));
}

// c[i] = a[j] * b[k] - a[k] * b[j], the vectors along the last axes.
datum cross(call& c) {
  if (c.find(2, "axisa") || c.find(3, "axisb") || c.find(4, "axisc") || c.find(5, "axis"))
    throw unsupported{"op cross with axes"};
  c.check_all_taken();
  session& run = c.run;
  pair const p = operands(c);
  extents const ea = shape_of(run, p.a), eb = shape_of(run, p.b);
  if (ea.empty() || eb.empty() || ea.back() != 3 || eb.back() != 3)
    throw unsupported{"op cross of vectors that have not three elements"};
  auto const part = [&](ir::value v, index k) {
    index_item const items[] = {index_item(ellipsis), index_item(k)};
    return ir::make_subscript(run.graph(), v, items);
  };
  std::vector<ir::value> parts;
  for (index i = 0; i < 3; ++i) {
    index const j = (i + 1) % 3, k = (i + 2) % 3;
    ir::value const plus = binary(run, ops::id_of<ops::multiply>, part(p.a, j), part(p.b, k));
    ir::value const minus = binary(run, ops::id_of<ops::multiply>, part(p.a, k), part(p.b, j));
    parts.push_back(binary(run, ops::id_of<ops::subtract>, plus, minus));
  }
  datum kept[3];
  run.keep_together(parts, kept);
  array_handle const first = run.concrete(kept[0]);
  extents shape = first->layout.extent;
  shape.push_back(3);
  array_handle const r = make_array(first->type, shape);
  for (index k = 0; k < 3; ++k) {
    index_item const items[] = {index_item(ellipsis), index_item(k)};
    views::copy_into(*run.concrete(kept[k]), *view_of(*r, items, 2));
  }
  return datum::of(r);
}

datum trace(call& c, index axis1, index axis2) {
  index const offset = c.integer(1, "offset").value_or(0);
  if (!c.op.starts_with("linalg"))
    axis1 = c.integer(2, "axis1").value_or(axis1), axis2 = c.integer(3, "axis2").value_or(axis2);
  std::optional<dtype> const type = c.type(4, "dtype");
  array_handle const out = out_of(c, 5);
  c.check_all_taken();
  session& run = c.run;
  if (out) {
    array_handle const diagonal = views::diagonal(*run.concrete(c.need(0, "a")), offset, axis1, axis2);
    run.flush();
    ufunc_on::fold_arguments sums;
    sums.axes.axes = {-1};
    sums.type = type;
    sums.out = out.get();
    return datum::of(run.compute([&] { return ufunc_on::reduce(ops::id_of<ops::add>, *diagonal, sums); }));
  }
  return c.run.keep(
      ir::make_trace(c.run.graph(), c.run.use(c.need(0, "a")), offset, axis1, axis2, type ? &*type : nullptr));
}

constexpr step_row table[] = {{"matmul", matmul},
                              {"linalg.matmul", matmul},
                              {"dot", dot},
                              {"inner", product<ir::make_inner>},
                              {"outer", product_into<ir::make_outer, false>},
                              {"linalg.outer", flat_outer},
                              {"vdot", product<ir::make_vdot>},
                              {"matvec", product_into<ir::make_matvec, true>},
                              {"vecmat", product_into<ir::make_vecmat, true>},
                              {"vecdot", vecdot},
                              {"linalg.vecdot", vecdot},
                              {"tensordot", tensordot},
                              {"linalg.tensordot", tensordot},
                              {"cross", cross},
                              {"trace", [](call& c) { return trace(c, 0, 1); }},
                              {"linalg.trace", [](call& c) { return trace(c, -2, -1); }}};

}  // namespace

std::span<step_row const> product_steps() { return table; }

}  // namespace fnp::oracle
