// Running sums and products, ranges and traces of typed and dynamic arrays.
#include "fnp/scans.hpp"

#include <boost/test/unit_test.hpp>

#include "fnp/fnp.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(scans)

BOOST_AUTO_TEST_CASE(running_sums_follow_the_axis_or_flatten) {
  array<int> const a{{1, 2}, {3, 4}};
  BOOST_TEST(to_string(cumsum(a)) == "[ 1  3  6 10]");
  BOOST_TEST(to_string(cumsum(a, 0)) == "[[1 2]\n [4 6]]");
  BOOST_TEST(to_string(cumsum(transpose(a), 0)) == "[[1 3]\n [3 7]]");
  BOOST_TEST(to_string(cumprod(a, -1)) == "[[ 1  2]\n [ 3 12]]");
}

BOOST_AUTO_TEST_CASE(narrow_integers_widen_and_floats_stay) {
  static_assert(std::is_same_v<decltype(cumsum(array<std::int8_t>())), array<std::int64_t>>);
  static_assert(std::is_same_v<decltype(cumsum(array<std::uint8_t>())), array<std::uint64_t>>);
  static_assert(std::is_same_v<decltype(cumsum(array<float>())), array<float>>);
  static_assert(std::is_same_v<decltype(cumsum(ndarray())), ndarray>);
  BOOST_TEST(cumsum(full<std::int8_t>({3}, 100)).at(2) == 300);
  BOOST_TEST((cumsum(ndarray(full<std::int8_t>({3}, 100))).dtype() == dtype::i8));
}

BOOST_AUTO_TEST_CASE(expressions_are_evaluated_first) {
  array<double> const a{1, 2, 3};
  BOOST_TEST(to_string(cumsum(a * 2.0)) == "[ 2.  6. 12.]");
}

BOOST_AUTO_TEST_CASE(the_identity_may_come_first) {
  array<int> const a{{1, 2}, {3, 4}};
  BOOST_TEST(to_string(cumulative_sum(a, 1, true)) == "[[0 1 3]\n [0 3 7]]");
  BOOST_TEST(to_string(cumulative_prod(array<int>{2, 3}, {}, true)) == "[1 2 6]");
  BOOST_CHECK_EXCEPTION(cumulative_sum(a), error, [](error const& e) { return e.code() == error_code::bad_argument; });
  BOOST_CHECK_EXCEPTION(cumsum(a, 2), error, [](error const& e) { return e.code() == error_code::axis_out_of_range; });
}

BOOST_AUTO_TEST_CASE(ranges_and_traces) {
  array<int> const a{{1, 7, 3}, {4, 5, 9}};
  BOOST_TEST(to_string(ptp(a, axis(0))) == "[3 2 6]");
  BOOST_TEST(ptp(a).item() == 8);
  BOOST_TEST(trace(a).item() == 6);
  BOOST_TEST(trace(a, 1).item() == 16);
  BOOST_TEST((count_nonzero(ndarray(array<int>{0, 2, 0, 3})).item() == scalar(index{2})));
  BOOST_CHECK_EXCEPTION(ptp(array<bool>{true}), error, [](error const& e) { return e.code() == error_code::no_loop; });
  BOOST_CHECK_EXCEPTION(ptp(array<int>()), error,
                        [](error const& e) { return e.code() == error_code::empty_reduction; });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
