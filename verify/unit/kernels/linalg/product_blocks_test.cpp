// Kernels of the matrix product against one another: a tile, a row and a small product sum in the same order.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "kernels/product_kernel.hpp"

namespace fnp {
namespace {


std::vector<double> numbers(std::ptrdiff_t n, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> in(-3, 3);
  std::vector<double> r(static_cast<std::size_t>(n));
  for (double& x : r) x = in(random);
  return r;
}
std::byte* bytes(std::vector<double>& v) { return reinterpret_cast<std::byte*>(v.data()); }

}  // namespace

BOOST_AUTO_TEST_SUITE(product_kernels)

BOOST_AUTO_TEST_CASE(every_dtype_but_float16_has_kernels_on_every_level) {
  for (isa const level : isa_levels)
    for (int d = 0; d < dtype_count; ++d) {
      auto const type = static_cast<dtype>(d);
      kernels::product_kernel const* const k = kernels::find_product(type, level);
      BOOST_TEST((k == nullptr) == (type == dtype::f2));
      if (k) BOOST_TEST(k->parts == (kind(type) == 'c' ? 2 : 1));
    }
}

BOOST_AUTO_TEST_CASE(a_tile_goes_on_from_its_sums_and_agrees_with_rows_and_with_small_products) {
  constexpr std::ptrdiff_t depth = 37, item = sizeof(double);
  for (isa const level : isa_levels) {
    kernels::product_kernel const& k = *kernels::find_product(dtype::f8, level);
    for (int h = 0; h < 3; ++h)
      for (std::ptrdiff_t registers = 1; registers <= k.registers; ++registers) {
        std::ptrdiff_t const m = k.heights[h], n = registers * k.lanes;
        auto const tile = k.tile[h][registers - 1];
        std::vector<double> a = numbers(m * depth, 1), b = numbers(n * depth, 2);  // a by columns, b by rows
        std::vector<double> once(static_cast<std::size_t>(m * n), 7),
            twice = once, row(static_cast<std::size_t>(m * n), 0), small = once;
        tile(bytes(once), n * item, bytes(a), bytes(b), depth, true);
        tile(bytes(twice), n * item, bytes(a), bytes(b), 20, true);
        tile(bytes(twice), n * item, bytes(a) + 20 * m * item, bytes(b) + 20 * n * item, depth - 20, false);
        for (std::ptrdiff_t i = 0; i < m; ++i)
          k.row(bytes(row) + i * n * item, bytes(a) + i * item, m * item, bytes(b), n * item, depth, n);
        k.small({bytes(small), n * item, item}, {bytes(a), item, m * item}, {bytes(b), n * item, item}, m, depth, n, 1,
                {});
        BOOST_TEST((once == twice));
        BOOST_TEST((once == row));
        BOOST_TEST((once == small));
      }
  }
}

BOOST_AUTO_TEST_CASE(dot_products_start_at_positive_zero_and_have_the_same_bits_on_every_level) {
  for (std::ptrdiff_t const n : {0, 1, 31, 32, 33, 1000, 8192}) {
    std::vector<double> x = numbers(n, 3), y = numbers(n, 4);
    double first = 0;
    kernels::find_product(dtype::f8, isa::reference)
        ->dots(reinterpret_cast<std::byte*>(&first), bytes(x), 0, bytes(y), 0, 1, n);
    for (isa const level : isa_levels) {
      double sum = 1;
      kernels::find_product(dtype::f8, level)->dots(reinterpret_cast<std::byte*>(&sum), bytes(x), 0, bytes(y), 0, 1, n);
      BOOST_TEST(sum == first);
      std::vector<double> zeros(static_cast<std::size_t>(n), -0.0), ones(static_cast<std::size_t>(n), 1);
      kernels::find_product(dtype::f8, level)
          ->dots(reinterpret_cast<std::byte*>(&sum), bytes(zeros), 0, bytes(ones), 0, 1, n);
      BOOST_TEST(sum == 0);
      BOOST_TEST(!std::signbit(sum));
    }
  }
}

BOOST_AUTO_TEST_CASE(complex_infinities_are_not_recovered) {
  double const inf = std::numeric_limits<double>::infinity();
  complex128 const x(inf, inf), y(1, 1);
  for (isa const level : isa_levels) {
    complex128 sum;
    kernels::find_product(dtype::c16, level)
        ->dots(reinterpret_cast<std::byte*>(&sum), reinterpret_cast<std::byte const*>(&x), 0,
               reinterpret_cast<std::byte const*>(&y), 0, 1, 1);
    BOOST_TEST(std::isnan(sum.re));
    BOOST_TEST(sum.im == inf);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
