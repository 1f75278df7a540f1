// Array functions of one or two arguments against the C library's long double functions: errors in ULP.
//
// The unit is the spacing of T at the exact result, so a correctly rounded result is at most half a unit off.
#pragma once
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace long_double_reference {

inline constexpr double inf = std::numeric_limits<double>::infinity();
inline constexpr double tiny = std::numeric_limits<double>::denorm_min();
inline constexpr double huge = std::numeric_limits<double>::max();

template <class T>
using one_argument = void (*)(T const*, T*, std::ptrdiff_t);
template <class T>
using two_arguments = void (*)(T const*, T const*, T*, std::ptrdiff_t);

// The same number with the same sign of zero, or both NaN.
template <class T>
bool same(T a, T b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return std::memcmp(&a, &b, sizeof(T)) == 0;
}

// Infinite if one of the two is NaN, infinite or a zero of the other sign and they are not the same.
template <class T>
double error_in_ulp(T got, long double exact) {
  T const rounded = static_cast<T>(exact);
  if (same(got, rounded)) {
    if (!std::isfinite(rounded) || rounded == 0) return 0;
  } else if (!std::isfinite(got) || !std::isfinite(rounded) || std::signbit(got) != std::signbit(rounded)) {
    return std::numeric_limits<double>::infinity();
  }
  int exponent = std::ilogb(exact);
  if (exponent < std::numeric_limits<T>::min_exponent - 1) exponent = std::numeric_limits<T>::min_exponent - 1;
  return static_cast<double>(std::ldexp(std::fabs(got - exact), std::numeric_limits<T>::digits - 1 - exponent));
}

// Half of them uniform in [low, high], a quarter with uniform exponents of moderate size, a quarter any bits at all;
// then numbers where something changes.
template <class T>
std::vector<T> arguments(double low, double high, int count = 120000) {
  std::mt19937_64 random(20);
  std::uniform_real_distribution<double> inside(low, high);
  std::uniform_real_distribution<double> exponent(-30, 30);
  std::vector<T> x;
  for (int i = 0; i < count; ++i) {
    double const sign = random() % 2 == 0 ? 1 : -1;
    if (i % 4 < 2) {
      x.push_back(static_cast<T>(inside(random)));
    } else if (i % 4 == 2) {
      x.push_back(static_cast<T>(sign * std::exp2(exponent(random))));
    } else {
      T any;
      std::uint64_t const bits = random();
      std::memcpy(&any, &bits, sizeof(T));
      x.push_back(any);
    }
  }
  using limits = std::numeric_limits<T>;
  for (T special : {T(0), T(1), T(2), T(0.5), T(3), T(1) + limits::epsilon(), T(1) - limits::epsilon() / 2,
                    limits::infinity(), limits::quiet_NaN(), limits::denorm_min(), limits::min(), limits::max()}) {
    x.push_back(special);
    x.push_back(-special);
  }
  return x;
}

inline std::string shown(long double x) {
  char text[64];
  std::snprintf(text, sizeof text, "%.21Lg (%La)", x, x);
  return text;
}

// The largest error over the arguments, with the place where it is reached.
template <class T>
void check_error(one_argument<T> function, long double (*exact)(long double), std::vector<T> const& x, double limit) {
  std::vector<T> y(x.size());
  function(x.data(), y.data(), static_cast<std::ptrdiff_t>(x.size()));
  double worst = -1;
  std::size_t at = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    double const error = error_in_ulp(y[i], exact(x[i]));
    if (error > worst) worst = error, at = i;
  }
  BOOST_TEST(worst <= limit, "error " << worst << " ULP at " << shown(x[at]) << ": " << shown(y[at]) << ", exact "
                                      << shown(exact(x[at])));
}

template <class T>
void check_error(two_arguments<T> function, long double (*exact)(long double, long double), std::vector<T> const& x,
                 std::vector<T> const& z, double limit) {
  std::vector<T> y(x.size());
  function(x.data(), z.data(), y.data(), static_cast<std::ptrdiff_t>(x.size()));
  double worst = -1;
  std::size_t at = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    double const error = error_in_ulp(y[i], exact(x[i], z[i]));
    if (error > worst) worst = error, at = i;
  }
  BOOST_TEST(worst <= limit, "error " << worst << " ULP at " << shown(x[at]) << ", " << shown(z[at]) << ": "
                                      << shown(y[at]) << ", exact " << shown(exact(x[at], z[at])));
}

// Alone, among neighbours of every kind, and written over its own argument, an element has one result.
template <class T>
void check_independence(one_argument<T> function, std::vector<T> const& x) {
  std::vector<T> together(x.size());
  function(x.data(), together.data(), static_cast<std::ptrdiff_t>(x.size()));
  std::vector<T> in_place = x;
  function(in_place.data(), in_place.data(), static_cast<std::ptrdiff_t>(x.size()));
  std::size_t different = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    T alone = 0;
    function(&x[i], &alone, 1);
    different += !same(alone, together[i]) || !same(alone, in_place[i]);
  }
  BOOST_TEST(different == 0u);
}

template <class T>
struct special_value {
  T argument;
  T result;
};

template <class T>
void check_values(one_argument<T> function, std::vector<special_value<T>> const& table) {
  for (auto const& row : table) {
    T y = 0;
    function(&row.argument, &y, 1);
    BOOST_TEST(same(y, row.result), "at " << shown(row.argument) << ": " << shown(y) << ", not " << shown(row.result));
  }
}

}  // namespace long_double_reference
