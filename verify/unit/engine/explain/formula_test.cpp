// Nodes as NumPy-like text: precedence, views, reductions, constants.
#include "engine/explain/formula.hpp"

#include "verify/unit/engine/explain/plans.hpp"

using namespace fnp;
using namespace fnp::explaining;
using namespace fnp::explaining::testing;

BOOST_AUTO_TEST_SUITE(formula)

namespace {

// The text of the one result of a graph over inputs a, b (float64, 6 x 4) and c (float64, 4).
template <class F> std::string text_of_result(F&& build) {
  planned p;
  ir::graph& g = p.graph();
  ir::value const a = leaf(g, dtype::f8, {6, 4}), b = leaf(g, dtype::f8, {6, 4}), c = leaf(g, dtype::f8, {4});
  p.work.add(build(g, a, b, c));
  p.make();
  outline const o(p.graph(), p.what);
  return o.parts.back().text;
}
using G = ir::graph&;
using V = ir::value;

ir::value part_of(G g, V v, std::vector<index_item> const& items) { return ir::make_subscript(g, v, items); }

}  // namespace

BOOST_AUTO_TEST_CASE(parentheses_stand_where_python_needs_them) {
  BOOST_TEST(text_of_result([](G g, V a, V b, V c) {
               return apply<ops::multiply>(g, {apply<ops::add>(g, {a, b}), c});
             }) == "(a + b) * c");
  BOOST_TEST(text_of_result([](G g, V a, V b, V c) {
               return apply<ops::add>(g, {apply<ops::multiply>(g, {a, b}), c});
             }) == "a * b + c");
  BOOST_TEST(text_of_result([](G g, V a, V b, V c) {
               return apply<ops::subtract>(g, {a, apply<ops::subtract>(g, {b, c})});
             }) == "a - (b - c)");
  BOOST_TEST(text_of_result([](G g, V a, V b, V c) {
               return apply<ops::subtract>(g, {apply<ops::subtract>(g, {a, b}), c});
             }) == "a - b - c");
  BOOST_TEST(text_of_result([](G g, V a, V b, V c) {
               return apply<ops::power>(g, {apply<ops::power>(g, {a, b}), c});
             }) == "(a ** b) ** c");
  BOOST_TEST(text_of_result([](G g, V a, V b, V c) {
               return apply<ops::power>(g, {a, apply<ops::power>(g, {b, c})});
             }) == "a ** b ** c");
  BOOST_TEST(text_of_result([](G g, V a, V b, V) { return apply<ops::power>(g, {apply<ops::negative>(g, {a}), b}); }) ==
             "(-a) ** b");
  BOOST_TEST(text_of_result([](G g, V a, V b, V c) {
               return apply<ops::equal>(g, {apply<ops::less>(g, {a, b}), apply<ops::less>(g, {b, c})});
             }) == "(a < b) == (b < c)");
  BOOST_TEST(text_of_result([](G g, V a, V b, V c) {
               return apply<ops::where>(g, {apply<ops::less>(g, {a, b}), a, c});
             }) == "where(a < b, a, c)");
}

BOOST_AUTO_TEST_CASE(reductions_have_numpys_names_and_arguments) {
  auto const reduced = [](ops::op_id op, engine::axes_argument const& axes) {
    return text_of_result([&](G g, V a, V, V) { return ir::make_reduce(g, op, a, axes); });
  };
  BOOST_TEST(reduced(id<ops::add_reduce>, over_all()) == "sum(a)");
  BOOST_TEST(reduced(id<ops::add_reduce>, over({-1})) == "sum(a, axis=1)");
  BOOST_TEST(reduced(id<ops::maximum_reduce>, over({0}, true)) == "max(a, axis=0, keepdims=True)");
  BOOST_TEST(reduced(id<ops::argmin>, over({0})) == "argmin(a, axis=0)");
}

BOOST_AUTO_TEST_CASE(views_are_subscripts_and_transposes) {
  using items = std::vector<index_item>;
  auto const seen = [](items const& i) { return text_of_result([&](G g, V a, V, V) { return part_of(g, a, i); }); };
  BOOST_TEST(seen({slice(1, end)}) == "a[1:]");
  BOOST_TEST(seen({slice(none, -1), slice(1, 3)}) == "a[:5, 1:3]");
  BOOST_TEST(seen({slice(none, none, -1)}) == "a[::-1]");
  BOOST_TEST(seen({slice(4, 0, -2)}) == "a[4:1:-2]");  // elements 4 and 2
  BOOST_TEST(seen({index_item(2)}) == "a[2]");
  BOOST_TEST(seen({whole, index_item(3)}) == "a[:, 3]");
  BOOST_TEST(seen({newaxis, whole, slice(none, none, 2)}) == "a[None, :, ::2]");
  fnp::index const swapped[] = {1, 0};
  BOOST_TEST(text_of_result([&](G g, V a, V, V) { return ir::make_transpose(g, a, swapped); }) == "a.T");
  BOOST_TEST(text_of_result([&](G g, V a, V b, V) {
               return ir::make_transpose(g, apply<ops::add>(g, {a, b}), swapped);
             }) == "(a + b).T");
  BOOST_TEST(text_of_result([](G g, V, V, V c) { return ir::make_broadcast(g, c, {6, 4}); }) ==
             "broadcast_to(c, (6, 4))");
  BOOST_TEST(text_of_result([](G g, V a, V, V) { return ir::make_diagonal(g, a, 0, 0, 1); }) == "view(a, shape=(4,))");
  BOOST_TEST(text_of_result([](G g, V a, V, V) { return ir::make_reshape(g, a, {3, 8}); }) == "a.reshape(3, 8)");
}

BOOST_AUTO_TEST_CASE(constants_read_back_as_the_same_number) {
  ir::graph g;
  auto const text = [&](auto x) { return constant_term(g[constant(g, x)]).text; };
  BOOST_TEST(text(0.1) == "0.1");
  BOOST_TEST(text(0.1f) == "0.1");
  BOOST_TEST(text(2.0) == "2.0");
  BOOST_TEST(text(-0.0) == "-0.0");
  BOOST_TEST(text(1e300) == "1e+300");
  BOOST_TEST(text(std::int16_t{-7}) == "-7");
  BOOST_TEST(text(true) == "True");
  BOOST_TEST(text(complex128(1.5, -2.0)) == "(1.5-2.0j)");
}

BOOST_AUTO_TEST_SUITE_END()
