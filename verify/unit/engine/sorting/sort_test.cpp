// sort, argsort, lexsort and in-place sorts of whole arrays: axes, layouts, expressions, errors.
#include <boost/test/unit_test.hpp>

#include "fnp/fnp.hpp"
#include "verify/unit/engine/indexing/lookup_values.hpp"
#include "verify/unit/engine/sorting/sort_values.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(sort_functions)

BOOST_AUTO_TEST_CASE(sorts_along_any_axis_and_flat) {
  array<double> const a{{3, 1, 2}, {1, 5, 0}};
  BOOST_TEST(holds(sort(a).body(), {1, 2, 3, 0, 1, 5}));
  BOOST_TEST(holds(sort(a, 0).body(), {1, 1, 0, 3, 5, 2}));
  BOOST_TEST(holds(sort(a, none).body(), {0, 1, 1, 2, 3, 5}));
  BOOST_TEST(holds(argsort(a).body(), {1, 2, 0, 2, 0, 1}));
  BOOST_TEST(holds(argsort(a, 0).body(), {1, 0, 1, 0, 1, 0}));
  BOOST_TEST(holds(argsort(a, none).body(), {5, 1, 3, 2, 0, 4}));
}

BOOST_AUTO_TEST_CASE(lines_of_every_layout_agree_with_dense_ones) {
  std::vector<double> const x = random_values<double>(7 * 210 * 5, values::any, 1);
  array<double> const a(reshape(ndarray(vector_of(x)), {7, 210, 5}));
  for (index axis = 0; axis < 3; ++axis) {
    array<double> const dense = moveaxis(a, axis, -1).copy();
    array<double> const expected = sort(dense);
    BOOST_TEST((same_bits(std::vector<double>(expected.begin(), expected.end()),
                          moveaxis(sort(a, axis), axis, -1).copy().data())));
    array<index> const order = argsort(dense);
    BOOST_TEST(all(moveaxis(argsort(a, axis), axis, -1) == order).item());
    array<double> turned = a.copy();
    auto reversed = flip(transpose(turned));
    sort_in_place(reversed, 2 - axis);
    BOOST_TEST(all((flip(turned) == sort(flip(a), axis)) | isnan(flip(turned))).item());
  }
}

BOOST_AUTO_TEST_CASE(expressions_are_computed_and_names_may_be_bound_to_their_own_sort) {
  array<double> a{3, 1, 2};
  BOOST_TEST(holds(sort(-a).body(), {-3, -2, -1}));
  array<double> const before = a;
  a = sort(a);
  BOOST_TEST(holds(a.body(), {1, 2, 3}));
  BOOST_TEST(holds(before.body(), {3, 1, 2}));
  a = sort(a * 2) - a;
  BOOST_TEST(holds(a.body(), {1, 2, 3}));
  ndarray d = before;
  d = sort(d + d);
  BOOST_TEST(holds(d.body(), {2, 4, 6}));
}

BOOST_AUTO_TEST_CASE(views_are_sorted_in_place_and_every_holder_sees_it) {
  array<double> a{5, 4, 3, 2, 1, 0};
  sort_in_place(a(slice(none, none, 2)));
  BOOST_TEST(holds(a.body(), {1, 4, 3, 2, 5, 0}));
  sort_in_place(a(slice(none, none, -1)));
  BOOST_TEST(holds(a.body(), {5, 4, 3, 2, 1, 0}));
}

BOOST_AUTO_TEST_CASE(equal_elements_keep_their_order_zeros_of_both_signs_included) {
  array<double> const a{0.0, -0.0, nan, -0.0, 0.0, -1.0};
  array<double> const s = sort(a);
  BOOST_TEST(std::signbit(s(2)));
  BOOST_TEST(!std::signbit(s(1)));
  BOOST_TEST(std::signbit(s(3)));
  BOOST_TEST(!std::signbit(s(4)));
  BOOST_TEST(holds(argsort(a).body(), {5, 0, 1, 3, 4, 2}));
}

BOOST_AUTO_TEST_CASE(lexsort_ranks_the_last_key_first) {
  array<double> const minor{3, 1, 2, 0};
  array<std::int64_t> const major{1, 0, 1, 0};
  BOOST_TEST(holds(lexsort(minor, major).body(), {3, 1, 2, 0}));
  BOOST_TEST(holds(lexsort(array<double>{{3, 1, 2}, {1, 1, 0}}).body(), {2, 1, 0}));
  refused(error_code::shape_mismatch, "ValueError", [&] { lexsort(minor, array<double>{1, 2}); });
  refused(error_code::bad_argument, "TypeError", [&] { sorting::lexsort({}, -1); });
}

BOOST_AUTO_TEST_CASE(what_cannot_be_sorted_is_refused) {
  array<double> const a{1, 2};
  refused(error_code::axis_out_of_range, "AxisError", [&] { sort(a, 1); });
  refused(error_code::axis_out_of_range, "AxisError", [&] { sort(ndarray(scalar(1.0))); });
  refused(error_code::read_only, "ValueError", [&] { sort_in_place(read_only(a)); });
  BOOST_TEST(holds(argsort(ndarray(scalar(1.0))).body(), {0}));
  BOOST_TEST(sort(zeros<double>({0, 3})).shape() == (extents{0, 3}));
}

BOOST_AUTO_TEST_CASE(sort_complex_widens) {
  BOOST_TEST((sort_complex(array<std::int16_t>{2, 1}).dtype() == dtype::c8));
  BOOST_TEST((sort_complex(array<float>{2, 1}).dtype() == dtype::c16));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
