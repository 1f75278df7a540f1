// hypot against the long double function.
#include "kernels/math/hypot.hpp"

#include "verify/unit/kernels/math/long_double_reference.hpp"

namespace fnp::FNP_LEVEL::math {

using namespace long_double_reference;

BOOST_AUTO_TEST_SUITE(kernels_math_hypot)

BOOST_AUTO_TEST_CASE(hypot_is_within_0_9_ulp_and_float32_within_0_50001) {
  std::vector<double> x = arguments<double>(-10, 10), z(x.rbegin(), x.rend());
  check_error<double>(hypot, hypotl, x, z, 0.9);
  std::vector<float> x_f = arguments<float>(-10, 10), z_f(x_f.rbegin(), x_f.rend());
  check_error<float>(hypot, hypotl, x_f, z_f, 0.50001);
}

BOOST_AUTO_TEST_CASE(hypot_neither_overflows_nor_vanishes_on_the_way) {
  std::vector<double> x, z;
  double const sides[4][2] = {{3, 4}, {5, 12}, {8, 15}, {7, 24}};
  for (double scale : {0x1p-1074, 0x1p-1070, 0x1p-1022, 0x1p-600, 0x1p600, 0x1p1018}) {
    for (auto const& pair : sides) x.push_back(pair[0] * scale), z.push_back(pair[1] * scale);
  }
  std::vector<double> y(x.size());
  hypot(x.data(), z.data(), y.data(), static_cast<std::ptrdiff_t>(x.size()));
  check_error<double>(hypot, hypotl, x, z, 0.0);
  BOOST_TEST(y[0] == 5.0 * 0x1p-1074);
}

BOOST_AUTO_TEST_CASE(an_infinity_wins_over_a_nan_and_zeros_lose_their_sign) {
  std::vector<double> const x = {inf, -inf, not_a_number, not_a_number, -0.0, 0.0, -tiny, huge, -3.0};
  std::vector<double> const z = {not_a_number, 1.0, -inf, 1.0, -0.0, -5.0, 0.0, huge, 4.0};
  std::vector<double> const expected = {inf, inf, inf, not_a_number, 0.0, 5.0, tiny, inf, 5.0};
  for (std::size_t i = 0; i < x.size(); ++i) {
    double y = 0;
    hypot(&x[i], &z[i], &y, 1);
    BOOST_TEST(same(y, expected[i]), "pair " << i << ": " << y);
    float const x_f = static_cast<float>(x[i]);
    float const z_f = static_cast<float>(z[i]);
    float y_f = 0;
    hypot(&x_f, &z_f, &y_f, 1);
    if (x[i] != -tiny) BOOST_TEST(same(y_f, static_cast<float>(expected[i])), "pair " << i << ": " << y_f);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::FNP_LEVEL::math
