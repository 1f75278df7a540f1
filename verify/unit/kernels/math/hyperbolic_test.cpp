// sinh, cosh and tanh against the long double functions.
#include "kernels/math/hyperbolic_float.hpp"

#include "verify/unit/kernels/math/long_double_reference.hpp"

namespace fnp::FNP_LEVEL::math {

using namespace long_double_reference;

BOOST_AUTO_TEST_SUITE(kernels_math_hyperbolic)

BOOST_AUTO_TEST_CASE(sinh_is_within_0_9_ulp_and_float32_within_0_95) {
  check_error<double>(sinh, sinhl, arguments<double>(-711, 711), 0.9);
  check_error<float>(sinh, sinhl, arguments<float>(-110, 100), 0.95);
}

BOOST_AUTO_TEST_CASE(sinh_of_an_element_does_not_depend_on_its_neighbours) {
  check_independence<double>(sinh, arguments<double>(-711, 711, 20000));
  check_independence<float>(sinh, arguments<float>(-110, 100, 20000));
}

BOOST_AUTO_TEST_CASE(sinh_has_the_special_values_of_c99) {
  check_values<double>(sinh, {{0.0, 0.0}, {-0.0, -0.0}, {not_a_number, not_a_number}, {tiny, tiny}, {-tiny, -tiny},
                       {inf, inf},
                       {-inf, -inf}, {711.0, inf}, {-711.0, -inf}});
}

BOOST_AUTO_TEST_CASE(cosh_is_within_0_8_ulp_and_float32_within_0_9) {
  check_error<double>(cosh, coshl, arguments<double>(-711, 711), 0.8);
  check_error<float>(cosh, coshl, arguments<float>(-110, 100), 0.9);
}

BOOST_AUTO_TEST_CASE(cosh_of_an_element_does_not_depend_on_its_neighbours) {
  check_independence<double>(cosh, arguments<double>(-711, 711, 20000));
  check_independence<float>(cosh, arguments<float>(-110, 100, 20000));
}

BOOST_AUTO_TEST_CASE(cosh_has_the_special_values_of_c99) {
  check_values<double>(cosh, {{0.0, 1.0}, {-0.0, 1.0}, {not_a_number, not_a_number}, {inf, inf}, {-inf, inf},
                       {711.0, inf}, {-711.0, inf},
                       {tiny, 1.0}});
}

BOOST_AUTO_TEST_CASE(tanh_is_within_0_9_ulp_and_float32_within_0_8) {
  check_error<double>(tanh, tanhl, arguments<double>(-3, 23), 0.9);
  check_error<float>(tanh, tanhl, arguments<float>(-3, 23), 0.8);
}

BOOST_AUTO_TEST_CASE(tanh_of_an_element_does_not_depend_on_its_neighbours) {
  check_independence<double>(tanh, arguments<double>(-3, 23, 20000));
  check_independence<float>(tanh, arguments<float>(-3, 23, 20000));
}

BOOST_AUTO_TEST_CASE(tanh_has_the_special_values_of_c99) {
  check_values<double>(tanh, {{0.0, 0.0}, {-0.0, -0.0}, {not_a_number, not_a_number}, {tiny, tiny}, {-tiny, -tiny},
                       {inf, 1.0},
                       {-inf, -1.0}, {22.0, 1.0}, {-huge, -1.0}});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::FNP_LEVEL::math
