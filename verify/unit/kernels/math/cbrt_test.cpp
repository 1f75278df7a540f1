// cbrt against the long double function.
#include "kernels/math/cbrt_float.hpp"

#include "verify/unit/kernels/math/long_double_reference.hpp"

namespace fnp::FNP_LEVEL::math {

using namespace long_double_reference;

BOOST_AUTO_TEST_SUITE(kernels_math_cbrt)

BOOST_AUTO_TEST_CASE(cbrt_is_within_0_51_ulp_and_float32_within_0_9) {
  check_error<double>(cbrt, cbrtl, arguments<double>(-30, 30), 0.51);
  check_error<float>(cbrt, cbrtl, arguments<float>(-30, 30), 0.9);
}

BOOST_AUTO_TEST_CASE(cbrt_of_an_element_does_not_depend_on_its_neighbours) {
  check_independence<double>(cbrt, arguments<double>(-30, 30, 20000));
  check_independence<float>(cbrt, arguments<float>(-30, 30, 20000));
}

BOOST_AUTO_TEST_CASE(cbrt_has_the_special_values_of_c99) {
  check_values<double>(cbrt, {{0.0, 0.0}, {-0.0, -0.0}, {inf, inf}, {-inf, -inf}, {not_a_number, not_a_number},
                       {27.0, 3.0}, {-8.0, -2.0},
                       {0x1p-1074, 0x1p-358}, {1e-300, 1e-100}});
}

BOOST_AUTO_TEST_CASE(cbrt_of_cubes_is_exact) {
  int inexact = 0;
  for (double n = 1; n < 200000; n += 1) inexact += cbrt_core(n * n * n) != n;
  BOOST_TEST(inexact == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::FNP_LEVEL::math
