// Extremes of many rows at a time are those of each row, and of a run those of scalar code: without anything doubtful,
// and with it at any place.
#include <boost/test/unit_test.hpp>
#include <limits>
#include <random>
#include <utility>
#include <vector>

#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"
#include "verify/unit/kernels/samples.hpp"

namespace fnp {
namespace {

template <class T> void check_rows(ops::op_id op, isa level) {
  kernels::fold_kernel const& k = *kernels::find_fold(op, dtype_of<T>(), level);
  std::mt19937_64 random(7);
  std::normal_distribution<double> some(0, 1);
  for (std::ptrdiff_t const columns : {2, 4, 5, 8, 9, 16, 17, 31, 32, 33, 47, 64, 100, 1025})
    for (T const odd : {T(3), T(0), T(-0.0), std::numeric_limits<T>::quiet_NaN(), std::numeric_limits<T>::infinity()}) {
      std::ptrdiff_t const rows = 37, width = columns + 3;
      std::vector<T> x(std::size_t(rows * width));
      for (T& v : x) v = static_cast<T>(some(random));
      x[std::size_t(9 * width + columns - 1)] = odd;
      std::vector<T> together(x.size()), alone(x.size());
      auto const* const bytes = reinterpret_cast<std::byte const*>(x.data());
      auto const stride = width * std::ptrdiff_t(sizeof(T));
      k.runs(reinterpret_cast<std::byte*>(together.data()), bytes, rows, stride, columns, 0);
      for (std::ptrdiff_t r = 0; r < rows; ++r)
        k.run(reinterpret_cast<std::byte*>(&alone[std::size_t(r)]), bytes + r * stride, columns, 0);
      for (std::size_t r = 0; r < std::size_t(rows); ++r)
        BOOST_REQUIRE(samples::same_bits(dtype_of<T>(), reinterpret_cast<std::byte*>(&together[r]),
                                         reinterpret_cast<std::byte*>(&alone[r])));
    }
}

// Elements of magnitudes about `scale`, of both signs or one, with one odd element at every place that matters to
// vectors: beginnings, ends, and remainders of one and of two vectors.
template <class T> void check_runs(ops::op_id op, isa level, T scale, bool both_signs) {
  kernels::fold_kernel const& k = *kernels::find_fold(op, dtype_of<T>(), level);
  kernels::fold_kernel const& scalar = *kernels::find_fold(op, dtype_of<T>(), isa::reference);
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> some(both_signs ? -1 : 0.5, 1);
  using limits = std::numeric_limits<T>;
  for (std::ptrdiff_t const n :
       {1, 3, 8, 15, 16, 17, 31, 33, 63, 64, 65, 100, 127, 128, 129, 159, 160, 161, 300, 1000, 70000}) {
    std::vector<T> x(static_cast<std::size_t>(n));
    for (T& v : x) v = static_cast<T>(some(random)) * scale;
    for (std::ptrdiff_t const at : {std::ptrdiff_t{0}, n / 3, n / 2, n - n % 32, n - 17, n - 2, n - 1})
      for (T const odd : {T(0.75) * scale, T(-0.0), limits::quiet_NaN(), limits::infinity(), -limits::infinity(),
                          limits::denorm_min(), limits::max(), limits::lowest()}) {
        if (at < 0 || at >= n) continue;
        T const kept = std::exchange(x[static_cast<std::size_t>(at)], odd);
        T found{}, expected{};
        k.run(reinterpret_cast<std::byte*>(&found), reinterpret_cast<std::byte const*>(x.data()), n, 0);
        scalar.run(reinterpret_cast<std::byte*>(&expected), reinterpret_cast<std::byte const*>(x.data()), n, 0);
        BOOST_REQUIRE(samples::same_bits(dtype_of<T>(), reinterpret_cast<std::byte*>(&found),
                                         reinterpret_cast<std::byte*>(&expected)));
        x[static_cast<std::size_t>(at)] = kept;
      }
  }
}
template <class T> void check_runs(ops::op_id op, isa level) {
  T const far = std::numeric_limits<T>::max() / 4, near = std::numeric_limits<T>::min();
  for (bool const both_signs : {false, true})
    for (T const scale : {T(1), far, near}) check_runs<T>(op, level, scale, both_signs);
}

// A row of a walk of so many bytes that it is asked for ahead.
template <class T> void check_far_row(ops::op_id op, isa level) {
  kernels::fold_kernel const& k = *kernels::find_fold(op, dtype_of<T>(), level);
  std::mt19937_64 random(11);
  std::normal_distribution<double> some(0, 1);
  for (std::ptrdiff_t const n : {1, 7, 64, 4097, 300001}) {
    std::vector<T> x(static_cast<std::size_t>(n));
    for (T& v : x) v = static_cast<T>(some(random));
    for (T const odd : {T(3), T(-0.0), std::numeric_limits<T>::quiet_NaN()}) {
      x.back() = odd;
      T far, near;
      auto const* const bytes = reinterpret_cast<std::byte const*>(x.data());
      k.runs(reinterpret_cast<std::byte*>(&far), bytes, 1, std::ptrdiff_t{1} << 30, n, 0);
      k.run(reinterpret_cast<std::byte*>(&near), bytes, n, 0);
      BOOST_REQUIRE(
          samples::same_bits(dtype_of<T>(), reinterpret_cast<std::byte*>(&far), reinterpret_cast<std::byte*>(&near)));
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(plain_extremes)

BOOST_AUTO_TEST_CASE(a_runs_extreme_is_that_of_scalar_code_also_where_products_overflow) {
  for (int level = 0; level < isa_count; ++level)
    for (ops::op_id const op : {ops::id_of<ops::maximum_reduce>, ops::id_of<ops::minimum_reduce>}) {
      check_runs<float>(op, static_cast<isa>(level));
      check_runs<double>(op, static_cast<isa>(level));
    }
}

BOOST_AUTO_TEST_CASE(extremes_of_many_rows_are_those_of_each) {
  for (int level = 0; level < isa_count; ++level)
    for (ops::op_id const op : {ops::id_of<ops::maximum_reduce>, ops::id_of<ops::minimum_reduce>}) {
      check_rows<float>(op, static_cast<isa>(level));
      check_rows<double>(op, static_cast<isa>(level));
    }
}

BOOST_AUTO_TEST_CASE(extremes_and_sums_of_a_piece_of_a_large_run_are_its_own) {
  for (int level = 0; level < isa_count; ++level)
    for (ops::op_id const op :
         {ops::id_of<ops::maximum_reduce>, ops::id_of<ops::minimum_reduce>, ops::id_of<ops::add_reduce>}) {
      check_far_row<float>(op, static_cast<isa>(level));
      check_far_row<double>(op, static_cast<isa>(level));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
