// Reductions, mean, var and std against values of NumPy.
#include <boost/test/unit_test.hpp>

#include "fnp/fnp.hpp"

using fnp::array;
using fnp::axis;
using fnp::keepdims;

BOOST_AUTO_TEST_SUITE(statistics)

BOOST_AUTO_TEST_CASE(axes_and_keepdims_shape_the_result) {
  array<double> const x{{1, 2, 3}, {4, 5, 7}};
  BOOST_TEST((fnp::sum(x).shape() == fnp::extents{}));
  BOOST_TEST((fnp::sum(x, axis(0)).shape() == fnp::extents{3}));
  BOOST_TEST((fnp::sum(x, axis(-1), keepdims).shape() == fnp::extents{2, 1}));
  BOOST_TEST((fnp::sum(x, keepdims, axis(0, 1)).shape() == fnp::extents{1, 1}));
  BOOST_TEST(fnp::sum(x).item() == 22);
  BOOST_TEST(fnp::max(x, axis(1)).shape().size() == 1u);
  BOOST_TEST(fnp::argmax(x).item() == 5);
  BOOST_TEST(fnp::count_nonzero(x > 2).item() == 4);
  BOOST_TEST(fnp::any(x > 6).item());
  BOOST_TEST(!fnp::all(x > 1).item());
}

BOOST_AUTO_TEST_CASE(mean_var_and_std_follow_numpys_formulas) {
  array<int> const k{{1, 2, 3}, {4, 5, 7}};
  BOOST_TEST(fnp::mean(k).item() == 22.0 / 6);
  array<double> const s = fnp::std(k, axis(-1));
  BOOST_TEST(s(0) == 0.816496580927726);
  BOOST_TEST(s(1) == 1.247219128924647);
  array<float> const f{{1, 2, 3}, {4, 5, 7}};
  BOOST_TEST(fnp::var(f, fnp::ddof(1)).item() == 4.666666507720947f);
  BOOST_TEST(fnp::mean(f * f, axis(1)).shape().size() == 1u);
}

BOOST_AUTO_TEST_CASE(standardised_columns_are_one_expression) {
  array<double> const x{{1, 2, 3}, {4, 5, 7}};
  array<double> const z = (x - fnp::mean(x, axis(0))) / fnp::std(x, axis(0));
  for (int j = 0; j < 3; ++j) {
    BOOST_TEST(z(0, j) == -1);
    BOOST_TEST(z(1, j) == 1);
  }
}

BOOST_AUTO_TEST_CASE(a_wrong_axis_is_numpys_error) {
  array<double> const x{{1, 2, 3}, {4, 5, 7}};
  BOOST_CHECK_EXCEPTION(fnp::sum(x, axis(2)).item(), fnp::error,
                        [](fnp::error const& e) { return e.code() == fnp::error_code::axis_out_of_range; });
  BOOST_CHECK_EXCEPTION(fnp::mean(x, axis(-3)).item(), fnp::error,
                        [](fnp::error const& e) { return e.code() == fnp::error_code::axis_out_of_range; });
}

BOOST_AUTO_TEST_SUITE_END()
