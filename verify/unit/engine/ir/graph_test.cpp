// Nodes are made once; inputs by memory and layout; names, addresses and locations do not count.
#include "engine/ir/graph.hpp"

#include "verify/unit/engine/ir/graphs.hpp"

using namespace fnp;
using namespace fnp::ir;
using namespace fnp::ir::testing;

BOOST_AUTO_TEST_SUITE(graph)

BOOST_AUTO_TEST_CASE(equal_nodes_are_made_once) {
  ir::graph g;
  value const x = leaf(g, dtype::f8, {3}), y = leaf(g, dtype::f8, {3});
  value const a = apply<ops::add>(g, {x, y});
  g.location = 7;
  BOOST_TEST(apply<ops::add>(g, {x, y}) == a);
  BOOST_TEST(apply<ops::add>(g, {y, x}) != a);
  BOOST_TEST(apply<ops::multiply>(g, {x, y}) != a);
}

BOOST_AUTO_TEST_CASE(constants_are_equal_by_their_bits) {
  ir::graph g;
  BOOST_TEST(constant(g, 0.0) == constant(g, 0.0));
  BOOST_TEST(constant(g, 0.0) != constant(g, -0.0));
  BOOST_TEST(constant(g, 0.0) != constant(g, std::int64_t{0}));
  BOOST_TEST(constant(g, __builtin_nan("")) == constant(g, __builtin_nan("")));
}

BOOST_AUTO_TEST_CASE(an_input_is_its_memory_and_layout) {
  static std::byte memory[64];
  auto const storage = adopt_memory(memory, 64, true, nullptr, nullptr);
  array_handle const a = fnp::make_view(storage, dtype::f8, {{4}, {8}, 0}, true),
                     same = fnp::make_view(storage, dtype::f8, {{4}, {8}, 0}, false);
  array_handle const shifted = fnp::make_view(storage, dtype::f8, {{4}, {8}, 8}, true),
                     other = fnp::make_view(storage, dtype::i8, {{4}, {8}, 0}, true);
  ir::graph g;
  value const x = make_input(g, *a, "x");
  BOOST_TEST(make_input(g, *same, "y") == x);
  BOOST_TEST(make_input(g, *shifted) != x);
  BOOST_TEST(make_input(g, *other) != x);
  BOOST_TEST(g.inputs.size() == 3u);
  BOOST_TEST(g[make_input(g, *shifted)].start == 8);
  BOOST_TEST(g.inputs[0].bytes == 64);
  BOOST_TEST(a->owners() == 2);  // the graph keeps it alive
}

BOOST_AUTO_TEST_CASE(equal_shapes_of_a_view_do_not_make_equal_views) {
  ir::graph g;
  value const x = leaf(g, dtype::f8, {1});
  BOOST_TEST(make_broadcast(g, x, {3}) != make_broadcast(g, x, {4}));
}

BOOST_AUTO_TEST_CASE(malformed_nodes_are_refused) {
  ir::graph g;
  value const x = leaf(g, dtype::f8, {3});
  node n;
  n.op = id<ops::add>;
  n.loop = 200;
  n.operands = {x, x};
  message_of([&] { g.add(n); }, error_code::bad_argument);
  n.loop = 0;  // the loop of bool
  message_of([&] { g.add(n); }, error_code::bad_argument);
  n.operands = {x, 99};
  message_of([&] { g.add(n); }, error_code::bad_argument);
  n.op = 0xeeee;
  n.operands = {x};
  message_of([&] { g.add(n); }, error_code::bad_argument);
  BOOST_TEST(g.nodes.size() == 1u);
}

BOOST_AUTO_TEST_CASE(two_outputs_are_neighbouring_values) {
  ir::graph g;
  value const x = leaf(g, dtype::f4, {3});
  value const q = apply<ops::frexp>(g, {x});
  BOOST_TEST(g[q].outputs == 2);
  BOOST_TEST(g.type(q) == dtype::f4);
  BOOST_TEST(g.type(q + 1) == dtype::i4);
}

BOOST_AUTO_TEST_SUITE_END()
