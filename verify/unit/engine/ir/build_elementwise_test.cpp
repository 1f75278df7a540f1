// Loops, casts to them, explicit casts and the user's kernels.
#include "verify/unit/engine/ir/graphs.hpp"

using namespace fnp;
using namespace fnp::ir;
using namespace fnp::ir::testing;

BOOST_AUTO_TEST_SUITE(build_elementwise)

BOOST_AUTO_TEST_CASE(operands_are_cast_to_the_loop) {
  ir::graph g;
  value const i = leaf(g, dtype::i4, {3}), f = leaf(g, dtype::f4, {3});
  value const r = apply<ops::add>(g, {i, f});
  BOOST_TEST(g.type(r) == dtype::f8);
  for (value const v : g[r].operands) {
    BOOST_CHECK(g[v].op == op_cast);
    BOOST_TEST(g[v].attributes[0].name == "buffered");
  }
  BOOST_TEST(g.type(apply<ops::sqrt>(g, {leaf(g, dtype::i1, {2})})) == dtype::f2);
}

BOOST_AUTO_TEST_CASE(dtypes_without_a_loop_are_named) {
  ir::graph g;
  value const b = leaf(g, dtype::b1, {3}), f = leaf(g, dtype::f8, {3});
  message_of([&] { apply<ops::subtract>(g, {b, b}); }, error_code::no_loop);
  std::string const text = message_of([&] { apply<ops::left_shift>(g, {f, b}); }, error_code::no_loop);
  BOOST_TEST(text == "TypeError: ufunc 'left_shift' not supported for the input types (float64, bool)");
}

BOOST_AUTO_TEST_CASE(wrong_calls_are_refused) {
  ir::graph g;
  value const x = leaf(g, dtype::f8, {3});
  message_of([&] { apply<ops::add>(g, {x}); }, error_code::bad_argument);
  message_of([&] { apply<ops::add_reduce>(g, {x}); }, error_code::bad_argument);
  message_of([&] { apply<ops::add>(g, {x, x}, {weak::strong}); }, error_code::bad_argument);
}

BOOST_AUTO_TEST_CASE(int64_against_uint64_has_a_loop_of_its_own) {
  ir::graph g;
  value const i = leaf(g, dtype::i8, {3}), u = leaf(g, dtype::u8, {3});
  value const r = apply<ops::less>(g, {i, u});
  BOOST_TEST(g[r].operands[0] == i);
  BOOST_TEST(g[r].operands[1] == u);
}

BOOST_AUTO_TEST_CASE(ldexp_takes_a_weak_exponent) {
  ir::graph g;
  value const r =
      apply<ops::ldexp>(g, {leaf(g, dtype::f4, {3}), constant(g, std::int64_t{3})}, {weak::strong, weak::integer});
  BOOST_TEST(g.type(r) == dtype::f4);
  BOOST_TEST(constant_of<std::int32_t>(g, g[r].operands[1]) == 3);
}

BOOST_AUTO_TEST_CASE(a_cast_to_the_same_layout_and_dtype_is_the_value) {
  ir::graph g;
  value const x = leaf(g, dtype::f8, {3, 4}), sliced = leaf(g, dtype::f8, {3, 4}, extents{64, 16});
  BOOST_TEST(make_cast(g, x, dtype::f8) == x);
  BOOST_TEST(make_cast(g, x, dtype::f8, order::f) != x);
  BOOST_TEST(g[make_cast(g, sliced, dtype::f8)].stride == (extents{32, 8}));
  BOOST_TEST(g[make_cast(g, x, dtype::f4, order::f)].stride == (extents{4, 12}));
}

BOOST_AUTO_TEST_CASE(constants_are_cast_at_once) {
  ir::graph g;
  BOOST_TEST(constant_of<std::uint8_t>(g, make_cast(g, constant(g, -1), dtype::u1)) == 255);
}

BOOST_AUTO_TEST_CASE(a_users_kernel_gets_its_dtypes) {
  ir::graph g;
  engine::user_kernel const kernel{"twice",   1,       {dtype::f8, dtype::f8, dtype::f8, dtype::f8},
                                   dtype::f4, nullptr, nullptr};
  value const x = leaf(g, dtype::i4, {3});
  value const r = make_map(g, kernel, {&x, 1});
  BOOST_TEST(g.type(r) == dtype::f4);
  BOOST_TEST(g.type(g[r].operands[0]) == dtype::f8);
  BOOST_TEST(make_map(g, kernel, {&x, 1}) == r);
  BOOST_TEST(g.kernels.size() == 1u);
  message_of([&] { make_map(g, kernel, {}); }, error_code::bad_argument);
}

BOOST_AUTO_TEST_SUITE_END()
