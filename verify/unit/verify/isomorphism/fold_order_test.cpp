// The pairwise tree and the walk of reductions, against definitions written out by hand.
#include "verify/isomorphism/fold_order.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "fnp/ops/all.hpp"

using namespace fnp;
using namespace fnp::isomorphism;

namespace {

std::string tree(fnp::index n) {
  return pairwise<std::string>(
      n, 0, 16, 4, [](fnp::index i) { return std::to_string(i); },
      [](std::string const& a, std::string const& b) { return "(" + a + "+" + b + ")"; });
}

ir::value input_of(ir::graph& g, extents const& shape, extents const& strides, fnp::index bytes) {
  handle<storage> const memory = make_array(dtype::u1, {bytes})->memory;
  return ir::make_input(g, *make_view(memory, dtype::f8, {shape, strides, 0}, true));
}

fold_walk walk(extents const& shape, extents const& strides, extents const& axes) {
  ir::graph g;
  engine::axes_argument a;
  a.all = false;
  a.axes = axes;
  ir::value const v = ir::make_reduce(g, ops::id_of<ops::add_reduce>, input_of(g, shape, strides, 1 << 16), a);
  return walk_of(g, g[v]);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(isomorphism_fold_order)

BOOST_AUTO_TEST_CASE(short_runs_are_added_in_order) {
  BOOST_TEST(tree(1) == "0");
  BOOST_TEST(tree(3) == "((0+1)+2)");
}
BOOST_AUTO_TEST_CASE(leaves_keep_running_sums_and_then_the_tail) {
  BOOST_TEST(tree(4) == "((0+1)+(2+3))");
  BOOST_TEST(tree(9) == "((((0+4)+(1+5))+((2+6)+(3+7)))+8)");
}
BOOST_AUTO_TEST_CASE(longer_runs_split_at_a_multiple_of_the_sums) {
  std::string const left = tree(8);
  BOOST_TEST(tree(18).substr(0, left.size() + 1) == "(" + left);
}
BOOST_AUTO_TEST_CASE(short_padded_rows_are_buffered_into_one_run_and_long_ones_are_not) {
  BOOST_TEST(walk({4, 5}, {40, 8}, {0, 1}).run == 2u);
  BOOST_TEST(walk({4, 5}, {48, 8}, {0, 1}).run == 2u);
  BOOST_TEST(walk({2, 4096}, {0, 8}, {0, 1}).run == 2u);
  BOOST_TEST(walk({2, 4097}, {0, 8}, {0, 1}).run == 1u);
}
BOOST_AUTO_TEST_CASE(a_buffered_run_is_cut_after_whole_inner_axes) {
  fold_walk const w = walk({3, 4000}, {0, 8}, {0, 1});
  BOOST_TEST(w.run == 2u);
  BOOST_TEST(w.chunk == 8000);
  BOOST_TEST(walk({2, 4000}, {0, 8}, {0, 1}).chunk == 0);
}
BOOST_AUTO_TEST_CASE(over_an_outer_axis_there_is_no_run) { BOOST_TEST(walk({4, 5}, {40, 8}, {0}).run == 0u); }
BOOST_AUTO_TEST_CASE(a_transposed_array_is_walked_in_memory_order) {
  fold_walk const w = walk({5, 4}, {8, 40}, {0});
  BOOST_TEST(w.run == 1u);
  BOOST_TEST((w.order == extents{1, 0}));
}

BOOST_AUTO_TEST_SUITE_END()
