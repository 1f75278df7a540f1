// arctan and arctan2 against the long double functions.
#include "kernels/math/arctangent.hpp"

#include "verify/unit/kernels/math/long_double_reference.hpp"

namespace fnp::FNP_LEVEL::math {

using namespace long_double_reference;

namespace {

// Pairs whose quotient lies in [low, high], in all eight octants.
template <class T>
void check_quotients(double low, double high, double limit) {
  std::mt19937_64 random(24);
  std::uniform_real_distribution<double> quotient(low, high);
  std::uniform_real_distribution<double> side(1, 2);
  std::vector<T> y, x;
  for (int i = 0; i < 200000; ++i) {
    T a = static_cast<T>(side(random));
    T b = static_cast<T>(a * quotient(random));
    if (i & 1) std::swap(a, b);
    y.push_back(i & 2 ? -a : a);
    x.push_back(i & 4 ? -b : b);
  }
  check_error<T>(arctan2, atan2l, y, x, limit);
}

// Every pair of these; the second list is the first turned round.
template <class T>
void check_special_pairs(double limit) {
  using limits = std::numeric_limits<T>;
  std::vector<T> values;
  for (T v : {T(0), T(1), T(3), limits::denorm_min(), limits::min(), limits::max(), limits::infinity(),
              limits::quiet_NaN(), T(0x1p-100), std::nextafter(T(0x1p-100), T(0)), T(0x1p126),
              std::nextafter(T(0x1p126), T(0)), T(0x1p101), T(0x1.000002p101), T(0x1.000004p101), T(0x1.000006p101)}) {
    values.push_back(v);
    values.push_back(-v);
  }
  std::vector<T> y, x;
  for (T a : values) {
    for (T b : values) y.push_back(a), x.push_back(b);
  }
  check_error<T>(arctan2, atan2l, y, x, limit);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernels_math_arctangent)

BOOST_AUTO_TEST_CASE(arctan_is_within_0_8_ulp_and_float32_within_0_91) {
  check_error<double>(arctan, atanl, arguments<double>(-10, 10), 0.8);
  check_error<double>(arctan, atanl, arguments<double>(-1, 1), 0.8);
  check_error<float>(arctan, atanl, arguments<float>(-10, 10), 0.91);
  check_error<float>(arctan, atanl, arguments<float>(-1, 1), 0.91);
}

BOOST_AUTO_TEST_CASE(arctan_of_an_element_does_not_depend_on_its_neighbours) {
  check_independence<double>(arctan, arguments<double>(-10, 10, 20000));
  check_independence<float>(arctan, arguments<float>(-10, 10, 20000));
}

BOOST_AUTO_TEST_CASE(arctan_has_the_special_values_of_c99) {
  double const half_pi = 0x1.921fb54442d18p+0;
  float const half_pi_f = 0x1.921fb6p+0f, inf_f = std::numeric_limits<float>::infinity();
  float const nan_f = std::numeric_limits<float>::quiet_NaN(), huge_f = std::numeric_limits<float>::max();
  check_values<float>(arctan, {{0.0f, 0.0f}, {-0.0f, -0.0f}, {0x1p-149f, 0x1p-149f}, {inf_f, half_pi_f},
                               {-inf_f, -half_pi_f}, {huge_f, half_pi_f}, {nan_f, nan_f}});
  check_values<double>(arctan, {{0.0, 0.0}, {-0.0, -0.0}, {tiny, tiny}, {-tiny, -tiny}, {1.0, half_pi / 2},
                                {-1.0, -half_pi / 2}, {inf, half_pi}, {-inf, -half_pi}, {huge, half_pi},
                                {not_a_number, not_a_number}});
}

BOOST_AUTO_TEST_CASE(arctan2_is_within_1_ulp_and_float32_within_0_92_for_quotients_of_every_size) {
  check_quotients<double>(0, 1, 1.0);
  check_quotients<float>(0, 1, 0.92);
  check_quotients<double>(0.9, 1, 1.0);
  check_quotients<float>(0.9, 1, 0.92);
  std::vector<double> y = arguments<double>(-10, 10), x(y.rbegin(), y.rend());
  check_error<double>(arctan2, atan2l, y, x, 1.0);
  std::vector<float> y_f = arguments<float>(-10, 10), x_f(y_f.rbegin(), y_f.rend());
  check_error<float>(arctan2, atan2l, y_f, x_f, 0.92);
}

BOOST_AUTO_TEST_CASE(arctan2_has_the_special_values_of_c99_for_all_pairs) {
  check_special_pairs<double>(1.0);
  check_special_pairs<float>(1.0);
}

// float32 has two ways through arctan2; the pair alone chooses.
BOOST_AUTO_TEST_CASE(arctan2_of_an_element_does_not_depend_on_its_neighbours) {
  std::vector<float> y = arguments<float>(-10, 10, 20000), x(y.rbegin(), y.rend());
  std::vector<float> together(y.size());
  arctan2(y.data(), x.data(), together.data(), static_cast<std::ptrdiff_t>(y.size()));
  std::size_t different = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    float alone = 0;
    arctan2(&y[i], &x[i], &alone, 1);
    different += !same(alone, together[i]);
  }
  arctan2(y.data(), x.data(), y.data(), static_cast<std::ptrdiff_t>(y.size()));
  for (std::size_t i = 0; i < y.size(); ++i) different += !same(y[i], together[i]);
  BOOST_TEST(different == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::FNP_LEVEL::math
