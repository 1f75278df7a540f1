// Columns that lie side by side have the bits of the wide tree, each as if it stood alone; and its error.
#include "kernels/reduce/wide_columns.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>

#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"
#include "verify/unit/kernels/reduce/wide_reference.hpp"
#include "verify/unit/kernels/samples.hpp"

namespace fnp {
namespace {

// Rows of numbers, `stride` of them apart; the first row is the last in memory where it is negative.
template <class X> struct grid {
  std::vector<X> memory;
  std::ptrdiff_t rows, columns, stride;

  grid(std::ptrdiff_t r, std::ptrdiff_t c, std::ptrdiff_t s) : rows(r), columns(c), stride(s) {
    std::mt19937_64 random(static_cast<std::uint64_t>(r * 1000 + c));
    std::normal_distribution<double> d(0.5, 1);
    for (std::ptrdiff_t i = 0; i < (r - 1) * std::abs(s) + c; ++i) {
      double const v = random() % 64 ? d(random) : random() % 2 ? -0.0 : 1e6;
      if constexpr (std::is_floating_point_v<X>)
        memory.push_back(static_cast<X>(v));
      else
        memory.push_back(X(static_cast<typename X::value_type>(v), static_cast<typename X::value_type>(d(random))));
    }
  }
  X const* first() const { return memory.data() + (stride < 0 ? -(rows - 1) * stride : 0); }
  std::vector<X> column(std::ptrdiff_t c) const {
    std::vector<X> r;
    for (std::ptrdiff_t i = 0; i < rows; ++i) r.push_back(first()[i * stride + c]);
    return r;
  }
};

// Results of columns `begin` to `end`, in Out.
template <class Out, class X>
std::vector<Out> fold(grid<X> const& g, ops::op_id op, dtype element, isa level, std::ptrdiff_t begin,
                      std::ptrdiff_t end) {
  kernels::fold_kernel const& k = *kernels::find_fold(op, element, level);
  BOOST_REQUIRE(k.columns);
  std::ptrdiff_t const n = end - begin;
  std::size_t const bytes = kernels::column_room(k, g.rows, n);
  std::vector<double> state(static_cast<std::size_t>(n) * k.state / 8 + 8), room(bytes / 8 + 1, 7.0);
  room.back() = 42;
  std::vector<Out> r(static_cast<std::size_t>(n));
  k.columns(reinterpret_cast<std::byte*>(state.data()), reinterpret_cast<std::byte const*>(g.first() + begin), g.rows,
            g.stride * static_cast<std::ptrdiff_t>(sizeof(X)), n, reinterpret_cast<std::byte*>(room.data()));
  BOOST_REQUIRE(room.back() == 42);
  k.finish(reinterpret_cast<std::byte*>(r.data()), reinterpret_cast<std::byte const*>(state.data()), n);
  return r;
}

template <class X> bool same(X const& a, X const& b) { return std::memcmp(&a, &b, sizeof a) == 0; }

template <class X> void check_sums(std::ptrdiff_t rows, std::ptrdiff_t columns, std::ptrdiff_t stride, dtype element) {
  grid<X> const g(rows, columns, stride);
  std::vector<X> expected;
  for (std::ptrdiff_t c = 0; c < columns; ++c) {
    std::vector<X> const x = g.column(c);
    expected.push_back(wide_reference::sum(x.data(), rows));
  }
  int different = 0;
  for (int level = 0; level < isa_count; ++level) {
    auto const got = fold<X>(g, ops::id_of<ops::wide_add_reduce>, element, static_cast<isa>(level), 0, columns);
    for (std::size_t c = 0; c < got.size(); ++c) different += !same(got[c], expected[c]);
  }
  BOOST_TEST(different == 0, rows << " rows of " << columns << ", " << stride << " apart: " << different << " differ");
}

template <class T> void check_moments(std::ptrdiff_t rows, std::ptrdiff_t columns, std::ptrdiff_t stride) {
  grid<T> const g(rows, columns, stride);
  int different = 0;
  std::vector<std::complex<T>> expected;
  for (std::ptrdiff_t c = 0; c < columns; ++c) {
    std::vector<T> const x = g.column(c);
    auto const m = wide_reference::tree<wide_reference::moment_rule<T>>(x.data(), rows);
    expected.emplace_back(T(0) + m.sum, m.squares);
  }
  for (int level = 0; level < isa_count; ++level) {
    auto const got =
        fold<std::complex<T>>(g, ops::id_of<ops::moments_reduce>, dtype_of<T>(), static_cast<isa>(level), 0, columns);
    for (std::size_t c = 0; c < got.size(); ++c) different += !same(got[c], expected[c]);
  }
  BOOST_TEST(different == 0, rows << " rows of " << columns << ", " << stride << " apart: " << different << " differ");
}

constexpr std::ptrdiff_t heights[] = {1,   2,   3,   31,   32,   33,   63,   64,   65,   100, 127,
                                      128, 129, 200, 1000, 1024, 1025, 1100, 2049, 2200, 4500};

}  // namespace

BOOST_AUTO_TEST_SUITE(wide_columns)

BOOST_AUTO_TEST_CASE(every_column_has_the_bits_of_the_definition_on_every_instruction_set) {
  for (std::ptrdiff_t const rows : heights)
    for (std::ptrdiff_t const columns : {1, 2, 3, 4, 7, 8, 9, 16, 17, 31, 33, 64, 65, 70}) {
      check_sums<float>(rows, columns, columns, dtype::f4);
      check_sums<double>(rows, columns, columns, dtype::f8);
      if (columns > 17) continue;
      check_sums<std::complex<float>>(rows, columns, columns + 1, dtype::c8);
      check_sums<std::complex<double>>(rows, columns, columns, dtype::c16);
      check_moments<float>(rows, columns, columns);
      check_moments<double>(rows, columns, columns + 3);
    }
}

// Panels of near rows, and of far ones; rows that are read backwards.
BOOST_AUTO_TEST_CASE(so_have_wide_and_distant_rows) {
  check_sums<float>(150, 2100, 2100, dtype::f4);
  check_sums<double>(70, 1030, -1030, dtype::f8);
  check_moments<double>(70, 600, 600);
  check_moments<float>(70, 1100, -1101);
  for (std::ptrdiff_t const rows : {130, 1025}) {
    check_sums<double>(rows, 20, 5000, dtype::f8);
    check_sums<double>(rows, 1001, -5000, dtype::f8);
    check_sums<float>(rows, 40, 9001, dtype::f4);
    check_sums<std::complex<double>>(rows, 9, 2600, dtype::c16);
    check_moments<float>(rows, 50, 9001);
  }
  check_sums<double>(130, 5000, 5000, dtype::f8);
  check_moments<double>(130, 4100, 4100);
}

// What is beside a column, or how many go together, changes none of its bits.
BOOST_AUTO_TEST_CASE(a_column_does_not_depend_on_its_neighbours) {
  grid<double> const g(1500, 75, 75);
  auto const op = ops::id_of<ops::wide_add_reduce>;
  std::vector<double> const all = fold<double>(g, op, dtype::f8, isa::widest, 0, 75);
  int different = 0;
  for (std::ptrdiff_t begin = 0; begin < 75; begin += 7)
    for (std::ptrdiff_t const end : {begin + 1, begin + 5, std::ptrdiff_t{75}}) {
      auto const some = fold<double>(g, op, dtype::f8, isa::widest, begin, end);
      for (std::size_t c = 0; c < some.size(); ++c)
        different += !same(some[c], all[static_cast<std::size_t>(begin) + c]);
    }
  BOOST_TEST(different == 0);
}

// (ceil(log2 n) + 12) u of the sum of magnitudes, for float sums held against exact ones.
BOOST_AUTO_TEST_CASE(sums_keep_their_bound) {
  for (std::ptrdiff_t const rows : {100, 5000, 200000}) {
    grid<float> const g(rows, 19, 19);
    auto const got = fold<float>(g, ops::id_of<ops::wide_add_reduce>, dtype::f4, isa::widest, 0, 19);
    double worst = 0;
    for (std::ptrdiff_t c = 0; c < 19; ++c) {
      long double sum = 0, magnitude = 0;
      for (float const v : g.column(c)) {
        sum += v;
        magnitude += std::fabs(v);
      }
      worst = std::max(worst, static_cast<double>(std::fabs(got[static_cast<std::size_t>(c)] - sum) / magnitude));
    }
    BOOST_TEST(worst <= (std::ceil(std::log2(static_cast<double>(rows))) + 12) * 0x1p-24);
    BOOST_TEST(worst > 0);
  }
}

BOOST_AUTO_TEST_CASE(infinities_and_nans_stay_in_their_columns) {
  grid<double> g(300, 40, 40);
  g.memory[40 * 7 + 3] = INFINITY;
  g.memory[40 * 200 + 39] = std::nan("");
  for (int level = 0; level < isa_count; ++level) {
    auto const got = fold<double>(g, ops::id_of<ops::wide_add_reduce>, dtype::f8, static_cast<isa>(level), 0, 40);
    auto const both =
        fold<std::complex<double>>(g, ops::id_of<ops::moments_reduce>, dtype::f8, static_cast<isa>(level), 0, 40);
    for (std::size_t c = 0; c < 40; ++c) {
      BOOST_TEST(std::isinf(got[c]) == (c == 3));
      BOOST_TEST(std::isnan(got[c]) == (c == 39));
      BOOST_TEST(std::isnan(both[c].imag()) == (c == 3 || c == 39));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
