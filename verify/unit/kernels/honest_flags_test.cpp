// The flags of the reference kernels: what NumPy warns of, and nothing else.
#include <boost/test/unit_test.hpp>
#include <cfenv>

#include "verify/unit/kernels/run_op.hpp"
#include "verify/unit/kernels/samples.hpp"

namespace fnp {

BOOST_AUTO_TEST_SUITE(kernels_honest_flags)

using samples::flags_of;
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double largest = std::numeric_limits<double>::max();

BOOST_AUTO_TEST_CASE(arithmetic_reports_the_status_of_the_instruction) {
  BOOST_TEST((flags_of<ops::divide, double>(1.0, 0.0)) == fp_divide);
  BOOST_TEST((flags_of<ops::divide, double>(0.0, 0.0)) == fp_invalid);
  BOOST_TEST((flags_of<ops::multiply, double>(largest, 2.0)) == fp_over);
  BOOST_TEST((flags_of<ops::multiply, double>(1e-200, 1e-200)) == fp_under);
  BOOST_TEST((flags_of<ops::add, double>(infinity, -infinity)) == fp_invalid);
  BOOST_TEST((flags_of<ops::add, double>(1.0, 0x1p-60)) == 0);
  BOOST_TEST((flags_of<ops::sqrt, double>(-1.0)) == fp_invalid);
  BOOST_TEST((flags_of<ops::add, double>(std::nan(""), 1.0)) == 0);
  BOOST_TEST((flags_of<ops::divide, float>(1.0f, 0.0f)) == fp_divide);
  BOOST_TEST((flags_of<ops::multiply, half>(half(60000.0f), half(2.0f))) == fp_over);
  BOOST_TEST((flags_of<ops::divide, half>(half(1.0f), half(0.0f))) == fp_divide);
}

BOOST_AUTO_TEST_CASE(functions_report_poles_domains_and_overflow) {
  BOOST_TEST((flags_of<ops::log, double>(0.0)) == fp_divide);
  BOOST_TEST((flags_of<ops::log, double>(-1.0)) == fp_invalid);
  BOOST_TEST((flags_of<ops::log1p, double>(-1.0)) == fp_divide);
  BOOST_TEST((flags_of<ops::arctanh, double>(1.0)) == fp_divide);
  BOOST_TEST((flags_of<ops::exp, double>(1000.0)) == fp_over);
  BOOST_TEST((flags_of<ops::exp, double>(-1000.0)) == fp_under);
  BOOST_TEST((flags_of<ops::exp, double>(1.0)) == 0);
  BOOST_TEST((flags_of<ops::sin, double>(infinity)) == fp_invalid);
  BOOST_TEST((flags_of<ops::power, double>(0.0, -1.0)) == fp_divide);
  BOOST_TEST((flags_of<ops::power, double>(-8.0, 0.5)) == fp_invalid);
  BOOST_TEST((flags_of<ops::power, double>(1e200, 2.0)) == fp_over);
}

BOOST_AUTO_TEST_CASE(comparisons_and_selections_are_silent_on_nan) {
  BOOST_TEST((flags_of<ops::less, bool>(std::nan(""), 1.0)) == 0);
  BOOST_TEST((flags_of<ops::maximum, double>(std::nan(""), 1.0)) == 0);
  BOOST_TEST((flags_of<ops::floor, double>(1.5)) == 0);
  BOOST_TEST((flags_of<ops::isnan, bool>(std::nan(""))) == 0);
}

BOOST_AUTO_TEST_CASE(integers_report_divisions_by_zero_at_every_level) {
  std::vector<std::int32_t> const x{1, 2, 3}, y{1, 0, 1};
  std::vector<std::int32_t> out(3);
  constexpr int loop = ops::find_loop<ops::floor_divide>(std::array{dtype::i4, dtype::i4});
  for (int level = 0; level < isa_count; ++level) {
    std::byte* const data[] = {samples::bytes_of(out), samples::bytes_of(x), samples::bytes_of(y)};
    std::ptrdiff_t const stride[3] = {};
    BOOST_TEST(kernels::find(ops::id_of<ops::floor_divide>, loop, static_cast<isa>(level))({data, stride, 0, 1, 3},
                                                                                           nullptr) == fp_divide);
  }
  BOOST_TEST((flags_of<ops::reciprocal, std::int64_t>(std::int64_t{0})) == (fp_divide | fp_invalid));
}

BOOST_AUTO_TEST_CASE(the_callers_own_flags_stay_as_they_were) {
  std::feclearexcept(FE_ALL_EXCEPT);
  flags_of<ops::divide, double>(1.0, 0.0);
  BOOST_TEST(std::fetestexcept(FE_DIVBYZERO) == 0);
  std::feraiseexcept(FE_INVALID);
  BOOST_TEST((flags_of<ops::add, double>(1.0, 1.0)) == 0);
  BOOST_TEST(std::fetestexcept(FE_INVALID) != 0);
  std::feclearexcept(FE_ALL_EXCEPT);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
