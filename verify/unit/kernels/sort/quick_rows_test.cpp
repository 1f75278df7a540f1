// Quicksort of integers: every length about a network's and a split's, and runs that mislead a sample.
#include <boost/test/unit_test.hpp>

#include "kernels/registry.hpp"
#include "verify/unit/engine/sorting/sort_values.hpp"

namespace fnp::test {
namespace {

template <class T> bool sorts(isa level, std::vector<T> x) {
  array_handle const a = vector_of(x), spare = make_array(dtype_of<T>(), {static_cast<index>(x.size())});
  kernels::find_sort(dtype_of<T>(), level).sort_quickly(a->data, spare->data, static_cast<index>(x.size()));
  std::sort(x.begin(), x.end());
  return same_bits(x, a->data);
}

// Every element that a sample of a whole run would look at is the same.
template <class T> std::vector<T> misleading(index n) {
  std::vector<T> x = random_values<T>(n, values::any, 5);
  for (index i = 0; i < 64; ++i) x[static_cast<std::size_t>(i * (n / 64))] = std::numeric_limits<T>::min();
  return x;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(quick_rows)

BOOST_AUTO_TEST_CASE(integers_of_every_size_are_sorted_whatever_their_values) {
  for (dtype const type : every_dtype)
    visit_dtype(type, [&](auto sample) {
      using T = decltype(sample);
      if constexpr (std::is_integral_v<T> && sizeof(T) > 1)
        for (isa const level : every_isa) {
          bool all = true;
          for (index const n : {1, 5, 64, 255, 256, 257, 300, 513, 1000, 1025, 4000, 20000})
            for (values const how : {values::any, values::few, values::close}) all &= sorts(level, random_values<T>(n, how, 3));
          all &= sorts(level, misleading<T>(5000));
          std::vector<T> rising(3000), falling(3000);
          for (std::size_t i = 0; i < rising.size(); ++i) {
            rising[i] = static_cast<T>(i);
            falling[i] = static_cast<T>(rising.size() - i);
          }
          all &= sorts(level, rising) && sorts(level, falling) && sorts(level, std::vector<T>(3000, T{7}));
          BOOST_TEST(all, name(type) << " at " << isa_names[static_cast<int>(level)]);
        }
    });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
