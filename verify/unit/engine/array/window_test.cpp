// Diagonals, windows, strides by hand, parts and bits of elements.
#include "verify/unit/engine/array/captured_views.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(window)

BOOST_AUTO_TEST_CASE(captured_diagonals_and_windows_give_numpys_layout_or_error) {
  BOOST_TEST(test::check_views({"diagonal", "window"}) > 100);
}

BOOST_AUTO_TEST_CASE(as_strided_stays_inside_the_memory) {
  array_handle const a = make_array(dtype::f8, {10});
  BOOST_TEST(views::as_strided(*a, {8, 3}, {8, 8}, true)->count == 24);
  check_error(error_code::bad_argument, [&] { views::as_strided(*a, {9, 3}, {8, 8}, true); });
  check_error(error_code::bad_argument, [&] { views::as_strided(*a, {2}, {-8}, true); });
  check_error(error_code::bad_argument, [&] { views::as_strided(*a, {2}, {INT64_MAX}, true); });
  check_error(error_code::bad_argument, [&] { views::as_strided(*a, {2}, {8, 8}, true); });
  check_error(error_code::negative_dimension, [&] { views::as_strided(*a, {-2}, {8}, true); });
  check_error(error_code::too_large, [&] {
    views::as_strided(*a, extents(std::size_t{65}, index{1}), extents(std::size_t{65}, index{0}), true);
  });
}

BOOST_AUTO_TEST_CASE(parts_of_complex_numbers_share_the_memory) {
  array_handle const z = make_array(dtype::c16, {3});
  for (int i = 0; i < 6; ++i) reinterpret_cast<double*>(z->data)[i] = i;
  BOOST_TEST(reinterpret_cast<double*>(views::real(*z)->data)[2] == 2);
  array_handle const im = views::imag(*z);
  BOOST_TEST(*reinterpret_cast<double*>(im->data) == 1);
  BOOST_TEST(im->layout.stride[0] == 16);
  array_handle const zeros = views::imag(*views::real(*z));
  BOOST_TEST(!zeros->writeable);
  BOOST_TEST(*reinterpret_cast<double*>(zeros->data) == 0);
}

BOOST_AUTO_TEST_CASE(bits_may_be_seen_as_another_dtype) {
  array_handle const a = make_array(dtype::f4, {1});
  *reinterpret_cast<float*>(a->data) = 1;
  BOOST_TEST(*reinterpret_cast<std::int32_t*>(views::with_dtype(*a, dtype::i4)->data) == 0x3f800000);
  check_error(error_code::bad_argument, [&] { views::with_dtype(*a, dtype::f8); });
  BOOST_TEST(to_string(views::with_dtype(*make_array(dtype::f8, {3, 2}), dtype::i2)->layout.extent) == "(3, 8)");
  BOOST_TEST(to_string(views::with_dtype(*make_array(dtype::i2, {3, 8}), dtype::f8)->layout.extent) == "(3, 2)");
  check_error(error_code::bad_argument,
              [&] { views::with_dtype(*views::transpose(*make_array(dtype::f8, {3, 2})), dtype::i2); });
  check_error(error_code::bad_argument, [&] { views::with_dtype(*make_array(dtype::f8, {}), dtype::i2); });
  check_error(error_code::bad_argument, [&] { views::with_dtype(*make_array(dtype::u1, {1}), dtype::b1); });
}

BOOST_AUTO_TEST_CASE(each_error_has_its_code) {
  array_handle const a = make_array(dtype::f8, {2, 3});
  check_error(error_code::bad_argument, [&] { views::diagonal(*a, 0, 1, -1); });
  check_error(error_code::bad_ndim, [&] { views::diagonal(*make_array(dtype::f8, {2}), 0, 0, 1); });
  check_error(error_code::bad_argument, [&] { views::sliding_window_view(*a, {3, 1}, views::all_axes); });
  check_error(error_code::bad_argument, [&] { views::sliding_window_view(*a, {1}, views::all_axes); });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
