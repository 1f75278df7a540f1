// Short rows by counting ranks: every length that is ranked, several rows at once, against a stable sort by comparison.
#include <boost/test/unit_test.hpp>

#include "kernels/registry.hpp"
#include "verify/unit/engine/sorting/sort_values.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(rank_rows)

BOOST_AUTO_TEST_CASE(rows_of_every_length_are_in_stable_order) {
  constexpr index rows = 3;
  for (dtype const type : every_dtype)
    visit_dtype(type, [&](auto sample) {
      using T = decltype(sample);
      for (isa const level : every_isa) {
        kernels::sort_kernel const& kernel = kernels::find_sort(type, level);
        bool sorted = true, ordered = true;
        for (index n = 1; n <= kernel.longest_ordered; ++n) {
          std::vector<T> const x =
              random_values<T>(rows * n, n % 2 ? values::any : values::few, static_cast<std::uint64_t>(n));
          array_handle const a = vector_of(x);
          std::vector<index> at(static_cast<std::size_t>(rows * n));
          kernel.order_rows(at.data(), a->data, rows, n);
          bool const sorts = n <= kernel.longest_sorted;
          if (sorts) kernel.sort_rows(a->data, a->data, n * static_cast<index>(sizeof(T)), rows, n);
          for (index r = 0; r < rows; ++r) {
            std::vector<T> const row(x.begin() + r * n, x.begin() + (r + 1) * n);
            std::vector<index> const expected = stable_positions(row);
            ordered &= std::equal(expected.begin(), expected.end(), at.begin() + r * n);
            sorted &= !sorts || same_bits(stably_sorted(row), a->data + r * n * static_cast<index>(sizeof(T)));
          }
        }
        BOOST_TEST(sorted, name(type));
        BOOST_TEST(ordered, name(type));
        BOOST_TEST(kernel.longest_ordered > 0);
      }
    });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
