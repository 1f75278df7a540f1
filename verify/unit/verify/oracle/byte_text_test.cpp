// Bytes and floats as text: every value comes back with its bits, foreign text is refused.
#include "verify/oracle/byte_text.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstring>

using namespace fnp::oracle;

BOOST_AUTO_TEST_SUITE(byte_text)

BOOST_AUTO_TEST_CASE(bytes_of_every_length_come_back_and_long_ones_are_base64) {
  for (std::size_t n = 0; n < 200; ++n) {
    std::string bytes;
    for (std::size_t k = 0; k < n; ++k) bytes += static_cast<char>(k * 37 + n);
    boost::json::object const text = encode_bytes(bytes);
    BOOST_TEST(text.contains("hex") == (n <= 96));
    BOOST_TEST(decode_bytes(text) == bytes);
  }
}

BOOST_AUTO_TEST_CASE(floats_come_back_bit_for_bit) {
  for (double const x : std::initializer_list<double>{0.0, -0.0, 1.0, -0.1, 0x1p-1074, 0x1.fffffffffffffp+1023,
                                                      0x1p-1022, 3.0e-310, HUGE_VAL, -HUGE_VAL}) {
    double const back = decode_float(encode_float(x));
    BOOST_TEST(std::memcmp(&back, &x, sizeof x) == 0, encode_float(x));
  }
  BOOST_TEST(std::isnan(decode_float(encode_float(std::nan("")))));
  BOOST_TEST(encode_float(1.5) == "0x1.8000000000000p+0");
}

BOOST_AUTO_TEST_CASE(what_is_no_hex_no_base64_and_no_float_is_malformed) {
  for (char const* const text : {"0", "0g", "zz"}) BOOST_CHECK_THROW(from_hex(text), malformed);
  for (char const* const text : {"A", "====", "A=AA", "A*AA"}) BOOST_CHECK_THROW(from_base64(text), malformed);
  for (char const* const text : {"", "1.5", "0x1p", "infinity", "0x1p0 "})
    BOOST_CHECK_THROW(decode_float(text), malformed);
}

BOOST_AUTO_TEST_SUITE_END()
