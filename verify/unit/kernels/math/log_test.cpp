// log, log2, log10 and log1p against the long double functions.
#include "kernels/math/logarithm.hpp"

#include "verify/unit/kernels/math/long_double_reference.hpp"

namespace fnp::FNP_LEVEL::math {

using namespace long_double_reference;

BOOST_AUTO_TEST_SUITE(kernels_math_log)

BOOST_AUTO_TEST_CASE(log_is_within_0_6_ulp_and_float32_within_0_76) {
  check_error<double>(log, logl, arguments<double>(0, 4), 0.6);
  check_error<float>(log, logl, arguments<float>(0, 4), 0.76);
}

BOOST_AUTO_TEST_CASE(log_of_an_element_does_not_depend_on_its_neighbours) {
  check_independence<double>(log, arguments<double>(0, 4, 20000));
  check_independence<float>(log, arguments<float>(0, 4, 20000));
}

BOOST_AUTO_TEST_CASE(log_has_the_special_values_of_c99) {
  check_values<double>(log, {{0.0, -inf}, {-0.0, -inf}, {1.0, 0.0}, {-1.0, not_a_number}, {-tiny, not_a_number},
                       {-inf, not_a_number}, {inf, inf},
                       {not_a_number, not_a_number}});
}

BOOST_AUTO_TEST_CASE(log2_is_within_0_65_ulp_and_float32_within_0_95) {
  check_error<double>(log2, log2l, arguments<double>(0, 4), 0.65);
  check_error<float>(log2, log2l, arguments<float>(0, 4), 0.95);
}

BOOST_AUTO_TEST_CASE(log2_of_an_element_does_not_depend_on_its_neighbours) {
  check_independence<double>(log2, arguments<double>(0, 4, 20000));
  check_independence<float>(log2, arguments<float>(0, 4, 20000));
}

BOOST_AUTO_TEST_CASE(log2_has_the_special_values_of_c99) {
  check_values<double>(log2, {{0.0, -inf}, {-0.0, -inf}, {1.0, 0.0}, {-1.0, not_a_number}, {-tiny, not_a_number},
                       {-inf, not_a_number}, {inf, inf},
                       {not_a_number, not_a_number}, {tiny, -1074.0}, {0x1p1023, 1023.0}, {8.0, 3.0},
                       {0x1p-1022, -1022.0}});
}

BOOST_AUTO_TEST_CASE(log10_is_within_0_65_ulp_and_float32_within_0_94) {
  check_error<double>(log10, log10l, arguments<double>(0, 4), 0.65);
  check_error<float>(log10, log10l, arguments<float>(0, 4), 0.94);
}

BOOST_AUTO_TEST_CASE(log10_of_an_element_does_not_depend_on_its_neighbours) {
  check_independence<double>(log10, arguments<double>(0, 4, 20000));
  check_independence<float>(log10, arguments<float>(0, 4, 20000));
}

BOOST_AUTO_TEST_CASE(log10_has_the_special_values_of_c99) {
  check_values<double>(log10, {{0.0, -inf}, {-0.0, -inf}, {1.0, 0.0}, {-1.0, not_a_number}, {-tiny, not_a_number},
                       {-inf, not_a_number}, {inf, inf},
                       {not_a_number, not_a_number}, {10.0, 1.0}, {1000.0, 3.0}, {1e22, 22.0}});
}

BOOST_AUTO_TEST_CASE(log1p_is_within_0_76_ulp_and_float32_within_0_9) {
  check_error<double>(log1p, log1pl, arguments<double>(-1, 3), 0.76);
  check_error<float>(log1p, log1pl, arguments<float>(-1, 3), 0.9);
}

BOOST_AUTO_TEST_CASE(log1p_of_an_element_does_not_depend_on_its_neighbours) {
  check_independence<double>(log1p, arguments<double>(-1, 3, 20000));
  check_independence<float>(log1p, arguments<float>(-1, 3, 20000));
}

BOOST_AUTO_TEST_CASE(log1p_has_the_special_values_of_c99) {
  check_values<double>(log1p, {{0.0, 0.0}, {-0.0, -0.0}, {not_a_number, not_a_number}, {tiny, tiny}, {-tiny, -tiny},
                       {-1.0, -inf},
                       {-1.5, not_a_number}, {-inf, not_a_number}, {inf, inf}, {-huge, not_a_number}});
}

BOOST_AUTO_TEST_CASE(log2_and_log10_of_exact_powers_are_exact) {
  auto const of = [](one_argument<double> f, double x) {
    double y = 0;
    f(&x, &y, 1);
    return y;
  };
  for (int k = -1074; k < 1024; ++k) BOOST_TEST(of(log2, std::ldexp(1.0, k)) == k);
  double power = 1;
  for (int k = 0; k <= 22; ++k, power *= 10) BOOST_TEST(of(log10, power) == k);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::FNP_LEVEL::math
