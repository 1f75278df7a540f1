// Keyword arguments of ufuncs and in-place operators: what is written, where, in which dtype, and what is refused.
#include "fnp/ufunc.hpp"

#include <boost/test/unit_test.hpp>

#include "fnp/fnp.hpp"
#include "verify/unit/expectations.hpp"

using fnp::array;
using fnp::casting;
using fnp::dtype;
using fnp::error;
using fnp::error_code;
using fnp::ndarray;
using fnp::slice;
using fnp::test::code_is;
using fnp::test::values;

namespace {

using doubles = std::vector<double>;

}  // namespace

BOOST_AUTO_TEST_SUITE(ufuncs_with_arguments)

BOOST_AUTO_TEST_CASE(out_receives_values_of_its_own_dtype_and_layout) {
  array<double> const a{{1, 2, 3}, {4, 5, 6}};
  array<float> out = fnp::zeros<float>({3, 2});
  ndarray const same = fnp::multiply(a, 2, {.out = fnp::transpose(out)});
  BOOST_TEST((values<float>(out) == std::vector<float>{2, 8, 4, 10, 6, 12}));
  BOOST_TEST(same.data() == reinterpret_cast<std::byte const*>(std::as_const(out).data()));
}

BOOST_AUTO_TEST_CASE(out_may_overlap_the_operands) {
  array<double> a{1, 2, 3, 4, 5};
  fnp::add(a(slice(0, 4)), a(slice(1, 5)), {.out = a(slice(1, 5))});
  BOOST_TEST((values<double>(a) == doubles{1, 3, 5, 7, 9}));
  fnp::subtract(fnp::flip(a), a, {.out = a});
  BOOST_TEST((values<double>(a) == doubles{8, 4, 0, -4, -8}));
}

BOOST_AUTO_TEST_CASE(out_may_be_larger_by_broadcasting) {
  array<double> out = fnp::zeros<double>({2, 3});
  fnp::add(array<double>{1, 2, 3}, 1, {.out = out});
  BOOST_TEST((values<double>(out) == doubles{2, 3, 4, 2, 3, 4}));
  BOOST_CHECK_EXCEPTION(fnp::add(out, 1, {.out = array<double>{1, 2, 3}}), error,
                        code_is(error_code::out_shape_mismatch));
}

BOOST_AUTO_TEST_CASE(where_leaves_elements_alone) {
  array<double> out{9, 9, 9};
  array<bool> const mask{true, false, true};
  fnp::sqrt(array<double>{4, 16, 25}, {.out = out, .where = mask});
  BOOST_TEST((values<double>(out) == doubles{2, 9, 5}));
  ndarray const fresh = fnp::sqrt(array<double>{4, 16, 25}, {.where = mask});
  BOOST_TEST((values<double>(fresh) == doubles{2, 0, 5}));
  BOOST_CHECK_EXCEPTION(fnp::sqrt(out, {.where = array<int>{1, 0, 1}}), error, code_is(error_code::cast));
}

BOOST_AUTO_TEST_CASE(conditions_of_masked_elements_do_not_count) {
  fnp::errstate const strict(fnp::errstate::all(fnp::on_condition::raise));
  array<double> const d{0, 1, 2};
  BOOST_CHECK_EXCEPTION(fnp::divide(d, d, {}), error, code_is(error_code::fp_invalid));
  ndarray const r = fnp::divide(d, d, {.where = array<bool>{false, true, true}});
  BOOST_TEST((values<double>(r) == doubles{0, 1, 1}));
  BOOST_TEST((values<double>(fnp::arctanh(array<double>{1, 0}, {.where = array<bool>{false, true}})) == doubles{0, 0}));
}

BOOST_AUTO_TEST_CASE(casting_and_dtype_choose_the_loop) {
  array<int> const i{1, 2};
  BOOST_TEST((fnp::add(i, i, {.dtype = dtype::f4}).dtype() == dtype::f4));
  BOOST_CHECK_EXCEPTION(fnp::add(array<double>{1}, 1, {.dtype = dtype::i4}), error, code_is(error_code::cast));
  BOOST_TEST(fnp::add(array<double>{1.5}, 1, {.casting = casting::unsafe, .dtype = dtype::i4}).item().as<int>() == 2);
  BOOST_CHECK_EXCEPTION(fnp::sqrt(i, {.casting = casting::no}), error, code_is(error_code::cast));
  BOOST_CHECK_EXCEPTION(fnp::sqrt(i, {.dtype = dtype::i4}), error, code_is(error_code::no_loop));
  BOOST_CHECK_EXCEPTION(fnp::add(i, 1.5, {.out = i}), error, code_is(error_code::cast));
}

BOOST_AUTO_TEST_CASE(order_shapes_the_fresh_result) {
  array<double> const a{{1, 2, 3}, {4, 5, 6}};
  BOOST_TEST((fnp::add(a, 1, {.order = 'F'}).strides() == fnp::extents{8, 16}));
  BOOST_TEST((fnp::add(fnp::transpose(a), 1, {}).strides() == fnp::extents{8, 24}));
  BOOST_TEST((fnp::add(fnp::transpose(a), 1, {.order = 'C'}).strides() == fnp::extents{16, 8}));
  BOOST_TEST((fnp::add(fnp::transpose(a), 1, {.order = 'A'}).strides() == fnp::extents{8, 24}));
  BOOST_CHECK_EXCEPTION(fnp::add(a, 1, {.order = 'X'}), error, code_is(error_code::bad_argument));
}

BOOST_AUTO_TEST_CASE(read_only_destinations_are_refused_before_anything_is_computed) {
  array<double> const a{1, 2};
  ndarray const fixed = fnp::read_only(ndarray(a));
  BOOST_CHECK_EXCEPTION(fnp::add(a, 1, {.out = fixed}), error, code_is(error_code::read_only));
  BOOST_TEST((values<double>(a) == doubles{1, 2}));
}

BOOST_AUTO_TEST_CASE(two_results_go_to_two_arrays) {
  array<double> q{0, 0}, r{0, 0};
  auto const both = fnp::divmod(array<double>{7, -7}, 2, {.out = {ndarray(q), ndarray(r)}});
  BOOST_TEST((values<double>(q) == doubles{3, -4}));
  BOOST_TEST((values<double>(r) == doubles{1, 1}));
  BOOST_TEST((both.first.handle().get() == ndarray(q).handle().get() || both.first.data() == ndarray(q).data()));
}

BOOST_AUTO_TEST_CASE(in_place_operators_write_through) {
  ndarray n(array<int>{1, 2, 3, 4});
  ndarray const other_name = n;
  n += 1;
  n(slice(0, 2)) *= 10;
  BOOST_TEST((values<int>(other_name) == std::vector<int>{20, 30, 4, 5}));
  BOOST_CHECK_EXCEPTION(n += 0.5, error, code_is(error_code::cast));
  BOOST_CHECK_EXCEPTION((n += array<int>{1, 2}), error, code_is(error_code::shape_mismatch));
  BOOST_TEST((values<int>(n) == std::vector<int>{20, 30, 4, 5}));
}

BOOST_AUTO_TEST_SUITE_END()
