// Dot products of rows have the bits of one matrix product a row, for every length, level and number of threads.
#include "engine/execute/row_dots.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <random>
#include <vector>

#include "engine/execute/parallel.hpp"

namespace fnp::execute {
namespace {

template <class T> std::vector<T> numbers(index n, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> in(-3, 3);
  std::vector<T> r(static_cast<std::size_t>(n));
  for (T& x : r) {
    if constexpr (is_complex_v<T>) {
      using part = decltype(T::re);
      x = T(static_cast<part>(in(random)), static_cast<part>(in(random)));
    } else x = static_cast<T>(in(random));
  }
  return r;
}
template <class T> std::byte* bytes(std::vector<T>& v) { return reinterpret_cast<std::byte*>(v.data()); }

template <class T> bool agrees(index rows, index length, isa level, int threads) {
  constexpr index item = sizeof(T);
  dtype const type = dtype_of<T>();
  std::vector<T> x = numbers<T>(rows * length, 1), y = numbers<T>(rows * length, 2);
  std::vector<T> sums(static_cast<std::size_t>(rows)), expected = sums;
  in_arena(threads, [&] { dots_of_rows(bytes(sums), bytes(x), bytes(y), type, rows, length, level, threads); });
  if constexpr (is_complex_v<T>)
    for (T& number : x) number.im = -number.im;
  for (index i = 0; i < rows; ++i)
    multiply_matrices({bytes(expected) + i * item, type, {{}, {}, 0}},
                      {bytes(x) + i * length * item, type, {{length}, {item}, 0}},
                      {bytes(y) + i * length * item, type, {{length}, {item}, 0}});
  return std::memcmp(sums.data(), expected.data(), sums.size() * sizeof(T)) == 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(row_dots)

BOOST_AUTO_TEST_CASE(rows_of_one_run_and_of_several_have_the_bits_of_products_of_vectors) {
  for (isa const level : isa_levels)
    for (int const threads : {1, 3})
      for (auto const& [rows, length] :
           {std::pair<index, index>{1, 1}, {300, 3}, {7, 100}, {2, 8192}, {3, 8193}, {1, 50000}, {40, 9000}}) {
        bool const same = agrees<double>(rows, length, level, threads) && agrees<float>(rows, length, level, threads) &&
                          agrees<complex64>(rows, length, level, threads) &&
                          agrees<complex128>(rows, length, level, threads) &&
                          agrees<std::int32_t>(rows, length, level, threads);
        BOOST_TEST(same, rows << " rows of " << length << " level " << static_cast<int>(level) << " threads "
                              << threads);
      }
}

BOOST_AUTO_TEST_CASE(one_true_term_decides_about_booleans) {
  std::vector<std::uint8_t> x(20000), y(20000);
  x[9999] = y[9999] = x[15000] = y[15001] = 1;
  std::uint8_t sums[2] = {7, 7};
  dots_of_rows(reinterpret_cast<std::byte*>(sums), bytes(x), bytes(y), dtype::b1, 2, 10000, isa::widest, 1);
  BOOST_TEST(sums[0] == 1);
  BOOST_TEST(sums[1] == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::execute
