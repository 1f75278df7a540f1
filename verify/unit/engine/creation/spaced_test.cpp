// Ranges between arrays, linear and logarithmic; numbers as NumPy 2.4 gives them.
#include "fnp/fnp.hpp"
#include "verify/unit/engine/array/captured_views.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(spacing)

array_handle numbers_of(array<double> const& a) { return ndarray(a).handle(); }

BOOST_AUTO_TEST_CASE(samples_run_between_arrays_along_any_axis) {
  create::range_end const from{numbers_of({0, 10})}, to{numbers_of({1, 20})};
  BOOST_TEST(views::to_string(*create::linspace(from, to, {3}).values) == "[[ 0.  10. ]\n [ 0.5 15. ]\n [ 1.  20. ]]");
  BOOST_TEST(to_string(create::linspace(from, to, {3, true, {}, -1}).values->layout.extent) == "(2, 3)");
  BOOST_TEST(views::to_string(*create::linspace(from, to, {2, false}).step) == "[0.5 5. ]");
  BOOST_TEST(views::to_string(*create::linspace(from, to, {3, true, dtype::i4}).values) ==
             "[[ 0 10]\n [ 0 15]\n [ 1 20]]");
  BOOST_TEST(create::linspace(from, to, {0}).values->count == 0);
}

BOOST_AUTO_TEST_CASE(weak_numbers_leave_float32_alone) {
  create::range_end const single{views::astype(*numbers_of({1}), dtype::f4)},
      zero{views::of_scalar(scalar(index{0})), weak::integer};
  BOOST_TEST((create::linspace(zero, single, {3}).values->type == dtype::f4));
  BOOST_TEST((create::linspace(zero, zero, {3}).values->type == dtype::f8));
}

BOOST_AUTO_TEST_CASE(geometric_ranges_hit_both_ends_and_may_be_negative) {
  array_handle const a = create::geomspace({numbers_of({-1})}, {numbers_of({-1000})}, {4});
  auto const* const p = reinterpret_cast<double const*>(a->data);
  BOOST_TEST(p[0] == -1);
  BOOST_TEST(p[3] == -1000);
  BOOST_TEST(p[1] == -10, boost::test_tools::tolerance(1e-14));
  create::range_end const base{views::of_scalar(scalar(2.0)), weak::real};
  BOOST_TEST(views::to_string(*create::logspace({numbers_of({0})}, {numbers_of({3})}, base, {4})) ==
             "[[1.]\n [2.]\n [4.]\n [8.]]");
}

BOOST_AUTO_TEST_CASE(each_error_has_its_code) {
  create::range_end const one{numbers_of({1})}, two{numbers_of({1, 2})}, three{numbers_of({1, 2, 3})},
      zero{numbers_of({0})};
  check_error(error_code::negative_dimension, [&] { create::linspace(one, one, {-1}); });
  check_error(error_code::shape_mismatch, [&] { create::linspace(two, three, {3}); });
  check_error(error_code::axis_out_of_range, [&] { create::linspace(one, one, {3, true, {}, 5}); });
  check_error(error_code::bad_argument, [&] { create::geomspace(zero, one, {3}); });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
