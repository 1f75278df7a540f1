// Typed programs: what becomes of leaves, weak scalars, regions and named subexpressions.
#include "verify/unit/engine/ir/graphs.hpp"

using namespace fnp;
using namespace fnp::ir;
using namespace fnp::ir::testing;
using engine::code;
using engine::instruction;

BOOST_AUTO_TEST_SUITE(lower)

namespace {

array_handle an_array(dtype type, extents const& shape) { return make_array(type, shape); }

engine::leaf scalar(dtype type, weak kind, double x) {
  engine::leaf l;
  l.type = type;
  l.kind = kind;
  visit_dtype(type, [&](auto e) {
    if constexpr (std::is_arithmetic_v<decltype(e)>) {
      e = static_cast<decltype(e)>(x);
      std::memcpy(l.bits, &e, sizeof e);
    }
  });
  return l;
}
engine::leaf of(array_handle const& a) {
  engine::leaf l;
  l.array = a.get();
  return l;
}

template <class Op> std::uint16_t loop_of(dtype d) {
  std::array<dtype, 3> const in{d, d, d};
  return static_cast<std::uint16_t>(ops::find_loop(ops::op_table[id<Op>], in.data(), ops::op_table[id<Op>].arity));
}
instruction push(std::uint16_t leaf, dtype type) { return {code::leaf, 0, leaf, 0, type}; }
template <class Op> instruction call(dtype d, dtype result) {
  return {code::apply, ops::op_table[id<Op>].arity, loop_of<Op>(d), id<Op>, result};
}
block_kernel const kernels[isa_count]{};

}  // namespace

BOOST_AUTO_TEST_CASE(postfix_becomes_nodes) {
  auto const a = an_array(dtype::f8, {3}), b = an_array(dtype::f8, {2, 3});
  instruction const code[] = {push(0, dtype::f8), push(1, dtype::f8), push(2, dtype::f8),
                              call<ops::multiply>(dtype::f8, dtype::f8), call<ops::add>(dtype::f8, dtype::f8)};
  engine::region const whole[] = {{0, 5, kernels}};
  engine::program const p{code, whole, 3, dtype::f8};
  engine::leaf const leaves[] = {of(a), of(b), scalar(dtype::i8, weak::integer, 3)};
  ir::graph g;
  value const r = ir::lower(g, p, leaves);
  g.results = {r};
  BOOST_TEST(g.nodes.size() == 5u);  // no constant is left over in the dtype it came in
  BOOST_TEST(g.shape(r) == (extents{2, 3}));
  BOOST_REQUIRE(g.regions.size() == 1u);
  BOOST_TEST(g.regions[0].root == r);
  BOOST_REQUIRE(g.regions[0].operands.size() == 3u);
  BOOST_TEST(g.inputs[static_cast<std::size_t>(g[g.regions[0].operands[0]].attributes[0].integers[0])].array.get() ==
             a.get());
  BOOST_TEST(constant_of<double>(g, g.regions[0].operands[2]) == 3.0);
}

BOOST_AUTO_TEST_CASE(a_reduction_splits_regions) {
  // (a * a) - sum(a * 2): the outer kernel sees a, a and the sum.
  auto const a = an_array(dtype::f8, {4});
  engine::axes_argument const axes{};
  engine::leaf const fold(&axes);
  auto const f8 = dtype::f8;
  instruction const code[] = {push(0, f8),
                              push(0, f8),
                              call<ops::multiply>(f8, f8),
                              push(0, f8),
                              push(1, f8),
                              call<ops::multiply>(f8, f8),
                              {code::reduce, 1, 2, id<ops::add_reduce>, f8},
                              call<ops::subtract>(f8, f8)};
  engine::region const regions[] = {{3, 6, kernels}, {0, 8, kernels}};
  engine::leaf const leaves[] = {of(a), scalar(f8, weak::real, 2), fold};
  ir::graph g;
  value const r = ir::lower(g, {code, regions, 3, f8}, leaves);
  BOOST_REQUIRE(g.regions.size() == 2u);
  BOOST_TEST(g.regions[0].operands.size() == 2u);
  BOOST_REQUIRE(g.regions[1].operands.size() == 3u);
  BOOST_TEST(g.regions[1].root == r);
  BOOST_TEST(op_name(g[g.regions[1].operands[2]].op) == "add.reduce");
}

BOOST_AUTO_TEST_CASE(leaves_are_cast_to_what_the_kernel_wants) {
  auto const a = an_array(dtype::i4, {3});
  instruction const code[] = {push(0, dtype::f8), call<ops::sqrt>(dtype::f8, dtype::f8)};
  engine::region const whole[] = {{0, 2, kernels}};
  engine::leaf const leaves[] = {of(a)};
  ir::graph g;
  ir::lower(g, {code, whole, 1, dtype::f8}, leaves);
  value const operand = g.regions.at(0).operands[0];
  BOOST_CHECK(g[operand].op == op_cast);
  BOOST_CHECK(find_attribute(g[operand], "buffered") != nullptr);
}

BOOST_AUTO_TEST_CASE(casts_are_of_two_kinds) {
  auto const a = an_array(dtype::f8, {3});
  for (std::uint16_t const asked : {0, 1}) {
    instruction const code[] = {push(0, dtype::f8), {code::cast, 1, asked, 0, dtype::f4}};
    engine::leaf const leaves[] = {of(a)};
    ir::graph g;
    value const r = ir::lower(g, {code, {}, 1, dtype::f4}, leaves);
    BOOST_TEST(g[r].attributes[0].name == (asked ? "order" : "buffered"));
  }
}

BOOST_AUTO_TEST_CASE(an_exact_comparison_replaces_the_kernel) {
  auto const a = an_array(dtype::u1, {3});
  instruction const code[] = {push(0, dtype::u1), push(1, dtype::u1), call<ops::less>(dtype::u1, dtype::b1)};
  engine::region const whole[] = {{0, 3, kernels}};
  engine::leaf leaves[] = {of(a), scalar(dtype::i8, weak::integer, 300)};
  ir::graph g;
  value const r = ir::lower(g, {code, whole, 2, dtype::b1}, leaves);
  BOOST_TEST(op_name(g[r].op) == "less_equal");
  BOOST_TEST(g.regions.size() == 0u);
  leaves[1] = scalar(dtype::i8, weak::integer, 30);
  ir::lower(g, {code, whole, 2, dtype::b1}, leaves);
  BOOST_TEST(g.regions.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_weak_integer_must_fit) {
  auto const a = an_array(dtype::u1, {3});
  instruction const code[] = {push(0, dtype::u1), push(1, dtype::u1), call<ops::add>(dtype::u1, dtype::u1)};
  engine::leaf const leaves[] = {of(a), scalar(dtype::i8, weak::integer, 300)};
  ir::graph g;
  message_of([&] { ir::lower(g, {code, {}, 2, dtype::u1}, leaves); }, error_code::python_int_overflow);
}

BOOST_AUTO_TEST_CASE(a_named_subexpression_is_lowered_once) {
  auto const a = an_array(dtype::f8, {3});
  instruction const inner[] = {push(0, dtype::f8), call<ops::exp>(dtype::f8, dtype::f8)};
  engine::region const inner_regions[] = {{0, 2, kernels}};
  engine::program const inner_program{inner, inner_regions, 1, dtype::f8};
  engine::leaf const inner_leaves[] = {of(a)};
  engine::shared_expression named;
  named.what = &inner_program;
  named.leaves = inner_leaves;
  engine::leaf const use(&named);
  instruction const code[] = {push(0, dtype::f8), push(0, dtype::f8), call<ops::multiply>(dtype::f8, dtype::f8)};
  engine::leaf const leaves[] = {use};
  ir::graph g;
  ir::lower(g, {code, {}, 1, dtype::f8}, leaves);
  ir::lower(g, {code, {}, 1, dtype::f8}, leaves);
  BOOST_TEST(g.nodes.size() == 3u);
  BOOST_TEST(g.regions.size() == 1u);
}

// 20,000 named subexpressions inside each other: neither the machine's stack nor quadratic time.
BOOST_AUTO_TEST_CASE(depth_is_not_bounded_by_the_stack) {
  auto const a = an_array(dtype::f8, {3});
  constexpr std::size_t depth = 20000;
  instruction const code[] = {push(0, dtype::f8), call<ops::sqrt>(dtype::f8, dtype::f8)};
  engine::program const p{code, {}, 1, dtype::f8};
  std::vector<engine::shared_expression> named(depth);
  std::vector<engine::leaf> leaves(depth + 1);
  leaves[0] = of(a);
  for (std::size_t i = 0; i < depth; ++i) {
    named[i].what = &p;
    named[i].leaves = {&leaves[i], 1};
    leaves[i + 1] = engine::leaf(&named[i]);
  }
  ir::graph g;
  ir::lower(g, p, {&leaves[depth], 1});
  BOOST_TEST(g.nodes.size() == depth + 2);
}

BOOST_AUTO_TEST_CASE(a_chain_of_10000_nodes_is_one_pass) {
  auto const a = an_array(dtype::f8, {3});
  std::vector<instruction> code{push(0, dtype::f8)};
  for (int i = 0; i < 10000; ++i) {
    code.push_back(push(static_cast<std::uint16_t>(1 + i % 2), dtype::f8));
    code.push_back(call<ops::add>(dtype::f8, dtype::f8));
  }
  engine::region const whole[] = {{0, static_cast<std::uint16_t>(code.size()), kernels}};
  engine::leaf const leaves[] = {of(a), scalar(dtype::f8, weak::real, 1), scalar(dtype::f8, weak::real, 2)};
  ir::graph g;
  g.results = {ir::lower(g, {code, whole, 3, dtype::f8}, leaves)};
  BOOST_TEST(g.nodes.size() == 10003u);
  BOOST_TEST(g.regions.at(0).operands.size() == 10001u);
}

BOOST_AUTO_TEST_CASE(broken_programs_are_an_internal_error) {
  ir::graph g;
  instruction const code[] = {call<ops::sqrt>(dtype::f8, dtype::f8)};
  message_of([&] { ir::lower(g, {code, {}, 0, dtype::f8}, {}); }, error_code::invariant_broken);
  instruction const none[] = {push(3, dtype::f8)};
  message_of([&] { ir::lower(g, {none, {}, 0, dtype::f8}, {}); }, error_code::invariant_broken);
}

BOOST_AUTO_TEST_SUITE_END()
