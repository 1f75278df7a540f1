// Shapes and sizes: what is refused, with NumPy's reason and the shapes in the text.
#include "engine/ir/infer.hpp"

#include "verify/unit/engine/ir/graphs.hpp"

using namespace fnp;
using namespace fnp::ir;
using namespace fnp::ir::testing;

BOOST_AUTO_TEST_SUITE(infer)

BOOST_AUTO_TEST_CASE(shapes_broadcast) {
  ir::graph g;
  value const r = apply<ops::add>(g, {leaf(g, dtype::f8, {3, 1}), leaf(g, dtype::f8, {4})});
  BOOST_TEST(g.shape(r) == (extents{3, 4}));
  BOOST_TEST(g.shape(apply<ops::add>(g, {leaf(g, dtype::f8, {0}), leaf(g, dtype::f8, {1})})) == (extents{0}));
}

BOOST_AUTO_TEST_CASE(shapes_that_do_not_fit_are_named) {
  ir::graph g;
  value const x = leaf(g, dtype::f8, {2, 3}), y = leaf(g, dtype::f8, {4});
  std::string const text = message_of([&] { apply<ops::add>(g, {x, y}); }, error_code::shape_mismatch);
  BOOST_TEST(text == "ValueError: add: operands could not be broadcast together with shapes (2, 3) (4,)");
}

BOOST_AUTO_TEST_CASE(results_that_no_memory_holds_are_refused) {
  ir::graph g;
  value const x = leaf(g, dtype::f8, {fnp::index{1} << 40, 1}, extents{0, 0}),
              y = leaf(g, dtype::f8, {fnp::index{1} << 40}, extents{0});
  message_of([&] { apply<ops::add>(g, {x, y}); }, error_code::too_large);
}

BOOST_AUTO_TEST_CASE(more_than_64_axes_are_refused) {
  ir::graph g;
  value const x = leaf(g, dtype::f8, extents(64, 1));
  fnp::index const front[] = {0};
  message_of([&] { make_expand_dims(g, x, front); }, error_code::too_large);
}

BOOST_AUTO_TEST_CASE(a_view_stays_inside_its_operand) {
  ir::graph g;
  value const x = leaf(g, dtype::f8, {5});
  message_of([&] { ir::make_view(g, x, {{1}, {1}, {5}}); }, error_code::index_out_of_range);
  message_of([&] { ir::make_view(g, x, {{0}, {-1}, {2}}); }, error_code::index_out_of_range);
  BOOST_TEST(g[ir::make_view(g, x, {{4}, {-2}, {3}})].stride == (extents{-16}));
  BOOST_TEST(g.shape(ir::make_view(g, x, {{9}, {1}, {0}})) == (extents{0}));
}

BOOST_AUTO_TEST_SUITE_END()
