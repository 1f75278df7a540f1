// Rows sorted by a network: the lengths at which another network is taken and all about them, against a stable sort by
// comparison; NaN and zeros of both signs among them or not.
#include <boost/test/unit_test.hpp>

#include "kernels/registry.hpp"
#include "verify/unit/engine/sorting/sort_values.hpp"

namespace fnp::test {
namespace {

template <class T> bool sorts(kernels::sort_kernel const& kernel, index n, values how) {
  constexpr index rows = 2;
  std::vector<T> const x = random_values<T>(rows * n, how, static_cast<std::uint64_t>(n));
  array_handle const a = vector_of(x);
  kernel.sort_rows(a->data, a->data, n * static_cast<index>(sizeof(T)), rows, n);
  bool sorted = true;
  for (index r = 0; r < rows; ++r)
    sorted &= same_bits(stably_sorted(std::vector<T>(x.begin() + r * n, x.begin() + (r + 1) * n)),
                        a->data + r * n * static_cast<index>(sizeof(T)));
  return sorted;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(network_rows)

BOOST_AUTO_TEST_CASE(rows_as_long_as_a_network_and_a_little_shorter_and_longer_are_in_stable_order) {
  for (dtype const type : every_dtype)
    visit_dtype(type, [&](auto sample) {
      using T = decltype(sample);
      for (isa const level : every_isa) {
        kernels::sort_kernel const& kernel = kernels::find_sort(type, level);
        bool all = true;
        for (index room = 2; room <= kernel.longest_sorted; room += 2)
          for (index const n : {room - 1, room, room + 1})
            if (n <= kernel.longest_sorted && (room < 40 || room % 48 == 0 || room % 64 == 0))
              for (values const how : {values::any, values::few, values::close}) all &= sorts<T>(kernel, n, how);
        BOOST_TEST(all, name(type) << " at " << isa_names[static_cast<int>(level)]);
      }
    });
}

// A network that sorts every row of zeros and ones sorts every row (the zero-one principle): here of up to twelve
// numbers.
BOOST_AUTO_TEST_CASE(every_row_of_zeros_and_ones_is_sorted) {
  for (isa const level : every_isa) {
    kernels::sort_kernel const& kernel = kernels::find_sort(dtype::i8, level);
    bool all = true;
    for (index n = 1; n <= 12; ++n)
      for (unsigned bits = 0; bits < 1u << n; ++bits) {
        std::int64_t x[12];
        for (index i = 0; i < n; ++i) x[i] = bits >> i & 1;
        kernel.sort_rows(reinterpret_cast<std::byte*>(x), reinterpret_cast<std::byte*>(x), 0, 1, n);
        all &= std::is_sorted(x, x + n);
      }
    BOOST_TEST(all);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
