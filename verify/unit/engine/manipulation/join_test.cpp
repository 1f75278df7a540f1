// Joining: values, dtypes, memory order, views as parts, and each error.
#include "fnp/fnp.hpp"
#include "verify/unit/engine/array/captured_views.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(join)

BOOST_AUTO_TEST_CASE(typed_arrays_and_expressions_join_to_typed_arrays) {
  array<int> const a = arange<int>(3);
  array<float> const b{1.5f, 2.5f};
  array<double> const joined = concatenate(axis(0), a, b * 2);
  BOOST_TEST(to_string(joined) == "[0. 1. 2. 3. 5.]");
  array<int> const rows = stack(axis(0), a, a + 1);
  BOOST_TEST(to_string(rows) == "[[0 1 2]\n [1 2 3]]");
  static_assert(std::same_as<decltype(vstack(a, a)), array<int>>);
  BOOST_TEST(to_string(vstack(a, a)) == "[[0 1 2]\n [0 1 2]]");
  BOOST_TEST(to_string(hstack(a, a)) == "[0 1 2 0 1 2]");
  BOOST_TEST(to_string(dstack(a, a).shape()) == "(1, 3, 2)");
  BOOST_TEST(to_string(column_stack(a, a).shape()) == "(3, 2)");
}

BOOST_AUTO_TEST_CASE(dtypes_known_at_run_time_promote) {
  ndarray const a(ones<std::int8_t>({2})), b(ones<std::uint8_t>({1}));
  BOOST_TEST((concatenate({a, b}).dtype() == dtype::i2));
  // All at once: int16 and uint16 meet float32 one by one, not each other.
  ndarray const three =
      concatenate({ndarray(ones<std::int16_t>({1})), ndarray(ones<std::uint16_t>({1})), ndarray(ones<float>({1}))});
  BOOST_TEST((three.dtype() == dtype::f4));
}

BOOST_AUTO_TEST_CASE(parts_in_fortran_order_give_a_result_in_fortran_order) {
  array<double> const m = transpose(reshape(arange<double>(6), {2, 3}));
  BOOST_TEST(to_string(concatenate({m, m}, 1).strides()) == "(8, 24)");
  array<double> const c = ones<double>({3, 2});
  BOOST_TEST(to_string(concatenate({m, c}, 1).strides()) == "(32, 8)");  // one part in C order overrules
  BOOST_TEST(concatenate({m, c}, 1).at(2, 1) == 5);
}

BOOST_AUTO_TEST_CASE(a_given_result_is_written_even_when_parts_lie_in_it) {
  array<double> const memory = arange<double>(4);
  ndarray out = memory;
  array_handle const parts[] = {ndarray(memory(slice(2, 4))).handle(), ndarray(memory(slice(0, 2))).handle()};
  manipulation::joining how;
  how.out = out.handle().get();
  manipulation::concatenate(parts, 0, how);
  BOOST_TEST(to_string(memory) == "[2. 3. 0. 1.]");
}

BOOST_AUTO_TEST_CASE(blocks_are_laid_out_in_rows) {
  array<int> const a = ones<int>({2, 2}), b = zeros<int>({2, 1});
  BOOST_TEST(to_string(block({{a, b}, {b, a}})) == "[[1 1 0]\n [1 1 0]\n [0 1 1]\n [0 1 1]]");
  array<double> const big = ones<double>({600, 600});
  ndarray const large = block({{big, big}, {big, big}});  // written once
  BOOST_TEST(to_string(large.shape()) == "(1200, 1200)");
  BOOST_TEST(large.item(1199, 1199).as<double>() == 1);
}

BOOST_AUTO_TEST_CASE(each_error_has_its_code) {
  array_handle const a = make_array(dtype::f8, {2, 2}), b = make_array(dtype::f8, {2, 3}),
                     point = make_array(dtype::f8, {});
  array_handle const both[] = {a, b}, points[] = {point};
  check_error(error_code::shape_mismatch, [&] { manipulation::concatenate(both, 0); });
  check_error(error_code::axis_out_of_range, [&] { manipulation::concatenate(both, 2); });
  check_error(error_code::zero_argument, [&] { manipulation::concatenate({}, 0); });
  check_error(error_code::bad_ndim, [&] { manipulation::concatenate(points, 0); });
  check_error(error_code::shape_mismatch, [&] { manipulation::stack(both, 0); });
  check_error(error_code::zero_argument, [&] { manipulation::stack({}, 0); });
  check_error(error_code::cast, [&] { manipulation::concatenate(both, 1, {dtype::i4}); });
  array_handle const out = make_array(dtype::f8, {3});
  manipulation::joining into;
  into.out = out.get();
  check_error(error_code::bad_argument, [&] { manipulation::concatenate(both, 1, into); });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
