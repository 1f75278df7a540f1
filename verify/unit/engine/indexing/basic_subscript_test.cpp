// Basic indexing against NumPy's captured layouts, and its errors.
#include "verify/unit/engine/array/captured_views.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(basic_subscript)

BOOST_AUTO_TEST_CASE(captured_indices_give_numpys_layout_or_error) { BOOST_TEST(test::check_views({"index"}) > 300); }

BOOST_AUTO_TEST_CASE(a_boolean_adds_an_axis_where_numpy_puts_it) {
  array_handle const a = make_array(dtype::f8, {2, 3, 4});
  auto const shape = [&](std::initializer_list<index_item> items) {
    return to_string(view_of(*a, items.begin(), items.size())->layout.extent);
  };
  BOOST_TEST(shape({true}) == "(1, 2, 3, 4)");
  BOOST_TEST(shape({false}) == "(0, 2, 3, 4)");
  BOOST_TEST(shape({slice(), true}) == "(2, 1, 3, 4)");
  BOOST_TEST(shape({true, false}) == "(0, 2, 3, 4)");
  BOOST_TEST(shape({0, true}) == "(1, 3, 4)");
  BOOST_TEST(shape({slice(), 0, true}) == "(2, 1, 4)");
  BOOST_TEST(shape({0, slice(), true}) == "(1, 3, 4)");
}

BOOST_AUTO_TEST_CASE(slices_may_leave_any_bound_out) {
  array_handle const a = make_array(dtype::i4, {10});
  auto const view = [&](index_item item) { return view_of(*a, &item, 1); };
  BOOST_TEST(view(whole)->count == 10);
  BOOST_TEST(view(slice(1, end))->count == 9);
  BOOST_TEST(view(slice(none, none, -1))->layout.stride[0] == -4);
  BOOST_TEST(view(slice(none, -3))->count == 7);
}

BOOST_AUTO_TEST_CASE(each_error_has_its_code) {
  array_handle const a = make_array(dtype::f8, {2, 3});
  auto const with = [&](std::initializer_list<index_item> items) {
    return [&a, items] { view_of(*a, items.begin(), items.size()); };
  };
  check_error(error_code::too_many_indices, with({0, 0, 0}));
  check_error(error_code::index_out_of_range, with({0, 3}));
  check_error(error_code::index_out_of_range, with({-3}));
  check_error(error_code::zero_step, with({slice(0, 1, 0)}));
  check_error(error_code::bad_index_type, with({ellipsis, ellipsis}));
  small_vector<index_item> many(63, index_item(newaxis));
  check_error(error_code::too_large, [&] { view_of(*a, many.data(), many.size()); });
}

BOOST_AUTO_TEST_CASE(a_view_of_a_read_only_array_is_read_only) {
  array_handle const a = views::read_only(*make_array(dtype::f8, {4}));
  index_item const item = slice(1, 3);
  BOOST_TEST(!view_of(*a, &item, 1)->writeable);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
