// reshape and ravel: a view exactly where NumPy gives one, the right elements always.
#include "verify/unit/engine/array/captured_views.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(reshape)

BOOST_AUTO_TEST_CASE(captured_reshapes_give_numpys_view_copy_or_error) {
  BOOST_TEST(test::check_views({"reshape"}) > 150);
}

BOOST_AUTO_TEST_CASE(any_negative_extent_is_the_unknown_one) {
  BOOST_TEST(to_string(views::reshape(*make_array(dtype::f8, {6}), {-2, 2})->layout.extent) == "(3, 2)");
}

BOOST_AUTO_TEST_CASE(ravel_copies_only_what_is_not_dense) {
  array_handle const a = make_array(dtype::f8, {2, 3});
  BOOST_TEST((views::ravel(*a)->memory.get() == a->memory.get()));
  BOOST_TEST((views::ravel(*views::transpose(*a))->memory.get() != a->memory.get()));
}

BOOST_AUTO_TEST_CASE(a_copy_of_a_read_only_array_may_be_written) {
  array_handle const t = views::read_only(*views::transpose(*make_array(dtype::f8, {2, 3})));
  BOOST_TEST(!views::reshape(*t, {3, 2})->writeable);
  BOOST_TEST(views::reshape(*t, {6})->writeable);
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_an_error) {
  array_handle const a = make_array(dtype::f8, {6});
  check_error(error_code::bad_reshape, [&] { views::reshape(*a, {4}); });
  check_error(error_code::bad_reshape, [&] { views::reshape(*a, {-1, -1}); });
  check_error(error_code::bad_reshape, [&] { views::reshape(*a, {-1, 0}); });
  check_error(error_code::bad_reshape, [&] { views::reshape(*a, {index{1} << 40, index{1} << 40}); });
  check_error(error_code::too_large,
              [&] { views::reshape(*make_array(dtype::f8, {}), extents(std::size_t{65}, index{1})); });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
