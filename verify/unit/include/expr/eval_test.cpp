// Several values at once, let, lazy movements.
#include <boost/test/unit_test.hpp>

#include "fnp/fnp.hpp"

using fnp::array;

BOOST_AUTO_TEST_SUITE(eval)

BOOST_AUTO_TEST_CASE(several_results_bind_to_names) {
  array<double> const x{1, 4, 9};
  auto const [root, above] = fnp::eval(fnp::sqrt(x), x > 3);
  static_assert(std::is_same_v<decltype(above), array<bool> const>);
  BOOST_TEST(root(2) == 3);
  BOOST_TEST(!above(0));
  BOOST_TEST(above(1));
}

BOOST_AUTO_TEST_CASE(let_names_a_value_that_outlives_its_operands) {
  auto const make = [] {
    array<double> const x{1, 4, 9};
    return fnp::let(fnp::sqrt(x));
  };
  auto const root = make();
  array<double> const r = root + root * 2;
  BOOST_TEST(r(0) == 3);
  BOOST_TEST(r(2) == 9);
}

BOOST_AUTO_TEST_CASE(expressions_outlive_their_arrays) {
  auto const make = [](double k) {
    array<double> const a{1, 2, 3}, b{4, 5, 6};
    return k - a * b;
  };
  auto const e = make(1);
  array<double> const r = e;
  BOOST_TEST(r(2) == -17);
}

BOOST_AUTO_TEST_CASE(movements_of_expressions_stay_lazy) {
  array<double> const x{{1, 2, 3}, {4, 5, 6}};
  array<double> const t = transpose(x + 1) * 2;
  BOOST_TEST((t.shape() == fnp::extents{3, 2}));
  BOOST_TEST(t(2, 0) == 8);
  array<double> const f = flip(x + 1, {1});
  BOOST_TEST(f(0, 0) == 4);
  array<double> const b = broadcast_to(x + 1, {2, 2, 3});
  BOOST_TEST(b(1, 1, 2) == 7);
  array<double> const r = reshape(x + 1, {3, 2});
  BOOST_TEST(r(1, 0) == 4);
  BOOST_CHECK_THROW(broadcast_to(x + 1, {2, 2}), fnp::error);
  BOOST_CHECK_THROW(transpose(x + 1, {0, 0}), fnp::error);
}

BOOST_AUTO_TEST_CASE(divmod_gives_both_parts) {
  array<int> const x{7, -7, 5};
  auto const [quotient, rest] = fnp::divmod(x, 3);
  array<int> const q = quotient, r = rest;
  BOOST_TEST(q(1) == -3);
  BOOST_TEST(r(1) == 2);
}

BOOST_AUTO_TEST_CASE(numbers_out_of_range_and_negative_powers_are_errors) {
  array<std::uint8_t> const u{1, 2};
  array<int> const k{1, 2};
  BOOST_CHECK_EXCEPTION(fnp::eval(u + 300), fnp::error,
                        [](fnp::error const& e) { return e.code() == fnp::error_code::python_int_overflow; });
  BOOST_CHECK_EXCEPTION(fnp::eval(u + -1), fnp::error,
                        [](fnp::error const& e) { return e.code() == fnp::error_code::python_int_overflow; });
  BOOST_CHECK_EXCEPTION(fnp::eval(fnp::power(k, -1)), fnp::error,
                        [](fnp::error const& e) { return e.code() == fnp::error_code::negative_integer_power; });
  BOOST_CHECK_EXCEPTION(fnp::eval(k + array<int>{1, 2, 3}), fnp::error,
                        [](fnp::error const& e) { return e.code() == fnp::error_code::shape_mismatch; });
}

BOOST_AUTO_TEST_SUITE_END()
