// A value or none: what converts to it, and that optionals do.
#include <boost/test/unit_test.hpp>
#include <optional>
#include <type_traits>

#include "fnp/base/dtype.hpp"
#include "fnp/base/maybe.hpp"

namespace {

long given(fnp::maybe<long> m) { return m.value_or(-1); }

}  // namespace

BOOST_AUTO_TEST_SUITE(maybe_values)

BOOST_AUTO_TEST_CASE(none_and_braces_hold_nothing_and_a_value_is_held) {
  BOOST_TEST(given(fnp::none) == -1);
  BOOST_TEST(given({}) == -1);
  BOOST_TEST(given(0) == 0);
  BOOST_TEST(given(7) == 7);
  fnp::maybe<bool> const no = false;
  BOOST_TEST(no.has_value());
  BOOST_TEST(!*no);
}

BOOST_AUTO_TEST_CASE(optionals_convert_with_and_without_a_value) {
  BOOST_TEST(given(std::optional<long>(5)) == 5);
  BOOST_TEST(given(std::optional<long>()) == -1);
  BOOST_TEST(given(std::optional<int>(5)) == 5);
  static_assert(!std::is_convertible_v<std::optional<fnp::dtype>, fnp::maybe<long>>);
  static_assert(!std::is_convertible_v<char const*, fnp::maybe<long>>);
}

BOOST_AUTO_TEST_CASE(it_travels_as_bytes) {
  static_assert(std::is_trivially_copyable_v<fnp::maybe<long>> && std::is_trivially_destructible_v<fnp::maybe<long>>);
  constexpr fnp::maybe<fnp::dtype> at_compile_time = fnp::dtype::f4;
  static_assert(at_compile_time && *at_compile_time == fnp::dtype::f4);
  fnp::maybe<long> a = 3, b;
  b = a;
  a = fnp::none;
  BOOST_TEST(!a);
  BOOST_TEST(*b == 3);
}

BOOST_AUTO_TEST_SUITE_END()
