// power against the long double function, and the table of C99 for all pairs of special numbers.
#include "kernels/math/power.hpp"
#include "kernels/math/power_float.hpp"

#include "verify/unit/kernels/math/long_double_reference.hpp"

namespace fnp::FNP_LEVEL::math {
namespace {

using namespace long_double_reference;

template <class T>
struct pairs {
  std::vector<T> x, y;
};

// Exponents chosen so that the results cover the whole range of T, bases near 1 and far from it, and negative integers
// to integer powers.
template <class T>
pairs<T> whole_range(int count) {
  std::mt19937_64 random(5);
  double const end = sizeof(T) == 8 ? 745 : 103;
  std::uniform_real_distribution<double> result(-end, end), base(-end, end), near(-0.01, 0.01), any(0, 20);
  pairs<T> p;
  for (int i = 0; i < count; ++i) {
    double const log_base = i % 3 == 0 ? base(random) : near(random);
    double const x = i % 3 == 2 ? any(random) : std::exp(log_base);
    bool const negative = i % 5 == 4;
    double const y = result(random) / std::log(x);
    p.x.push_back(static_cast<T>(negative ? -std::round(x) : x));
    p.y.push_back(static_cast<T>(negative ? std::round(y) : y));
  }
  return p;
}

template <class T>
pairs<T> special_pairs() {
  using limits = std::numeric_limits<T>;
  T const odd_end = static_cast<T>(sizeof(T) == 8 ? 0x1.fffffffffffffp+52 : 0x1.fffffep+23);
  std::vector<T> numbers;
  for (T v : {T(0), T(1), T(2), T(3), T(0.5), T(1.5), T(2.5), T(1) + limits::epsilon(), T(1) - limits::epsilon() / 2,
              odd_end, odd_end - 1, odd_end + 1, (odd_end + 1) * 2, odd_end / 2, limits::infinity(), limits::quiet_NaN()
                       ,
              limits::denorm_min(), limits::min(), limits::max()}) {
    numbers.push_back(v);
    numbers.push_back(-v);
  }
  pairs<T> p;
  for (T x : numbers) {
    for (T y : numbers) p.x.push_back(x), p.y.push_back(y);
  }
  return p;
}

template <class T>
void check_independence_of(pairs<T> const& p) {
  auto const n = static_cast<std::ptrdiff_t>(p.x.size());
  std::vector<T> together(p.x.size()), over_base = p.x, over_exponent = p.y;
  power(p.x.data(), p.y.data(), together.data(), n);
  power(over_base.data(), p.y.data(), over_base.data(), n);
  power(p.x.data(), over_exponent.data(), over_exponent.data(), n);
  std::size_t different = 0;
  for (std::size_t i = 0; i < p.x.size(); ++i) {
    T alone = 0;
    power(&p.x[i], &p.y[i], &alone, 1);
    different += !same(alone, together[i]) || !same(alone, over_base[i]) || !same(alone, over_exponent[i]);
  }
  BOOST_TEST(different == 0u);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernels_math_power)

BOOST_AUTO_TEST_CASE(power_is_within_1_ulp_and_float32_within_0_8) {
  pairs<double> const wide = whole_range<double>(200000);
  check_error<double>(power, powl, wide.x, wide.y, 1.0);
  pairs<float> const narrow = whole_range<float>(200000);
  check_error<float>(power, powl, narrow.x, narrow.y, 0.8);
}

BOOST_AUTO_TEST_CASE(power_has_the_special_values_of_c99_for_all_pairs) {
  pairs<double> const wide = special_pairs<double>();
  check_error<double>(power, powl, wide.x, wide.y, 1.0);
  pairs<float> const narrow = special_pairs<float>();
  check_error<float>(power, powl, narrow.x, narrow.y, 0.8);
}

BOOST_AUTO_TEST_CASE(power_of_an_element_does_not_depend_on_its_neighbours) {
  check_independence_of(whole_range<double>(20000));
  check_independence_of(special_pairs<double>());
  check_independence_of(whole_range<float>(20000));
  check_independence_of(special_pairs<float>());
}

BOOST_AUTO_TEST_CASE(small_integer_powers_are_exact) {
  for (int base = -9; base <= 9; ++base) {
    double product = 1, x = base, result = 0;
    for (int k = 0; k <= 15; ++k, product *= base) {
      double const y = k;
      power(&x, &y, &result, 1);
      BOOST_TEST(result == product);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::FNP_LEVEL::math
