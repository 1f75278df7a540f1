// Products of matrices and vectors: matmul and what is made of it.
#include "engine/array/axes.hpp"
#include "fnp/ndarray.hpp"
#include "fnp/ops/all.hpp"
#include "verify/oracle/elementwise.hpp"
#include "verify/oracle/case_subscript.hpp"

namespace fnp::oracle {
namespace {

ir::value binary(session& run, ops::op_id op, ir::value a, ir::value b) {
  ir::value const both[] = {a, b};
  return ir::make_elementwise(run.graph(), op, both);
}
ir::value reshaped(session& run, ir::value v, extents const& shape) { return ir::make_reshape(run.graph(), v, shape); }
extents shape_of(session& run, ir::value v) { return run.graph().shape(v); }

struct pair {
  ir::value a, b;
};
pair operands(call& c) {
  if (c.args.size() < 2) throw unsupported{"op " + c.op + " with " + std::to_string(c.args.size()) + " operands"};
  for (int k = 0; k < 2; ++k)
    if (!c.args[static_cast<std::size_t>(k)].is(datum::kind::array)) c.args[static_cast<std::size_t>(k)] = datum::of(c.run.concrete(c.args[static_cast<std::size_t>(k)]));
  ir::value const a = c.run.use(c.args[0]), b = c.run.use(c.args[1]);
  return {a, b};
}

datum matmul(call& c) {
  array_handle out;
  if (datum const* const d = c.find(2, "out"); d && !d->is(datum::kind::none)) out = c.run.concrete(d->is(datum::kind::tuple) && d->items.size() == 1 ? d->items[0] : *d);
  c.check_all_taken();
  pair const p = operands(c);
  ir::value const v = ir::make_matmul(c.run.graph(), p.a, p.b);
  if (!out) return c.run.keep(v);
  if (c.run.graph().shape(v) != out->layout.extent)
    throw unsupported{"attr " + c.op + ".out of another shape"};
  array_handle const outs[] = {out};
  return store(c, {&v, 1}, outs, casting::same_kind);
}

datum dot(call& c) {
  c.check_all_taken();
  pair const p = operands(c);
  extents const a = shape_of(c.run, p.a), b = shape_of(c.run, p.b);
  if (a.empty() || b.empty()) return c.run.keep(binary(c.run, ops::id_of<ops::multiply>, p.a, p.b));
  if (b.size() > 2) throw unsupported{"op dot with more than two axes"};
  return c.run.keep(ir::make_matmul(c.run.graph(), p.a, p.b));
}

// The sum over the last axes of both.
datum inner(call& c) {
  c.check_all_taken();
  pair const p = operands(c);
  session& run = c.run;
  extents const a = shape_of(run, p.a), b = shape_of(run, p.b);
  if (a.empty() || b.empty()) return run.keep(binary(run, ops::id_of<ops::multiply>, p.a, p.b));
  if (a.back() != b.back()) fail_shapes(error_code::matmul_mismatch, "inner", a, b);
  index const k = a.back();
  extents shape(a.begin(), a.end() - 1);
  shape.insert(shape.size(), 0);
  shape.pop_back();
  for (std::size_t i = 0; i + 1 < b.size(); ++i) shape.push_back(b[i]);
  index const rows = element_count({a.begin(), a.end() - 1}).value, columns = element_count({b.begin(), b.end() - 1}).value;
  ir::value const left = reshaped(run, p.a, {rows, k});
  ir::value const right = ir::make_swapaxes(run.graph(), reshaped(run, p.b, {columns, k}), 0, 1);
  return run.keep(reshaped(run, ir::make_matmul(run.graph(), left, right), shape));
}

datum outer(call& c) {
  c.check_all_taken();
  pair const p = operands(c);
  index const n = element_count(shape_of(c.run, p.a)).value, m = element_count(shape_of(c.run, p.b)).value;
  return c.run.keep(binary(c.run, ops::id_of<ops::multiply>, reshaped(c.run, p.a, {n, 1}), reshaped(c.run, p.b, {1, m})));
}

datum vdot(call& c) {
  c.check_all_taken();
  pair const p = operands(c);
  extents const flat{-1};
  ir::value a = reshaped(c.run, p.a, flat);
  if (kind(c.run.graph().type(a)) == 'c') a = ir::make_elementwise(c.run.graph(), ops::id_of<ops::conjugate>, {&a, 1});
  return c.run.keep(ir::make_matmul(c.run.graph(), a, reshaped(c.run, p.b, flat)));
}

ir::value with_axis(session& run, ir::value v, index axis) { return ir::make_expand_dims(run.graph(), v, {&axis, 1}); }
ir::value without_axis(session& run, ir::value v, index axis) { return ir::make_squeeze(run.graph(), v, {{axis}, false, false, 0}); }
ir::value conjugated(session& run, ir::value v) {
  if (kind(run.graph().type(v)) != 'c') return v;
  return ir::make_elementwise(run.graph(), ops::id_of<ops::conjugate>, {&v, 1});
}
void need_axes(session& run, ir::value v, std::size_t least, std::string const& op) {
  if (shape_of(run, v).size() < least) fail(error_code::matmul_mismatch, op + ": Input operand does not have enough dimensions");
}

datum matvec(call& c) {
  c.check_all_taken();
  pair const p = operands(c);
  need_axes(c.run, p.a, 2, c.op);
  need_axes(c.run, p.b, 1, c.op);
  return c.run.keep(without_axis(c.run, ir::make_matmul(c.run.graph(), p.a, with_axis(c.run, p.b, -1)), -1));
}
datum vecmat(call& c) {
  c.check_all_taken();
  pair const p = operands(c);
  need_axes(c.run, p.a, 1, c.op);
  need_axes(c.run, p.b, 2, c.op);
  return c.run.keep(without_axis(c.run, ir::make_matmul(c.run.graph(), with_axis(c.run, conjugated(c.run, p.a), -2), p.b), -2));
}
datum vecdot(call& c) {
  if (c.integer(call::npos, "axis").value_or(-1) != -1) throw unsupported{"attr vecdot.axis"};
  c.check_all_taken();
  pair const p = operands(c);
  need_axes(c.run, p.a, 1, c.op);
  need_axes(c.run, p.b, 1, c.op);
  ir::value const r = ir::make_matmul(c.run.graph(), with_axis(c.run, conjugated(c.run, p.a), -2), with_axis(c.run, p.b, -1));
  return c.run.keep(without_axis(c.run, without_axis(c.run, r, -1), -1));
}

// c[i] = a[j] * b[k] - a[k] * b[j], the vectors along the last axes.
datum cross(call& c) {
  if (c.find(2, "axisa") || c.find(3, "axisb") || c.find(4, "axisc") || c.find(5, "axis")) throw unsupported{"op cross with axes"};
  c.check_all_taken();
  session& run = c.run;
  pair const p = operands(c);
  extents const ea = shape_of(run, p.a), eb = shape_of(run, p.b);
  if (ea.empty() || eb.empty() || ea.back() != 3 || eb.back() != 3) throw unsupported{"op cross of vectors that have not three elements"};
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

datum trace(call& c) {
  index const offset = c.integer(1, "offset").value_or(0), a1 = c.integer(2, "axis1").value_or(0), a2 = c.integer(3, "axis2").value_or(1);
  std::optional<dtype> const type = c.type(4, "dtype");
  c.check_all_taken();
  session& run = c.run;
  ir::value const d = ir::make_diagonal(run.graph(), run.use(c.need(0, "a")), offset, a1, a2);
  return run.keep(ir::make_reduce(run.graph(), ops::id_of<ops::add_reduce>, d, {{-1}, false, false, 0}, type ? &*type : nullptr));
}

constexpr step_row table[] = {{"matmul", matmul}, {"dot", dot},       {"inner", inner},   {"outer", outer}, {"linalg.outer", outer},
                              {"vdot", vdot},     {"matvec", matvec}, {"vecmat", vecmat}, {"vecdot", vecdot}, {"linalg.vecdot", vecdot},
                              {"cross", cross},   {"trace", trace},   {"linalg.matmul", matmul}};

}  // namespace

std::span<step_row const> product_steps() { return table; }

}  // namespace fnp::oracle
