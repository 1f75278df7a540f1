// The typed names of NumPy that are no ops.
#include "fnp/numpy.hpp"

#include <boost/test/unit_test.hpp>

#include "fnp/format.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(numpy)

BOOST_AUTO_TEST_CASE(shapes_come_in_braces) {
  BOOST_TEST(to_string(zeros<int>({2, 2})) == "[[0 0]\n [0 0]]");
  BOOST_TEST(to_string(ones<half>({2})) == "[1. 1.]");
  BOOST_TEST(to_string(full<bool>({1}, true)) == "[ True]");
  BOOST_TEST(empty<double>({}).size() == 1);
  BOOST_TEST(empty<double>({3, 0}).size() == 0);
}

BOOST_AUTO_TEST_CASE(ranges_follow_their_arguments) {
  BOOST_TEST(to_string(arange<int>(3)) == "[0 1 2]");
  BOOST_TEST(to_string(arange<double>(1, 2, 0.5)) == "[1.  1.5]");
  BOOST_TEST(to_string(arange<int>(3, 0, -1)) == "[3 2 1]");
  BOOST_TEST(arange<index>(index{1} << 60, (index{1} << 60) + 3).at(2) == (index{1} << 60) + 2);
  BOOST_TEST(to_string(linspace<double>(0, 1, 3)) == "[0.  0.5 1. ]");
  BOOST_TEST(linspace<float>(0, 1).size() == 50);
}

BOOST_AUTO_TEST_CASE(arrays_are_made_like_others) {
  array<double> const t = transpose(ones<double>({2, 3}));
  BOOST_TEST(to_string(zeros_like(t).strides()) == "(8, 24)");
  BOOST_TEST(ones_like(t).at(2, 1) == 1);
  BOOST_TEST(full_like(t, 4).at(2, 1) == 4);
  BOOST_TEST(to_string(empty_like(t).shape()) == "(3, 2)");
}

BOOST_AUTO_TEST_CASE(arrays_are_joined_and_spread) {
  array<int> const a = arange<int>(3);
  BOOST_TEST(to_string(concatenate({a, a})) == "[0 1 2 0 1 2]");
  BOOST_TEST(to_string(stack({a, a}, 1)) == "[[0 0]\n [1 1]\n [2 2]]");
  BOOST_TEST(to_string(eye<int>(2)) == to_string(identity<int>(2)));
  auto const [x, y] = meshgrid(a, arange<int>(2));
  BOOST_TEST(to_string(x) == "[[0 1 2]\n [0 1 2]]");
  BOOST_TEST(to_string(y) == "[[0 0 0]\n [1 1 1]]");
  BOOST_TEST(indices({2, 3}).at(1, 0, 2) == 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
