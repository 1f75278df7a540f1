// Copies of views, overlap included, against element-by-element reading.
#include "verify/unit/engine/array/captured_views.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(copy)

namespace {

array_handle counting(extents const& shape) {
  array_handle a = make_array(dtype::i4, shape);
  for (index i = 0; i < a->count; ++i) reinterpret_cast<std::int32_t*>(a->data)[i] = static_cast<std::int32_t>(i);
  return a;
}
std::vector<std::int32_t> values(array_body const& a) {
  array_handle const dense = views::copy(a);
  auto const* p = reinterpret_cast<std::int32_t const*>(dense->data);
  return {p, p + dense->count};
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_copy_is_in_c_order) {
  BOOST_TEST(values(*views::transpose(*counting({2, 3}))) == (std::vector<std::int32_t>{0, 3, 1, 4, 2, 5}),
             boost::test_tools::per_element());
  BOOST_TEST(values(*views::flip(*counting({2, 2}), views::all_axes)) == (std::vector<std::int32_t>{3, 2, 1, 0}),
             boost::test_tools::per_element());
  BOOST_TEST(values(*views::broadcast_to(*counting({2}), {2, 2})) == (std::vector<std::int32_t>{0, 1, 0, 1}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(overlapping_copies_read_before_they_write) {
  array_handle const a = counting({6});
  index_item const low = slice(none, -1), high = slice(1, end);
  views::copy_into(*view_of(*a, &low, 1), *view_of(*a, &high, 1));
  BOOST_TEST(values(*a) == (std::vector<std::int32_t>{0, 0, 1, 2, 3, 4}), boost::test_tools::per_element());
  views::copy_into(*views::flip(*a, views::all_axes), *a);
  BOOST_TEST(values(*a) == (std::vector<std::int32_t>{4, 3, 2, 1, 0, 0}), boost::test_tools::per_element());
  array_handle const m = counting({3, 3});
  views::copy_into(*views::transpose(*m), *m);
  BOOST_TEST(values(*m) == (std::vector<std::int32_t>{0, 3, 6, 1, 4, 7, 2, 5, 8}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(every_item_size_is_copied) {
  for (int i = 0; i < dtype_count; ++i) {
    auto const type = static_cast<dtype>(i);
    array_handle const a = make_array(type, {3, 5});
    for (index b = 0; b < a->memory->bytes; ++b) a->data[b] = static_cast<std::byte>(type == dtype::b1 ? b & 1 : b);
    array_handle const back = views::copy(*views::transpose(*views::copy(*views::transpose(*a))));
    BOOST_TEST(std::equal(a->data, a->data + a->memory->bytes, back->data));
  }
}

BOOST_AUTO_TEST_CASE(each_error_has_its_code) {
  array_handle const a = counting({3});
  check_error(error_code::assign_shape_mismatch, [&] { views::copy_into(*a, *counting({4})); });
  check_error(error_code::read_only, [&] { views::copy_into(*a, *views::read_only(*a)); });
  check_error(error_code::cast, [&] { views::copy_into(*a, *make_array(dtype::f4, {3})); });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
