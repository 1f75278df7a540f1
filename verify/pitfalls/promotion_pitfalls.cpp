// Pitfalls 1 to 7: promotion and casting. Expected values are NumPy 2.4.6's; the expression stands beside each.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "verify/pitfalls/pitfalls.hpp"

using namespace fnp;
using pitfalls::items_of;
using pitfalls::only;
using pitfalls::reason_of;

namespace {
constexpr double infinity = std::numeric_limits<double>::infinity();
template <class A, class B> dtype sum_type() { return (ndarray(array<A>{A(1)}) + ndarray(array<B>{B(1)})).dtype(); }
}  // namespace

BOOST_AUTO_TEST_SUITE(pitfalls_of_promotion)

// f4 + 1e300 is float32 inf; f4 + np.float64(1) and f4 + np.array(1.0) are float64
BOOST_AUTO_TEST_CASE(pitfall_01_numbers_are_weak_and_arrays_of_rank_0_are_not) {
  array<float> const f{1.0f};
  ndarray const x(f), one(scalar(1.0));
  BOOST_TEST(only<float>(x + 1e300) == infinity);
  BOOST_TEST(((x + one).dtype() == dtype::f8));
  array<float> const weak = f + 1e300;
  BOOST_TEST(weak(0) == infinity);
  array<double> const strong = f + array<double>(one);
  BOOST_TEST(strong(0) == 2.0);
}

// u1 + 256, u1 + -1: OverflowError; u1 < -1: False; i8 < 2**64 - 1: True
BOOST_AUTO_TEST_CASE(pitfall_02_a_number_that_does_not_fit_is_refused_but_compared) {
  array<std::uint8_t> const u{200};
  ndarray const x(u), n(array<fnp::index>{1});
  BOOST_TEST(reason_of([&] { x + 256; }) == "python_int_overflow");
  BOOST_TEST(reason_of([&] { x + -1; }) == "python_int_overflow");
  BOOST_TEST(reason_of([&] { array<std::uint8_t> const r = u + 256; }) == "python_int_overflow");
  BOOST_TEST(!only<bool>(x < -1));
  BOOST_TEST(only<bool>(x < 256));
  BOOST_TEST(!only<bool>(array<bool>(u < -1)));
  BOOST_TEST(only<bool>(n < 18446744073709551615ull));
  BOOST_TEST(!only<bool>(n == 18446744073709551615ull));
}

// u = np.array([0, 200], 'u1'): np.sum(u < 300); (u < -1) | (u == 200); 300 <= u; np.logical_and(u, 300); np.clip(u,
// -1, 300)
BOOST_AUTO_TEST_CASE(pitfall_02_answers_beyond_the_dtype_take_part_in_expressions) {
  array<std::uint8_t> const u{0, 200};
  using truths = std::vector<bool>;
  array<fnp::index> const count = fnp::sum(u < 300);
  BOOST_TEST(count.item() == 2);
  BOOST_TEST((items_of<bool>(ndarray(array<bool>((u < -1) || (u == 200)))) == truths{false, true}));
  BOOST_TEST((items_of<bool>(ndarray(array<bool>(u > -1 && u != 300))) == truths{true, true}));
  BOOST_TEST((items_of<bool>(ndarray(array<bool>(300 <= u))) == truths{false, false}));
  BOOST_TEST((items_of<bool>(ndarray(array<bool>(fnp::logical_and(u, 300)))) == truths{false, true}));
  BOOST_TEST((items_of<std::uint8_t>(ndarray(array<std::uint8_t>(fnp::clip(u, -1, 300)))) ==
              std::vector<std::uint8_t>{0, 200}));
  array<std::uint8_t> kept{7, 7};
  kept.assign(u, where(u < 256));
  BOOST_TEST((items_of<std::uint8_t>(ndarray(kept)) == std::vector<std::uint8_t>{0, 200}));
  BOOST_TEST(reason_of([&] { kept.assign(fnp::maximum(u, 300)); }) == "python_int_overflow");
}

// (i8 + u8).dtype ... ; np.result_type('i2', 'u2', 'f4') is float32 though (i2 + u2) + f4 is float64
BOOST_AUTO_TEST_CASE(pitfall_03_promotion_is_no_left_fold) {
  BOOST_TEST((sum_type<std::int64_t, std::uint64_t>() == dtype::f8));
  BOOST_TEST((sum_type<std::int8_t, std::uint8_t>() == dtype::i2));
  BOOST_TEST((sum_type<half, std::int16_t>() == dtype::f4));
  BOOST_TEST((sum_type<float, std::int32_t>() == dtype::f8));
  ndarray const i(array<std::int16_t>{1}), u(array<std::uint16_t>{1}), f(array<float>{1});
  BOOST_TEST(((i + u + f).dtype() == dtype::f8));
  // The loop that holds i2, u2 and f4 at once.
  BOOST_TEST((fnp::clip(f, i, u).dtype() == dtype::f4));
}

// np.sqrt(i1), np.arctan2(i1, i1): float16; np.sqrt(i2): float32; i4: float64; i1 / i1: float64; floor(i4): i4;
// ceil(b1): bool
BOOST_AUTO_TEST_CASE(pitfall_04_integers_pick_the_smallest_float_loop_that_holds_them) {
  ndarray const a(array<std::int8_t>{4}), b(array<std::int16_t>{4}), c(array<std::int32_t>{4}), t(array<bool>{true});
  BOOST_TEST((fnp::sqrt(a).dtype() == dtype::f2));
  BOOST_TEST((fnp::arctan2(a, a).dtype() == dtype::f2));
  BOOST_TEST((fnp::sqrt(b).dtype() == dtype::f4));
  BOOST_TEST((fnp::sqrt(c).dtype() == dtype::f8));
  BOOST_TEST(((a / a).dtype() == dtype::f8));
  BOOST_TEST((fnp::floor(c).dtype() == dtype::i4));
  BOOST_TEST((fnp::ceil(t).dtype() == dtype::b1));
  static_assert(std::is_same_v<decltype(fnp::eval(fnp::sqrt(array<std::int8_t>{4}))), array<half>>);
}

// np.array([2**63 - 1]) == np.array([2**63], 'u8'): False; np.array([2**53 + 1]) == np.array([2.0**53]): True
BOOST_AUTO_TEST_CASE(pitfall_05_integers_of_both_signs_compare_exactly) {
  array<std::int64_t> const top{std::numeric_limits<std::int64_t>::max()}, minus{-1}, odd{(std::int64_t{1} << 53) + 1};
  array<std::uint64_t> const beyond{std::uint64_t{1} << 63}, ones{~std::uint64_t{0}};
  array<double> const even{0x1p53};
  BOOST_TEST(!only<bool>(ndarray(top) == ndarray(beyond)));
  BOOST_TEST(only<bool>(ndarray(top) < ndarray(beyond)));
  BOOST_TEST(!only<bool>(ndarray(minus) == ndarray(ones)));
  BOOST_TEST(only<bool>(ndarray(odd) == ndarray(even)));
  BOOST_TEST(!only<bool>(array<bool>(top == beyond)));
  BOOST_TEST(only<bool>(array<bool>(odd == even)));
}

// t + f, t * t: bool; t - t, -t: TypeError; t ** f: int8 1; np.sum: int64; np.array([nan]).astype(bool): True
BOOST_AUTO_TEST_CASE(pitfall_06_truths_are_no_small_integers) {
  array<bool> const t{true, true, false}, f{true, false, false};
  ndarray const x(t), y(f);
  BOOST_TEST((items_of<bool>(x + y) == std::vector<bool>{true, true, false}));
  BOOST_TEST((items_of<bool>(x * y) == std::vector<bool>{true, false, false}));
  BOOST_TEST(reason_of([&] { x - y; }) == "no_loop");
  BOOST_TEST(reason_of([&] { -x; }) == "no_loop");
  BOOST_TEST((items_of<std::int8_t>(fnp::power(x, y)) == std::vector<std::int8_t>{1, 1, 1}));
  BOOST_TEST(only<std::int64_t>(fnp::sum(x)) == 2);
  BOOST_TEST(only<bool>(ndarray(array<double>{std::nan("")}).astype(dtype::b1)));
}

// i8 += f8, i4 /= i4: TypeError, the array as it was; i1 += i8: fine
BOOST_AUTO_TEST_CASE(pitfall_07_results_in_place_stay_within_their_kind) {
  ndarray i(array<fnp::index>{1, 2}), j(array<std::int32_t>{6, 4}), k(array<std::int8_t>{100, 1});
  ndarray const f(array<double>{0.5, 0.5});
  BOOST_TEST(reason_of([&] { i += f; }) == "cast");
  BOOST_TEST(reason_of([&] { j /= j; }) == "cast");
  BOOST_TEST((items_of<fnp::index>(i) == std::vector<fnp::index>{1, 2}));
  BOOST_TEST((items_of<std::int32_t>(j) == std::vector<std::int32_t>{6, 4}));
  k += ndarray(array<fnp::index>{100, 1});
  BOOST_TEST((items_of<std::int8_t>(k) == std::vector<std::int8_t>{-56, 2}));
}

BOOST_AUTO_TEST_SUITE_END()
