// Shapes without a graph are the shapes of the values, and what is refused is refused in the graph's words.
#include "engine/value_shape.hpp"

#include <boost/test/unit_test.hpp>

#include "fnp/fnp.hpp"

namespace fnp::test {

namespace {

template <class E> bool is_plain(E const& e, extents& shape) {
  typed::leaves_of<E> const leaves(e);
  engine::job const j = leaves.job();
  return engine::plain_shape(*j.what, j.leaves, shape);
}
template <class E> void require_plain(E const& e) {
  extents shape;
  BOOST_TEST(is_plain(e, shape));
  BOOST_TEST((shape == array<double>(e).shape()));
}
template <class E> void require_graph(E const& e) {
  extents shape;
  BOOST_TEST(!is_plain(e, shape));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(value_shape)

BOOST_AUTO_TEST_CASE(shapes_are_those_of_the_values) {
  auto const a = ones<double>({3, 4}), row = ones<double>({4}), column = ones<double>({3, 1}),
             cube = ones<double>({2, 1, 4});
  require_plain(a + row);
  require_plain(column * row - 2.0);
  require_plain(cube + column);
  require_plain(a - mean(a));
  require_plain(a - sum(a, axis(0)));
  require_plain(a / sum(a, axis(-1), keepdims));
  require_plain(sum(cube + a, axis(0, 2)));
  require_plain(sqrt(max(a, axis(1))));
}

BOOST_AUTO_TEST_CASE(what_has_rules_of_its_own_is_left_to_the_graph) {
  auto const a = ones<double>({3, 4}), empty = zeros<double>({0, 4}), other = ones<double>({5});
  require_graph(let(a) + 1.0);
  require_graph(transpose(a * 2.0) + 1.0);
  require_graph(max(empty));
  require_graph(a + other);
  require_graph(sum(a, axis(2)));
  require_graph(sum(a, axis(0, 0)));
  BOOST_CHECK_THROW((a + other).shape(), error);
  BOOST_CHECK_THROW(sum(a, axis(2)).shape(), error);
  BOOST_CHECK_THROW(max(empty).shape(), error);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
