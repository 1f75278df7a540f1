// Running results in vectors against the serial scans of the same loops.
#include <boost/test/unit_test.hpp>
#include <cstring>

#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"
#include "verify/unit/kernels/samples.hpp"

namespace fnp {

BOOST_AUTO_TEST_SUITE(running_lanes)

BOOST_AUTO_TEST_CASE(vectors_repeat_the_serial_scan) {
  int met = 0;
  for (int level = 0; level < isa_count; ++level)
    for (std::size_t op = 0; op < ops::op_table.size(); ++op)
      for (int d = 0;
           ops::op_table[op].kind == ops::family::elementwise && ops::op_table[op].arity == 2 && d < dtype_count; ++d) {
        auto const id = static_cast<ops::op_id>(op);
        auto const type = static_cast<dtype>(d);
        kernels::running_kernel const running = kernels::find_running(id, type, static_cast<isa>(level));
        dtype const both[] = {type, type};
        int const loop = ops::find_loop(ops::op_table[op], both, 2);
        if (!running || loop < 0 || ops::op_table[op].loops[loop].out[0] != type) continue;
        ++met;
        auto const item = static_cast<std::ptrdiff_t>(itemsize(type));
        std::mt19937_64 random(71);
        for (std::ptrdiff_t n : {1, 2, 3, 8, 9, 16, 17, 18, 33, 63, 64, 65, 66, 100, 129, 300, 1000}) {
          auto const x = samples::bytes(type, std::size_t(n), random);
          std::vector<std::byte> a(x.size() + 8, std::byte{7}), b = a;
          std::memcpy(a.data(), x.data(), std::size_t(item));
          std::memcpy(b.data(), x.data(), std::size_t(item));
          running(a.data(), x.data(), n);
          kernels::find_serial(id, loop)->scan(b.data(), item, x.data(), item, n);
          BOOST_TEST((a == b),
                     ops::op_table[op].name << " of " << name(type) << ", level " << level << ", " << n << " elements");
        }
      }
  BOOST_TEST(met > 60 * isa_count);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp
