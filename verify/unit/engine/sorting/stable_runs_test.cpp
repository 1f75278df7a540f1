// Runs of every dtype and length, against a stable sort by comparison.
#include "engine/sorting/stable_runs.hpp"

#include <boost/test/unit_test.hpp>

#include "verify/unit/engine/sorting/sort_values.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(stable_runs)

BOOST_AUTO_TEST_CASE(a_run_is_in_stable_order_to_the_bit_on_every_level_and_with_threads) {
  for (dtype const type : every_dtype)
    visit_dtype(type, [&](auto sample) {
      using T = decltype(sample);
      for (index const n : every_length)
        for (values const how : {values::any, values::few, values::close}) {
          std::vector<T> const x = random_values<T>(n, how, static_cast<std::uint64_t>(n));
          std::vector<T> const expected = stably_sorted(x);
          for (isa const level : every_isa)
            for (int const threads : {1, 3}) {
              if (n > 2000 && level != isa::widest && level != isa::baseline) continue;
              array_handle const a = vector_of(x);
              std::vector<std::byte> to(static_cast<std::size_t>(n) * sizeof(T));
              sorting::sort_run(type, to.data(), a->data, n, level, threads);
              sorting::sort_run(type, a->data, a->data, n, level, threads);
              BOOST_TEST(same_bits(expected, to.data()));
              BOOST_TEST(same_bits(expected, a->data), name(type) << " " << n << " values " << static_cast<int>(how)
                                                                  << " level " << static_cast<int>(level) << " threads "
                                                                  << threads);
            }
        }
    });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
