// Products of matrices and vectors: matmul, and what NumPy makes of it by moving and joining axes.
//
// The matrix product takes both operands in the common dtype; its shape rules stand with inference.
#include <string>

#include "engine/ir/composites.hpp"
#include "engine/ir/operand.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::ir {
namespace {

value product(graph& g, value a, value b) {
  value const both[] = {a, b};
  return make_elementwise(g, ops::id_of<ops::multiply>, both);
}
value conjugated(graph& g, value v) {
  return kind(g.type(v)) == 'c' ? make_elementwise(g, ops::id_of<ops::conjugate>, {&v, 1}) : v;
}
value with_axis(graph& g, value v, index axis) { return make_expand_dims(g, v, {&axis, 1}); }
value without_axis(graph& g, value v, index axis) { return make_squeeze(g, v, {{axis}, false, false, 0}); }
// A number times an array: in C order where NumPy leaves products to BLAS, else as the ufunc lays it out.
value scaled(graph& g, value a, value b) {
  value const r = product(g, a, b);
  bool const blas = is_inexact(g.type(r)) && g.type(r) != dtype::f2;
  return blas ? make_cast(g, r, g.type(r), order::c) : r;
}
index count_of(extents const& shape) { return element_count(shape).value; }

void need_axes(graph const& g, value v, std::size_t least, std::string_view op) {
  if (g.shape(v).size() < least)
    fail(error_code::matmul_mismatch, std::string(op) + ": Input operand does not have enough dimensions: shape " +
                                          to_string(g.shape(v)) + ", at least " + std::to_string(least) +
                                          " axes are needed");
}

extents joined(extents a, extents const& b) {
  for (index const e : b) a.push_back(e);
  return a;
}

}  // namespace

value make_matmul(graph& g, value a, value b) {
  constexpr ops::op_id op = ops::id_of<ops::matmul>;
  ops::op_info const& info = ops::op_table[op];
  dtype const types[] = {g.type(a), g.type(b)};
  int const loop = ops::find_loop(info, types, 2);
  if (loop < 0) fail_loop(info.name, types, 2);
  operand operands[] = {as_operand(g, a), as_operand(g, b)};
  return apply_loop(g, op, loop, operands).result;
}

// The last axis of a with the last but one of b.
value make_dot(graph& g, value a, value b) {
  extents const ea = g.shape(a), eb = g.shape(b);
  if (ea.empty() || eb.empty()) return scaled(g, a, b);
  std::size_t const at = eb.size() > 1 ? eb.size() - 2 : 0;
  if (ea.back() != eb[at])
    fail_shapes(error_code::matmul_mismatch, "dot: shapes are not aligned, the last axis with the last but one:", ea,
                eb);
  if (eb.size() <= 2) return make_matmul(g, a, b);
  return make_tensordot(g, a, b, {-1}, {-2});
}

value make_inner(graph& g, value a, value b) {
  extents const ea = g.shape(a), eb = g.shape(b);
  if (ea.empty() || eb.empty()) return scaled(g, a, b);
  if (ea.back() != eb.back())
    fail_shapes(error_code::matmul_mismatch, "inner: shapes are not aligned, the last axes:", ea, eb);
  return make_tensordot(g, a, b, {-1}, {-1});
}

value make_outer(graph& g, value a, value b) {
  return product(g, make_reshape(g, a, {count_of(g.shape(a)), 1}), make_reshape(g, b, {1, count_of(g.shape(b))}));
}

value make_vdot(graph& g, value a, value b) {
  index const n = count_of(g.shape(a)), m = count_of(g.shape(b));
  if (n != m)
    fail(error_code::bad_reshape, "cannot reshape array of size " + std::to_string(m) + " into shape (" +
                                      std::to_string(n) + ",): vdot takes arrays of equal size");
  dtype const type = promote(g.type(a), g.type(b));
  value const x = g.type(a) == type ? a : make_cast(g, a, type);
  return make_matmul(g, conjugated(g, make_reshape(g, x, {n})), make_reshape(g, b, {n}));
}

value make_tensordot(graph& g, value a, value b, extents const& axes_a, extents const& axes_b) {
  extents const ea = g.shape(a), eb = g.shape(b);
  auto const mismatch = [&] {
    fail_shapes(
        error_code::matmul_mismatch,
        "tensordot: shape-mismatch for sum over axes " + to_string(axes_a) + " and " + to_string(axes_b) + " of shapes",
        ea, eb);
  };
  for (extents const* const axes : {&axes_a, &axes_b})
    for (std::size_t i = 0; i < axes->size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if ((*axes)[i] == (*axes)[j])
          fail(error_code::bad_argument, "duplicate axes are not allowed in tensordot, got " + to_string(*axes));
  if (axes_a.size() != axes_b.size()) mismatch();
  extents summed_a, summed_b;
  auto const place = [](index axis, std::size_t rank) {
    index const n = static_cast<index>(rank);
    if (axis < -n || axis >= n) fail_axis(axis, rank);
    return axis < 0 ? axis + n : axis;
  };
  for (std::size_t k = 0; k < axes_a.size(); ++k) {
    summed_a.push_back(place(axes_a[k], ea.size()));
    summed_b.push_back(place(axes_b[k], eb.size()));
    if (ea[static_cast<std::size_t>(summed_a.back())] != eb[static_cast<std::size_t>(summed_b.back())]) mismatch();
  }
  auto const free_axes = [](std::size_t rank, extents const& summed) {
    extents r;
    for (index i = 0; i < static_cast<index>(rank); ++i) {
      bool free = true;
      for (index const s : summed) free = free && s != i;
      if (free) r.push_back(i);
    }
    return r;
  };
  auto const extents_of = [](extents const& shape, extents const& axes) {
    extents r;
    for (index const i : axes) r.push_back(shape[static_cast<std::size_t>(i)]);
    return r;
  };
  extents const free_a = free_axes(ea.size(), summed_a), free_b = free_axes(eb.size(), summed_b);
  extents const rows = extents_of(ea, free_a), columns = extents_of(eb, free_b);
  extents const order_a = joined(free_a, summed_a), order_b = joined(summed_b, free_b);
  if (order_a.size() != ea.size() || order_b.size() != eb.size())
    fail(error_code::bad_argument,
         "axes don't match array: tensordot over " + to_string(axes_a) + " and " + to_string(axes_b));
  index const k = count_of(extents_of(ea, summed_a));
  value const left = make_reshape(g, make_transpose(g, a, {order_a.data(), order_a.size()}), {count_of(rows), k});
  value const right = make_reshape(g, make_transpose(g, b, {order_b.data(), order_b.size()}), {k, count_of(columns)});
  return make_reshape(g, make_matmul(g, left, right), joined(rows, columns));
}

value make_matvec(graph& g, value a, value v) {
  need_axes(g, a, 2, "matvec");
  need_axes(g, v, 1, "matvec");
  return without_axis(g, make_matmul(g, a, with_axis(g, v, -1)), -1);
}

value make_vecmat(graph& g, value v, value b) {
  need_axes(g, v, 1, "vecmat");
  need_axes(g, b, 2, "vecmat");
  return without_axis(g, make_matmul(g, with_axis(g, conjugated(g, v), -2), b), -2);
}

value make_vecdot(graph& g, value a, value b, index axis) {
  need_axes(g, a, 1, "vecdot");
  need_axes(g, b, 1, "vecdot");
  index const last = -1;
  value const x = make_moveaxis(g, a, {&axis, 1}, {&last, 1}), y = make_moveaxis(g, b, {&axis, 1}, {&last, 1});
  value const r = make_matmul(g, with_axis(g, conjugated(g, x), -2), with_axis(g, y, -1));
  return without_axis(g, without_axis(g, r, -1), -1);
}

value make_trace(graph& g, value a, index offset, index axis1, index axis2, dtype const* type) {
  value const diagonal = make_diagonal(g, a, offset, axis1, axis2);
  return make_reduce(g, ops::id_of<ops::add_reduce>, diagonal, {{-1}, false, false, 0}, type);
}

}  // namespace fnp::ir
