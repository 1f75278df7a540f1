// Methods of ufuncs, and reductions with arguments that are computed at once.
#include "fnp/methods.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "fnp/fnp.hpp"
#include "verify/unit/expectations.hpp"

using fnp::array;
using fnp::axis;
using fnp::dtype;
using fnp::error;
using fnp::error_code;
using fnp::initial;
using fnp::into;
using fnp::ndarray;
using fnp::test::code_is;
using fnp::test::values;

namespace {

using doubles = std::vector<double>;
using longs = std::vector<std::int64_t>;

array<std::int32_t> whole_numbers() { return {{1, 2, 3}, {4, 5, 6}}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(ufunc_methods)

BOOST_AUTO_TEST_CASE(reduce_folds_axis_zero_unless_told_otherwise) {
  auto const a = whole_numbers();
  array<std::int64_t> const columns = fnp::add.reduce(a);
  BOOST_TEST((values<std::int64_t>(columns) == longs{5, 7, 9}));
  BOOST_TEST((values<std::int64_t>(fnp::multiply.reduce(a, axis(1))) == longs{6, 120}));
  BOOST_TEST((values<std::int64_t>(fnp::add.reduce(ndarray(a), fnp::all_axes)) == longs{21}));
  BOOST_TEST((fnp::add.reduce(a, axis(1), fnp::keepdims).shape() == fnp::extents{2, 1}));
  BOOST_TEST((values<std::int32_t>(fnp::subtract.reduce(a, axis(1))) == std::vector<std::int32_t>{-4, -7}));
  BOOST_TEST((values<std::int32_t>(fnp::maximum.reduce(a + 1)) == std::vector<std::int32_t>{5, 6, 7}));
  BOOST_CHECK_EXCEPTION(fnp::subtract.reduce(a, axis(0, 1)), error, code_is(error_code::not_reorderable));
}

BOOST_AUTO_TEST_CASE(accumulate_keeps_every_partial_result) {
  auto const a = whole_numbers();
  auto const sums = fnp::add.accumulate(a, 1);
  static_assert(std::is_same_v<decltype(sums), array<std::int64_t> const>);
  BOOST_TEST((values<std::int64_t>(sums) == longs{1, 3, 6, 4, 9, 15}));
  BOOST_TEST((values<double>(fnp::multiply.accumulate(ndarray(a), 0, dtype::f8)) == doubles{1, 2, 3, 4, 10, 18}));
}

BOOST_AUTO_TEST_CASE(reduceat_folds_between_indices) {
  array<double> const x{1, 2, 3, 4, 5};
  BOOST_TEST((values<double>(fnp::add.reduceat(x, array<std::int32_t>{0, 3, 1})) == doubles{6, 4, 14}));
  BOOST_CHECK_EXCEPTION(fnp::add.reduceat(x, array<std::int32_t>{5}), error, code_is(error_code::index_out_of_range));
}

BOOST_AUTO_TEST_CASE(outer_pairs_everything_and_stays_lazy) {
  array<double> const x{1, 2}, y{10, 20, 30};
  array<double> const r = fnp::add.outer(x, y) * 2;
  BOOST_TEST((values<double>(r) == doubles{22, 42, 62, 24, 44, 64}));
  ndarray const d = fnp::multiply.outer(ndarray(x), y);
  BOOST_TEST((d.shape() == fnp::extents{2, 3}));
}

BOOST_AUTO_TEST_CASE(at_counts_repeated_indices) {
  array<double> a{0, 0, 0};
  fnp::add.at(a, array<std::int64_t>{0, 0, -1}, 1);
  BOOST_TEST((values<double>(a) == doubles{2, 0, 1}));
  fnp::negative.at(a, array<std::int64_t>{0, 0, 2});
  BOOST_TEST((values<double>(a) == doubles{2, 0, -1}));
  BOOST_CHECK_EXCEPTION(fnp::add.at(a, array<std::int64_t>{3}, 1), error, code_is(error_code::index_out_of_range));
  BOOST_TEST((values<double>(a) == doubles{2, 0, -1}));
}

BOOST_AUTO_TEST_CASE(reductions_take_initial_where_out_and_dtype) {
  array<double> const x{1, 2, 4};
  array<double> const t = fnp::sum(x, initial(10.0), fnp::where(x > 1));
  BOOST_TEST(t.item() == 16);
  BOOST_TEST(fnp::mean(x, fnp::where(x > 1)).item().as<double>() == 3);
  BOOST_TEST(fnp::std(ndarray(x), fnp::where(x < 4), fnp::ddof(1)).item().as<double>() == std::sqrt(0.5));
  array<float> r = fnp::zeros<float>({3});
  fnp::sum(whole_numbers(), axis(0), into(r));
  BOOST_TEST((values<float>(r) == std::vector<float>{5, 7, 9}));
  BOOST_TEST((fnp::sum(whole_numbers(), dtype::f4).dtype() == dtype::f4));
  BOOST_CHECK_EXCEPTION(fnp::max(x, fnp::where(x > 9)), error, code_is(error_code::no_identity_where));
  BOOST_TEST(fnp::max(x, fnp::where(x > 9), initial(-1.0)).item() == -1);
}

BOOST_AUTO_TEST_CASE(two_results_have_names) {
  array<double> const x{1.75, -2.5};
  auto const parts = fnp::modf(x);
  BOOST_TEST((values<double>(parts.fraction) == doubles{0.75, -0.5}));
  BOOST_TEST((values<double>(parts.whole) == doubles{1, -2}));
  auto const split = fnp::frexp(ndarray(x));
  BOOST_TEST((values<double>(split.mantissa) == doubles{0.875, -0.625}));
  BOOST_TEST((values<std::int32_t>(split.exponent) == std::vector<std::int32_t>{1, 2}));
}

BOOST_AUTO_TEST_CASE(negative_powers_of_integers_are_refused_and_nothing_is_written) {
  array<std::int32_t> const base{2, 3}, good{1, 2}, bad{1, -1};
  array<std::int32_t> kept{7, 7};
  BOOST_CHECK_EXCEPTION(array<std::int32_t>(fnp::power(base, bad)), error, code_is(error_code::negative_integer_power));
  BOOST_CHECK_EXCEPTION((kept = fnp::power(base, bad) + 1), error, code_is(error_code::negative_integer_power));
  BOOST_CHECK_EXCEPTION(fnp::power(base, bad, {.out = kept}), error, code_is(error_code::negative_integer_power));
  BOOST_CHECK_EXCEPTION(static_cast<void>(ndarray(fnp::power(ndarray(base), bad))), error,
                        code_is(error_code::negative_integer_power));
  BOOST_TEST((values<std::int32_t>(kept) == std::vector<std::int32_t>{7, 7}));
  kept = fnp::power(base, good);
  BOOST_TEST((values<std::int32_t>(kept) == std::vector<std::int32_t>{2, 9}));
}

BOOST_AUTO_TEST_CASE(functions_tell_their_identity) {
  BOOST_TEST(fnp::add.identity()->as<int>() == 0);
  BOOST_TEST(fnp::bitwise_and.identity()->as<int>() == -1);
  BOOST_TEST((fnp::logical_and.identity()->dtype() == fnp::dtype::b1));
  BOOST_TEST(fnp::logaddexp.identity()->as<double>() == -fnp::inf);
  BOOST_TEST(!fnp::maximum.identity().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
