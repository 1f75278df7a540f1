// Free lists of small blocks: reuse within a thread, trimming, blocks that change threads.
#include "engine/memory/pool.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <thread>
#include <vector>

#include "engine/memory/account.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(pool)

BOOST_AUTO_TEST_CASE(a_freed_block_is_the_next_of_its_size, *boost::unit_test::enable_if<!memory::plain>()) {
  void* const p = memory::take_small(700);
  memory::give_small(p, 700);
  void* const q = memory::take_small(690);  // the same number of lines
  BOOST_TEST((p == q));
  memory::give_small(q, 690);
}

BOOST_AUTO_TEST_CASE(trimming_gives_all_back) {
  memory::trim_pool();
  index const before = memory_counters().bytes_in_use;
  std::vector<void*> blocks;
  for (std::size_t size = 1; size <= memory::small_block; size += 61) {
    blocks.push_back(memory::take_small(size));
    BOOST_TEST(reinterpret_cast<std::uintptr_t>(blocks.back()) % memory::line == 0u);
    std::memset(blocks.back(), 0xab, size);
  }
  std::size_t size = 1;
  for (void* const b : blocks) {
    memory::give_small(b, size);
    size += 61;
  }
  memory::trim_pool();
  BOOST_TEST(memory_counters().bytes_in_use == before);
}

BOOST_AUTO_TEST_CASE(a_thread_gives_its_blocks_back_when_it_ends) {
  index const before = memory_counters().bytes_in_use;
  std::thread([] {
    for (int i = 0; i < 100; ++i) memory::give_small(memory::take_small(64 * 50), 64 * 50);
  }).join();
  BOOST_TEST(memory_counters().bytes_in_use == before);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
