// Reductions: axes, dtypes, what an empty axis means, and the formulas made of them.
#include "verify/unit/engine/ir/graphs.hpp"

using namespace fnp;
using namespace fnp::ir;
using namespace fnp::ir::testing;

BOOST_AUTO_TEST_SUITE(build_reduction)

namespace {
value sum(ir::graph& g, value v, engine::axes_argument const& a, dtype const* type = nullptr) {
  return make_reduce(g, id<ops::add_reduce>, v, a, type);
}
}  // namespace

BOOST_AUTO_TEST_CASE(axes_are_normalised) {
  ir::graph g;
  value const x = leaf(g, dtype::f8, {2, 3, 4});
  BOOST_TEST(g.shape(sum(g, x, over({-1, 0}))) == (extents{3}));
  BOOST_TEST(sum(g, x, over({-1, 0})) == sum(g, x, over({0, 2})));
  BOOST_TEST(g.shape(sum(g, x, over({1}, true))) == (extents{2, 1, 4}));
  BOOST_TEST(g.shape(sum(g, x, over_all())) == (extents{}));
  BOOST_TEST(g.shape(sum(g, x, over({}))) == (extents{2, 3, 4}));
}

BOOST_AUTO_TEST_CASE(axes_that_do_not_exist_or_come_twice_are_errors) {
  ir::graph g;
  value const x = leaf(g, dtype::f8, {2, 3});
  BOOST_TEST(message_of([&] { sum(g, x, over({2})); }, error_code::axis_out_of_range) ==
             "AxisError: axis 2 is out of bounds for array of dimension 2");
  message_of([&] { sum(g, x, over({-3})); }, error_code::axis_out_of_range);
  message_of([&] { sum(g, x, over({0, -2})); }, error_code::duplicate_axis);
}

BOOST_AUTO_TEST_CASE(narrow_integers_widen) {
  ir::graph g;
  BOOST_TEST(g.type(sum(g, leaf(g, dtype::b1, {3}), over_all())) == dtype::i8);
  BOOST_TEST(g.type(sum(g, leaf(g, dtype::u2, {3}), over_all())) == dtype::u8);
  BOOST_TEST(g.type(sum(g, leaf(g, dtype::f2, {3}), over_all())) == dtype::f2);
  BOOST_TEST(g.type(make_reduce(g, id<ops::maximum_reduce>, leaf(g, dtype::i1, {3}), over_all())) == dtype::i1);
}

BOOST_AUTO_TEST_CASE(a_dtype_casts_in_the_buffer) {
  ir::graph g;
  value const x = leaf(g, dtype::i4, {3});
  dtype const f8 = dtype::f8, i1 = dtype::i1;
  value const r = sum(g, x, over_all(), &f8);
  BOOST_TEST(g.type(r) == dtype::f8);
  BOOST_CHECK(find_attribute(g[g[r].operands[0]], "buffered") != nullptr);
  BOOST_TEST(g.type(sum(g, x, over_all(), &i1)) == dtype::i1);
  message_of([&] { make_reduce(g, id<ops::bitwise_or_reduce>, x, over_all(), &f8); }, error_code::no_loop);
}

BOOST_AUTO_TEST_CASE(extremes_of_nothing_are_errors) {
  ir::graph g;
  value const x = leaf(g, dtype::f8, {0, 3});
  for (auto const op : {id<ops::minimum_reduce>, id<ops::maximum_reduce>, id<ops::argmin>, id<ops::argmax>}) {
    message_of([&] { make_reduce(g, op, x, over({0})); }, error_code::empty_reduction);
    message_of([&] { make_reduce(g, op, x, over_all()); }, error_code::empty_reduction);
    BOOST_TEST(g.shape(make_reduce(g, op, x, over({1}))) == (extents{0}));
  }
  BOOST_TEST(g.shape(sum(g, x, over({0}))) == (extents{3}));
}

BOOST_AUTO_TEST_CASE(positions_are_int64_over_one_axis_or_all) {
  ir::graph g;
  value const x = leaf(g, dtype::f4, {2, 3}, extents{4, 8});
  value const r = make_reduce(g, id<ops::argmax>, x, over({1}));
  BOOST_TEST(g.type(r) == dtype::i8);
  message_of([&] { make_reduce(g, id<ops::argmax>, x, over({0, 1})); }, error_code::bad_argument);
  BOOST_TEST(g.shape(make_reduce(g, id<ops::argmax>, leaf(g, dtype::f4, {}), over({0}))) == (extents{}));
}

BOOST_AUTO_TEST_CASE(mean_divides_in_float64) {
  ir::graph g;
  value const r = make_mean(g, leaf(g, dtype::f4, {2, 3}), over({0}));
  BOOST_CHECK(g[r].op == op_cast);
  BOOST_TEST(g.type(r) == dtype::f4);
  node const& quotient = g[g[r].operands[0]];
  BOOST_TEST(op_name(quotient.op) == "divide");
  BOOST_TEST(quotient.types[0] == dtype::f8);
  BOOST_TEST(constant_of<double>(g, quotient.operands[1]) == 2.0);
}

BOOST_AUTO_TEST_CASE(mean_of_float16_rounds_arrays_twice) {
  ir::graph g;
  value const x = leaf(g, dtype::f2, {2, 3});
  value const array = make_mean(g, x, over({0})), number = make_mean(g, x, over_all());
  BOOST_TEST(g.type(g[array].operands[0]) == dtype::f4);
  BOOST_TEST(g.type(g[number].operands[0]) == dtype::f8);
  BOOST_TEST(g.type(array) == dtype::f2);
}

BOOST_AUTO_TEST_CASE(statistics_have_numpys_dtypes) {
  ir::graph g;
  for (auto const& [from, mean, var] : {std::array{dtype::b1, dtype::f8, dtype::f8},
                                        {dtype::i4, dtype::f8, dtype::f8},
                                        {dtype::f2, dtype::f2, dtype::f2},
                                        {dtype::f4, dtype::f4, dtype::f4},
                                        {dtype::c8, dtype::c8, dtype::f4},
                                        {dtype::c16, dtype::c16, dtype::f8}}) {
    value const x = leaf(g, from, {2, 3});
    BOOST_TEST(g.type(make_mean(g, x, over({1}))) == mean);
    BOOST_TEST(g.type(make_var(g, x, over({1}), false)) == var);
    BOOST_TEST(g.type(make_var(g, x, over({1}), true)) == var);
    BOOST_TEST(g.type(make_count_nonzero(g, x, over({1}))) == dtype::i8);
    if (from != dtype::b1) {
      BOOST_TEST(g.type(make_ptp(g, x, over({1}))) == from);
    }
  }
}

BOOST_AUTO_TEST_CASE(degrees_of_freedom_do_not_fall_below_zero) {
  ir::graph g;
  value const r = make_var(g, leaf(g, dtype::f8, {3}), over({0}, false, 5), false);
  BOOST_TEST(constant_of<double>(g, g[r].operands[1]) == 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
