// Views as affine maps: each against the layout that the same view of an array has, and compositions.
#include "verify/unit/engine/ir/graphs.hpp"

using namespace fnp;
using namespace fnp::ir;
using namespace fnp::ir::testing;

BOOST_AUTO_TEST_SUITE(build_movement)

namespace {
extents const& map_of(ir::graph const& g, value v) { return g[v].attributes.at(0).integers; }
}  // namespace

BOOST_AUTO_TEST_CASE(a_transpose_permutes_strides) {
  ir::graph g;
  value const x = leaf(g, dtype::f8, {2, 3, 4});
  fnp::index const axes[] = {2, 0, 1}, twice[] = {0, 0, 1}, far[] = {0, 1, 3}, back[] = {1, 2, 0};
  value const t = make_transpose(g, x, axes);
  BOOST_TEST(g.shape(t) == (extents{4, 2, 3}));
  BOOST_TEST(g[t].stride == (extents{8, 96, 32}));
  BOOST_TEST(make_transpose(g, t, back) == x);
  message_of([&] { make_transpose(g, x, twice); }, error_code::duplicate_axis);
  message_of([&] { make_transpose(g, x, far); }, error_code::axis_out_of_range);
  message_of([&] { make_transpose(g, x, {axes, 2}); }, error_code::bad_argument);
}

BOOST_AUTO_TEST_CASE(a_broadcast_has_stride_zero) {
  ir::graph g;
  value const x = leaf(g, dtype::f8, {3, 1});
  value const b = make_broadcast(g, x, {2, 3, 4});
  BOOST_TEST(g[b].stride == (extents{0, 8, 0}));
  message_of([&] { make_broadcast(g, x, {4, 4}); }, error_code::shape_mismatch);
}

BOOST_AUTO_TEST_CASE(views_of_views_are_one_map) {
  ir::graph g;
  value const x = leaf(g, dtype::f8, {10, 6});
  index_item const every_second[] = {slice(1, end, 2)}, last_backwards[] = {slice(none, none, -1), 2};
  value const a = make_subscript(g, x, every_second), b = make_subscript(g, a, last_backwards);
  BOOST_TEST(g[b].operands[0] == x);
  BOOST_TEST(map_of(g, b) == (extents{9, 2, -2, 0}));
  BOOST_TEST(g[b].stride == (extents{-96}));
  BOOST_TEST(g[b].start == 9 * 48 + 16);
}

BOOST_AUTO_TEST_CASE(views_of_a_rank_0_value_need_no_map) {
  ir::graph g;
  value const b = make_broadcast(g, constant(g, 1.5), {2, 3});
  BOOST_TEST(g.shape(b) == (extents{2, 3}));
  BOOST_TEST(g[b].stride == (extents{0, 0}));
  BOOST_TEST(map_of(g, b).size() == 0u);
}

BOOST_AUTO_TEST_CASE(views_that_change_nothing_are_the_value) {
  ir::graph g;
  value const x = leaf(g, dtype::f8, {3, 4});
  fnp::index const axes[] = {0, 1};
  BOOST_TEST(make_transpose(g, x, axes) == x);
  BOOST_TEST(make_broadcast(g, x, {3, 4}) == x);
  BOOST_TEST(make_reshape(g, x, {3, -1}) == x);
}

BOOST_AUTO_TEST_CASE(other_views) {
  ir::graph g;
  value const x = leaf(g, dtype::f8, {3, 4, 1});
  fnp::index const front[] = {0}, zero[] = {0}, two[] = {2};
  BOOST_TEST(g.shape(make_expand_dims(g, x, front)) == (extents{1, 3, 4, 1}));
  BOOST_TEST(g.shape(make_squeeze(g, x, over_all())) == (extents{3, 4}));
  message_of([&] { make_squeeze(g, x, over({0})); }, error_code::bad_squeeze);
  BOOST_TEST(g[make_flip(g, x, over({0}))].stride == (extents{-32, 8, 8}));
  BOOST_TEST(g[make_flip(g, x, over({0}))].start == 64);
  BOOST_TEST(g[make_diagonal(g, x, 0, 0, 1)].stride == (extents{8, 40}));
  BOOST_TEST(g.shape(make_sliding_window(g, x, {2}, over({1}))) == (extents{3, 3, 1, 2}));
  BOOST_TEST(g.shape(make_swapaxes(g, x, 0, -1)) == (extents{1, 4, 3}));
  BOOST_TEST(g.shape(make_moveaxis(g, x, zero, two)) == (extents{4, 1, 3}));
}

BOOST_AUTO_TEST_CASE(subscripts_raise_as_arrays_do) {
  ir::graph g;
  value const x = leaf(g, dtype::f8, {3});
  index_item const out[] = {3}, many[] = {0, 0}, stopped[] = {slice(0, 3, 0)};
  message_of([&] { make_subscript(g, x, out); }, error_code::index_out_of_range);
  message_of([&] { make_subscript(g, x, many); }, error_code::too_many_indices);
  message_of([&] { make_subscript(g, x, stopped); }, error_code::zero_step);
}

BOOST_AUTO_TEST_CASE(a_reshape_is_a_view_where_strides_allow) {
  ir::graph g;
  value const c = leaf(g, dtype::f8, {3, 4}), f = leaf(g, dtype::f8, {3, 4}, extents{8, 24}),
              sliced = leaf(g, dtype::f8, {3, 2}, extents{48, 24});
  BOOST_TEST(g[make_reshape(g, c, {12})].stride == (extents{8}));
  BOOST_TEST(g[make_reshape(g, f, {12})].stride == (extents{8}));  // a copy
  BOOST_TEST(g[make_reshape(g, sliced, {6})].stride == (extents{24}));
  BOOST_TEST(g.shape(make_reshape(g, c, {2, -7})) == (extents{2, 6}));
  BOOST_TEST(message_of([&] { make_reshape(g, c, {5, -1}); }, error_code::bad_reshape) ==
             "ValueError: cannot reshape array of size 12 and shape (3, 4) into shape (5, -1)");
  message_of([&] { make_reshape(g, c, {-1, -1}); }, error_code::bad_reshape);
  message_of([&] { make_reshape(g, c, {13}); }, error_code::bad_reshape);
  message_of([&] { make_reshape(g, leaf(g, dtype::f8, {0}), {-1, 0}); }, error_code::bad_reshape);
}

BOOST_AUTO_TEST_CASE(a_movement_that_does_not_fit_is_refused) {
  ir::graph g;
  value const x = leaf(g, dtype::f8, {3, 4});
  message_of([&] { ir::make_view(g, x, {{0}, {1}, {3}}); }, error_code::bad_argument);
}

BOOST_AUTO_TEST_SUITE_END()
