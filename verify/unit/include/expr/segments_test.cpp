// Regions with calls: many short rows taken together give what each row gives alone, wherever they lie.
#include <boost/test/unit_test.hpp>
#include <cstring>

#include "fnp/fnp.hpp"

using fnp::array;
using fnp::slice;

namespace {

// The same expression over a column, a table and a row; exp and log are calls, one of them occurs twice.
auto mixed(auto const& column, auto const& table, auto const& row) {
  auto const e = fnp::exp(-fnp::square(column - row) / 0.3f);
  return fnp::log(table + e) * e + fnp::exp(table * 0.5f) - column;
}
auto root_call(auto const& column, auto const& table, auto const& row) {
  return fnp::exp(fnp::sin(table - column) * row);
}

// A quotient and a root that are named twice, over the same operands and over others.
auto repeated_quotients(auto const& column, auto const& table, auto const& row) {
  auto const spread = 0.3f * fnp::sqrt(table);
  auto const d = (fnp::log(table / row) + column * 0.5f) / spread;
  return fnp::exp(d) - fnp::exp(d - spread) * fnp::sqrt(row) / (0.3f * fnp::sqrt(table));
}

array<float> numbers(fnp::extents const& shape, float from) {
  fnp::index n = 1;
  for (fnp::index const e : shape) n *= e;
  return fnp::reshape(fnp::arange<float>(0, static_cast<float>(n)) * (1.0f / static_cast<float>(n + 1)) + from, shape);
}

template <class Expression>
void require_rows_alone(fnp::index rows, fnp::index count, bool apart, Expression const& of) {
  array<float> const column = numbers({rows, 1}, 0.25f), table = numbers({rows, count}, 0.5f),
                     row = numbers({count}, 0.75f);
  array<float> room = fnp::zeros<float>({rows, apart ? count + 3 : count});
  fnp::view<float> together = room(slice(0, rows), slice(0, count));
  together = of(column, table, row);
  for (fnp::index r = 0; r < rows; ++r) {
    array<float> const one = of(column(r, slice()), table(r, slice()), row);
    BOOST_REQUIRE(one.size() == count);
    for (fnp::index i = 0; i < count; ++i) {
      float const x = together(r, i), y = one(i);
      BOOST_REQUIRE_MESSAGE(std::memcmp(&x, &y, sizeof x) == 0, rows << " x " << count << " at " << r << ", " << i);
    }
  }
  if (apart) {
    array<float> const beside = room(slice(0, rows), slice(count, count + 3));
    BOOST_TEST(fnp::max(fnp::abs(beside)).item() == 0.0f);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(segments)

BOOST_AUTO_TEST_CASE(rows_taken_together_have_the_bits_of_rows_alone) {
  for (fnp::index const count : {1, 2, 7, 16, 100, 341, 512, 513, 1023, 1024, 1025, 2047, 2049})
    for (fnp::index const rows : {1, 2, 3, 11, 40})
      for (bool const apart : {false, true}) {
        require_rows_alone(rows, count, apart, [](auto const&... x) { return mixed(x...); });
        require_rows_alone(rows, count, apart, [](auto const&... x) { return root_call(x...); });
        require_rows_alone(rows, count, apart, [](auto const&... x) { return repeated_quotients(x...); });
      }
}

BOOST_AUTO_TEST_CASE(a_call_over_equal_inputs_in_other_rows_is_not_taken_for_the_same) {
  array<float> const a = numbers({20, 1}, 0.1f), b = numbers({20, 16}, 0.2f);
  array<float> const first = b(slice(0, 20), slice(0, 1));  // b's own first column, as one value a row
  array<float> const y = fnp::exp(b) + fnp::exp(b(slice(0, 20), slice(0, 1))) + fnp::exp(a);
  array<float> const e = fnp::exp(b), f = fnp::exp(first), g = fnp::exp(a);
  for (fnp::index r = 0; r < 20; ++r)
    for (fnp::index i = 0; i < 16; ++i) BOOST_REQUIRE(y(r, i) == e(r, i) + f(r, 0) + g(r, 0));
}

// Step by step nothing is remembered.
BOOST_AUTO_TEST_CASE(a_quotient_or_root_that_occurs_again_has_the_bits_of_one_computed_alone) {
  for (fnp::index const n : {5, 3000, 20000}) {
    array<double> const a = fnp::arange<double>(1, static_cast<double>(n) + 1), b = a * 1.5 + 0.25, other = a * 2.5;
    array<double> const root = fnp::sqrt(a), q = b / root, r = b / fnp::array<double>(fnp::sqrt(other));
    array<double> const e = fnp::exp(q * -0.125), f = fnp::exp(r * -0.125), l = fnp::log(q);
    array<double> const expected = l + e * q - root * f;
    array<double> const together = fnp::log(b / fnp::sqrt(a)) +
                                   fnp::exp(b / fnp::sqrt(a) * -0.125) * (b / fnp::sqrt(a)) -
                                   fnp::sqrt(a) * fnp::exp(b / fnp::sqrt(other) * -0.125);
    BOOST_TEST(std::memcmp(expected.data(), together.data(), static_cast<std::size_t>(n) * 8) == 0);
    array<double> kept = fnp::copy(b);
    kept = fnp::log(kept / fnp::sqrt(a)) + fnp::exp(kept / fnp::sqrt(a) * -0.125) * (kept / fnp::sqrt(a)) -
           fnp::sqrt(a) * fnp::exp(kept / fnp::sqrt(other) * -0.125);
    BOOST_TEST(std::memcmp(expected.data(), kept.data(), static_cast<std::size_t>(n) * 8) == 0);
  }
}

BOOST_AUTO_TEST_SUITE_END()
