// Quicksort and quickselect of integers: every length about a network's and a split's, and runs that mislead a sample.
#include <boost/test/unit_test.hpp>

#include "kernels/registry.hpp"
#include "verify/unit/engine/sorting/sort_values.hpp"

namespace fnp::test {
namespace {

template <class T> bool sorts(isa level, std::vector<T> x) {
  array_handle const a = vector_of(x), spare = make_array(dtype_of<T>(), {static_cast<index>(x.size())});
  kernels::find_sort(dtype_of<T>(), level).sort_quickly(a->data, a->data, spare->data, static_cast<index>(x.size()));
  std::sort(x.begin(), x.end());
  return same_bits(x, a->data);
}

// Every element that a sample of a whole run would look at is the same.
template <class T> std::vector<T> misleading(index n) {
  std::vector<T> x = random_values<T>(n, values::any, 5);
  for (index i = 0; i < 64; ++i) x[static_cast<std::size_t>(i * (n / 64))] = std::numeric_limits<T>::min();
  return x;
}

template <class T> std::vector<std::vector<T>> patterns(index n) {
  auto const size = static_cast<std::size_t>(n);
  std::vector<T> rising(size), falling(size), organ_pipe(size), saw(size), extremes(size);
  for (std::size_t i = 0; i < size; ++i) {
    rising[i] = static_cast<T>(i);
    falling[i] = static_cast<T>(size - i);
    organ_pipe[i] = static_cast<T>(std::min(i, size - i));
    saw[i] = static_cast<T>(i % 17);
    extremes[i] = i % 3 == 0 ? std::numeric_limits<T>::max() : std::numeric_limits<T>::min();
  }
  return {rising, falling, organ_pipe, saw, extremes, std::vector<T>(size, T{7}),
          std::vector<T>(size, std::numeric_limits<T>::max()), misleading<T>(n),
          random_values<T>(n, values::any, 3), random_values<T>(n, values::few, 3)};
}

// The element at every place is the sorted run's, the parts lie on their sides, and every level leaves the same order.
template <class T> bool selects(std::vector<T> const& x, std::vector<index> const& places) {
  std::vector<T> sorted = x, first;
  std::sort(sorted.begin(), sorted.end());
  bool right = true;
  for (isa const level : every_isa) {
    array_handle const from = vector_of(x), to = vector_of(x), spare = vector_of(x);
    for (std::byte* const at : {to->data, from->data}) {
      kernels::find_sort(dtype_of<T>(), level)
          .select_quickly(at, from->data, spare->data, static_cast<index>(x.size()), places.data(),
                          static_cast<std::ptrdiff_t>(places.size()));
      auto const* const got = reinterpret_cast<T const*>(at);
      if (first.empty()) first.assign(got, got + x.size());
      right &= same_bits(first, at);
    }
  }
  for (index const k : places) {
    auto const at = first.begin() + k;
    right &= *at == sorted[static_cast<std::size_t>(k)];
    right &= std::all_of(first.begin(), at, [&](T v) { return v <= *at; });
    right &= std::all_of(at, first.end(), [&](T v) { return v >= *at; });
  }
  std::sort(first.begin(), first.end());
  return right && first == sorted;
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
            for (values const how : {values::any, values::few, values::close})
              all &= sorts(level, random_values<T>(n, how, 3));
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

BOOST_AUTO_TEST_CASE(every_place_of_every_pattern_is_selected_alike_on_every_level) {
  for (dtype const type : every_dtype)
    visit_dtype(type, [&](auto sample) {
      using T = decltype(sample);
      if constexpr (std::is_integral_v<T> && sizeof(T) > 1) {
        bool all = true;
        for (std::vector<T> const& x : patterns<T>(1100))
          for (index k = 0; k < 1100; k += 1 + k % 37) all &= selects<T>(x, {k});
        for (index const n : {127, 129, 200, 513, 1025, 9000, 40000})
          for (std::vector<T> const& x : patterns<T>(n))
            for (std::vector<index> const& places :
                 {std::vector<index>{0}, {n - 1}, {n / 2}, {n / 2 - 1, n / 2}, {0, 1, n / 3, n - 1}})
              all &= selects<T>(x, places);
        BOOST_TEST(all, name(type));
      }
    });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
