// Digits of floating-point numbers: shortest, rounded, padded.
#include "engine/array/decimal.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(decimal)

BOOST_AUTO_TEST_CASE(every_float16_reads_back_from_its_digits) {
  for (unsigned bits = 0; bits < 0x7c00; ++bits) {
    auto const h = half::from_bits(static_cast<std::uint16_t>(bits));
    double const v = half_to_float(h.bits);
    BOOST_REQUIRE(half(std::strtod(scientific(v, dtype::f2, unlimited, true).c_str(), nullptr)).bits == h.bits);
    BOOST_REQUIRE(half(std::strtod(positional(v, dtype::f2, unlimited).c_str(), nullptr)).bits == h.bits);
  }
}

BOOST_AUTO_TEST_CASE(a_float16_above_a_power_of_two_takes_the_short_upper_neighbour) {
  BOOST_TEST(positional(0.015625, dtype::f2, unlimited) == "0.01563");
}

BOOST_AUTO_TEST_CASE(digits_are_those_of_the_type) {
  BOOST_TEST(positional(0.1f, dtype::f4, unlimited) == "0.1");
  BOOST_TEST(positional(0.1f, dtype::f8, unlimited) == "0.10000000149011612");
  BOOST_TEST(positional(-3, dtype::f8, 8) == "-3.");
  BOOST_TEST(positional(2.0 / 3, dtype::f8, 3) == "0.667");
  BOOST_TEST(positional(1e22, dtype::f8, unlimited) == "10000000000000000000000.");
}

BOOST_AUTO_TEST_CASE(digits_asked_for_beyond_the_shortest_are_those_of_the_exact_value) {
  BOOST_TEST(scientific(0.1f, dtype::f4, 8, false) == "1.00000001e-01");
  BOOST_TEST(scientific(1, dtype::f8, 3, false) == "1.000e+00");
  BOOST_TEST(scientific(1e-300, dtype::f8, unlimited, true, 3) == "1.e-300");
  BOOST_TEST(scientific(0.5, dtype::f8, 0, true) == "5.e-01");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
