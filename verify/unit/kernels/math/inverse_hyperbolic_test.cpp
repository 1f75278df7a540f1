// arcsinh, arccosh and arctanh against the long double functions.
#include "kernels/math/inverse_hyperbolic.hpp"

#include "kernels/math/float_bits.hpp"
#include "verify/unit/kernels/math/long_double_reference.hpp"

namespace fnp::FNP_LEVEL::math {

using namespace long_double_reference;

BOOST_AUTO_TEST_SUITE(kernels_math_inverse_hyperbolic)

BOOST_AUTO_TEST_CASE(arcsinh_is_within_0_62_ulp) {
  check_error<double>(arcsinh, asinhl, arguments<double>(-4, 4), 0.62);
  check_error<float>(arcsinh, asinhl, arguments<float>(-4, 4), 0.62);
}

BOOST_AUTO_TEST_CASE(arcsinh_of_an_element_does_not_depend_on_its_neighbours) {
  check_independence<double>(arcsinh, arguments<double>(-4, 4, 20000));
  check_independence<float>(arcsinh, arguments<float>(-4, 4, 20000));
}

BOOST_AUTO_TEST_CASE(arcsinh_has_the_special_values_of_c99) {
  check_values<double>(arcsinh, {{0.0, 0.0}, {-0.0, -0.0}, {not_a_number, not_a_number}, {tiny, tiny},
                       {-tiny, -tiny}, {inf, inf},
                       {-inf, -inf}});
}

BOOST_AUTO_TEST_CASE(arccosh_is_within_0_62_ulp) {
  check_error<double>(arccosh, acoshl, arguments<double>(1, 4), 0.62);
  check_error<float>(arccosh, acoshl, arguments<float>(1, 4), 0.62);
}

BOOST_AUTO_TEST_CASE(arccosh_of_an_element_does_not_depend_on_its_neighbours) {
  check_independence<double>(arccosh, arguments<double>(1, 4, 20000));
  check_independence<float>(arccosh, arguments<float>(1, 4, 20000));
}

BOOST_AUTO_TEST_CASE(arccosh_has_the_special_values_of_c99) {
  check_values<double>(arccosh, {{1.0, 0.0}, {0.5, not_a_number}, {-1.0, not_a_number}, {-inf, not_a_number},
                       {-huge, not_a_number}, {0.0, not_a_number}, {inf, inf},
                       {not_a_number, not_a_number}});
}

BOOST_AUTO_TEST_CASE(arctanh_is_within_0_62_ulp) {
  check_error<double>(arctanh, atanhl, arguments<double>(-1, 1), 0.62);
  check_error<float>(arctanh, atanhl, arguments<float>(-1, 1), 0.62);
}

BOOST_AUTO_TEST_CASE(arctanh_of_an_element_does_not_depend_on_its_neighbours) {
  check_independence<double>(arctanh, arguments<double>(-1, 1, 20000));
  check_independence<float>(arctanh, arguments<float>(-1, 1, 20000));
}

BOOST_AUTO_TEST_CASE(arctanh_has_the_special_values_of_c99) {
  check_values<double>(arctanh, {{0.0, 0.0}, {-0.0, -0.0}, {not_a_number, not_a_number}, {tiny, tiny},
                       {-tiny, -tiny}, {1.0, inf},
                       {-1.0, -inf}, {1.5, not_a_number}, {-huge, not_a_number}, {inf, not_a_number},
                       {-inf, not_a_number}});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::FNP_LEVEL::math
