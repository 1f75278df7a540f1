// Kernels of sorting: keys order as NumPy compares, words hold key and position, levels agree.
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "kernels/registry.hpp"
#include "verify/unit/engine/sorting/sort_values.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(sort_kernels)

BOOST_AUTO_TEST_CASE(keys_order_as_elements_do) {
  for (dtype const type : every_dtype)
    visit_dtype(type, [&](auto sample) {
      using T = decltype(sample);
      constexpr index n = 300;
      array_handle const x = vector_of(random_values<T>(n, values::any, 2));
      auto const* const element = reinterpret_cast<T const*>(x->data);
      for (isa const level : every_isa) {
        kernels::sort_kernel const& kernel = kernels::find_sort(type, level);
        std::vector<std::int64_t> key[2] = {std::vector<std::int64_t>(n), std::vector<std::int64_t>(n)};
        for (int w = 0; w < kernel.words; ++w) {
          kernel.keys[w](key[w].data(), x->data, n);
          std::int64_t least, greatest;
          kernel.range[w](x->data, n, least, greatest);
          BOOST_TEST(least == *std::min_element(key[w].begin(), key[w].end()));
          BOOST_TEST(greatest == *std::max_element(key[w].begin(), key[w].end()));
          std::vector<std::uint64_t> packed(n);
          kernel.pack[w](packed.data(), x->data, n, least, 9, 9);
          bool right = true;
          for (std::size_t i = 0; i < n; ++i)
            right &= packed[i] ==
                     ((static_cast<std::uint64_t>(key[w][i]) - static_cast<std::uint64_t>(least)) >> 9 << 9 | i);
          BOOST_TEST(right);
        }
        bool ordered = true;
        for (std::size_t i = 0; i < n; ++i)
          for (std::size_t j = 0; j < n; ++j)
            ordered &= stands_before(element[i], element[j]) ==
                       (key[0][i] < key[0][j] || (key[0][i] == key[0][j] && key[1][i] < key[1][j]));
        BOOST_TEST(ordered, name(type));
      }
    });
}

BOOST_AUTO_TEST_CASE(floats_become_integers_and_come_back) {
  for (dtype const type : {dtype::f2, dtype::f4, dtype::f8})
    visit_dtype(type, [&](auto sample) {
      using T = decltype(sample);
      if constexpr (std::is_same_v<T, half> || std::is_floating_point_v<T>) {
        std::vector<T> const x = random_values<T>(70000, values::few, 4);
        array_handle const a = vector_of(x);
        kernels::float_kinds expected{};
        for (T const v : x) {
          auto const p = static_cast<double>(plain(v));
          expected.nans += p != p;
          expected.zeros += p == 0;
          expected.negative_zeros += p == 0 && std::signbit(p);
        }
        for (isa const level : every_isa) {
          kernels::sort_kernel const& kernel = kernels::find_sort(type, level);
          array_handle const y = make_array(type, {70000});
          kernels::float_kinds const k = kernel.to_integers(y->data, a->data, 70000);
          BOOST_TEST(!same_bits(x, y->data));
          kernel.to_floats(y->data, 70000);
          BOOST_TEST(same_bits(x, y->data));
          BOOST_TEST(k.nans == expected.nans);
          BOOST_TEST(k.zeros == expected.zeros);
          BOOST_TEST(k.negative_zeros == expected.negative_zeros);
        }
      }
    });
  BOOST_TEST(kernels::find_sort(dtype::i4, isa::reference).to_integers == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
