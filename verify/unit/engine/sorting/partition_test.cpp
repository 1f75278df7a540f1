// partition and argpartition: what stands at kth and on its two sides.
#include <boost/test/unit_test.hpp>

#include "fnp/fnp.hpp"
#include "verify/unit/engine/indexing/lookup_values.hpp"
#include "verify/unit/engine/sorting/sort_values.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(partition_functions)

BOOST_AUTO_TEST_CASE(kth_is_in_its_place_between_no_greater_and_no_smaller_elements) {
  for (index const n : {1, 2, 50, 1000, 40000})
    for (values const how : {values::any, values::few}) {
      std::vector<double> const x = random_values<double>(n, how, 11), sorted = stably_sorted(x);
      array<double> const a(vector_of(x));
      for (index const k : {index{0}, n / 3, n - 1}) {
        array<double> const p = partition(a, k);
        array<index> const at = argpartition(a, k - n);
        auto const place = static_cast<std::size_t>(k);
        BOOST_TEST((p(k) == sorted[place] || (p(k) != p(k) && sorted[place] != sorted[place])));
        bool split = true;
        for (index i = 0; i < n; ++i) {
          split &= i < k ? !stands_before(p(k), p(i)) : !stands_before(p(i), p(k));
          split &= i < k ? !stands_before(a(at(k)), a(at(i))) : !stands_before(a(at(i)), a(at(k)));
        }
        BOOST_TEST(split);
        array<double> const back = sort(p);
        BOOST_TEST((std::equal(sorted.begin(), sorted.end(), back.begin(),
                               [](double u, double v) { return u == v || (u != u && v != v); })));
      }
    }
}

BOOST_AUTO_TEST_CASE(a_place_outside_the_axis_is_refused) {
  array<double> a{{1, 2, 3}, {4, 5, 6}};
  refused(error_code::index_out_of_range, "ValueError", [&] { partition(a, 3); });
  refused(error_code::index_out_of_range, "ValueError", [&] { argpartition(a, extents{0, -4}); });
  refused(error_code::index_out_of_range, "ValueError", [&] { partition(a, 2, 0); });
  refused(error_code::axis_out_of_range, "AxisError", [&] { partition(a, 0, 2); });
  refused(error_code::read_only, "ValueError", [&] { partition_in_place(read_only(a), 0); });
  partition_in_place(a(ellipsis, slice(none, none, -1)), 0);
  BOOST_TEST(holds(a.body(), {3, 2, 1, 6, 5, 4}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
