// fnp::accurate against exact sums, on data whose naive sums lose most.
#include "fnp/expr/reduce.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "fnp/fnp.hpp"

namespace fnp::test {
namespace {

// (ceil(log2 n) + 18) u sum|x|, the bound stated at fnp::accurate.
template <class T> long double bound(fnp::index n, long double magnitude) {
  long double const u = std::is_same_v<T, float> ? 0x1p-24L : 0x1p-53L;
  return (std::ceil(std::log2(static_cast<long double>(n))) + 18) * u * magnitude;
}

template <class T> void check_columns(array<T> const& x) {
  array<T> const r = sum(x, axis(0), accurate);
  fnp::index const rows = x.shape()[0], columns = x.shape()[1];
  for (fnp::index j = 0; j < columns; ++j) {
    long double exact = 0, magnitude = 0;
    for (fnp::index i = 0; i < rows; ++i) {
      exact += static_cast<long double>(x(i, j));
      magnitude += std::fabs(static_cast<long double>(x(i, j)));
    }
    BOOST_TEST(std::fabs(static_cast<long double>(r.at(j)) - exact) <= bound<T>(rows, magnitude));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reduce)

BOOST_AUTO_TEST_CASE(accurate_sums_over_outer_axes_keep_their_bound) {
  array<float> x = full<float>({100000, 3}, 0.1f);
  check_columns(x);
  for (fnp::index i = 0; i < 100000; ++i) {
    x(i, 0) = i % 2 ? -1e8f : 1e8f;
    x(i, 1) = static_cast<float>(std::ldexp(1.0, static_cast<int>(i % 60) - 30));
    x(i, 2) = i == 0 ? 1e8f : 1.0f;
  }
  check_columns(x);
}

// Row by row 1 is lost beside 2^24 every time; a tree loses none of its pairs.
BOOST_AUTO_TEST_CASE(they_are_better_than_row_by_row_where_that_loses) {
  array<float> x = ones<float>({4096, 2});
  x(0, 0) = x(0, 1) = 0x1p24f;
  array<float> const tree = sum(x, axis(0), accurate), rows = sum(x, axis(0));
  BOOST_TEST(rows.at(0) == 0x1p24f);
  BOOST_TEST(std::fabs(tree.at(0) - (0x1p24f + 4095)) <= 16);
}

BOOST_AUTO_TEST_CASE(means_take_it_and_shapes_stay) {
  array<double> const x(views::reshape(array<double>(sin(arange<double>(600.0))).body(), {20, 30}));
  array<double> const kept = sum(x, axis(0), accurate, keepdims);
  BOOST_TEST(to_string(kept.shape()) == "(1, 30)");
  array<double> const a = mean(x, axis(0), accurate), b = mean(x, axis(0));
  BOOST_TEST(all(absolute(a - b) <= 1e-15).item());
  BOOST_TEST(array<double>(fnp::std(x, accurate)).item() == array<double>(fnp::std(x)).item(), boost::test_tools::tolerance(1e-14));
  // The innermost axis is a tree already.
  array<double> const inner = sum(x, axis(1), accurate), plain = sum(x, axis(1));
  BOOST_TEST(all(inner == plain).item());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
