// Format strings of arrays.
#if __has_include(<fmt/format.h>)
#define FMT_HEADER_ONLY
#include <fmt/format.h>
#endif
#include "fnp/interop/formatter.hpp"

#include <boost/test/unit_test.hpp>

#include "fnp/ndarray.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(formatter)

BOOST_AUTO_TEST_CASE(specifications_are_read_up_to_the_brace) {
  auto const reads = [](std::string_view text, int precision, bool as_repr) {
    format_spec s;
    auto at = text.begin();
    return s.read(at, text.end()) && s.options.precision == precision && s.as_repr == as_repr;
  };
  BOOST_TEST(reads("}", 8, false));
  BOOST_TEST(reads("", 8, false));
  BOOST_TEST(reads("r}", 8, true));
  BOOST_TEST(reads(".3}", 3, false));
  BOOST_TEST(reads(".12r}", 12, true));
  for (char const* bad : {"x}", ".}", "r3}", "3}"}) BOOST_TEST(!reads(bad, 8, false), bad);
}

#if defined(FMT_VERSION)
BOOST_AUTO_TEST_CASE(fmt_prints_arrays) {
  ndarray const a(2.0 / 3);
  BOOST_TEST(fmt::format("<{}>", reshape(a, {1})) == "<[0.66666667]>");
  BOOST_TEST(fmt::format("{:.2r}", a) == "array(0.67)");
  BOOST_CHECK_THROW(static_cast<void>(fmt::format(fmt::runtime("{:q}"), a)), fmt::format_error);
}
#endif

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
