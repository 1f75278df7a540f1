// Products of whole arrays: one graph each, evaluated at once.
#include "engine/ir/composites.hpp"
#include "engine/whole_graph.hpp"
#include "fnp/products.hpp"

namespace fnp::products {
namespace {

template <class Build> array_handle evaluate(array_body const& a, array_body const& b, Build build) {
  engine::whole_graph g;
  ir::value const x = g.use(a), y = g.use(b);
  return g.run(build(g.graph(), x, y));
}

}  // namespace

array_handle matmul(array_body const& a, array_body const& b) { return evaluate(a, b, ir::make_matmul); }
array_handle dot(array_body const& a, array_body const& b) { return evaluate(a, b, ir::make_dot); }
array_handle inner(array_body const& a, array_body const& b) { return evaluate(a, b, ir::make_inner); }
array_handle outer(array_body const& a, array_body const& b) { return evaluate(a, b, ir::make_outer); }
array_handle vdot(array_body const& a, array_body const& b) { return evaluate(a, b, ir::make_vdot); }
array_handle matvec(array_body const& a, array_body const& b) { return evaluate(a, b, ir::make_matvec); }
array_handle vecmat(array_body const& a, array_body const& b) { return evaluate(a, b, ir::make_vecmat); }

array_handle vecdot(array_body const& a, array_body const& b, index axis) {
  return evaluate(a, b, [&](ir::graph& g, ir::value x, ir::value y) { return ir::make_vecdot(g, x, y, axis); });
}
array_handle tensordot(array_body const& a, array_body const& b, extents const& axes_a, extents const& axes_b) {
  return evaluate(a, b, [&](ir::graph& g, ir::value x, ir::value y) { return ir::make_tensordot(g, x, y, axes_a, axes_b); });
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
