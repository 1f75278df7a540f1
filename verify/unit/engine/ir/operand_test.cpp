// Weak scalars beside a loop.
#include "engine/ir/operand.hpp"

#include "verify/unit/engine/ir/graphs.hpp"

using namespace fnp;
using namespace fnp::ir;
using namespace fnp::ir::testing;

BOOST_AUTO_TEST_SUITE(operand)

namespace {
constexpr weak strong = weak::strong, integer = weak::integer, real = weak::real;

// The op that `x op number` becomes, and the number beside it.
template <class Op> std::pair<std::string, int> compared(std::int64_t number, bool swapped = false) {
  ir::graph g;
  value const x = leaf(g, dtype::u1, {3}), n = constant(g, number);
  value const r = swapped ? apply<Op>(g, {n, x}, {integer, strong}) : apply<Op>(g, {x, n}, {strong, integer});
  return {op_name(g[r].op), constant_of<std::uint8_t>(g, g[r].operands[1])};
}
}  // namespace

BOOST_AUTO_TEST_CASE(a_weak_scalar_takes_the_dtype_of_its_neighbour) {
  ir::graph g;
  value const x = leaf(g, dtype::f4, {3});
  value const r = apply<ops::add>(g, {x, constant(g, 0.1)}, {strong, real});
  BOOST_TEST(g.type(r) == dtype::f4);
  BOOST_TEST(constant_of<float>(g, g[r].operands[1]) == 0.1f);
  BOOST_TEST(g.type(apply<ops::add>(g, {x, constant(g, 0.1)})) == dtype::f8);  // not weak
  BOOST_TEST(g.type(apply<ops::add>(g, {leaf(g, dtype::i4, {3}), constant(g, 0.1)}, {strong, real})) == dtype::f8);
}

BOOST_AUTO_TEST_CASE(an_integer_that_does_not_fit_is_an_error) {
  ir::graph g;
  value const x = leaf(g, dtype::u1, {3}), big = constant(g, std::int64_t{300});
  std::string const text =
      message_of([&] { apply<ops::add>(g, {x, big}, {strong, integer}); }, error_code::python_int_overflow);
  BOOST_TEST(text == "OverflowError: add: Python integer 300 out of bounds for uint8");
  message_of([&] { apply<ops::add>(g, {x, constant(g, std::int64_t{-1})}, {strong, integer}); },
             error_code::python_int_overflow);
  value const y = leaf(g, dtype::i8, {3});
  message_of([&] { apply<ops::add>(g, {y, constant(g, std::uint64_t{1} << 63)}, {strong, integer}); },
             error_code::python_int_overflow);
  message_of([&] { apply<ops::add>(g, {y, constant(g, 0x1p70)}, {strong, integer}); }, error_code::python_int_overflow);
  BOOST_TEST(g.type(apply<ops::divide>(g, {x, big}, {strong, integer})) == dtype::f8);  // fits where it is used
}

BOOST_AUTO_TEST_CASE(comparisons_with_any_integer_are_exact) {
  using answer = std::pair<std::string, int>;
  answer const always{"less_equal", 255}, never{"greater", 255};
  BOOST_CHECK(compared<ops::less>(300) == always);
  BOOST_CHECK(compared<ops::less_equal>(300) == always);
  BOOST_CHECK(compared<ops::not_equal>(300) == always);
  BOOST_CHECK(compared<ops::equal>(300) == never);
  BOOST_CHECK(compared<ops::greater>(300) == never);
  BOOST_CHECK(compared<ops::less>(-1) == never);
  BOOST_CHECK(compared<ops::greater_equal>(-1) == always);
  BOOST_CHECK(compared<ops::less>(300, true) == never);      // 300 < x
  BOOST_CHECK(compared<ops::greater>(300, true) == always);  // 300 > x
  BOOST_CHECK(compared<ops::not_equal>(-1, true) == always);
  BOOST_CHECK(compared<ops::less>(255) == (answer{"less", 255}));
}

BOOST_AUTO_TEST_CASE(negative_powers_of_integers_are_an_error) {
  ir::graph g;
  value const x = leaf(g, dtype::i8, {3}), minus = constant(g, std::int64_t{-1});
  message_of([&] { apply<ops::power>(g, {x, minus}, {strong, integer}); }, error_code::negative_integer_power);
  message_of([&] { apply<ops::power>(g, {x, minus}); }, error_code::negative_integer_power);
  message_of([&] { apply<ops::power>(g, {leaf(g, dtype::u1, {3}), minus}, {strong, integer}); },
             error_code::python_int_overflow);
  BOOST_TEST(g.type(apply<ops::power>(g, {leaf(g, dtype::f4, {3}), minus}, {strong, integer})) == dtype::f4);
  BOOST_TEST(g.type(apply<ops::power>(g, {leaf(g, dtype::i8, {0}), minus}, {strong, integer})) == dtype::i8);
}

BOOST_AUTO_TEST_CASE(clip_takes_bounds_beyond_its_dtype) {
  ir::graph g;
  value const x = leaf(g, dtype::i1, {3}), low = constant(g, std::int64_t{-1000}),
              high = constant(g, std::int64_t{1000});
  value const r = apply<ops::clip>(g, {x, low, high}, {strong, integer, integer});
  BOOST_TEST(constant_of<std::int8_t>(g, g[r].operands[1]) == -128);
  BOOST_TEST(constant_of<std::int8_t>(g, g[r].operands[2]) == 127);
  message_of([&] { apply<ops::clip>(g, {x, high, high}, {strong, integer, integer}); },
             error_code::python_int_overflow);
}

BOOST_AUTO_TEST_CASE(logical_ops_ask_only_whether_a_number_is_zero) {
  ir::graph g;
  value const r =
      apply<ops::logical_and>(g, {leaf(g, dtype::u1, {3}), constant(g, std::int64_t{256})}, {strong, integer});
  BOOST_TEST(constant_of<std::uint8_t>(g, g[r].operands[1]) == 1);
}

BOOST_AUTO_TEST_CASE(where_wraps_as_an_assignment_would) {
  ir::graph g;
  value const r = apply<ops::where>(
      g, {leaf(g, dtype::b1, {3}), leaf(g, dtype::u1, {3}), constant(g, std::int64_t{300})}, {strong, strong, integer});
  BOOST_TEST(constant_of<std::uint8_t>(g, g[r].operands[2]) == 44);
}

BOOST_AUTO_TEST_SUITE_END()
