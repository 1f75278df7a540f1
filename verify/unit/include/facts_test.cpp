// What is asked of arrays (flat, broadcast, byte_bounds, isscalar), coordinates, ranges and triangles by NumPy's names.
#include "fnp/facts.hpp"

#include <boost/test/unit_test.hpp>

#include "fnp/fnp.hpp"
#include "verify/unit/expectations.hpp"

using fnp::array;
using fnp::dtype;
using fnp::error;
using fnp::error_code;
using fnp::ndarray;
using fnp::slice;
using fnp::test::code_is;
using fnp::test::values;

namespace {

using doubles = std::vector<double>;
using indices = std::vector<fnp::index>;

array<double> sixes() { return {{1, 2, 3}, {4, 5, 6}}; }

}  // namespace

BOOST_AUTO_TEST_SUITE(facts)

BOOST_AUTO_TEST_CASE(flat_reads_and_writes_in_c_order_whatever_the_strides) {
  array<double> a = sixes();
  fnp::flat turned(fnp::transpose(a));
  BOOST_TEST(turned[1].as<double>() == 4);
  BOOST_TEST(turned[-1].as<double>() == 6);
  turned.set(1, 9.0);
  BOOST_TEST(a(1, 0) == 9);
  BOOST_CHECK_EXCEPTION(static_cast<void>(turned[6]), error, code_is(error_code::index_out_of_range));
}

BOOST_AUTO_TEST_CASE(broadcast_walks_its_operands_together) {
  fnp::broadcast both(sixes(), array<std::int32_t>{10, 20, 30});
  BOOST_TEST((both.shape() == fnp::extents{2, 3}));
  BOOST_TEST(both.numiter() == 2u);
  BOOST_TEST(both.size() == 6);
  for (int k = 0; k < 4; ++k) both.next();
  auto const pair = both.next();
  BOOST_TEST(pair[0].as<double>() == 5);
  BOOST_TEST(pair[1].as<int>() == 20);
  BOOST_TEST(both.index() == 5);
  both.reset();
  BOOST_TEST(!both.done());
  BOOST_CHECK_EXCEPTION(fnp::broadcast(sixes(), array<double>{1, 2}), error, code_is(error_code::shape_mismatch));
}

BOOST_AUTO_TEST_CASE(bytes_and_scalars) {
  array<double> const a = sixes();
  auto const [first, past] = fnp::byte_bounds(fnp::flip(a));
  BOOST_TEST(past - first == 48);
  BOOST_TEST((first == reinterpret_cast<std::byte const*>(a.data())));
  BOOST_TEST(fnp::isscalar(3));
  BOOST_TEST(!fnp::isscalar(a));
}

BOOST_AUTO_TEST_CASE(grids_come_open_and_dense) {
  auto const open = fnp::ogrid<double>(slice(0, 2), slice(1, 7, 2));
  BOOST_TEST((open[0].shape() == fnp::extents{2, 1}));
  BOOST_TEST((values<double>(open[1]) == doubles{1, 3, 5}));
  BOOST_TEST((values<fnp::index>(fnp::mgrid(slice(0, 2), slice(0, 2))) == indices{0, 0, 1, 1, 0, 1, 0, 1}));
  BOOST_TEST(
      (values<double>(fnp::fromfunction([](auto x, auto y) { return x * 10 + y; }, {2, 2})) == doubles{0, 1, 10, 11}));
  BOOST_CHECK_EXCEPTION(fnp::mgrid(slice(1, fnp::end)), error, code_is(error_code::bad_argument));
}

BOOST_AUTO_TEST_CASE(arrays_of_a_run_time_dtype_are_made_by_the_same_names) {
  BOOST_TEST((values<float>(fnp::zeros(dtype::f4, {2})) == std::vector<float>{0, 0}));
  BOOST_TEST((fnp::full(dtype::i2, {2}, 3).dtype() == dtype::i2));
  BOOST_TEST((values<std::int32_t>(fnp::arange(dtype::i4, 1, 4)) == std::vector<std::int32_t>{1, 2, 3}));
  ndarray const turned = fnp::transpose(ndarray(sixes()));
  BOOST_TEST((fnp::ones_like(turned).strides() == fnp::extents{8, 24}));
  BOOST_TEST((values<double>(fnp::linspace(array<double>{0, 10}, 1, 2)) == doubles{0, 10, 1, 1}));
  BOOST_TEST((values<double>(fnp::logspace<double>(0, 2, 3)) == doubles{1, 10, 100}));
  BOOST_TEST((values<double>(fnp::geomspace(1, 4, 3)) == doubles{1, 2, 4}));
  BOOST_CHECK_EXCEPTION(fnp::geomspace(0, 4, 3), error, code_is(error_code::bad_argument));
  std::byte const bytes[] = {std::byte{1}, std::byte{0}, std::byte{2}, std::byte{0}};
  BOOST_TEST((values<std::uint16_t>(fnp::frombuffer(bytes, dtype::u2)) == std::vector<std::uint16_t>{1, 2}));
  BOOST_CHECK_EXCEPTION(fnp::frombuffer(bytes, dtype::f8), error, code_is(error_code::bad_argument));
}

BOOST_AUTO_TEST_CASE(triangles_and_diagonals) {
  BOOST_TEST((values<double>(fnp::tril(sixes() + 0)) == doubles{1, 0, 0, 4, 5, 0}));
  BOOST_TEST((values<double>(fnp::triu(ndarray(sixes()), 1)) == doubles{0, 2, 3, 0, 0, 6}));
  BOOST_TEST((values<int>(fnp::diag(array<int>{1, 2}, 1)) == std::vector<int>{0, 1, 0, 0, 0, 2, 0, 0, 0}));
  BOOST_TEST((values<double>(fnp::diag(sixes())) == doubles{1, 5}));
  BOOST_TEST((values<fnp::index>(fnp::vander(array<int>{2, 3}, 3)) == indices{4, 2, 1, 9, 3, 1}));
  BOOST_TEST((values<float>(fnp::tri<float>(2)) == std::vector<float>{1, 0, 1, 1}));
}

BOOST_AUTO_TEST_CASE(splits_by_axis_name_the_axis_they_need) {
  BOOST_TEST((values<double>(fnp::hsplit(sixes(), 3)[1]) == doubles{2, 5}));
  BOOST_TEST((values<double>(fnp::vsplit(ndarray(sixes()), fnp::extents{1})[1]) == doubles{4, 5, 6}));
  BOOST_CHECK_EXCEPTION(fnp::dsplit(sixes(), 1), error, code_is(error_code::bad_argument));
  BOOST_TEST(fnp::normalize_axis_index(-1, 3) == 2);
  BOOST_CHECK_EXCEPTION(fnp::normalize_axis_tuple({0, -3}, 3), error, code_is(error_code::duplicate_axis));
}

BOOST_AUTO_TEST_CASE(movements_of_expressions_stay_lazy_and_agree_with_views) {
  array<double> const a = sixes();
  auto const before = fnp::engine::counters().evaluations;
  auto const lazy = fnp::squeeze(fnp::expand_dims(fnp::swapaxes(a + 1, 0, 1), {0}));
  ndarray const x(a);
  fnp::deferred const dynamic = fnp::diagonal(fnp::fliplr(x + 1));
  BOOST_TEST(fnp::engine::counters().evaluations == before);
  BOOST_TEST((values<double>(fnp::eval(lazy)) == doubles{2, 5, 3, 6, 4, 7}));
  BOOST_TEST((values<double>(dynamic) == doubles{4, 6}));
  BOOST_TEST((values<double>(fnp::eval(fnp::sliding_window_view(a * 1.0, {2, 3}))) == doubles{1, 2, 3, 4, 5, 6}));
  BOOST_CHECK_EXCEPTION(fnp::matrix_transpose(fnp::sum(a + 1, fnp::axis(0))), error, code_is(error_code::bad_argument));
}

BOOST_AUTO_TEST_CASE(seterr_changes_what_is_in_force) {
  auto const before = fnp::seterr(fnp::errstate::all(fnp::on_condition::raise));
  BOOST_CHECK_EXCEPTION(static_cast<void>(array<double>(sixes() / 0.0)), error, code_is(error_code::fp_divide));
  BOOST_TEST((fnp::geterr().over == fnp::on_condition::raise));
  {
    fnp::errstate const quiet(fnp::errstate::all(fnp::on_condition::ignore));
    array<double> const r = sixes() / 0.0;
    BOOST_TEST(r.size() == 6);
  }
  BOOST_CHECK_EXCEPTION(static_cast<void>(array<double>(sixes() / 0.0)), error, code_is(error_code::fp_divide));
  fnp::seterr(before);
  array<double> const r = sixes() / 0.0;
  BOOST_TEST(r(0, 0) == fnp::inf);
}

BOOST_AUTO_TEST_SUITE_END()
