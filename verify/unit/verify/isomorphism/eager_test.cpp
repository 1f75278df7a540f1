// The eager evaluation on small programs whose values are written out by hand.
#include "verify/isomorphism/eager.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>

#include "fnp/ops/all.hpp"

using namespace fnp;

namespace {

array_handle numbers(extents const& shape) {  // 0, 1, 2, ...
  array_handle a = make_array(dtype::f8, shape);
  for (fnp::index i = 0; i < a->count; ++i) reinterpret_cast<double*>(a->data)[i] = static_cast<double>(i);
  return a;
}
std::vector<double> value(ir::graph& g, ir::value v) {
  g.results = {v};
  isomorphism::whole const w = isomorphism::evaluate_eagerly(g)[0];
  std::vector<double> r(w.elements.size() / 8);
  std::memcpy(r.data(), w.elements.data(), w.elements.size());
  return r;
}
using list = std::vector<double>;

}  // namespace

BOOST_AUTO_TEST_SUITE(isomorphism_eager)

BOOST_AUTO_TEST_CASE(operands_broadcast) {
  ir::graph g;
  ir::value const a = ir::make_input(g, *numbers({2, 3})), b = ir::make_input(g, *numbers({3}));
  BOOST_TEST((value(g, ir::make_elementwise(g, ops::id_of<ops::add>, std::array{a, b})) == list{0, 2, 4, 3, 5, 7}));
}
BOOST_AUTO_TEST_CASE(views_are_seen_through) {
  ir::graph g;
  ir::value const a = ir::make_input(g, *numbers({2, 3}));
  fnp::index const swapped[] = {1, 0};
  BOOST_TEST((value(g, ir::make_transpose(g, a, swapped)) == list{0, 3, 1, 4, 2, 5}));
  BOOST_TEST((value(g, ir::make_flip(g, a, {})) == list{5, 4, 3, 2, 1, 0}));
}
BOOST_AUTO_TEST_CASE(reductions_fold_their_axes) {
  ir::graph g;
  ir::value const a = ir::make_input(g, *numbers({2, 3}));
  engine::axes_argument rows;
  rows.all = false;
  rows.axes = {0};
  BOOST_TEST((value(g, ir::make_reduce(g, ops::id_of<ops::add_reduce>, a, rows)) == list{3, 5, 7}));
  BOOST_TEST((value(g, ir::make_reduce(g, ops::id_of<ops::maximum_reduce>, a, {})) == list{5}));
  BOOST_TEST((value(g, ir::make_mean(g, a, {})) == list{2.5}));
}
BOOST_AUTO_TEST_CASE(an_empty_sum_is_zero) {
  ir::graph g;
  BOOST_TEST(
      (value(g, ir::make_reduce(g, ops::id_of<ops::add_reduce>, ir::make_input(g, *numbers({0})), {})) == list{0}));
}

BOOST_AUTO_TEST_SUITE_END()
