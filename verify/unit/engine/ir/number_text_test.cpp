// Elements as text: every bit comes back, nothing else is read.
#include "engine/ir/number_text.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <random>

using namespace fnp;
using namespace fnp::ir;

BOOST_AUTO_TEST_SUITE(number_text)

namespace {
template <class T> std::string text(T x) { return element_text(dtype_of<T>(), &x); }
bool reads(dtype d, std::string_view t) { return !read_element(d, t).empty() && t.empty(); }
}  // namespace

BOOST_AUTO_TEST_CASE(is_readable) {
  BOOST_TEST(text(true) == "true");
  BOOST_TEST(text(std::int8_t{-7}) == "-7");
  BOOST_TEST(text(~std::uint64_t{0}) == "18446744073709551615");
  BOOST_TEST(text(3.0) == "0x1.8p+1");
  BOOST_TEST(text(-0.0f) == "-0x0p+0");
  BOOST_TEST(text(-HUGE_VAL) == "-inf");
  BOOST_TEST(text(half(1.5f)) == "0x1.8p+0");
  BOOST_TEST(text(complex128{1, -2}) == "(0x1p+0 -0x1p+1)");
}

BOOST_AUTO_TEST_CASE(every_bit_comes_back) {
  std::mt19937_64 random(1);
  for (int d = 0; d < dtype_count; ++d)
    for (int i = 0; i < 2000; ++i) {
      std::uint64_t bits[2] = {random(), random()};
      if (i % 3 == 0) bits[0] |= 0x7ff07f807c007c00u, bits[1] |= 0x7ff07f807c007c00u;  // infinities and NaNs
      auto const type = static_cast<dtype>(d);
      if (type == dtype::b1) bits[0] &= 1;
      std::string const t = element_text(type, bits);
      std::string_view left = t;
      std::string const back = read_element(type, left);
      BOOST_REQUIRE_MESSAGE(
          left.empty() && back.size() == itemsize(type) && std::memcmp(back.data(), bits, back.size()) == 0,
          name(type) << " " << t);
    }
}

BOOST_AUTO_TEST_CASE(all_halves_come_back) {
  for (int i = 0; i < 0x10000; ++i) {
    half const x = half::from_bits(static_cast<std::uint16_t>(i));
    std::string const t = text(x);
    std::string_view left = t;
    std::string const back = read_element(dtype::f2, left);
    BOOST_REQUIRE_MESSAGE(back.size() == 2 && std::memcmp(back.data(), &x, 2) == 0, t);
  }
}

BOOST_AUTO_TEST_CASE(what_the_dtype_does_not_have_is_refused) {
  BOOST_TEST(!reads(dtype::i1, "128"));
  BOOST_TEST(!reads(dtype::u1, "-1"));
  BOOST_TEST(!reads(dtype::f4, "0x1.0000000000001p+0"));
  BOOST_TEST(!reads(dtype::f4, "0x1p+200"));
  BOOST_TEST(!reads(dtype::f8, "1.5x"));
  BOOST_TEST(!reads(dtype::f8, "0x"));
  BOOST_TEST(!reads(dtype::f8, "--0x1p+0"));
  BOOST_TEST(!reads(dtype::f8, "nan:7ff0000000000000"));
  BOOST_TEST(!reads(dtype::c8, "(0x1p+0)"));
  BOOST_TEST(!reads(dtype::b1, "1"));
}

BOOST_AUTO_TEST_CASE(hex_digits_are_lower_case_pairs) {
  BOOST_TEST(hex_text(std::string("\x00\xff", 2)) == "00ff");
  std::string bytes;
  std::string_view t = "00ffz";
  BOOST_TEST(read_hex(t, bytes));
  BOOST_TEST(bytes == std::string("\x00\xff", 2));
  BOOST_TEST(t == "z");
  t = "FF";
  BOOST_TEST(!read_hex(t, bytes));
}

BOOST_AUTO_TEST_SUITE_END()
