// take and its kin, put and its kin, choose: modes, out=, repeated and overlapping values, errors.
#include "verify/unit/engine/indexing/lookup_values.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(take)

BOOST_AUTO_TEST_CASE(modes_say_what_an_index_beyond_the_axis_means) {
  array_handle const a = counting({4}), at = of<std::int64_t>({-1, 5, -9});
  BOOST_TEST(holds(*lookup::take(*a, *at, nullptr, index_mode::wrap), {3, 1, 3}));
  BOOST_TEST(holds(*lookup::take(*a, *at, nullptr, index_mode::clip), {0, 3, 0}));
  refused(error_code::index_out_of_range, "IndexError", [&] { lookup::take(*a, *at, nullptr, index_mode::raise); });
  refused(error_code::cast, "TypeError", [&] { lookup::take(*a, *counting({1}), nullptr, index_mode::raise); });
}

BOOST_AUTO_TEST_CASE(blocks_of_any_length_are_taken_along_any_axis) {
  array_handle const a = counting({2, 3, 5});
  array_handle const at = of<std::uint8_t>({2, 0});
  index const middle = 1, last = -1;
  BOOST_TEST(holds(*lookup::take(*a, *at, &middle, index_mode::raise),
                   {10, 11, 12, 13, 14, 0, 1, 2, 3, 4, 25, 26, 27, 28, 29, 15, 16, 17, 18, 19}));
  BOOST_TEST(holds(*lookup::take(*views::transpose(*a), *at, &middle, index_mode::raise),
                   elements(*views::transpose(*lookup::take(*a, *at, &middle, index_mode::raise)))));
  BOOST_TEST(holds(*lookup::take(*a, *at, &last, index_mode::raise), {2, 0, 7, 5, 12, 10, 17, 15, 22, 20, 27, 25}));
}

BOOST_AUTO_TEST_CASE(out_takes_the_result_if_its_dtype_casts_to_it_safely) {
  array_handle const a = counting({4}), at = of<std::int64_t>({3, 1});
  array_handle const narrow = make_array(dtype::f4, {2});
  BOOST_TEST((lookup::take(*a, *at, nullptr, index_mode::raise, narrow.get()).get() == narrow.get()));
  BOOST_TEST(holds(*narrow, {3, 1}));
  array_handle const wide = make_array(dtype::c16, {2}), longer = make_array(dtype::f8, {3});
  refused(error_code::cast, "TypeError", [&] { lookup::take(*a, *at, nullptr, index_mode::raise, wide.get()); });
  refused(error_code::shape_mismatch, "ValueError",
          [&] { lookup::take(*a, *at, nullptr, index_mode::raise, longer.get()); });
}

BOOST_AUTO_TEST_CASE(nothing_is_taken_from_an_empty_axis) {
  array_handle const empty = make_array(dtype::f8, {0, 3});
  index const axis = 0;
  refused(error_code::index_out_of_range, "IndexError",
          [&] { lookup::take(*empty, *of<std::int64_t>({0}), &axis, index_mode::clip); });
  BOOST_TEST(lookup::take(*empty, *of<std::int64_t>({}, {0}), &axis, index_mode::raise)->count == 0);
}

BOOST_AUTO_TEST_CASE(put_repeats_values_and_the_last_one_stays) {
  array_handle const a = counting({2, 3});
  lookup::put(*views::transpose(*a), *of<std::int64_t>({0, 1, 5, 1}), *of<double>({-1, -2, -3}), index_mode::raise);
  BOOST_TEST(holds(*a, {-1, 1, 2, -1, 4, -3}));
  refused(error_code::index_out_of_range, "IndexError",
          [&] { lookup::put(*a, *of<std::int64_t>({0, 6}), *of<double>({9}), index_mode::raise); });
  refused(error_code::bad_argument, "IndexError", [&] {
    lookup::put(*make_array(dtype::f8, {0}), *of<std::int64_t>({0}), *of<double>({9}), index_mode::clip);
  });
  BOOST_TEST(holds(*a, {-1, 1, 2, -1, 4, -3}));
}

BOOST_AUTO_TEST_CASE(putmask_counts_all_places_and_place_the_true_ones) {
  array_handle const mask = of<bool>({true, false, true, true});
  array_handle const values = of<double>({10, 20, 30});
  array_handle a = counting({4});
  lookup::putmask(*a, *mask, *values);
  BOOST_TEST(holds(*a, {10, 1, 30, 10}));
  a = counting({4});
  lookup::place(*a, *mask, *values);
  BOOST_TEST(holds(*a, {10, 1, 20, 30}));
  refused(error_code::shape_mismatch, "ValueError", [&] { lookup::place(*a, *of<bool>({true}), *values); });
  refused(error_code::cast, "TypeError", [&] { lookup::putmask(*make_array(dtype::i4, {4}), *mask, *values); });
  refused(error_code::bad_argument, "ValueError", [&] { lookup::place(*a, *mask, *make_array(dtype::f8, {0})); });
}

BOOST_AUTO_TEST_CASE(choose_broadcasts_and_meets_in_the_common_dtype_of_all) {
  array_handle const which = of<std::int64_t>({0, 1}, {2, 1});
  array_handle const choices[] = {of<std::uint16_t>({1, 2}), of<std::int8_t>({3, 4}), of<complex64>({5, 6})};
  array_handle const r = lookup::choose(*which, choices, index_mode::raise);
  BOOST_TEST((r->type == dtype::c8));  // and not complex128, which a left fold gives
  BOOST_TEST(holds(*r, {1, 2, 3, 4}));
  refused(error_code::index_out_of_range, "ValueError",
          [&] { lookup::choose(*of<std::int64_t>({-1}), choices, index_mode::raise); });
  refused(error_code::cast, "TypeError", [&] { lookup::choose(*of<std::uint64_t>({0}), choices, index_mode::raise); });
  refused(error_code::bad_argument, "ValueError", [&] { lookup::choose(*which, {}, index_mode::raise); });
}

BOOST_AUTO_TEST_CASE(compress_takes_a_shorter_condition) {
  array_handle const a = counting({2, 3});
  index const axis = 1;
  BOOST_TEST(holds(*lookup::compress(*of<bool>({false, true}), *a, &axis), {1, 4}));
  refused(error_code::bad_argument, "ValueError", [&] { lookup::compress(*make_array(dtype::b1, {1, 1}), *a, &axis); });
  BOOST_TEST(holds(*lookup::extract(*of<double>({0, 1, 0, -2, 0, 0}, {2, 3}), *a), {1, 3}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
