// Items of an ndarray, and assignment by broadcasting.
#include "verify/unit/engine/array/captured_views.hpp"
#include "fnp/ndarray.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(items)

BOOST_AUTO_TEST_CASE(an_item_is_read_and_written_at_any_index) {
  ndarray a(dtype::f4, {2, 3});
  a.assign(scalar(0));
  a.set(2.5, -1, -2);
  BOOST_TEST(a.item(1, 1).as<double>() == 2.5);
  BOOST_TEST(transpose(a).item(1, 1).as<double>() == 2.5);
  BOOST_TEST(a.item(0, 0).as<int>() == 0);
}

BOOST_AUTO_TEST_CASE(assignment_broadcasts_casts_and_is_seen_by_all_holders) {
  ndarray a(dtype::i4, {2, 3});
  ndarray const b = a;
  ndarray row(dtype::f8, {1, 1, 3});
  for (index i = 0; i < 3; ++i) row.set(i + 0.5, 0, 0, i);
  a.assign(row);
  BOOST_TEST(b.item(1, 2).as<int>() == 2);
  a.assign(transpose(a(ellipsis, slice(0, 2))).copy()(slice(0, 1), newaxis, 0));
  BOOST_TEST(b.item(1, 2).as<int>() == 0);
}

BOOST_AUTO_TEST_CASE(casting_assignment_survives_overlap) {
  ndarray a(dtype::f4, {4});
  for (index i = 0; i < 4; ++i) a.set(i, i);
  ndarray bits = a.view(dtype::i4);
  bits.assign(flip(a));
  for (index i = 0; i < 4; ++i) BOOST_TEST(bits.item(i).as<int>() == 3 - i);
}

BOOST_AUTO_TEST_CASE(each_error_has_its_code) {
  ndarray a(dtype::f4, {2, 3});
  check_error(error_code::index_out_of_range, [&] { a.item(0, 3); });
  check_error(error_code::too_many_indices, [&] { a.item(0, 0, 0); });
  check_error(error_code::bad_argument, [&] { a.item(0); });
  check_error(error_code::assign_shape_mismatch, [&] { a.assign(ndarray(dtype::f4, {2})); });
  check_error(error_code::read_only, [&] { read_only(a).set(1, 0, 0); });
  check_error(error_code::read_only, [&] { read_only(a).assign(a); });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
