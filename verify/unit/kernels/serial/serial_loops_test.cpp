// Serial kernels against the block kernels of the same loops, one element at a time.
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <vector>

#include "fnp/base/scalar.hpp"
#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"

namespace fnp {

BOOST_AUTO_TEST_SUITE(serial_loops)

BOOST_AUTO_TEST_CASE(folds_scans_and_scatters_repeat_the_block_kernel) {
  int met = 0;
  for (std::size_t op = 0; op < ops::op_table.size(); ++op)
    for (int loop = 0; loop < ops::op_table[op].loop_count; ++loop) {
      auto const id = static_cast<ops::op_id>(op);
      kernels::serial_kernel const* const k = kernels::find_serial(id, loop);
      if (!k) continue;
      ++met;
      ops::loop const& l = ops::op_table[op].loops[loop];
      BOOST_TEST((l.in[0] == l.out[0]));
      std::size_t const item = itemsize(l.out[0]), step = itemsize(l.in[1]);
      alignas(16) std::byte x[6 * 16], expected[6 * 16], scanned[6 * 16], folded[16], target[16];
      for (int i = 0; i < 6; ++i) {
        double const value = i % 3 + 1;
        convert_element(dtype::f8, &value, l.in[1], x + static_cast<std::size_t>(i) * step);
      }
      std::memcpy(expected, x, item);
      block_kernel const one = kernels::find(id, loop, isa::reference);
      for (std::size_t i = 1; i < 6; ++i) {
        std::byte* const data[] = {expected + i * item, expected + (i - 1) * item, x + i * step};
        std::ptrdiff_t const stride[] = {0, 0, 0};
        one({data, stride, 0, 1, 1}, nullptr);
      }
      std::memcpy(scanned, x, item);
      std::memcpy(folded, x, item);
      std::memcpy(target, x, item);
      auto const bytes = static_cast<std::ptrdiff_t>(step);
      k->scan(scanned, static_cast<std::ptrdiff_t>(item), x, bytes, 6);
      k->fold(folded, x + step, bytes, 5);
      index const same[] = {0, 0, 0, 0, 0};
      k->scatter(target, same, 1, x + step, bytes, 5);
      BOOST_TEST(std::memcmp(scanned, expected, 6 * item) == 0, ops::op_table[op].name << " loop " << loop);
      BOOST_TEST(std::memcmp(folded, expected + 5 * item, item) == 0, ops::op_table[op].name << " loop " << loop);
      BOOST_TEST(std::memcmp(target, expected + 5 * item, item) == 0, ops::op_table[op].name << " loop " << loop);
    }
  BOOST_TEST(met > 100);
}

// Long results are stored past the caches.
BOOST_AUTO_TEST_CASE(long_scans_are_the_plain_loop) {
  auto const check = [](auto zero) {
    using T = decltype(zero);
    std::size_t const n = (std::size_t{33} << 20) / sizeof(T);
    std::vector<T> x(n), y(n), expected(n);
    for (std::size_t i = 0; i < n; ++i) x[i] = static_cast<T>(static_cast<int>(i * 7919 % 1009) - 500) / T(8);
    y[0] = expected[0] = x[0];
    for (std::size_t i = 1; i < n; ++i) expected[i] = expected[i - 1] + x[i];
    dtype const both[] = {dtype_of<T>(), dtype_of<T>()};
    auto const item = static_cast<std::ptrdiff_t>(sizeof(T));
    kernels::find_serial(ops::id_of<ops::add>, ops::find_loop(ops::op_table[ops::id_of<ops::add>], both, 2))
        ->scan(reinterpret_cast<std::byte*>(y.data()), item, reinterpret_cast<std::byte const*>(x.data()), item,
               static_cast<std::ptrdiff_t>(n));
    BOOST_TEST(std::memcmp(y.data(), expected.data(), n * sizeof(T)) == 0);
  };
  check(0.0);
  check(0.0f);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
