// Functions of float16 from their tables against the functions.
#include <boost/test/unit_test.hpp>

#include "kernels/half_table.hpp"
#include "verify/unit/kernels/run_op.hpp"
#include "verify/unit/kernels/samples.hpp"

namespace fnp {
namespace {

std::vector<half> every_pattern() {
  std::vector<half> x;
  for (unsigned b = 0; b < 0x10000; ++b) x.push_back(half::from_bits(static_cast<std::uint16_t>(b)));
  return x;
}

template <class Op> void check_levels() {
  auto const x = every_pattern();
  std::vector<half> expected(x.size()), out(x.size());
  samples::run_op<Op>(expected, x);
  std::byte* const data[] = {samples::bytes_of(out), samples::bytes_of(x)};
  std::ptrdiff_t const stride[2] = {};
  for (isa const level : vector_levels)
    for (int time = 0; time < 4 && kernels::has_isa(level); ++time) {  // from the second or third on the table answers
      kernels::find(ops::id_of<Op>, ops::find_loop<Op>(std::array{dtype::f2}), level)(
          {data, stride, 0, 1, std::ptrdiff_t(x.size())}, nullptr);
      for (std::size_t i = 0; i < x.size(); ++i) {
        bool const nan = std::isnan(float(out[i])) && std::isnan(float(expected[i]));
        if (!nan && out[i].bits != expected[i].bits)
          BOOST_FAIL(Op::name << " of pattern " << x[i].bits << " gives " << out[i].bits << ", time " << time);
      }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(half_table)

BOOST_AUTO_TEST_CASE(a_table_holds_what_the_function_gives) {
  check_levels<ops::log2>(), check_levels<ops::sin>(), check_levels<ops::arctanh>(), check_levels<ops::expm1>(),
      check_levels<ops::erf>();
}

BOOST_AUTO_TEST_CASE(short_functions_of_float16_give_what_those_of_float32_give) {
  check_levels<ops::log>(), check_levels<ops::log2>(), check_levels<ops::log10>(), check_levels<ops::exp2>();
}

BOOST_AUTO_TEST_CASE(a_table_is_filled_once_and_only_when_enough_was_asked_for) {
  static constinit fnp::FNP_LEVEL::half_table table{};
  int filled = 0;
  auto const negate = [&](half* values, std::ptrdiff_t n) {
    ++filled;
    for (std::ptrdiff_t i = 0; i < n; ++i) values[i].bits ^= 0x8000u;
  };
  for (int k = 0; k < 127; ++k) BOOST_REQUIRE(table.for_values(1024, negate) == nullptr);
  half const* const values = table.for_values(1024, negate);
  BOOST_REQUIRE(values != nullptr);
  BOOST_TEST((table.for_values(1, negate) == values && filled == 1));
  auto const x = every_pattern();
  std::vector<half> y(x.size() - 3);
  fnp::FNP_LEVEL::look_up_halves(values, x.data(), y.data(), std::ptrdiff_t(y.size()));
  for (std::size_t i = 0; i < y.size(); ++i) BOOST_REQUIRE_EQUAL(y[i].bits, x[i].bits ^ 0x8000u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
