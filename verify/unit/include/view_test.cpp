// The typed view functions: they keep the class of the array and share its memory.
#include "fnp/view.hpp"

#include <boost/test/unit_test.hpp>

#include "fnp/ndarray.hpp"
#include "fnp/numpy.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(view)

BOOST_AUTO_TEST_CASE(views_of_typed_arrays_share_the_memory) {
  array<double> a = reshape(arange<double>(24), {2, 3, 4});
  BOOST_TEST(transpose(a).at(3, 2, 1) == 23);
  BOOST_TEST(transpose(a, {1, 0, 2}).at(2, 1, 3) == 23);
  BOOST_TEST(swapaxes(a, 0, -1).at(0, 0, 1) == 12);
  BOOST_TEST(moveaxis(a, 0, -1).at(0, 1, 1) == 13);
  BOOST_TEST(moveaxis(a, {0, 1}, {1, 0}).at(2, 1, 0) == 20);
  BOOST_TEST(flip(a).at(0, 0, 0) == 23);
  BOOST_TEST(flip(a, {1}).at(0, 0, 0) == 8);
  BOOST_TEST(diagonal(a, 0, 1, 2).at(1, 2) == 22);
  BOOST_TEST(to_string(sliding_window_view(a, {2}, {2}).shape()) == "(2, 3, 3, 2)");
  BOOST_TEST(to_string(sliding_window_view(a, {1, 2, 2}).shape()) == "(2, 2, 3, 1, 2, 2)");
  BOOST_TEST(to_string(squeeze(expand_dims(a, {0, -1})).shape()) == "(2, 3, 4)");
  BOOST_TEST(to_string(squeeze(expand_dims(a, {0, -1}), {0}).shape()) == "(2, 3, 4, 1)");
  BOOST_TEST(ravel(a).handle()->memory.get() == a.handle()->memory.get());
  BOOST_TEST(as_strided(a, {5}, {16}).at(4) == 8);
  BOOST_TEST(!broadcast_to(a, {5, 2, 3, 4}).writeable());
  BOOST_TEST(!read_only(a).writeable());
}

BOOST_AUTO_TEST_CASE(views_of_ndarrays_are_ndarrays) {
  ndarray const z(complex128(1, 2));
  BOOST_TEST(real(z).item().as<double>() == 1);
  BOOST_TEST(imag(z).item().as<double>() == 2);
  ndarray const a = arange<int>(6);
  ndarray const b = reshape(a, {-1, 2})(slice(none, none, -1), 1);
  BOOST_TEST(b.item(0).as<int>() == 5);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
