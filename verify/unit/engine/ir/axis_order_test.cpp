// The order of axes: NumPy's rule on cases whose answer can be read off.
#include "engine/ir/axis_order.hpp"

#include "verify/unit/engine/ir/graphs.hpp"

using namespace fnp;

BOOST_AUTO_TEST_SUITE(axis_order)

namespace {
extents order(extents const& shape, std::vector<extents> const& strides) { return ir::axis_order(shape, strides); }
}  // namespace

BOOST_AUTO_TEST_CASE(larger_strides_are_further_out) {
  BOOST_TEST(order({2, 3, 4}, {{8, 16, 48}}) == (extents{2, 1, 0}));
  BOOST_TEST(order({2, 3, 4}, {{96, 32, 8}}) == (extents{0, 1, 2}));
}

BOOST_AUTO_TEST_CASE(signs_do_not_count) { BOOST_TEST(order({2, 3}, {{8, -16}}) == (extents{1, 0})); }

BOOST_AUTO_TEST_CASE(equal_strides_keep_c_order) { BOOST_TEST(order({2, 3}, {{8, 8}}) == (extents{0, 1})); }

BOOST_AUTO_TEST_CASE(c_order_wins_conflicts_whoever_comes_first) {
  BOOST_TEST(order({3, 3}, {{8, 24}, {24, 8}}) == (extents{0, 1}));
  BOOST_TEST(order({3, 3}, {{24, 8}, {8, 24}}) == (extents{0, 1}));
}

BOOST_AUTO_TEST_CASE(zero_strides_have_no_say) {
  BOOST_TEST(order({3, 4}, {{8, 24}, {0, 8}}) == (extents{1, 0}));
  BOOST_TEST(order({3, 4}, {{0, 0}, {8, 24}}) == (extents{1, 0}));
}

BOOST_AUTO_TEST_CASE(axes_of_one_element_have_no_say) { BOOST_TEST(order({3, 1}, {{8, 24}}) == (extents{0, 1})); }

BOOST_AUTO_TEST_CASE(an_axis_that_cannot_be_compared_is_stepped_over) {
  // Axis 0 against 2 says swap; axis 1 is broadcast, so it stays between neither.
  BOOST_TEST(order({3, 4, 5}, {{8, 0, 24}}) == (extents{1, 2, 0}));
}

BOOST_AUTO_TEST_CASE(the_smallest_number_is_no_trap) { BOOST_TEST(order({2, 2}, {{1, INT64_MIN}}) == (extents{1, 0})); }

BOOST_AUTO_TEST_CASE(no_axes_no_operands) {
  BOOST_TEST(order({}, {{}}).size() == 0u);
  BOOST_TEST(order({2, 2}, {}) == (extents{0, 1}));
}

BOOST_AUTO_TEST_SUITE_END()
