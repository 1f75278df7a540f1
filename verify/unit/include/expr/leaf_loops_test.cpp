// Sums of computed values are those of the stored values, bit for bit: every length, level, number of threads and
// layout.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstring>
#include <random>

#include "fnp/fnp.hpp"
#include "kernels/registry.hpp"

using fnp::array;
using fnp::axis;
namespace engine = fnp::engine;

namespace {

std::mt19937 source(11);

template <class T> array<T> random_array(fnp::extents const& shape) {
  array<T> a = fnp::zeros<T>(shape);
  for (fnp::index i = 0; i < a.size(); ++i) {
    int const k = static_cast<int>(source() % 64) - 32;
    if constexpr (std::is_floating_point_v<T>)
      a.data()[i] = static_cast<T>(k == 0 ? -0.0 : std::ldexp(1.0 + k / 7.0, k / 3));
    else a.data()[i] = static_cast<T>(k);
  }
  return a;
}

template <class T> bool same_bits(array<T> const& x, array<T> const& y) {
  return x.shape() == y.shape() && std::memcmp(x.data(), y.data(), static_cast<std::size_t>(x.size()) * sizeof(T)) == 0;
}

// f(): at every level, on one thread and on three.
template <class F> void everywhere(F const& f) {
  engine::options const before = engine::defaults();
  for (fnp::isa const level : fnp::vector_levels) {
    if (!fnp::kernels::has_isa(level)) continue;
    for (int const threads : {1, 3}) {
      engine::options now = before;
      now.level = level;
      now.threads = threads;
      engine::set_defaults(now);
      f();
    }
  }
  engine::set_defaults(before);
}

// The sum of x as it is computed, and of x stored first.
template <class E, class... Where> void check(E const& x, Where... where) {
  using T = fnp::typed::value_t<E>;
  array<T> const stored = fnp::eval(x);
  auto const expected = fnp::eval(fnp::sum(stored, where...));
  everywhere([&] { BOOST_TEST(same_bits(expected, fnp::eval(fnp::sum(x, where...)))); });
}

template <class T> void check_length(fnp::index n) {
  array<T> const a = random_array<T>({n}), b = random_array<T>({n});
  check(fnp::square(a - b));
  check(a * T(3) + T(1));
  check(-a);
}

template <class T> void check_planes(fnp::index rows, fnp::index columns) {
  array<T> const a = random_array<T>({rows, columns}), b = random_array<T>({rows, columns}),
                 row = random_array<T>({columns});
  array<T> const column = random_array<T>({rows, 1});
  check(fnp::square(a - column), axis(1));  // one value stays along each row
  check(a * column + b * T(0.5), axis(1));
  check(a - row, axis(1));
  check(a - column, axis(0));
  check(a * b);
  check(fnp::transpose(a) * T(2), axis(1));
  check(fnp::square(a - fnp::mean(a, axis(1), fnp::keepdims)), axis(1), fnp::keepdims);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(leaf_loops)

BOOST_AUTO_TEST_CASE(every_length_has_numpys_tree) {
  for (fnp::index n = 1; n < 300; ++n) {
    check_length<double>(n);
    check_length<float>(n);
  }
  for (fnp::index const n : {1000, 1023, 1024, 1025, 4097, 32768, 32775, 65535, 65536, 100003, 400001}) {
    check_length<double>(n);
    check_length<float>(n);
  }
}

BOOST_AUTO_TEST_CASE(rows_and_values_that_stay_are_summed_alike) {
  for (auto const& [rows, columns] :
       {std::pair{3, 5}, {5, 8}, {7, 130}, {100, 100}, {9, 1001}, {3, 40000}, {2, 70001}}) {
    check_planes<double>(rows, columns);
    check_planes<float>(rows, columns);
  }
}

BOOST_AUTO_TEST_CASE(other_dtypes_below_a_sum_of_floats) {
  for (fnp::index const n : {7, 129, 5000, 50001}) {
    array<std::int32_t> const k = random_array<std::int32_t>({n});
    array<double> const a = random_array<double>({n});
    array<float> const f = random_array<float>({n});
    check(k + a);
    check(f * a);
    check(fnp::where(a > 0.0, a, f));
    check(fnp::astype<float>(a) - f);
  }
}

BOOST_AUTO_TEST_CASE(sums_of_negative_zeros_are_positive) {
  for (fnp::index const n : {1, 8, 9, 128, 1000, 40000}) {
    array<double> const a = fnp::zeros<double>({n});
    check(-a);
    BOOST_TEST(!std::signbit(fnp::eval(fnp::sum(-a)).item()));
  }
}

BOOST_AUTO_TEST_CASE(nan_and_infinity_arrive) {
  for (fnp::index const n : {16, 1000, 50000})
    for (fnp::index const at : {fnp::index{0}, n / 2, n - 1}) {
      array<float> a = random_array<float>({n});
      a.data()[at] = std::numeric_limits<float>::infinity();
      everywhere([&] { BOOST_TEST(fnp::eval(fnp::sum(a * 2.0f)).item() == std::numeric_limits<float>::infinity()); });
      a.data()[at] = std::nanf("");
      everywhere([&] { BOOST_TEST(std::isnan(fnp::eval(fnp::sum(a * 2.0f)).item())); });
    }
}

template <class T> void check_counts(fnp::index n) {
  array<T> a = random_array<T>({n}), b = random_array<T>({n});
  if constexpr (std::is_floating_point_v<T>) a.data()[n / 2] = static_cast<T>(std::nan(""));
  auto const count = [n](auto const& truth) {
    fnp::index r = 0;
    for (fnp::index i = 0; i < n; ++i) r += truth(i);
    return r;
  };
  T const *const x = a.data(), *const y = b.data();
  everywhere([&] {
    BOOST_TEST(fnp::eval(fnp::count_nonzero(a > b)).item() == count([&](fnp::index i) { return x[i] > y[i]; }));
    BOOST_TEST(fnp::eval(fnp::count_nonzero(a != b)).item() == count([&](fnp::index i) { return x[i] != y[i]; }));
    BOOST_TEST(fnp::eval(fnp::sum(a <= T(3))).item() == count([&](fnp::index i) { return x[i] <= T(3); }));
    BOOST_TEST(fnp::eval(fnp::count_nonzero(a)).item() == count([&](fnp::index i) { return x[i] != T(0); }));
    BOOST_TEST(fnp::eval(fnp::count_nonzero((a > b) & (a < T(9)))).item() ==
               count([&](fnp::index i) { return x[i] > y[i] && x[i] < T(9); }));
  });
}

BOOST_AUTO_TEST_CASE(truth_is_counted_in_every_width) {
  for (fnp::index const n : {1, 3, 15, 16, 63, 64, 255, 1000, 20000, 70001, 300000}) {
    check_counts<double>(n);
    check_counts<float>(n);
    check_counts<std::int64_t>(n);
    check_counts<std::int16_t>(n);
    check_counts<std::uint8_t>(n);
  }
}

BOOST_AUTO_TEST_CASE(truth_is_counted_along_rows) {
  array<float> const a = random_array<float>({60, 777}), b = random_array<float>({60, 1});
  array<std::uint8_t> const k = random_array<std::uint8_t>({60, 7000}), l = random_array<std::uint8_t>({60, 1});
  check(a > b, axis(1));
  check(a > 0.5f, axis(1), fnp::keepdims);
  check(a > b, axis(0));
  check(k < l, axis(1));
  check((k < l) | (k > l), axis(1));
}

BOOST_AUTO_TEST_SUITE_END()
