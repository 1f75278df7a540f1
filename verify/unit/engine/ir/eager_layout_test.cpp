// Eager layouts: random programs whose strides were captured from NumPy, and the rules one by one.
#include "engine/ir/eager_layout.hpp"

#include "verify/unit/engine/ir/graphs.hpp"

using namespace fnp;
using namespace fnp::ir;

BOOST_AUTO_TEST_SUITE(eager_layout)

namespace {
struct captured {
  char const* text;
  extents strides;
};
captured const programs[] = {
#include "verify/unit/engine/ir/eager_layouts.inc"
};
}  // namespace

BOOST_AUTO_TEST_CASE(strides_are_those_of_numpy) {
  for (captured const& c : programs) {
    graph const g = parse(c.text);
    node const& n = g[g.results.at(0)];
    extents strides = n.stride;
    for (std::size_t i = 0; i < n.shape.size(); ++i)
      if (n.shape[i] == 1) strides[i] = 0;
    BOOST_TEST(strides == c.strides, c.text << "gives " << strides);
  }
}

BOOST_AUTO_TEST_CASE(a_fresh_result_follows_its_operands) {
  extents const f[] = {{8, 24}};
  BOOST_TEST(elementwise_strides({3, 4}, f, 4) == (extents{4, 12}));
}

BOOST_AUTO_TEST_CASE(a_copy_puts_broadcast_axes_innermost) {
  BOOST_TEST(copy_strides({3, 4}, {0, 8}, 8) == (extents{8, 24}));
  BOOST_TEST(elementwise_strides({3, 4}, std::vector<extents>{{0, 8}}, 8) == (extents{32, 8}));
}

BOOST_AUTO_TEST_CASE(a_reduction_keeps_the_order_of_the_kept_axes) {
  BOOST_TEST(reduced_strides({2, 3, 4}, {8, 16, 48}, 0b010, false, 8) == (extents{8, 16}));
  BOOST_TEST(reduced_strides({2, 3, 4}, {8, 16, 48}, 0b111, false, 8) == (extents{}));
}

BOOST_AUTO_TEST_CASE(a_product_is_dense_in_its_core) {
  std::vector<extents> const batch{{8, 40}, {0, 0}};
  BOOST_TEST(product_strides({5, 4, 6, 8}, batch, 2, 8) == (extents{384, 1920, 64, 8}));
}

BOOST_AUTO_TEST_CASE(a_cast_made_by_an_op_is_walked_as_its_operand) {
  graph g;
  value const f = testing::leaf(g, dtype::f8, {3, 4}, extents{8, 24});
  value const i = testing::leaf(g, dtype::i4, {3, 4}, extents{0, 4});
  value const sum = testing::apply<ops::add>(g, {f, i});
  BOOST_TEST(g[sum].stride == (extents{8, 24}));  // an array in between would have made it (32, 8)
  BOOST_TEST(walked_strides(g, g[sum].operands[1]) == (extents{0, 4}));
}

BOOST_AUTO_TEST_SUITE_END()
