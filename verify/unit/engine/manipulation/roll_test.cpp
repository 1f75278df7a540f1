// roll, rot90, rollaxis: values, views, memory order, errors.
#include "fnp/fnp.hpp"
#include "verify/unit/engine/array/captured_views.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(rolling)

BOOST_AUTO_TEST_CASE(rolled_elements_come_in_again_at_the_other_end) {
  array<int> const a = reshape(arange<int>(6), {2, 3});
  BOOST_TEST(to_string(roll(a, 2)) == "[[4 5 0]\n [1 2 3]]");
  BOOST_TEST(to_string(roll(a, -1, 1)) == "[[1 2 0]\n [4 5 3]]");
  BOOST_TEST(to_string(roll(a, {1, 1}, {0, 1})) == "[[5 3 4]\n [2 0 1]]");
  BOOST_TEST(to_string(roll(a, {2, 2}, {1, 1})) == to_string(roll(a, 4, 1)));
  BOOST_TEST(to_string(roll(a * 2, 1000000007)) == to_string(roll(a * 2, 1000000007 % 6)));
  static_assert(std::same_as<decltype(roll(a + 1.0, 1)), array<double>>);
  BOOST_TEST(to_string(roll(transpose(a), 1, 0).strides()) == "(4, 12)");  // order K
}

BOOST_AUTO_TEST_CASE(quarter_turns_are_views) {
  array<int> const a = reshape(arange<int>(6), {2, 3});
  BOOST_TEST(to_string(rot90(a)) == "[[2 5]\n [1 4]\n [0 3]]");
  BOOST_TEST(to_string(rot90(a, 2)) == "[[5 4 3]\n [2 1 0]]");
  BOOST_TEST(to_string(rot90(a, -1)) == to_string(rot90(a, 3)));
  BOOST_TEST(shares_memory(rot90(a, 3), a));
}

BOOST_AUTO_TEST_CASE(each_error_has_its_code) {
  array_handle const a = make_array(dtype::f8, {2, 2});
  extents const far{2}, one{0}, two{0, 1};
  check_error(error_code::axis_out_of_range, [&] { manipulation::roll(*a, {1}, &far); });
  check_error(error_code::shape_mismatch, [&] { manipulation::roll(*a, {1, 2, 3}, &two); });
  check_error(error_code::bad_argument, [&] { manipulation::rot90(*a, 1, one); });
  check_error(error_code::duplicate_axis, [&] { manipulation::rot90(*a, 1, {0, -2}); });
  check_error(error_code::axis_out_of_range, [&] { manipulation::rot90(*a, 1, {0, 5}); });
  check_error(error_code::axis_out_of_range, [&] { manipulation::rollaxis(*a, 0, 3); });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
