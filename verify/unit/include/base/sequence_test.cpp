// Sequences: what converts to one, and back to a span.
#include <array>
#include <boost/test/unit_test.hpp>
#include <span>
#include <type_traits>
#include <vector>

#include "fnp/base/sequence.hpp"

namespace {

int sum(fnp::sequence<int const> s) {
  int total = 0;
  for (int x : s) total += x;
  return total;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sequences)

// A sequence of constants is no way to write to them.
static_assert(!std::is_convertible_v<std::vector<int> const&, fnp::sequence<int>>);

BOOST_AUTO_TEST_CASE(whatever_holds_its_elements_in_a_row_is_one) {
  std::vector<int> const v{1, 2, 3};
  int const plain[] = {4, 5};
  BOOST_TEST(sum(v) == 6);
  BOOST_TEST(sum(plain) == 9);
  BOOST_TEST(sum(std::array<int, 2>{7, 8}) == 15);
  BOOST_TEST(sum(std::span(v).subspan(1)) == 5);
  BOOST_TEST(sum({v.data(), 2}) == 3);
  BOOST_TEST(sum({v.data() + 1, v.data() + 3}) == 5);
  BOOST_TEST(sum({v.data(), 0}) == 0);
  BOOST_TEST(fnp::sequence<int>().empty());
}

BOOST_AUTO_TEST_CASE(it_is_a_range_that_a_span_can_look_at) {
  int values[] = {1, 2, 3};
  fnp::sequence<int> const s(values);
  s[1] = 9;
  std::span<int const> const seen = s;
  BOOST_TEST(seen.size() == 3u);
  BOOST_TEST(seen[1] == 9);
  BOOST_TEST(s.back() == 3);
}

BOOST_AUTO_TEST_SUITE_END()
