// Plain words for numbers, layouts and verdicts.
#include "engine/explain/words.hpp"

#include "verify/unit/engine/explain/plans.hpp"

using namespace fnp;
using namespace fnp::explaining;
using namespace fnp::explaining::testing;

BOOST_AUTO_TEST_SUITE(words)

BOOST_AUTO_TEST_CASE(numbers_are_grouped_by_three) {
  BOOST_TEST(grouped(0) == "0");
  BOOST_TEST(grouped(999) == "999");
  BOOST_TEST(grouped(-1000) == "-1,000");
  BOOST_TEST(grouped(-100) == "-100");
  BOOST_TEST(grouped(1234567) == "1,234,567");
}

BOOST_AUTO_TEST_CASE(bytes_have_three_digits_and_a_decimal_unit) {
  BOOST_TEST(byte_words(999) == "999 B");
  BOOST_TEST(byte_words(1000) == "1.00 kB");
  BOOST_TEST(byte_words(12340) == "12.3 kB");
  BOOST_TEST(byte_words(999'900) == "1.00 MB");
  BOOST_TEST(byte_words(2'500'000'000) == "2.50 GB");
}

BOOST_AUTO_TEST_CASE(layouts_are_named) {
  BOOST_TEST(layout_words({{3, 4}, {32, 8}, 0}, 8) == "C order");
  BOOST_TEST(layout_words({{3, 4}, {8, 24}, 0}, 8) == "F order");
  BOOST_TEST(layout_words({{3, 4}, {64, 8}, 0}, 8) == "strided");
  BOOST_TEST(layout_words({{3, 4}, {0, -8}, 24}, 8) == "broadcast, reversed");
  BOOST_TEST(layout_words({{1, 1}, {0, 0}, 0}, 8) == "one element");
}

BOOST_AUTO_TEST_CASE(access_says_what_staging_does) {
  plan::step s;
  auto const words = [&](extents const& stride, dtype as, plan::access how) {
    s.extent = {4, 4};
    s.operands.resize(2);
    s.operands[1].type = dtype::f8;
    s.operands[1].as = as;
    s.operands[1].map = {{4, 4}, stride, 0};
    s.operands[1].how = how;
    return access_words(s, 1);
  };
  BOOST_TEST(words({32, 8}, dtype::f8, plan::access::dense) == "dense rows");
  BOOST_TEST(words({8, 0}, dtype::f8, plan::access::broadcast) == "one value for a whole row");
  BOOST_TEST(words({8, 32}, dtype::f4, plan::access::staged) == "staged: transposed, cast to float32");
  BOOST_TEST(words({8, 32}, dtype::f8, plan::access::strided) == "transposed in registers");
  BOOST_TEST(words({32, -8}, dtype::f8, plan::access::staged) == "staged: reversed");
  BOOST_TEST(words({64, 16}, dtype::f8, plan::access::staged) == "staged: strided");
  BOOST_TEST(words({32, 8}, dtype::f8, plan::access::staged) == "staged: kept apart, it overlaps");
}

// A theorem without words of its own would be shown by its code name.
BOOST_AUTO_TEST_CASE(every_verdict_in_a_plan_has_a_sentence) {
  for_each_plan([](planned const& p) {
    for (plan::step const& s : p.what.steps)
      for (plan::note const& n : s.notes)
        BOOST_TEST(verdict_words(n.answer).size() > std::string_view(n.answer.theorem).size());
  });
}

BOOST_AUTO_TEST_SUITE_END()
