// float16 conversions, exhaustively and against the definition.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>

#include "fnp/base/half.hpp"

namespace {

// The value of a pattern by the format's definition.
double value_of(std::uint16_t bits) {
  int const exponent = (bits >> 10) & 31;
  double const fraction = bits & 1023, sign = bits & 0x8000 ? -1 : 1;
  if (exponent == 31) return fraction != 0 ? std::nan("") : sign * std::numeric_limits<double>::infinity();
  return sign * (exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25));
}

// The nearest pattern to a positive finite number by bisection over the ordered patterns, ties to the even one.
std::uint16_t nearest(double x) {
  double const a = std::fabs(x);
  std::uint16_t const sign = std::signbit(x) ? 0x8000 : 0;
  if (a >= 65520) return sign | 0x7c00;
  std::uint16_t low = 0, high = 0x7c00;  // value_of(low) <= a
  while (high - low > 1) {
    std::uint16_t const middle = static_cast<std::uint16_t>((low + high) / 2);
    (value_of(middle) <= a ? low : high) = middle;
  }
  double const above = high == 0x7c00 ? 65536 : value_of(high);
  double const down = a - value_of(low), up = above - a;
  bool const take_high = up < down || (up == down && (high & 1) == 0);
  return static_cast<std::uint16_t>(sign | (take_high ? high : low));
}

template <class T, class B>
T from(B b) {
  T x;
  std::memcpy(&x, &b, sizeof x);
  return x;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(base_half)

BOOST_AUTO_TEST_CASE(every_pattern_has_the_value_of_its_definition) {
  for (unsigned b = 0; b < 65536; ++b) {
    float const got = fnp::half_to_float(static_cast<std::uint16_t>(b));
    double const want = value_of(static_cast<std::uint16_t>(b));
    if (std::isnan(want)) BOOST_REQUIRE(std::isnan(got));
    else BOOST_REQUIRE(static_cast<double>(got) == want && std::signbit(got) == std::signbit(want));
  }
}

BOOST_AUTO_TEST_CASE(every_pattern_survives_the_way_to_float_and_double_and_back) {
  for (unsigned b = 0; b < 65536; ++b) {
    float const f = fnp::half_to_float(static_cast<std::uint16_t>(b));
    BOOST_REQUIRE_EQUAL(fnp::float_to_half(f), b | (std::isnan(f) ? 0x200u : 0u));
    if (!std::isnan(f)) BOOST_REQUIRE_EQUAL(fnp::double_to_half(static_cast<double>(f)), b);
  }
}

BOOST_AUTO_TEST_CASE(borders_between_neighbours_round_to_even_from_float_and_double) {
  for (unsigned b = 0; b < 0x7c00; ++b) {
    double const a = value_of(static_cast<std::uint16_t>(b));
    double const next = b == 0x7bff ? 65536 : value_of(static_cast<std::uint16_t>(b + 1));
    double const middle = (a + next) / 2;
    for (double const x : {middle, std::nextafter(middle, 0), std::nextafter(middle, 1e9)})
      for (double const s : {x, -x}) BOOST_REQUIRE_EQUAL(fnp::double_to_half(s), nearest(s));
    float const m = static_cast<float>(middle);
    for (float const x : {m, std::nextafter(m, 0.0f), std::nextafter(m, 1e9f)})
      for (float const s : {x, -x}) BOOST_REQUIRE_EQUAL(fnp::float_to_half(s), nearest(static_cast<double>(s)));
  }
}

BOOST_AUTO_TEST_CASE(floats_of_every_exponent_round_once) {
  for (std::uint64_t b = 0; b < 0x1'0000'0000u; b += 4093) {
    float const x = from<float>(static_cast<std::uint32_t>(b));
    std::uint16_t const got = fnp::float_to_half(x);
    if (std::isnan(x)) BOOST_REQUIRE(std::isnan(fnp::half_to_float(got)));
    else if (got != nearest(static_cast<double>(x))) BOOST_REQUIRE_EQUAL(got, nearest(static_cast<double>(x)));
  }
}

BOOST_AUTO_TEST_CASE(doubles_round_once_not_twice) {
  std::mt19937_64 random(20240517);
  for (int i = 0; i < 2000000; ++i) {
    std::uint64_t const r = random();
    // Exponents about the range of float16, and fractions near the borders of float32's rounding.
    std::uint64_t const exponent = 1023 - 30 + r % 50, fraction = i % 2 ? r >> 12 : (r >> 12) & 0xfffff00000000fffu;
    double const x = from<double>((exponent << 52) | (fraction & 0xfffffffffffffu) | (r & 0x8000000000000000u));
    std::uint16_t const got = fnp::double_to_half(x);
    if (got != nearest(x)) BOOST_REQUIRE_EQUAL(got, nearest(x));
  }
  BOOST_TEST(fnp::double_to_half(1e300) == 0x7c00);
  BOOST_TEST(fnp::double_to_half(-1e-300) == 0x8000);
  BOOST_TEST(std::isnan(fnp::half_to_float(fnp::double_to_half(std::nan("")))));
}

BOOST_AUTO_TEST_SUITE_END()
