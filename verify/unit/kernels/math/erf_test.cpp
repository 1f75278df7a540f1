// erf against the long double function.
#include "kernels/math/erf.hpp"
#include "kernels/math/float_bits.hpp"

#include "verify/unit/kernels/math/long_double_reference.hpp"

namespace fnp::FNP_LEVEL::math {

using namespace long_double_reference;

BOOST_AUTO_TEST_SUITE(kernels_math_erf)

BOOST_AUTO_TEST_CASE(erf_is_within_1_ulp) {
  check_error<double>(erf, erfl, arguments<double>(-6.5, 6.5), 1.0);
  check_error<double>(erf, erfl, arguments<double>(0.8, 1.3), 1.0);
  check_error<float>(erf, erfl, arguments<float>(-4.5, 4.5), 1.0);
}

BOOST_AUTO_TEST_CASE(erf_of_an_element_does_not_depend_on_its_neighbours) {
  check_independence<double>(erf, arguments<double>(-6.5, 6.5, 20000));
  check_independence<float>(erf, arguments<float>(-4.5, 4.5, 20000));
}

BOOST_AUTO_TEST_CASE(erf_has_the_special_values_of_c99) {
  check_values<double>(erf, {{0.0, 0.0}, {-0.0, -0.0}, {inf, 1.0}, {-inf, -1.0}, {huge, 1.0}, {6.0, 1.0}, {tiny, tiny},
                             {not_a_number, not_a_number}});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::FNP_LEVEL::math
