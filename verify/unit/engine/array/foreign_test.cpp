// Memory of others: seen in place, released once, refused where it cannot be described.
#include <memory>
#include <vector>

#include "verify/unit/engine/array/captured_views.hpp"
#include "fnp/interop.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(foreign)

BOOST_AUTO_TEST_CASE(negative_strides_begin_inside_the_memory) {
  double values[] = {0, 1, 2, 3};
  array<double> const a = from_pointer(values + 3, {4}, {-8});
  BOOST_TEST(a.at(0) == 3);
  BOOST_TEST(a.at(3) == 0);
  BOOST_TEST(a.body().memory->data == reinterpret_cast<std::byte*>(values));
  BOOST_TEST(a.body().memory->bytes == 32);
}

BOOST_AUTO_TEST_CASE(the_owner_dies_with_the_last_view) {
  auto const owner = std::make_shared<std::vector<float>>(6, 1.0f);
  {
    array<float> a = from_pointer(owner->data(), {2, 3}, {12, 4}, owner);
    array<float> const b = transpose(a);
    a = array<float>();
    BOOST_TEST(owner.use_count() == 2);
    BOOST_TEST(b.at(2, 1) == 1.0f);
  }
  BOOST_TEST(owner.use_count() == 1);
  check_error(error_code::bad_argument, [&] { from_pointer(owner->data(), {2, 3}, {4}, owner); });
  BOOST_TEST(owner.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(spans_travel_both_ways) {
  std::vector<std::int32_t> v{1, 2, 3, 4, 5, 6};
  array<std::int32_t> a = from_span(std::span(v), {2, 3});
  BOOST_TEST(a.at(1, 0) == 4);
  BOOST_TEST(to_span(a).data() == v.data());
  BOOST_TEST(!from_span(std::span<std::int32_t const>(v)).writeable());
  check_error(error_code::bad_reshape, [&] { from_span(std::span(v), {4}); });
  array<std::int32_t> const t = transpose(a);
  check_error(error_code::bad_argument, [&] { to_span(t); });
}

BOOST_AUTO_TEST_CASE(impossible_shapes_are_errors) {
  double x = 0;
  check_error(error_code::negative_dimension, [&] { from_pointer(&x, {-1}, {8}); });
  check_error(error_code::too_large, [&] { from_pointer(&x, {index{1} << 40}, {index{1} << 40}); });
  check_error(error_code::too_large,
              [&] { from_pointer(&x, extents(std::size_t{65}, index{1}), extents(std::size_t{65}, index{8})); });
  check_error(error_code::too_large, [&] { interop::dense_strides(dtype::f8, {index{1} << 40, index{1} << 40}); });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
