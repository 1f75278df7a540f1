// Tolerance classes at their borders.
#include "verify/oracle/outcome_comparison.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace fnp::oracle;
namespace json = boost::json;

namespace {

case_text case_with(std::string const& kind, double max = 0, double rtol = 0, double atol = 0) {
  case_text c;
  c.results = {"t"};
  c.check = {"dtype", "shape", "values"};
  c.how = {kind, false, max, rtol, atol};
  return c;
}
json::object doubles(std::initializer_list<double> values) {
  std::string bytes(reinterpret_cast<char const*>(values.begin()), values.size() * sizeof(double));
  return {
      {"status", "ok"},
      {"results", {{"t", {{"dtype", "<f8"}, {"shape", json::array{values.size()}}, {"data", encode_bytes(bytes)}}}}}};
}
bool same(case_text const& c, json::object const& e, json::object const& a) { return !compare_outcomes(c, e, a); }

}  // namespace

BOOST_AUTO_TEST_SUITE(comparison)

BOOST_AUTO_TEST_CASE(bit_tells_zeros_apart_but_not_nans) {
  case_text c = case_with("bit");
  BOOST_TEST(same(c, doubles({1.0, std::nan("1")}), doubles({1.0, -std::nan("2")})));
  BOOST_TEST(!same(c, doubles({0.0}), doubles({-0.0})));
  c.how.zeros_equal = true;
  BOOST_TEST(same(c, doubles({0.0}), doubles({-0.0})));
  c.check.push_back("nan_bits");
  BOOST_TEST(!same(c, doubles({std::nan("1")}), doubles({std::nan("2")})));
}

BOOST_AUTO_TEST_CASE(ulp_counts_steps_and_never_crosses_into_infinity) {
  double const next = std::nextafter(1.0, 2.0), second = std::nextafter(next, 2.0);
  BOOST_TEST(same(case_with("ulp", 1), doubles({1.0}), doubles({next})));
  BOOST_TEST(!same(case_with("ulp", 1), doubles({1.0}), doubles({second})));
  BOOST_TEST(same(case_with("ulp", 2), doubles({0x1p-1074}), doubles({-0x1p-1074})));
  BOOST_TEST(!same(case_with("ulp", 4), doubles({0.0}), doubles({-0.0})));
  BOOST_TEST(!same(case_with("ulp", 4), doubles({1.7976931348623157e308}), doubles({INFINITY})));
}

BOOST_AUTO_TEST_CASE(close_is_relative_to_the_element_and_norm_to_the_largest) {
  BOOST_TEST(same(case_with("close", 0, 0.125), doubles({10.0, 1.0}), doubles({11.0, 1.125})));
  BOOST_TEST(!same(case_with("close", 0, 0.1), doubles({10.0, 1.0}), doubles({10.0, 1.5})));
  BOOST_TEST(same(case_with("norm", 0, 0.1), doubles({10.0, 1.0}), doubles({10.0, 1.5})));
  BOOST_TEST(!same(case_with("norm", 0, 1), doubles({INFINITY, 1.0}), doubles({1.0, 1.0})));
}

BOOST_AUTO_TEST_CASE(a_difference_says_where_and_how_many) {
  auto const d = compare_outcomes(case_with("bit"), doubles({1.0, 2.0, 3.0}), doubles({1.0, 2.5, 4.0}));
  BOOST_REQUIRE(d.has_value());
  BOOST_TEST(d->at("kind").as_string() == "values");
  BOOST_TEST(json::serialize(d->at("index")) == "[1]");
  BOOST_TEST(d->at("mismatched").to_number<int>() == 2);
  BOOST_TEST(d->at("expected").as_string() == "0000000000000040");
}

BOOST_AUTO_TEST_CASE(errors_are_equal_in_class_and_reason) {
  auto const error = [](char const* type, char const* reason) {
    return json::object{{"status", "error"}, {"error", {{"class", type}, {"reason", reason}}}};
  };
  case_text const c = case_with("bit");
  BOOST_TEST(same(c, error("TypeError", "cast"), error("TypeError", "cast")));
  BOOST_TEST(!same(c, error("TypeError", "cast"), error("TypeError", "no_loop")));
  BOOST_TEST(!same(c, error("TypeError", "cast"), doubles({1.0})));
}

BOOST_AUTO_TEST_SUITE_END()
