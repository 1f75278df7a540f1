// Binary search, diagonal and conditional assignment, and indices of other kinds.
#include "verify/unit/engine/indexing/lookup_values.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(searchsorted)

BOOST_AUTO_TEST_CASE(nan_stands_last_and_sides_differ_by_equal_elements) {
  double const nan = std::numeric_limits<double>::quiet_NaN();
  array_handle const a = of<double>({1, 2, 2, nan}), keys = of<double>({2, nan, 0});
  BOOST_TEST(holds(*lookup::searchsorted(*a, *keys, false), {1, 3, 0}));
  BOOST_TEST(holds(*lookup::searchsorted(*a, *keys, true), {3, 4, 0}));
}

BOOST_AUTO_TEST_CASE(an_unsorted_array_is_searched_as_numpy_does) {
  // numpy.searchsorted([5, 1, 4, 2, 3], [2, 3, 1, 4]) of NumPy 2.4
  BOOST_TEST(holds(*lookup::searchsorted(*of<double>({5, 1, 4, 2, 3}), *of<double>({2, 3, 1, 4}), false),
                   std::vector<double>{2, 4, 0, 2}));
}

BOOST_AUTO_TEST_CASE(arguments_are_checked) {
  array_handle const a = counting({3});
  refused(error_code::bad_ndim, "ValueError", [&] { lookup::searchsorted(*counting({1, 1}), *a, false); });
  refused(error_code::bad_argument, "TypeError", [&] { lookup::searchsorted(*a, *a, false, a.get()); });
  array_handle const two = of<std::int64_t>({0, 1}), beyond = of<std::int64_t>({0, 7, 1});
  refused(error_code::bad_argument, "ValueError", [&] { lookup::searchsorted(*a, *a, false, two.get()); });
  refused(error_code::index_out_of_range, "IndexError", [&] { lookup::searchsorted(*a, *a, false, beyond.get()); });
}

BOOST_AUTO_TEST_CASE(a_diagonal_is_filled_and_wraps_if_asked) {
  array_handle tall = make_array(dtype::i4, {5, 2});
  std::memset(tall->data, 0, 40);
  lookup::fill_diagonal(*tall, *of<std::int32_t>({1}), false);
  BOOST_TEST(holds(*tall, {1, 0, 0, 1, 0, 0, 0, 0, 0, 0}));
  lookup::fill_diagonal(*tall, *of<std::int32_t>({2, 3}), true);
  BOOST_TEST(holds(*tall, {2, 0, 0, 3, 0, 0, 2, 0, 0, 3}));
  refused(error_code::bad_argument, "ValueError",
          [&] { lookup::fill_diagonal(*counting({3}), *of<double>({1}), false); });
  refused(error_code::bad_argument, "ValueError",
          [&] { lookup::fill_diagonal(*counting({2, 2, 3}), *of<double>({1}), false); });
}

BOOST_AUTO_TEST_CASE(copyto_writes_where_the_mask_holds) {
  array_handle const a = counting({2, 2}), mask = of<bool>({true, false});
  lookup::copyto(*a, *of<double>({-1}, {1, 1, 1}), mask.get(), casting::same_kind);
  BOOST_TEST(holds(*a, {-1, 1, -1, 3}));
  refused(error_code::cast, "TypeError",
          [&] { lookup::copyto(*make_array(dtype::i4, {2}), *counting({2}), nullptr, casting::same_kind); });
  refused(error_code::cast, "TypeError", [&] { lookup::copyto(*a, *a, a.get(), casting::unsafe); });
  refused(error_code::assign_shape_mismatch, "ValueError",
          [&] { lookup::copyto(*a, *counting({3}), mask.get(), casting::same_kind); });
}

BOOST_AUTO_TEST_CASE(flat_positions_and_indices_are_each_others_inverse) {
  extents const shape{3, 4, 5};
  array_handle const flat = lookup::diag_indices(60, 1)[0];
  for (index_order const order : {index_order::c, index_order::f}) {
    std::vector<array_handle> const at = lookup::unravel_index(*flat, shape, order);
    index_mode const mode = index_mode::raise;
    BOOST_TEST(holds(*lookup::ravel_multi_index(at, shape, {&mode, 1}, order), elements(*flat)));
  }
  refused(error_code::index_out_of_range, "ValueError",
          [&] { lookup::unravel_index(*of<std::int64_t>({60}), shape, index_order::c); });
  refused(error_code::bad_argument, "TypeError", [&] { lookup::unravel_index(*counting({1}), shape, index_order::c); });
}

BOOST_AUTO_TEST_CASE(an_overlapping_copy_of_vectors_with_two_strides_runs_as_numpys) {
  // x = arange(8.); x[::2] = x[:4] of NumPy 2.4
  array_handle const x = counting({8});
  index_item const even = slice(none, none, 2), front = slice(none, 4);
  array_handle const target = view_of(*x, &even, 1);
  views::assign(*view_of(*x, &front, 1), *target);
  BOOST_TEST(holds(*x, std::vector<double>{0, 1, 1, 3, 1, 5, 3, 7}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
