// Functions and ops of the user's own.
#include <boost/test/unit_test.hpp>

#include "fnp/fnp.hpp"

using fnp::array;

namespace {
struct sum_of_squares : fnp::ops::inlined<2> {
  [[maybe_unused]] static constexpr std::string_view name = "sum_of_squares", doc = "x*x + y*y";
  static constexpr fnp::ops::dtype_set types = fnp::ops::reals;
  template <class V> FNP_BODY void body(V& out, V const& x, V const& y) noexcept {
    V a, b;
    fnp::ops::primitives<V>::multiply(a, x, x);
    fnp::ops::primitives<V>::multiply(b, y, y);
    fnp::ops::primitives<V>::add(out, a, b);
  }
};
constexpr fnp::ops::call<sum_of_squares> sum_of_squares_of{};
}  // namespace

BOOST_AUTO_TEST_SUITE(map)

BOOST_AUTO_TEST_CASE(a_function_without_captures_fuses) {
  array<double> const x{1, 5, 3}, y{4, 2, 3};
  auto const e = fnp::map([](double a, double b) { return a > b ? a : -b; }, x, y + 1) * 2;
  BOOST_TEST(fnp::typed::program_for<std::remove_cvref_t<decltype(e)>>().regions.size() == 1u);
  array<double> const r = e;
  BOOST_TEST(r(0) == -10);
  BOOST_TEST(r(1) == 10);
  BOOST_TEST(r(2) == -8);
}

BOOST_AUTO_TEST_CASE(a_function_with_captures_outlives_its_scope) {
  array<double> const x{1, 2, 3};
  auto const make = [&](double k) { return fnp::map([k](double a) { return a * k; }, x + 1) * 2; };
  auto const e = make(3);
  array<double> const r = e;
  BOOST_TEST(r(0) == 12);
  BOOST_TEST(r(2) == 24);
}

BOOST_AUTO_TEST_CASE(the_functions_result_decides_the_dtype) {
  array<int> const k{1, 2, 3};
  array<bool> const r = fnp::map([](int a) { return a % 2 == 0; }, k);
  BOOST_TEST(!r(0));
  BOOST_TEST(r(1));
}

BOOST_AUTO_TEST_CASE(an_op_of_the_users_own_is_inlined) {
  array<double> const x{1, 2, 3}, y{2, 3, 4};
  array<double> const r = sum_of_squares_of(x, y) + 1;
  BOOST_TEST(r(0) == 6);
  BOOST_TEST(r(2) == 26);
  array<double> const mixed = sum_of_squares_of(array<float>{1, 2, 3}, y);
  BOOST_TEST(mixed(1) == 13);
}

BOOST_AUTO_TEST_SUITE_END()
