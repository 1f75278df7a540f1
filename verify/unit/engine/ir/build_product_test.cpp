// Matrix products: shapes, dtypes, errors.
#include "verify/unit/engine/ir/graphs.hpp"

using namespace fnp;
using namespace fnp::ir;
using namespace fnp::ir::testing;

BOOST_AUTO_TEST_SUITE(build_product)

namespace {
extents product(extents const& a, extents const& b) {
  ir::graph g;
  return g.shape(make_matmul(g, leaf(g, dtype::f8, a), leaf(g, dtype::f8, b)));
}
}  // namespace

BOOST_AUTO_TEST_CASE(shapes_follow_numpy) {
  BOOST_TEST(product({2, 3}, {3, 4}) == (extents{2, 4}));
  BOOST_TEST(product({3}, {3, 4}) == (extents{4}));
  BOOST_TEST(product({2, 3}, {3}) == (extents{2}));
  BOOST_TEST(product({3}, {3}) == (extents{}));
  BOOST_TEST(product({5, 1, 2, 3}, {6, 3, 4}) == (extents{5, 6, 2, 4}));
  BOOST_TEST(product({5, 2, 3}, {3}) == (extents{5, 2}));
}

BOOST_AUTO_TEST_CASE(core_axes_must_agree) {
  ir::graph g;
  value const x = leaf(g, dtype::f8, {2, 3});
  BOOST_TEST(
      message_of([&] { make_matmul(g, x, x); }, error_code::matmul_mismatch) ==
      "ValueError: matmul: mismatch in core dimension, (n?,k),(k,m?)->(n?,m?) with k = 3 and 2; shapes (2, 3) (2, 3)");
  message_of([&] { make_matmul(g, x, constant(g, 1.0)); }, error_code::matmul_mismatch);
}

BOOST_AUTO_TEST_CASE(batch_axes_must_broadcast) {
  ir::graph g;
  value const x = leaf(g, dtype::f8, {2, 3, 3}), y = leaf(g, dtype::f8, {4, 3, 3});
  message_of([&] { make_matmul(g, x, y); }, error_code::shape_mismatch);
}

BOOST_AUTO_TEST_CASE(operands_meet_in_one_dtype) {
  ir::graph g;
  BOOST_TEST(g.type(make_matmul(g, leaf(g, dtype::i4, {2, 3}), leaf(g, dtype::f4, {3, 2}))) == dtype::f8);
}

BOOST_AUTO_TEST_SUITE_END()
