// One shape for all: broadcast_shapes, meshgrid, atleast_nd.
#include "fnp/fnp.hpp"
#include "verify/unit/engine/array/captured_views.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(broadcasting)

BOOST_AUTO_TEST_CASE(shapes_stretch_ones) {
  BOOST_TEST(to_string(broadcast_shapes({{3, 1}, {1, 4}, {}})) == "(3, 4)");
  check_error(error_code::shape_mismatch, [] { broadcast_shapes({{2}, {3}}); });
  check_error(error_code::negative_dimension, [] { broadcast_shapes({{-2}}); });
}

BOOST_AUTO_TEST_CASE(axes_of_length_one_are_added_where_numpy_adds_them) {
  array<double> const v = ones<double>({4});
  BOOST_TEST(to_string(atleast_2d(v).shape()) == "(1, 4)");
  BOOST_TEST(to_string(atleast_3d(v).shape()) == "(1, 4, 1)");
  BOOST_TEST(to_string(atleast_3d(ones<double>({2, 3}) + 1).shape()) == "(2, 3, 1)");
  BOOST_TEST(to_string(atleast_1d(ones<double>({})).shape()) == "(1,)");
}

BOOST_AUTO_TEST_CASE(meshgrids_are_sparse_or_dense_copies_or_views) {
  array_handle const lines[] = {make_array(dtype::f8, {3}), make_array(dtype::i4, {2})};
  BOOST_TEST(to_string(manipulation::meshgrid(lines, false, false, true)[0]->layout.extent) == "(2, 3)");
  BOOST_TEST(to_string(manipulation::meshgrid(lines, true, false, true)[1]->layout.extent) == "(3, 2)");
  BOOST_TEST(to_string(manipulation::meshgrid(lines, true, true, false)[1]->layout.extent) == "(1, 2)");
  BOOST_TEST((manipulation::meshgrid(lines, false, false, false)[0]->data == lines[0]->data));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
