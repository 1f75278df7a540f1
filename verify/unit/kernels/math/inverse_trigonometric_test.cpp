// arcsin and arccos against the long double functions.
#include "kernels/math/inverse_trigonometric_float.hpp"

#include "verify/unit/kernels/math/long_double_reference.hpp"

namespace fnp::FNP_LEVEL::math {

using namespace long_double_reference;

namespace {

// 1 - 2^-k u: where arccos vanishes and the square root takes over.
template <class T>
std::vector<T> near_one() {
  std::mt19937_64 random(23);
  std::uniform_real_distribution<double> exponent(0, std::numeric_limits<T>::digits);
  std::vector<T> x;
  for (int i = 0; i < 50000; ++i) {
    T const a = static_cast<T>(1 - std::exp2(-exponent(random)));
    x.push_back(a);
    x.push_back(-a);
  }
  return x;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernels_math_inverse_trigonometric)

BOOST_AUTO_TEST_CASE(arcsin_is_within_0_8_ulp_and_float32_within_0_68) {
  check_error<double>(arcsin, asinl, arguments<double>(-1, 1), 0.8);
  check_error<double>(arcsin, asinl, near_one<double>(), 0.8);
  check_error<float>(arcsin, asinl, arguments<float>(-1, 1), 0.68);
  check_error<float>(arcsin, asinl, near_one<float>(), 0.68);
}

BOOST_AUTO_TEST_CASE(arccos_is_within_0_8_ulp_and_float32_within_0_66) {
  check_error<double>(arccos, acosl, arguments<double>(-1, 1), 0.8);
  check_error<double>(arccos, acosl, near_one<double>(), 0.8);
  check_error<float>(arccos, acosl, arguments<float>(-1, 1), 0.66);
  check_error<float>(arccos, acosl, near_one<float>(), 0.66);
}

BOOST_AUTO_TEST_CASE(arcsin_and_arccos_of_an_element_do_not_depend_on_its_neighbours) {
  check_independence<double>(arcsin, arguments<double>(-1.1, 1.1, 20000));
  check_independence<float>(arcsin, arguments<float>(-1.1, 1.1, 20000));
  check_independence<double>(arccos, arguments<double>(-1.1, 1.1, 20000));
  check_independence<float>(arccos, arguments<float>(-1.1, 1.1, 20000));
}

BOOST_AUTO_TEST_CASE(arcsin_and_arccos_have_the_special_values_of_c99) {
  double const pi = 0x1.921fb54442d18p+1;
  double const above = std::nextafter(1.0, 2.0);
  check_values<double>(arcsin, {{0.0, 0.0}, {-0.0, -0.0}, {tiny, tiny}, {-tiny, -tiny}, {1.0, pi / 2}, {-1.0, -pi / 2},
                                {above, not_a_number}, {-above, not_a_number}, {inf, not_a_number},
                                {-inf, not_a_number}, {not_a_number, not_a_number}});
  check_values<double>(arccos, {{1.0, 0.0}, {-1.0, pi}, {0.0, pi / 2}, {-0.0, pi / 2}, {above, not_a_number},
                                {-above, not_a_number}, {inf, not_a_number}, {-inf, not_a_number},
                                {not_a_number, not_a_number}});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::FNP_LEVEL::math
