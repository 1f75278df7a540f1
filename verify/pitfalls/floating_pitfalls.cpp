// Pitfalls 11 to 17: floating point. Expected values are NumPy 2.4.6's; the expression stands beside each.
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "verify/pitfalls/pitfalls.hpp"

using namespace fnp;
using pitfalls::items_of;
using pitfalls::only;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
double const not_a_number = std::numeric_limits<double>::quiet_NaN();
using numbers = std::vector<double>;
using complexes = std::vector<complex128>;

template <class T> ndarray one(double x) { return ndarray(array<T>{static_cast<T>(x)}); }
template <class T> bool first_zero_is_kept(deferred const& x) {
  return std::signbit(static_cast<double>(static_cast<float>(only<T>(x))));
}

// What evaluating x writes to standard error.
std::string complaints(deferred const& x) {
  std::fflush(stderr);
  std::FILE* const text = std::tmpfile();
  int const kept = ::dup(2);
  BOOST_REQUIRE(text != nullptr && kept >= 0 && ::dup2(::fileno(text), 2) == 2);
  x.eval();
  std::fflush(stderr);
  BOOST_REQUIRE(::dup2(kept, 2) == 2);
  ::close(kept);
  std::string r;
  std::rewind(text);
  for (int c = std::fgetc(text); c != EOF; c = std::fgetc(text)) r += static_cast<char>(c);
  std::fclose(text);
  return r;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pitfalls_of_floating_point)

// 1.0 // 0.1: 9; -7.0 % inf: inf; 4.0 % -2.0: -0.0; -4.0 % 2.0: 0.0
BOOST_AUTO_TEST_CASE(pitfall_11_the_modulus_comes_first_and_the_quotient_follows) {
  BOOST_TEST(only<double>(fnp::floor_divide(one<double>(1), one<double>(0.1))) == 9);
  BOOST_TEST(only<double>(one<double>(-7) % one<double>(infinity)) == infinity);
  BOOST_TEST(std::signbit(only<double>(one<double>(4) % one<double>(-2))));
  BOOST_TEST(!std::signbit(only<double>(one<double>(-4) % one<double>(2))));
  array<double> const typed = fnp::floor_divide(array<double>{1.0}, 0.1);
  BOOST_TEST(typed(0) == 9);
}

// np.maximum(nan, 1): nan; np.fmax(nan, 1): 1; np.maximum(-0., 0.): 0. (f4, f8), -0. (f2); np.argmax([1, nan, 2, nan]):
// 1
BOOST_AUTO_TEST_CASE(pitfall_12_extremes_meet_nans_and_zeros) {
  BOOST_TEST(std::isnan(only<double>(fnp::maximum(one<double>(not_a_number), one<double>(1)))));
  BOOST_TEST(std::isnan(only<double>(fnp::minimum(one<double>(1), one<double>(not_a_number)))));
  BOOST_TEST(only<double>(fnp::fmax(one<double>(not_a_number), one<double>(1))) == 1);
  BOOST_TEST(only<double>(fnp::fmin(one<double>(1), one<double>(not_a_number))) == 1);
  BOOST_TEST(first_zero_is_kept<half>(fnp::maximum(one<half>(-0.0), one<half>(0.0))));
  BOOST_TEST(!first_zero_is_kept<float>(fnp::maximum(one<float>(-0.0), one<float>(0.0))));
  BOOST_TEST(!first_zero_is_kept<double>(fnp::maximum(one<double>(-0.0), one<double>(0.0))));
  BOOST_TEST(first_zero_is_kept<double>(fnp::minimum(one<double>(0.0), one<double>(-0.0))));
  array<double> const x{1, not_a_number, 2, not_a_number};
  BOOST_TEST(only<fnp::index>(fnp::argmax(ndarray(x))) == 1);
  BOOST_TEST(std::isnan(only<double>(fnp::max(ndarray(x)))));
}

// np.rint([0.5, 1.5, 2.5, -0.5]): [0, 2, 2, -0]; the case file asks np.round with decimals
BOOST_AUTO_TEST_CASE(pitfall_13_ties_round_to_even) {
  numbers const r = items_of<double>(fnp::rint(ndarray(array<double>{0.5, 1.5, 2.5, -0.5})));
  BOOST_TEST((r == numbers{0, 2, 2, -0.0}));
  BOOST_TEST(std::signbit(r[3]));
}

// [inf+0j] * [1j]: nan+infj; [0.1+0.7j] / [0.3+0.9j]; np.sign([3+4j, 0.1-0.7j]); 1+5j < 2+0j; np.maximum(1+5j, 1+6j)
BOOST_AUTO_TEST_CASE(pitfall_14_complex_arithmetic_is_naive_except_for_division) {
  ndarray const z(array<complex128>{complex128(infinity, 0)}), i(array<complex128>{complex128(0, 1)});
  complex128 const product = only<complex128>(z * i);
  BOOST_TEST(std::isnan(product.real()));
  BOOST_TEST(product.imag() == infinity);
  ndarray const a(array<complex128>{complex128(0.1, 0.7), complex128(1, 2)}),
      b(array<complex128>{complex128(0.3, 0.9), complex128(3e200, -1e200)});
  BOOST_TEST((items_of<complex128>(a / b) == complexes{{0x1.7777777777777p-1, 0x1.1111111111110p-3},
                                                      {0x1.39874ddd8c624p-668, 0x1.12566421dad5fp-665}}));
  ndarray const s(array<complex128>{complex128(3, 4), complex128(0.1, -0.7)});
  BOOST_TEST((items_of<complex128>(fnp::sign(s)) == complexes{{0x1.3333333333333p-1, 0x1.999999999999ap-1},
                                                             {0x1.21a1851ff630bp-3, -0x1.fadaa8f7eed52p-1}}));
  ndarray const p(array<complex128>{complex128(1, 5)}), q(array<complex128>{complex128(2, 0)}),
      r(array<complex128>{complex128(1, 6)});
  BOOST_TEST(only<bool>(p < q));
  BOOST_TEST(only<bool>(p < r));
  BOOST_TEST((only<complex128>(fnp::maximum(p, r)) == complex128(1, 6)));
}

// np.ones(4096, 'f2').sum(): 4096; np.full(4, 60000, 'f2').mean(): 60000; f2: a * a + a rounds twice; f4 mean of [1e8,
// 1, -1e8]: 0
BOOST_AUTO_TEST_CASE(pitfall_15_half_is_computed_in_float_and_rounded_each_time) {
  ndarray const ones(fnp::ones<half>({4096})), large(fnp::full<half>({4}, half(60000.0f)));
  BOOST_TEST(static_cast<float>(only<half>(fnp::sum(ones))) == 4096.0f);
  BOOST_TEST(static_cast<float>(only<half>(fnp::mean(large))) == 60000.0f);
  ndarray const a(array<half>{half(1.0009765625f)});
  BOOST_TEST(static_cast<float>(only<half>(a * a + a)) == 0x1.008p+1f);
  ndarray const f(array<float>{1e8f, 1.0f, -1e8f}), g(array<float>{0.1f, 0.2f, 0.3f, 0.7f});
  BOOST_TEST(only<float>(fnp::mean(f)) == 0.0f);
  BOOST_TEST(only<float>(fnp::mean(g)) == 0x1.4cccccp-2f);
  BOOST_TEST(only<float>(fnp::var(g)) == 0x1.a8f5c2p-5f);
}

// np.arange(0, 1, 0.1): 10 items; np.arange(0.5, 2.0, 0.1)[[3, 14]]; np.linspace(-1.5, 1.5, 4, dtype=int): [-2, -1, 0,
// 1]
BOOST_AUTO_TEST_CASE(pitfall_16_ranges_count_first_and_multiply_the_first_difference) {
  BOOST_TEST(fnp::arange<double>(0, 1, 0.1).size() == 10);
  array<double> const r = fnp::arange<double>(0.5, 2.0, 0.1);
  BOOST_TEST(r.size() == 15);
  BOOST_TEST(r(3) == 0x1.9999999999999p-1);
  BOOST_TEST(r(14) == 0x1.e666666666665p+0);
  BOOST_TEST((items_of<fnp::index>(ndarray(fnp::linspace<fnp::index>(-1.5, 1.5, 4))) ==
              std::vector<fnp::index>{-2, -1, 0, 1}));
}

// np.ones(1000) / 0: one RuntimeWarning; 1e-300 * 1e-300: none
BOOST_AUTO_TEST_CASE(pitfall_17_a_warning_comes_once_a_call) {
  errstate const told({.divide = on_condition::warn, .over = on_condition::warn, .invalid = on_condition::warn});
  ndarray const x(fnp::ones<double>({1000})), zero(fnp::zeros<double>({1000})), tiny(fnp::full<double>({10}, 1e-300));
  BOOST_TEST(complaints(x / zero) == "RuntimeWarning: divide by zero encountered\n");
  BOOST_TEST(complaints(tiny * tiny).empty());
}

BOOST_AUTO_TEST_SUITE_END()
