// Arrays from numbers: NumPy's formulas and errors.
#include "fnp/creation.hpp"

#include "verify/unit/engine/array/captured_views.hpp"
#include "fnp/format.hpp"
#include "fnp/ndarray.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(creation)

BOOST_AUTO_TEST_CASE(arange_counts_and_fills_as_numpy) {
  BOOST_TEST(views::to_string(*create::arange(dtype::f8, 0.0, 1.0, 0.3)) == "[0.  0.3 0.6 0.9]");
  BOOST_TEST(views::to_string(*create::arange(dtype::i4, index{5}, index{-4}, index{-3})) == "[ 5  2 -1]");
  BOOST_TEST(create::arange(dtype::f8, 1.0, 1.3, 0.1)->count == 4);  // (1.3 - 1) / .1 is above 3
  BOOST_TEST(create::arange(dtype::i8, index{3}, index{3}, index{1})->count == 0);
  array_handle const a = create::arange(dtype::f4, 0.0, 1.0, 0.1);
  auto const* p = reinterpret_cast<float const*>(a->data);
  for (int i = 0; i < 10; ++i) BOOST_TEST(p[i] == static_cast<float>(i) * 0.1f);
}

BOOST_AUTO_TEST_CASE(linspace_ends_exactly_and_floors_integers) {
  array_handle const a = create::linspace(dtype::f8, 0.1, 0.7, 7, true);
  BOOST_TEST(reinterpret_cast<double const*>(a->data)[6] == 0.7);
  BOOST_TEST(views::to_string(*create::linspace(dtype::i4, -1.5, 1.5, 4, true)) == "[-2 -1  0  1]");
  BOOST_TEST(views::to_string(*create::linspace(dtype::f8, 0, 1, 4, false)) == "[0.   0.25 0.5  0.75]");
  BOOST_TEST(create::linspace(dtype::f8, 0, 1, 0, true)->count == 0);
}

BOOST_AUTO_TEST_CASE(eye_and_indices) {
  BOOST_TEST(views::to_string(*create::eye(dtype::i1, 2, 3, 1)) == "[[0 1 0]\n [0 0 1]]");
  BOOST_TEST(views::to_string(*create::eye(dtype::i1, 2, 2, -7)) == "[[0 0]\n [0 0]]");
  BOOST_TEST(to_string(create::eye(dtype::f8, 2, 3, 0, memory_order::fortran)->layout.stride) == "(8, 16)");
  BOOST_TEST(views::to_string(*create::indices({2, 2})) == "[[[0 0]\n  [1 1]]\n\n [[0 1]\n  [0 1]]]");
}

BOOST_AUTO_TEST_CASE(integer_ranges_must_fit_their_dtype) {
  check_error(error_code::python_int_overflow, [] { create::arange(dtype::u1, index{-1}, index{3}, index{1}); });
  check_error(error_code::python_int_overflow, [] { create::arange(dtype::u4, -5.8, 29.0, 1.0); });
  BOOST_TEST(create::arange(dtype::u1, index{5}, index{3}, index{1})->count == 0);
}

BOOST_AUTO_TEST_CASE(full_like_keeps_the_memory_order) {
  array_handle const t = views::transpose(*make_array(dtype::f8, {2, 3}));
  array_handle const a = create::full_like(*t, dtype::i2, 7);
  BOOST_TEST(to_string(a->layout.stride) == "(2, 6)");
  BOOST_TEST(views::to_string(*a) == "[[7 7]\n [7 7]\n [7 7]]");
}

BOOST_AUTO_TEST_CASE(impossible_ranges_are_errors) {
  check_error(error_code::zero_division, [] { create::arange(dtype::i8, index{0}, index{1}, index{0}); });
  check_error(error_code::zero_division, [] { create::arange(dtype::f8, 0.0, 1.0, 0.0); });
  check_error(error_code::bad_argument, [] { create::arange(dtype::f8, 0.0, __builtin_nan(""), 1.0); });
  check_error(error_code::too_large, [] { create::arange(dtype::f8, 0.0, __builtin_inf(), 1.0); });
  check_error(error_code::no_loop, [] { create::arange(dtype::b1, index{0}, index{3}, index{1}); });
  check_error(error_code::bad_argument, [] { create::linspace(dtype::f8, 0, 1, -1, true); });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
