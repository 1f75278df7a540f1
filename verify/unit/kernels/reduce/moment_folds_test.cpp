// Sums and squared deviations of one pass: their definition on every instruction set, their sum's bits, their error.
#include <boost/test/unit_test.hpp>
#include <cstring>

#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"
#include "verify/unit/kernels/reduce/wide_reference.hpp"
#include "verify/unit/kernels/samples.hpp"

namespace fnp {
namespace {

template <class T> struct pair_of {
  T sum, squares;
};

template <class T> pair_of<T> fold(std::vector<T> const& x, std::ptrdiff_t n, isa level) {
  kernels::fold_kernel const& k = *kernels::find_fold(ops::id_of<ops::moments_reduce>, dtype_of<T>(), level);
  alignas(16) std::byte state[32];
  pair_of<T> r;
  k.run(state, reinterpret_cast<std::byte const*>(x.data()), n, 0);
  k.finish(reinterpret_cast<std::byte*>(&r), state, 1);
  return r;
}

template <class T> std::vector<T> numbers(std::size_t n, double mean, double deviation) {
  std::mt19937_64 random(19);
  std::normal_distribution<double> d(mean, deviation);
  std::vector<T> r;
  for (std::size_t i = 0; i < n; ++i) r.push_back(static_cast<T>(d(random)));
  return r;
}

template <class T> void check_bits() {
  int different = 0;
  for (double const mean : {0.0, 1e3}) {
    std::vector<T> const x = numbers<T>(20000, mean, 2);
    for (std::ptrdiff_t const n : {1,    2,    3,    31,   63,   64,   65,   127,  128,  129,  640,  1000,
                                   1023, 1024, 1025, 1100, 2048, 2049, 2100, 4096, 5000, 9999, 20000}) {
      auto const expected = wide_reference::tree<wide_reference::moment_rule<T>>(x.data(), n);
      for (int level = 0; level < isa_count; ++level) {
        pair_of<T> const got = fold(x, n, static_cast<isa>(level));
        different += got.sum != T(0) + expected.sum || got.squares != expected.squares ||
                     got.sum != wide_reference::sum(x.data(), n);
      }
    }
  }
  BOOST_TEST(different == 0);
}

// 2 D^(3/2) u k of the squares, D = ceil(log2 n) + 16: of first order, so that only bounds well below 1 say something.
template <class T> void check_error(double mean, double deviation, std::ptrdiff_t n) {
  std::vector<T> const x = numbers<T>(static_cast<std::size_t>(n), mean, deviation);
  long double sum = 0, squares = 0, magnitude = 0;
  for (T const v : x) sum += v;
  for (T const v : x) {
    long double const d = static_cast<long double>(v) - sum / static_cast<long double>(n);
    squares += d * d;
    magnitude += static_cast<long double>(v) * static_cast<long double>(v);
  }
  pair_of<T> const got = fold(x, n, isa::widest);
  long double const u = std::is_same_v<T, float> ? 0x1p-24L : 0x1p-53L, k = std::sqrt(magnitude / squares);
  long double const bound = 2 * std::pow(std::ceil(std::log2(static_cast<long double>(n))) + 16, 1.5L) * u * k;
  BOOST_TEST(bound < 0.5L);
  BOOST_TEST(std::fabs(static_cast<long double>(got.squares) - squares) <= bound * squares);
  BOOST_TEST(std::fabs(static_cast<long double>(got.sum) - sum) <=
             (std::ceil(std::log2(static_cast<long double>(n))) + 12) * u *
                 std::sqrt(magnitude * static_cast<long double>(n)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(moment_folds)

BOOST_AUTO_TEST_CASE(every_instruction_set_has_the_bits_of_the_definition_and_sums_those_of_the_wide_tree) {
  check_bits<float>();
  check_bits<double>();
}

BOOST_AUTO_TEST_CASE(a_small_variance_beside_a_large_mean_keeps_its_bound) {
  for (std::ptrdiff_t const n : {100, 4096, 1000003}) {
    check_error<double>(0, 1, n);
    check_error<double>(1e9, 1, n);
    check_error<double>(-1e12, 0.5, n);
    check_error<float>(0, 1, n);
    check_error<float>(1e3, 1, n);
    check_error<float>(1e4, 2, n);
  }
}

// The textbook formula has no correct digit here.
BOOST_AUTO_TEST_CASE(equal_elements_have_no_variance_and_a_shift_changes_none) {
  for (std::ptrdiff_t const n : {1, 2, 7, 64, 65, 1000, 3000, 5000})
    BOOST_TEST(fold(std::vector<double>(5000, 1e11 + 1), n, isa::widest).squares == 0);
  std::vector<double> steps;
  for (int i = 0; i < 4096; ++i) steps.push_back(i % 2 ? 0x1p40 + 1 : 0x1p40);
  BOOST_TEST(fold(steps, 4096, isa::widest).squares == 1024, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(no_number_and_infinity_give_none) {
  for (double const bad : {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()})
    for (std::size_t const at : {0u, 70u, 4999u})
      for (std::size_t const n : {std::size_t{1}, std::size_t{5000}}) {
        std::vector<double> x = numbers<double>(n, 0, 1);
        x[at % n] = bad;
        BOOST_TEST(std::isnan(fold(x, static_cast<std::ptrdiff_t>(n), isa::widest).squares));
      }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
