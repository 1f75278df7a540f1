// Elementwise formulas of whole arrays: one graph each, evaluated at once.
#include <string>

#include "engine/ir/composites.hpp"
#include "engine/whole/whole_graph.hpp"
#include "fnp/formulas.hpp"

namespace fnp::formulas {
namespace {

using engine::whole_graph;

ir::value close(whole_graph& g, array_body const& x, array_body const& y, tolerance const& t, bool nans_equal) {
  ir::weak_value const relative{g.number(t.relative), weak::real}, absolute{g.number(t.absolute), weak::real};
  ir::weak_value const a{g.use(x)}, b{g.use(y)};
  return ir::make_isclose(g.graph(), a, b, relative, absolute, nans_equal);
}

bool truth(whole_graph& g, ir::value v) { return g.run(v)->data[0] != std::byte{0}; }

bool all_equal(array_body const& x, array_body const& y, bool nans_equal) {
  whole_graph g;
  ir::value const a = g.use(x), b = g.use(y);
  return truth(g, ir::make_all_equal(g.graph(), a, b, nans_equal));
}

// A formula of real numbers, for a complex array part by part.
template <class Build> array_handle by_parts(array_body const& x, Build build) {
  whole_graph g;
  if (kind(x.type) != 'c') {
    ir::value const v = g.use(x);
    return g.run(build(g.graph(), v));
  }
  array_handle r = make_array_like(x.type, x.layout.extent, x.layout.stride);
  for (auto const part : {views::real, views::imag}) {
    ir::value const v = g.use(*part(x));
    views::copy_into(*g.run(build(g.graph(), v)), *part(*r));
  }
  return r;
}

}  // namespace

array_handle isclose(array_body const& x, array_body const& y, tolerance const& t, bool nans_equal) {
  whole_graph g;
  return g.run(close(g, x, y, t, nans_equal));
}

bool allclose(array_body const& x, array_body const& y, tolerance const& t, bool nans_equal) {
  whole_graph g;
  ir::value const all = close(g, x, y, t, nans_equal);
  return truth(g, ir::make_reduce(g.graph(), ops::id_of<ops::logical_and_reduce>, all, {}));
}

bool array_equal(array_body const& x, array_body const& y, bool nans_equal) {
  return x.layout.extent == y.layout.extent && all_equal(x, y, nans_equal);
}

bool array_equiv(array_body const& x, array_body const& y) {
  extents joint = x.layout.extent;
  return broadcast_into(joint, y.layout.extent) && all_equal(x, y, false);
}

array_handle nan_to_num(array_body const& x, numbers_for const& with) {
  ir::replacements const r{with.nan, with.positive_infinity, with.negative_infinity};
  return by_parts(x, [&](ir::graph& g, ir::value v) { return ir::make_nan_to_num(g, v, r); });
}

array_handle angle(array_body const& z, bool degrees) {
  whole_graph g;
  if (kind(z.type) != 'c') {
    ir::weak_value const zero{g.number(index{0}), weak::integer};
    ir::value const real = g.use(z);
    return g.run(ir::make_angle(g.graph(), zero, real, degrees));
  }
  ir::value const imaginary = g.use(*views::imag(z)), real = g.use(*views::real(z));
  return g.run(ir::make_angle(g.graph(), {imaginary}, real, degrees));
}

array_handle sinc(array_body const& x) {
  whole_graph g;
  ir::value const v = g.use(x);
  return g.run(ir::make_sinc(g.graph(), v));
}

array_handle isinf_of_sign(array_body const& x, bool negative) {
  whole_graph g;
  ir::value const v = g.use(x);
  return g.run(ir::make_is_infinity(g.graph(), v, negative));
}

array_handle isreal(array_body const& x, bool complex) {
  whole_graph g;
  ir::value const imaginary = g.use(*views::imag(x)), zero = g.number(index{0});
  if (complex) return g.run(g.apply<ops::not_equal>({imaginary, zero}, {weak::strong, weak::integer}));
  return g.run(g.apply<ops::equal>({imaginary, zero}, {weak::strong, weak::integer}));
}

array_handle round(array_body const& x, index decimals) {
  if (decimals > 22 || decimals < -22)
    fail(error_code::bad_argument, "round takes -22 to 22 decimals, got " + std::to_string(decimals));
  return by_parts(x, [&](ir::graph& g, ir::value v) { return ir::make_round(g, v, decimals); });
}

}  // namespace fnp::formulas
