// What is written is JSON, and reads back as it was meant.
#include "engine/explain/json_writer.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

using fnp::explaining::json_writer;

BOOST_AUTO_TEST_SUITE(json_writers)

BOOST_AUTO_TEST_CASE(nested_values_read_back) {
  json_writer w;
  w.open('{');
  w.text("a", "x");
  w.open("list", '[');
  w.number(1);
  w.open('{');
  w.close();
  w.null();
  w.close();
  fnp::index const some[] = {3, -4};
  w.numbers("numbers", some);
  w.numbers("none", {});
  w.truth("yes", true);
  w.close();
  BOOST_TEST(boost::json::parse(std::move(w).take()) ==
             boost::json::parse(R"({"a":"x","list":[1,{},null],"numbers":[3,-4],"none":[],"yes":true})"));
}

BOOST_AUTO_TEST_CASE(every_byte_is_escaped_or_replaced) {
  auto const read = [](std::string_view s) {
    json_writer w;
    w.text(s);
    return std::string(boost::json::parse(std::move(w).take()).as_string());
  };
  for (int c = 0; c < 128; ++c) {
    std::string const s = {'a', static_cast<char>(c), 'b'};
    BOOST_TEST(read(s) == s);
  }
  BOOST_TEST(read("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80") == "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
  BOOST_TEST(read("a\xff") == "a\xef\xbf\xbd");
  BOOST_TEST(read("\xc0\xaf") == "\xef\xbf\xbd\xef\xbf\xbd");                  // overlong
  BOOST_TEST(read("\xed\xa0\x80") == "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");  // a surrogate
  BOOST_TEST(read("\xe2\x82") == "\xef\xbf\xbd\xef\xbf\xbd");                  // cut short
}

BOOST_AUTO_TEST_SUITE_END()
