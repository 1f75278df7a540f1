// exp, exp2 and expm1 against the long double functions.
#include "kernels/math/exp.hpp"

#include "verify/unit/kernels/math/long_double_reference.hpp"

namespace fnp::FNP_LEVEL::math {

using namespace long_double_reference;

BOOST_AUTO_TEST_SUITE(kernels_math_exp)

BOOST_AUTO_TEST_CASE(exp_is_within_0_8_ulp_and_float32_within_0_84) {
  check_error<double>(exp, expl, arguments<double>(-746, 711), 0.8);
  check_error<float>(exp, expl, arguments<float>(-110, 100), 0.84);
}

BOOST_AUTO_TEST_CASE(exp_of_an_element_does_not_depend_on_its_neighbours) {
  check_independence<double>(exp, arguments<double>(-746, 711, 20000));
  check_independence<float>(exp, arguments<float>(-110, 100, 20000));
}

BOOST_AUTO_TEST_CASE(exp_has_the_special_values_of_c99) {
  check_values<double>(exp, {{0.0, 1.0}, {-0.0, 1.0}, {inf, inf}, {-inf, 0.0}, {not_a_number, not_a_number},
                       {tiny, 1.0}, {709.79, inf},
                       {huge, inf}, {-huge, 0.0}, {-745.2, 0.0}, {-745.1, tiny}});
}

BOOST_AUTO_TEST_CASE(exp2_is_within_0_8_ulp_and_float32_within_0_88) {
  check_error<double>(exp2, exp2l, arguments<double>(-1076, 1025), 0.8);
  check_error<float>(exp2, exp2l, arguments<float>(-110, 100), 0.88);
}

BOOST_AUTO_TEST_CASE(exp2_of_an_element_does_not_depend_on_its_neighbours) {
  check_independence<double>(exp2, arguments<double>(-1076, 1025, 20000));
  check_independence<float>(exp2, arguments<float>(-110, 100, 20000));
}

BOOST_AUTO_TEST_CASE(exp2_has_the_special_values_of_c99) {
  check_values<double>(exp2, {{0.0, 1.0}, {10.0, 1024.0}, {-1074.0, tiny}, {-1076.0, 0.0}, {1023.0, 0x1p1023},
                       {1024.0, inf}, {-1022.0, 0x1p-1022}, {-1030.0, 0x1p-1030}, {inf, inf}, {-inf, 0.0},
                       {not_a_number, not_a_number}, {huge, inf}, {-huge, 0.0}});
}

BOOST_AUTO_TEST_CASE(expm1_is_within_0_95_ulp_and_float32_within_0_96) {
  check_error<double>(expm1, expm1l, arguments<double>(-45, 2), 0.95);
  check_error<float>(expm1, expm1l, arguments<float>(-45, 2), 0.96);
}

BOOST_AUTO_TEST_CASE(expm1_of_an_element_does_not_depend_on_its_neighbours) {
  check_independence<double>(expm1, arguments<double>(-45, 2, 20000));
  check_independence<float>(expm1, arguments<float>(-45, 2, 20000));
}

BOOST_AUTO_TEST_CASE(expm1_has_the_special_values_of_c99) {
  check_values<double>(expm1, {{0.0, 0.0}, {-0.0, -0.0}, {not_a_number, not_a_number}, {tiny, tiny}, {-tiny, -tiny},
                       {inf, inf},
                       {-inf, -1.0}, {-100.0, -1.0}, {-huge, -1.0}, {709.79, inf}, {huge, inf}});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::FNP_LEVEL::math
