// Products of whole arrays: one graph each, evaluated at once. Small ones of one dtype do without graph and plan, which
// would cost more than they do.
#include <algorithm>

#include "engine/execute/matrix_product.hpp"
#include "engine/execute/product_loops.hpp"
#include "engine/execute/row_dots.hpp"
#include "engine/ir/composites.hpp"
#include "engine/plan/machine.hpp"
#include "engine/settings.hpp"
#include "engine/whole/whole_graph.hpp"
#include "fnp/products.hpp"

namespace fnp::products {
namespace {

template <class Build> array_handle evaluate(array_body const& a, array_body const& b, Build build) {
  engine::whole_graph g;
  ir::value const x = g.use(a), y = g.use(b);
  return g.run(build(g.graph(), x, y));
}

// matmul of vectors and matrices; nothing where an operand must be cast, where options ask for more, or for who knows
// the errors.
array_handle small_product(array_body const& a, array_body const& b) {
  engine::options const& options = engine::cached_defaults();
  extents const &x = a.layout.extent, &y = b.layout.extent;
  if (!engine::is_plain() || a.type != b.type || x.empty() || y.empty()) return {};
  if (x.size() > 2 || y.size() > 2 || x.back() != y[0]) return {};
  extents shape = x;
  shape.pop_back();
  if (y.size() == 2) shape.push_back(y[1]);
  double const terms =
      static_cast<double>(element_count(shape).value) * static_cast<double>(std::max<index>(x.back(), 1));
  if (execute::product_cost(terms, a.type, true) > plan::this_machine().worth_a_thread) return {};
  array_handle r = make_array(a.type, shape);
  auto const view = [](array_body const& v) { return execute::byte_view{v.data, v.type, v.layout}; };
  execute::multiply_matrices(view(*r), view(a), view(b), options.level);
  return r;
}

// Sums of conj(x) y over the last axis of dense arrays, whose rows these are.
array_handle dense_dots(array_body const& a, array_body const& b, extents const& shape, index length) {
  engine::options const& options = engine::cached_defaults();
  index const item = static_cast<index>(itemsize(a.type));
  if (!engine::is_plain() || a.type != b.type || a.type == dtype::f2 || a.count == 0) return {};
  if (!is_c_contiguous(a.layout, item) || !is_c_contiguous(b.layout, item)) return {};
  array_handle r = make_array(a.type, shape);
  execute::dots_of_rows(r->data, a.data, b.data, a.type, a.count / length, length, options.level, options.threads);
  return r;
}

// Where NumPy's function is the matrix product for these ranks.
template <class Build> array_handle product(array_body const& a, array_body const& b, bool is_matmul, Build build) {
  array_handle r = is_matmul ? small_product(a, b) : array_handle();
  if (r.get()) return r;
  return evaluate(a, b, build);
}

}  // namespace

array_handle matmul(array_body const& a, array_body const& b) { return product(a, b, true, ir::make_matmul); }
array_handle dot(array_body const& a, array_body const& b) { return product(a, b, b.layout.rank() <= 2, ir::make_dot); }
array_handle inner(array_body const& a, array_body const& b) {
  return product(a, b, b.layout.rank() == 1, ir::make_inner);
}
array_handle outer(array_body const& a, array_body const& b) { return evaluate(a, b, ir::make_outer); }
array_handle vdot(array_body const& a, array_body const& b) {
  if (a.count == b.count)
    if (array_handle r = dense_dots(a, b, {}, a.count); r.get()) return r;
  return evaluate(a, b, ir::make_vdot);
}
array_handle matvec(array_body const& a, array_body const& b) {
  return product(a, b, a.layout.rank() == 2 && b.layout.rank() == 1, ir::make_matvec);
}
array_handle vecmat(array_body const& a, array_body const& b) { return evaluate(a, b, ir::make_vecmat); }

array_handle vecdot(array_body const& a, array_body const& b, index axis) {
  extents shape = a.layout.extent;
  index const rank = static_cast<index>(shape.size());
  if (rank > 0 && (axis == -1 || axis == rank - 1) && shape == b.layout.extent) {
    index const length = shape.back();
    shape.pop_back();
    if (array_handle r = dense_dots(a, b, shape, length); r.get()) return r;
  }
  return evaluate(a, b, [&](ir::graph& g, ir::value x, ir::value y) { return ir::make_vecdot(g, x, y, axis); });
}
array_handle tensordot(array_body const& a, array_body const& b, extents const& axes_a, extents const& axes_b) {
  return evaluate(a, b,
                  [&](ir::graph& g, ir::value x, ir::value y) { return ir::make_tensordot(g, x, y, axes_a, axes_b); });
}
array_handle tensordot(array_body const& a, array_body const& b, index axes) {
  extents last, first;
  for (index k = 0; k < axes; ++k) {
    last.push_back(k - axes);
    first.push_back(k);
  }
  return tensordot(a, b, last, first);
}

}  // namespace fnp::products
