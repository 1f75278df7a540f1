// Formulas of single values take the short way, and give the planner's bits.
#include <boost/test/unit_test.hpp>
#include <random>

#include "fnp/fnp.hpp"
#include "verify/unit/engine/short_ways/short_way.hpp"

using fnp::array;
using fnp::axis;
using short_way::check;

namespace {

std::mt19937 source(5);

template <class T> array<T> random_array(fnp::extents const& shape) {
  array<T> a = fnp::zeros<T>(shape);
  for (fnp::index i = 0; i < a.size(); ++i) a.data()[i] = static_cast<T>(static_cast<int>(source() % 640) - 320) / T(7);
  return a;
}

template <class T> void check_formulas(fnp::extents const& shape) {
  array<T> const a = random_array<T>(shape), b = random_array<T>(shape);
  check(fnp::mean(a));
  check(fnp::var(a));
  check(fnp::std(a, fnp::ddof(1)));
  check(fnp::std(a, fnp::keepdims));
  check(fnp::mean(a) + fnp::var(a));
  check(fnp::sqrt(fnp::sum(fnp::square(a - b))) / T(3));
  check(fnp::sum((a - fnp::mean(a)) * (b - fnp::mean(b))) /
        fnp::sqrt(fnp::sum(fnp::square(a)) * fnp::sum(fnp::square(b))));
  check(fnp::max(a) - fnp::min(a));
  check(fnp::max(fnp::abs(a - fnp::mean(a, fnp::keepdims)), fnp::keepdims) * T(2));
  check(fnp::mean(fnp::exp(a / T(100))));
  check(fnp::sum(a * (fnp::max(a) + fnp::min(b) * T(2))) + T(1));
  check(fnp::mean(a, fnp::accurate) + fnp::var(a, fnp::accurate));
  check(fnp::where(fnp::max(a) > T(3), fnp::mean(a), fnp::mean(b)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(dense_formula)

BOOST_AUTO_TEST_CASE(formulas_of_single_values_give_the_planners_bits) {
  for (fnp::extents const& shape :
       {fnp::extents{1}, fnp::extents{7}, fnp::extents{100, 100}, fnp::extents{3, 5, 700}, fnp::extents{40000}}) {
    check_formulas<double>(shape);
    check_formulas<float>(shape);
  }
}

BOOST_AUTO_TEST_CASE(what_it_cannot_do_is_left_to_the_planner) {
  array<double> const a = random_array<double>({40, 50}), row = random_array<double>({50});
  check(fnp::mean(a, axis(0)), false);
  check(a - fnp::mean(a), false);
  check(fnp::mean(fnp::transpose(a)), false);
  check(fnp::var(fnp::astype<float>(a)), false);
  check(fnp::sum(a * row) / 2.0, false);
  check(fnp::sum(row - fnp::mean(a, fnp::keepdims), fnp::keepdims), false);
  check(fnp::mean(random_array<double>({300, 300})), false);
  BOOST_CHECK_THROW(fnp::eval(fnp::max(fnp::zeros<double>({0})) + 1.0), fnp::error);
}

BOOST_AUTO_TEST_CASE(the_operand_may_hold_the_result) {
  array<double> a = random_array<double>({200});
  double const expected = fnp::eval(fnp::var(a)).item();
  a(fnp::slice(3, 4)) = fnp::var(a, fnp::keepdims);
  BOOST_TEST(a.data()[3] == expected);
}

BOOST_AUTO_TEST_SUITE_END()
