// Pitfalls 23 to 27: memory, views, indexing. Expected values are NumPy 2.4.6's; the expression stands beside each.
#include <boost/test/unit_test.hpp>

#include "verify/pitfalls/pitfalls.hpp"

using namespace fnp;
using pitfalls::items_of;
using pitfalls::reason_of;

namespace {
using list = std::vector<double>;
}

BOOST_AUTO_TEST_SUITE(pitfalls_of_memory)

// a = np.arange(5.): a[1:] = a[:-1] + a[1:]; np.add(a[:-1], a[1:], out=a[1:]); m += m.T; a[::-1] = a. Fancy ones: the
// cases
BOOST_AUTO_TEST_CASE(pitfall_23_overlap_never_shows) {
  array<double> a = fnp::arange<double>(5), b = fnp::arange<double>(5), c = fnp::arange<double>(5);
  a(slice(1, end)) = a(slice(none, -1)) + a(slice(1, end));
  BOOST_TEST((items_of<double>(ndarray(a)) == list{0, 1, 3, 5, 7}));
  ndarray const x(b);
  fnp::add(x(slice(none, -1)), x(slice(1, end)), {.out = x(slice(1, end))});
  BOOST_TEST((items_of<double>(x) == list{0, 1, 3, 5, 7}));
  array<double> m = fnp::reshape(fnp::arange<double>(9), {3, 3});
  m += fnp::transpose(m);
  BOOST_TEST((items_of<double>(ndarray(m)) == list{0, 4, 8, 4, 8, 12, 8, 12, 16}));
  c(slice(none, none, -1)) = c;
  BOOST_TEST((items_of<double>(ndarray(c)) == list{4, 3, 2, 1, 0}));
  ndarray d(fnp::arange<double>(5));
  d(slice(none, none, -1)).assign(d);
  BOOST_TEST((items_of<double>(d) == list{4, 3, 2, 1, 0}));
}

// np.add(x, 1, out=r, where=[True, False, True]); np.add(np.ones((2, 3)), 1, out=np.ones(3)): ValueError;
// out=np.ones((2, 3)) of (3,)
BOOST_AUTO_TEST_CASE(pitfall_24_where_keeps_elements_and_out_is_not_stretched) {
  ndarray const x(array<double>{1, 2, 3}), mask(array<bool>{true, false, true}), r(array<double>{9, 9, 9}),
      wide(fnp::zeros<double>({2, 3}));
  fnp::add(x, 1, {.out = r, .where = mask});
  BOOST_TEST((items_of<double>(r) == list{2, 9, 4}));
  BOOST_TEST(reason_of([&] { fnp::add(wide, 1, {.out = r}); }) == "out_shape_mismatch");
  BOOST_TEST((items_of<double>(r) == list{2, 9, 4}));
  fnp::add(x, 1, {.out = wide});
  BOOST_TEST((items_of<double>(wide) == list{2, 3, 4, 2, 3, 4}));
}

// a = np.arange(6.).reshape(2, 3): (a.T + 1).strides, a.T.copy().strides; (b + 1).strides, (b * np.arange(4.)[None, :,
// None]).strides with b = np.arange(24.).reshape(2, 3, 4).transpose(1, 2, 0). np.copy: the cases
BOOST_AUTO_TEST_CASE(pitfall_25_results_are_laid_out_as_their_operands) {
  array<double> const a = fnp::reshape(fnp::arange<double>(6), {2, 3});
  array<double> const r = fnp::transpose(a) + 1;
  BOOST_TEST((r.strides() == extents{8, 24}));
  BOOST_TEST((fnp::transpose(a).copy().strides() == extents{16, 8}));
  ndarray const b = fnp::transpose(ndarray(fnp::reshape(fnp::arange<double>(24), {2, 3, 4})), {1, 2, 0});
  ndarray const row(fnp::reshape(fnp::arange<double>(4), {1, 4, 1}));
  BOOST_TEST((ndarray(b + 1).strides() == extents{32, 8, 96}));
  BOOST_TEST((ndarray(b * row).strides() == extents{32, 8, 96}));
}

// np.arange(3)[True].shape, [None].shape: (1, 3); [False]: (0, 3). Advanced indices: the cases
BOOST_AUTO_TEST_CASE(pitfall_26_truths_and_newaxis_add_axes) {
  ndarray const x(fnp::arange<double>(3));
  BOOST_TEST((x(true).shape() == extents{1, 3}));
  BOOST_TEST((x(newaxis).shape() == extents{1, 3}));
  BOOST_TEST((x(false).shape() == extents{0, 3}));
}

// np.arange(6).reshape(-2, 2).shape: (3, 2); a.T.reshape(6): a copy; a[:, :2].reshape(2, 2, 1): a view
BOOST_AUTO_TEST_CASE(pitfall_27_reshape_infers_and_views_where_strides_allow) {
  ndarray const x(fnp::arange<double>(6));
  ndarray const m = fnp::reshape(x, {-2, 2});
  BOOST_TEST((m.shape() == extents{3, 2}));
  BOOST_TEST(m.data() == x.data());
  BOOST_TEST(fnp::reshape(fnp::transpose(m), {6}).data() != x.data());
  BOOST_TEST(fnp::reshape(m(whole, slice(none, 1)), {3, 1, 1}).data() == x.data());
  BOOST_TEST(reason_of([&] { fnp::reshape(x, {4, -1}); }) == "bad_reshape");
}

BOOST_AUTO_TEST_SUITE_END()
