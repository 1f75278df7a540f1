// unique: values, where they come from, NaN, and parts along an axis.
#include <boost/test/unit_test.hpp>

#include "fnp/fnp.hpp"
#include "verify/unit/engine/indexing/lookup_values.hpp"
#include "verify/unit/engine/sorting/sort_values.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(unique_functions)

BOOST_AUTO_TEST_CASE(all_parts_rebuild_the_array) {
  for (dtype const type : every_dtype)
    visit_dtype(type, [&](auto sample) {
      using T = decltype(sample);
      std::vector<T> const x = random_values<T>(600, values::few, 3);
      auto const u = unique_all(reshape(ndarray(vector_of(x)), {20, 30}), true);
      array<index> const &at = u.indices, &inverse = u.inverse_indices, &counts = u.counts;
      BOOST_TEST((inverse.shape() == extents{20, 30}));
      BOOST_TEST(sum(counts).item() == 600);
      auto const* const value = reinterpret_cast<T const*>(u.values.data());
      bool rebuilt = true, ordered = true;
      auto const equal = [](T const& a, T const& b) { return !stands_before(a, b) && !stands_before(b, a); };
      for (index i = 0; i < 600; ++i) {
        index const k = inverse(i / 30, i % 30);
        bool const nan_of_complex = kind(type) == 'c' && k + 1 == counts.size();  // every NaN is one value
        rebuilt &= nan_of_complex || equal(value[k], x[static_cast<std::size_t>(i)]);
        rebuilt &= at(k) <= i || nan_of_complex;
      }
      for (index k = 0; k + 1 < counts.size(); ++k) ordered &= stands_before(value[k], value[k + 1]);
      BOOST_TEST(rebuilt, name(type));
      BOOST_TEST(ordered, name(type));
    });
}

BOOST_AUTO_TEST_CASE(a_nan_equals_others_only_where_asked_for) {
  array<double> const a{nan, 1.0, nan, -0.0, 0.0};
  BOOST_TEST(unique(a).size() == 3);
  BOOST_TEST(unique_values(a).size() == 4);
  BOOST_TEST(std::signbit(unique(a)(0)));
  BOOST_TEST(holds(unique_counts(a).counts.body(), {2, 1, 1, 1}));
  BOOST_TEST(unique(zeros<double>({0})).size() == 0);
}

BOOST_AUTO_TEST_CASE(parts_along_an_axis_go_in_lexicographic_order) {
  array<double> const a{{2, 1, 2}, {0, 1, 0}, {2, 1, 2}};
  BOOST_TEST(holds(unique(a, axis(0)).body(), {0, 1, 0, 2, 1, 2}));
  BOOST_TEST(holds(unique(a, axis(1)).body(), {1, 2, 1, 0, 1, 2}));
  refused(error_code::axis_out_of_range, "AxisError", [&] { unique(a, axis(2)); });
  BOOST_TEST((unique(zeros<double>({2, 0}), axis(0)).shape() == extents{1, 0}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
