// Pitfalls 8 to 10: integers. Expected values are NumPy 2.4.6's; the expression stands beside each.
#include <boost/test/unit_test.hpp>

#include "verify/pitfalls/pitfalls.hpp"

using namespace fnp;
using pitfalls::items_of;
using pitfalls::only;
using pitfalls::reason_of;

namespace {

using small = std::vector<std::int8_t>;
using list = std::vector<std::int32_t>;

// The condition that evaluating x raises.
std::string raised_by(deferred const& x) {
  errstate const watched(errstate::all(on_condition::raise));
  return reason_of([&] { x.eval(); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pitfalls_of_integers)

// i1([5, -128]) // 0: 0, divide; i1(-128) // -1: -128, overflow; % -1: 0; abs(-128): -128; np.ptp(i1([-100, 100])):
// int8 -56
BOOST_AUTO_TEST_CASE(pitfall_08_division_by_zero_and_the_least_integer) {
  ndarray const x(array<std::int8_t>{5, -128}), least(array<std::int8_t>{-128}), zero(array<std::int8_t>{0}),
      minus(array<std::int8_t>{-1});
  BOOST_TEST((items_of<std::int8_t>(fnp::floor_divide(x, zero)) == small{0, 0}));
  BOOST_TEST((items_of<std::int8_t>(x % zero) == small{0, 0}));
  BOOST_TEST(int(only<std::int8_t>(fnp::floor_divide(least, minus))) == -128);
  BOOST_TEST(int(only<std::int8_t>(least % minus)) == 0);
  BOOST_TEST(int(only<std::int8_t>(fnp::abs(least))) == -128);
  BOOST_TEST(raised_by(fnp::floor_divide(x, zero)) == "fp_divide");
  BOOST_TEST(raised_by(x % zero) == "fp_divide");
  BOOST_TEST(raised_by(fnp::floor_divide(least, minus)) == "fp_overflow");
  deferred const spread(
      engine::defer_fold(engine::fold::ptp, ops::no_op, deferred(ndarray(array<std::int8_t>{-100, 100})).node(), {}));
  BOOST_TEST(int(only<std::int8_t>(spread)) == -56);
}

// [-7, 7] // [2, -2]: [-4, -4]; %: [1, -1]; fmod: [-1, 1]; [1, -1] << 32: 0; [5, -5] >> 32 and >> -1: [0, -1]; << -1: 0
BOOST_AUTO_TEST_CASE(pitfall_09_quotients_are_floored_and_shifts_are_defined) {
  array<std::int32_t> const a{-7, 7}, b{2, -2}, c{5, -5};
  ndarray const x(a), y(b), z(c);
  BOOST_TEST((items_of<std::int32_t>(fnp::floor_divide(x, y)) == list{-4, -4}));
  BOOST_TEST((items_of<std::int32_t>(x % y) == list{1, -1}));
  BOOST_TEST((items_of<std::int32_t>(fnp::fmod(x, y)) == list{-1, 1}));
  BOOST_TEST((items_of<std::int32_t>(z << 32) == list{0, 0}));
  BOOST_TEST((items_of<std::int32_t>(z >> 32) == list{0, -1}));
  BOOST_TEST((items_of<std::int32_t>(z >> -1) == list{0, -1}));
  BOOST_TEST((items_of<std::int32_t>(z << -1) == list{0, 0}));
  BOOST_TEST((items_of<std::int32_t>(array<std::int32_t>(a % b)) == list{1, -1}));
  BOOST_TEST((items_of<std::int32_t>(array<std::int32_t>(c >> 40)) == list{0, -1}));
}

// np.array([1]) ** -1, ** np.array([-1]): ValueError even for base 1; no exponent, no error; ** np.array([-1.0]): 1.0
BOOST_AUTO_TEST_CASE(pitfall_10_integers_have_no_negative_powers) {
  array<fnp::index> const one{1}, minus{-1}, none = fnp::zeros<fnp::index>({0});
  BOOST_TEST(reason_of([&] { fnp::power(ndarray(one), -1).eval(); }) == "negative_integer_power");
  BOOST_TEST(reason_of([&] { fnp::power(ndarray(one), ndarray(minus)).eval(); }) == "negative_integer_power");
  BOOST_TEST(reason_of([&] { array<fnp::index> const r = fnp::power(one, -1); }) == "negative_integer_power");
  BOOST_TEST(reason_of([&] { array<fnp::index> const r = fnp::power(one, minus); }) == "negative_integer_power");
  BOOST_TEST(items_of<fnp::index>(fnp::power(ndarray(one), ndarray(none))).empty());
  // A plan that is used again looks again, also at exponents that are computed; nothing is written.
  array<fnp::index> const base{3, 2}, exponent{1, 2}, shifted{4, 1};
  array<fnp::index> kept{7, 7};
  for (array<fnp::index> const& e : {exponent, shifted, exponent})
    BOOST_TEST(reason_of([&] { kept.assign(fnp::power(base, e - 2)); }) == "negative_integer_power");
  BOOST_TEST((items_of<fnp::index>(ndarray(kept)) == std::vector<fnp::index>{7, 7}));
  kept.assign(fnp::power(base, shifted - 1));
  BOOST_TEST((items_of<fnp::index>(ndarray(kept)) == std::vector<fnp::index>{27, 1}));
  // np.power([3, 2], [-1, 2], where=[False, True], out=[7, 7]): [7, 4]
  ndarray const out(array<fnp::index>{7, 7}), mask(array<bool>{false, true}), mixed(array<fnp::index>{-1, 2});
  fnp::power(ndarray(base), mixed, {.out = out, .where = mask});
  BOOST_TEST((items_of<fnp::index>(out) == std::vector<fnp::index>{7, 4}));
  BOOST_TEST(only<double>(fnp::power(ndarray(one), ndarray(array<double>{-1.0}))) == 1.0);
}

BOOST_AUTO_TEST_SUITE_END()
