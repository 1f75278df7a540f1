// Parts of arrays are views of them; each error has its code.
#include "fnp/fnp.hpp"
#include "verify/unit/engine/array/captured_views.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(splitting)

BOOST_AUTO_TEST_CASE(parts_are_views_between_the_bounds) {
  array<int> const a = reshape(arange<int>(12), {3, 4});
  std::vector<array<int>> const halves = split(a, 2, 1);
  BOOST_TEST(halves.size() == 2);
  BOOST_TEST(to_string(halves[1]) == "[[ 2  3]\n [ 6  7]\n [10 11]]");
  BOOST_TEST(shares_memory(halves[0], a));
  BOOST_TEST(!shares_memory(halves[0], halves[1]));
  BOOST_TEST(may_share_memory(halves[0], halves[1]));  // their bounds overlap
  BOOST_TEST(to_string(split(a, {1, -1}, 1)[1]) == "[[ 1  2]\n [ 5  6]\n [ 9 10]]");
  std::vector<array<int>> const uneven = array_split(a, 3, 1);
  BOOST_TEST(to_string(uneven[0].shape()) == "(3, 2)");
  BOOST_TEST(to_string(uneven[2].shape()) == "(3, 1)");
  BOOST_TEST(unstack(a)[2].at(3) == 11);
}

BOOST_AUTO_TEST_CASE(each_error_has_its_code) {
  array_handle const a = make_array(dtype::f8, {3, 2});
  check_error(error_code::bad_argument, [&] { manipulation::split_into(*a, 2, 0, true); });
  check_error(error_code::bad_argument, [&] { manipulation::split_into(*a, 0, 0, false); });
  check_error(error_code::zero_division, [&] { manipulation::split_into(*a, 0, 0, true); });
  check_error(error_code::axis_out_of_range, [&] { manipulation::split_at(*a, {1}, 2); });
  check_error(error_code::bad_argument, [&] { manipulation::unstack(*make_array(dtype::f8, {}), 0); });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
