// Views that permute, stretch, reverse, add or drop axes, against NumPy's captured layouts.
#include "verify/unit/engine/array/captured_views.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(movement)

BOOST_AUTO_TEST_CASE(captured_movements_give_numpys_layout_or_error) {
  BOOST_TEST(
      test::check_views({"moveaxis", "broadcast_to", "flip", "expand_dims", "squeeze", "swapaxes", "transpose"}) > 300);
}

BOOST_AUTO_TEST_CASE(transpose_without_axes_reverses_them) {
  array_handle const t = views::transpose(*make_array(dtype::i2, {2, 3, 4}));
  BOOST_TEST(to_string(t->layout.extent) == "(4, 3, 2)");
  BOOST_TEST(to_string(t->layout.stride) == "(2, 8, 24)");
}

BOOST_AUTO_TEST_CASE(what_broadcast_to_gives_is_read_only) {
  BOOST_TEST(!views::broadcast_to(*make_array(dtype::f8, {3}), {2, 3})->writeable);
}

BOOST_AUTO_TEST_CASE(each_error_has_its_code) {
  array_handle const a = make_array(dtype::f8, {2, 3});
  check_error(error_code::duplicate_axis, [&] { views::transpose(*a, {0, 0}); });
  check_error(error_code::bad_argument, [&] { views::transpose(*a, {0}); });
  check_error(error_code::axis_out_of_range, [&] { views::swapaxes(*a, 0, 2); });
  check_error(error_code::shape_mismatch, [&] { views::moveaxis(*a, {0, 1}, {0}); });
  check_error(error_code::shape_mismatch, [&] { views::broadcast_to(*a, {4, 3, 3}); });
  check_error(error_code::negative_dimension, [&] { views::broadcast_to(*a, {-1, 3}); });
  check_error(error_code::too_large, [&] { views::broadcast_to(*a, extents(std::size_t{65}, index{1})); });
  check_error(error_code::too_large,
              [&] { views::broadcast_to(*make_array(dtype::b1, {1}), {index{1} << 40, index{1} << 40}); });
  check_error(error_code::bad_squeeze, [&] {
    extents const axes{0};
    views::squeeze(*a, &axes);
  });
  check_error(error_code::too_large, [&] {
    extents axes;
    for (index i = 0; i < 63; ++i) axes.push_back(i);
    views::expand_dims(*a, axes);
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
