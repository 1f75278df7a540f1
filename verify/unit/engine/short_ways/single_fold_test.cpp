// A reduction to one value on the shortest way: the planner's bits, its shapes, and what is left to it.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstring>
#include <limits>

#include "fnp/fnp.hpp"

using fnp::array;
namespace engine = fnp::engine;

namespace {

template <class T> array<T> some(fnp::extents const& shape, T odd) {
  array<T> a = fnp::zeros<T>(shape);
  for (fnp::index i = 0; i < a.size(); ++i) a.data()[i] = static_cast<T>((i * 37 + 11) % 101) / T(3) - T(20);
  if (a.size() > 0) a.data()[a.size() / 2] = odd;
  return a;
}

template <class E> void check(E const& e, bool shortest = true) {
  using T = fnp::typed::value_t<E>;
  std::uint64_t const before = engine::counters().fast_path;
  array<T> const fresh = fnp::eval(e);
  BOOST_TEST((engine::counters().fast_path == before + 1) == shortest);
  fnp::typed::leaves_of const leaves(e);
  engine::job const j = leaves.job();
  fnp::array_handle made;
  engine::evaluate({&j, 1}, &made);
  array<T> const planned(std::move(made));
  BOOST_TEST((fresh.shape() == planned.shape()));
  BOOST_TEST((fresh.strides() == planned.strides()));
  bool const nan = fresh.data()[0] != fresh.data()[0] && planned.data()[0] != planned.data()[0];
  BOOST_TEST((nan || std::memcmp(fresh.data(), planned.data(), sizeof(T)) == 0));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(single_fold)

BOOST_AUTO_TEST_CASE(values_and_shapes_are_the_planners) {
  for (fnp::index const n : {1, 7, 8, 64, 129, 5000})
    for (double const odd :
         {1.0, -0.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
      auto const a = some<double>({n}, odd), b = some<double>({n}, 2.0), m = some<double>({2, n}, odd);
      check(fnp::max(a));
      check(fnp::min(m));
      check(fnp::sum(a));
      check(fnp::prod(a));
      check(fnp::sum(m, fnp::keepdims));
      check(fnp::argmax(m));
      check(fnp::sum(fnp::square(a - b)));
      check(fnp::count_nonzero(a > b));
      check(fnp::sum(a, fnp::accurate));
      check(fnp::sum(m, fnp::accurate, fnp::keepdims));
      check(fnp::sum(fnp::square(a - b), fnp::accurate));
      check(fnp::max(2.0 * a + b, fnp::keepdims));
    }
}

BOOST_AUTO_TEST_CASE(what_it_does_not_know_is_left_to_others) {
  auto const a = some<double>({6, 5}, 1.0);
  auto const f = some<float>({30}, 1.0f);
  check(fnp::sum(a(fnp::slice(fnp::none, fnp::none, 2))), false);
  check(fnp::sum(fnp::astype<double>(f)), false);
  auto const nothing = fnp::zeros<double>({0});
  check(fnp::sum(nothing), false);
  BOOST_CHECK_THROW(fnp::eval(fnp::max(nothing)), fnp::error);
}

// A name that is bound already keeps its array where the value fits.
BOOST_AUTO_TEST_CASE(a_kept_value_is_written) {
  auto const a = some<double>({40}, 1.0);
  array<double> y = fnp::sum(a);
  double const* const place = std::as_const(y).data();
  y = fnp::max(a);
  BOOST_TEST(std::as_const(y).data() == place);
  BOOST_TEST(y.item() == fnp::eval(fnp::max(a)).item());
  y = fnp::sum(a, fnp::keepdims);
  BOOST_TEST((y.shape() == fnp::extents{1}));
}

// An expression of another shape than the name's array, bound twice: the plan of the first must not be taken for the
// second.
BOOST_AUTO_TEST_CASE(a_plan_for_a_destination_is_not_one_for_a_name) {
  auto const column = fnp::zeros<double>({3, 1}), row = some<double>({4}, 1.0);
  auto const value = [&] { return fnp::exp(row * 2.0); };
  array<double> y = fnp::zeros<double>({3, 4});
  y.assign(value());  // broadcast
  BOOST_TEST((y.shape() == fnp::extents{3, 4}));
  y.assign(value());
  y = value();
  BOOST_TEST((y.shape() == fnp::extents{4}));
  array<double> z = fnp::zeros<double>({3, 4});
  double const* const place = std::as_const(z).data();
  for (int k = 0; k < 3; ++k) {
    z = column + row;
    BOOST_TEST(std::as_const(z).data() == place);
    BOOST_TEST(z(2, 3) == row(3));
  }
  array<double> w = fnp::zeros<double>({4});
  for (int k = 0; k < 3; ++k) {
    w = column + row;
    BOOST_TEST((w.shape() == fnp::extents{3, 4}));
    w = row + row;
    BOOST_TEST((w.shape() == fnp::extents{4}));
  }
}

BOOST_AUTO_TEST_SUITE_END()
