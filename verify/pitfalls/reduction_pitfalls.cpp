// Pitfalls 18 to 21: reductions. Expected values are NumPy 2.4.6's; the expression stands beside each. 22 is in the
// cases.
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "verify/pitfalls/pitfalls.hpp"

using namespace fnp;
using pitfalls::items_of;
using pitfalls::only;
using pitfalls::reason_of;

namespace {

// 1, 1/2, 1/3, ... rounded from float64
template <class T> ndarray harmonic(fnp::index count) {
  array<double> const n = fnp::arange<double>(1, count + 1);
  return ndarray(array<double>(1.0 / n)).astype(dtype_of<T>());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pitfalls_of_reductions)

// x = 1 / np.arange(1, 1001); x.sum().hex(), x[::-1].sum().hex(), in float32 too; m = f4 (301, 7): m.sum(0), m.sum(1),
// m.T.sum(1), m.T.sum()
BOOST_AUTO_TEST_CASE(pitfall_18_sums_are_pairwise_along_memory) {
  ndarray const x = harmonic<double>(1000), f = harmonic<float>(1000);
  BOOST_TEST(only<double>(fnp::sum(x)) == 0x1.df11f45f4e61ap+2);
  BOOST_TEST(only<double>(fnp::sum(fnp::flip(x))) == 0x1.df11f45f4e619p+2);
  BOOST_TEST(only<float>(fnp::sum(f)) == 0x1.df11f8p+2f);
  BOOST_TEST(only<float>(fnp::sum(fnp::flip(f))) == 0x1.df11f6p+2f);
  ndarray const m = fnp::reshape(harmonic<float>(2107), {301, 7});
  BOOST_TEST(items_of<float>(fnp::sum(m, axis(0)))[1] == 0x1.5779dp+0f);
  BOOST_TEST(items_of<float>(fnp::sum(m, axis(1)))[1] == 0x1.5141cep-1f);
  BOOST_TEST(items_of<float>(fnp::sum(fnp::transpose(m), axis(1)))[0] == 0x1.ddfc32p+0f);
  BOOST_TEST(only<float>(fnp::sum(fnp::transpose(m))) == 0x1.07600ap+3f);
}

// x = np.arange(1, 20001) % 7919 * 1000003 + 2**54; np.sum(x, dtype='f8').hex() and np.sum(x.astype('f8')).hex()
// differ; so do row 1 of np.arange(30000).reshape(3, 10000) % 7919 * 1000003 + 2**54 summed with axis=1, dtype='f8' and
// after astype('f8')
BOOST_AUTO_TEST_CASE(pitfall_19_a_cast_operand_is_summed_in_chunks) {
  auto const spread = [](ndarray const& i) { return ndarray(i % 7919 * 1000003 + (fnp::index{1} << 54)); };
  ndarray const large = spread(ndarray(fnp::arange<fnp::index>(1, 20001)));
  ndarray const table = spread(fnp::reshape(ndarray(fnp::arange<fnp::index>(30000)), {3, 10000}));
  BOOST_TEST(only<double>(fnp::sum(large, dtype::f8)) == 0x1.3880040e8349bp+68);
  BOOST_TEST(only<double>(fnp::sum(large.astype(dtype::f8))) == 0x1.3880040e8349ap+68);
  BOOST_TEST(items_of<double>(fnp::sum(table, axis(1), dtype::f8))[1] == 0x1.3880044d786dbp+67);
  BOOST_TEST(items_of<double>(fnp::sum(table.astype(dtype::f8), axis(1)))[1] == 0x1.3880044d786dap+67);
}

// np.sum([]): 0; np.sum([-0.0]): 0.0; np.max([]), np.argmax([]): ValueError; np.sum(x, axis=()): x; axis=None: all
BOOST_AUTO_TEST_CASE(pitfall_20_nothing_has_a_sum_and_no_maximum) {
  ndarray const none(fnp::zeros<double>({0})), minus(array<double>{-0.0}), x(fnp::ones<double>({2, 3}));
  BOOST_TEST(only<double>(fnp::sum(none)) == 0);
  BOOST_TEST(!std::signbit(only<double>(fnp::sum(minus))));
  BOOST_TEST(!std::signbit(array<double>(fnp::sum(array<double>{-0.0})).item()));
  BOOST_TEST(reason_of([&] { fnp::max(none).eval(); }) == "empty_reduction");
  BOOST_TEST(reason_of([&] { fnp::min(none).eval(); }) == "empty_reduction");
  BOOST_TEST(reason_of([&] { fnp::argmax(none).eval(); }) == "empty_reduction");
  BOOST_TEST((items_of<double>(fnp::sum(x, axis(extents{}))) == std::vector<double>(6, 1.0)));
  BOOST_TEST(only<double>(fnp::sum(x)) == 6);
}

// np.sum(i1), np.prod(u1), np.max(i1), np.mean(i1), np.any(i1): int64, uint64, int8, float64, bool; np.cumsum in the
// cases
BOOST_AUTO_TEST_CASE(pitfall_21_sums_of_small_integers_are_wide) {
  ndarray const i(array<std::int8_t>{100, 100}), u(array<std::uint8_t>{200, 2});
  BOOST_TEST(only<std::int64_t>(fnp::sum(i)) == 200);
  BOOST_TEST(only<std::uint64_t>(fnp::prod(u)) == 400u);
  BOOST_TEST(int(only<std::int8_t>(fnp::max(i))) == 100);
  BOOST_TEST(only<double>(fnp::mean(i)) == 100);
  BOOST_TEST(only<bool>(fnp::any(i)));
  static_assert(std::is_same_v<decltype(fnp::eval(fnp::sum(array<std::int8_t>{1}))), array<std::int64_t>>);
}

BOOST_AUTO_TEST_SUITE_END()
