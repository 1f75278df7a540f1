// array<T>: construction, element access, and who is written by an assignment.
#include "fnp/array.hpp"

#include <boost/test/unit_test.hpp>

#include "fnp/fnp.hpp"
#include "verify/unit/expectations.hpp"

using fnp::array;
using fnp::error;
using fnp::error_code;
using fnp::slice;
using fnp::whole;
using fnp::test::code_is;

BOOST_AUTO_TEST_SUITE(array_of_known_type)

BOOST_AUTO_TEST_CASE(braces_give_shape_and_values) {
  array<int> const a{{1, 2, 3}, {4, 5, 6}};
  BOOST_TEST((a.shape() == fnp::extents{2, 3}));
  BOOST_TEST(a(1, 0) == 4);
  BOOST_TEST(a(-1, -1) == 6);
  array<double> const cube{{{1}, {2}}, {{3}, {4}}};
  BOOST_TEST((cube.shape() == fnp::extents{2, 2, 1}));
  BOOST_TEST((array<double>().shape() == fnp::extents{0}));
  BOOST_CHECK_EXCEPTION((array<int>{{1, 2}, {3}}), error, code_is(error_code::bad_argument));
}

BOOST_AUTO_TEST_CASE(elements_are_checked) {
  array<double> a{{1, 2}, {3, 4}};
  BOOST_CHECK_EXCEPTION(a.at(2, 0), error, code_is(error_code::index_out_of_range));
  BOOST_CHECK_EXCEPTION(a.at(0, -3), error, code_is(error_code::index_out_of_range));
  BOOST_CHECK_EXCEPTION(a.at(0), error, code_is(error_code::too_many_indices));
  a(0, 1) = 7;
  BOOST_TEST(a.at(0, 1) == 7);
  BOOST_CHECK_EXCEPTION(a.item(), error, code_is(error_code::bad_argument));
}

BOOST_AUTO_TEST_CASE(a_name_is_bound_and_other_holders_keep_their_values) {
  array<double> a{1, 2, 3};
  array<double> const b = a;
  a = a + 1;
  BOOST_TEST(a(0) == 2);
  BOOST_TEST(b(0) == 1);
}

BOOST_AUTO_TEST_CASE(a_buffer_that_fits_is_used_again) {
  array<double> const x{1, 2, 3};
  array<double> r{0, 0, 0};
  double const* const before = std::as_const(r).data();
  r = x + x;
  BOOST_TEST(std::as_const(r).data() == before);
  r = x(slice(1, fnp::end)) * 2;
  BOOST_TEST((r.shape() == fnp::extents{2}));
}

BOOST_AUTO_TEST_CASE(views_and_compound_assignments_write_through) {
  array<double> a{1, 2, 3, 4};
  array<double> const b = a;
  a(slice(1, fnp::end)) = 0;
  BOOST_TEST(b(3) == 0);
  auto v = a(slice(0, 2));
  v = v + 5;
  BOOST_TEST(b(0) == 6);
  a += 1;
  BOOST_TEST(b(0) == 7);
  a.assign(b * 2, fnp::where(b > 5));
  BOOST_TEST(b(0) == 14);
  BOOST_TEST(b(3) == 1);
  a(whole) = a(slice(fnp::none, fnp::none, -1));
  BOOST_TEST(b(3) == 14);
  array<int> k{1, 2};
  k *= 3;
  BOOST_TEST(k(1) == 6);
}

BOOST_AUTO_TEST_CASE(read_only_arrays_refuse_every_write) {
  array<double> a{1, 2, 3};
  array<double> r = read_only(a);
  BOOST_CHECK_EXCEPTION(r(0) = 1, error, code_is(error_code::read_only));
  BOOST_CHECK_EXCEPTION(r += 1, error, code_is(error_code::read_only));
  BOOST_CHECK_EXCEPTION(r.data(), error, code_is(error_code::read_only));
  BOOST_TEST(r(0) == 1);
}

BOOST_AUTO_TEST_CASE(a_dense_array_is_a_range) {
  array<int> const a{{1, 2}, {3, 4}};
  int sum = 0;
  for (int const x : a) sum += x;
  BOOST_TEST(sum == 10);
  array<int> const t = transpose(a);
  BOOST_CHECK_EXCEPTION(t.begin(), error, code_is(error_code::bad_argument));
}

BOOST_AUTO_TEST_SUITE_END()
