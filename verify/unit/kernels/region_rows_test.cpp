// Rows of a compiled region: however each input goes from row to row, and however many rows are taken as one.
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <vector>

#include "fnp/fnp.hpp"
#include "kernels/registry.hpp"

namespace fnp {
namespace {

// How an input goes on: as a table, with a gap behind each row, the same row again, a value a row, one value.
enum class way { table, gaps, again, column, one };
constexpr way ways[] = {way::table, way::gaps, way::again, way::column, way::one};
constexpr index gap = 5, guard = 64;

template <class T> struct operand {
  std::vector<T> values;
  index row = 0, element = 1;  // in elements
  operand(way w, index rows, index count, T from) {
    row = w == way::table ? count : w == way::gaps ? count + gap : w == way::column ? 1 : 0;
    element = w == way::column || w == way::one ? 0 : 1;
    values.resize(static_cast<std::size_t>((rows - 1) * row + (element ? count : 1)));  // no element more than is read
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = from + static_cast<T>(i % 61) / T(4);
  }
  T at(index r, index i) const { return values[static_cast<std::size_t>(r * row + i * element)]; }
  std::byte* data() { return reinterpret_cast<std::byte*>(values.data()); }
};

using ops::find_loop;
template <class Op, dtype D> constexpr int loop_of = find_loop<Op>(std::array{D, D});
template <dtype D, class X, class Y> using product = typed::apply<ops::multiply, loop_of<ops::multiply, D>, X, Y>;
template <dtype D, class X, class Y, class Z>
using product_and_sum = typed::apply<ops::add, loop_of<ops::add, D>, product<D, X, Y>, Z>;

// x * y + z of A, B and B in B's arithmetic, at every level.
template <class S, class A, class B> void compare(index rows, index count, way x, way y, way z, index behind) {
  operand<A> a(x, rows, count, A(1));
  operand<B> b(y, rows, count, B(2)), c(z, rows, count, B(3));
  index const row = count + behind;
  std::uint64_t const broadcast = (a.element ? 0u : 2u) | (b.element ? 0u : 4u) | (c.element ? 0u : 8u);
  for (isa const level : vector_levels) {
    if (!kernels::has_isa(level)) continue;
    std::vector<B> out(static_cast<std::size_t>(rows * row + guard), B(-7));
    std::byte* const data[] = {reinterpret_cast<std::byte*>(out.data()), a.data(), b.data(), c.data()};
    constexpr index narrow = sizeof(A), wide = sizeof(B);
    std::ptrdiff_t const stride[] = {row * wide, a.row * narrow, b.row * wide, c.row * wide};
    kernels::region_rows(level)({data, stride, broadcast, rows, count}, &typed::loops_of<S>);
    index wrong = 0;
    for (index r = 0; r < rows; ++r) {
      B const* const got = out.data() + r * row;
      for (index i = 0; i < count; ++i) wrong += got[i] != static_cast<B>(a.at(r, i)) * b.at(r, i) + c.at(r, i);
      for (index i = count; i < row; ++i) wrong += got[i] != B(-7);
    }
    for (index i = 0; i < guard; ++i) wrong += out[static_cast<std::size_t>(rows * row + i)] != B(-7);
    BOOST_REQUIRE_MESSAGE(wrong == 0, "rows " << rows << " count " << count << " ways " << int(x) << int(y) << int(z)
                                              << " behind " << behind);
  }
}

template <class S, class A, class B> void compare_all() {
  for (index const rows : {1, 2, 3, 20, 41})
    for (index const count : {1, 7, 8, 16, 17, 31, 64, 100, 129, 255, 512, 513, 600})
      for (way const x : ways)
        for (way const y : ways)
          for (way const z : ways)
            for (index const behind : {index{0}, gap}) compare<S, A, B>(rows, count, x, y, z, behind);
}

BOOST_AUTO_TEST_SUITE(region_rows)

BOOST_AUTO_TEST_CASE(every_way_from_row_to_row_gives_what_each_element_gives_and_writes_nothing_else) {
  using in = typed::in<dtype::f4>;
  compare_all<product_and_sum<dtype::f4, in, in, in>, float, float>();
}

BOOST_AUTO_TEST_CASE(narrow_inputs_beside_wide_ones_run_over_by_their_own_size) {
  using wide = typed::in<dtype::f8>;
  using narrow = typed::cast<dtype::f8, typed::in<dtype::f4>, false>;
  compare_all<product_and_sum<dtype::f8, narrow, wide, wide>, float, double>();
}

BOOST_AUTO_TEST_CASE(a_destination_that_is_an_input_is_read_before_it_is_written) {
  using in = typed::in<dtype::f4>;
  for (isa const level : vector_levels) {
    if (!kernels::has_isa(level)) continue;
    index const rows = 30, count = 37;
    operand<float> a(way::table, rows, count, 1), b(way::again, rows, count, 2), c(way::column, rows, count, 3);
    operand<float> const before = a;
    std::byte* const data[] = {a.data(), a.data(), b.data(), c.data()};
    std::ptrdiff_t const stride[] = {count * 4, count * 4, 0, 4};
    using region = product_and_sum<dtype::f4, in, in, in>;
    kernels::region_rows(level)({data, stride, 8, rows, count}, &typed::loops_of<region>);
    index wrong = 0;
    for (index r = 0; r < rows; ++r)
      for (index i = 0; i < count; ++i) wrong += a.at(r, i) != before.at(r, i) * b.at(r, i) + c.at(r, i);
    BOOST_TEST(wrong == 0);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace fnp
