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

BOOST_AUTO_TEST_CASE(middle_blocks_are_aligned_long_enough_and_used_again,
                     *boost::unit_test::enable_if<!memory::plain>()) {
  memory::trim_pool();
  for (std::size_t bytes = 1; bytes < memory::middle_block; bytes += bytes / 7 + 1) {
    std::size_t length = 0, again = 0;
    bool kept = true;
    void* const p = memory::take_middle(bytes, length, kept);
    BOOST_TEST(!kept);
    BOOST_TEST(reinterpret_cast<std::uintptr_t>(p) % memory::line == 0u);
    BOOST_TEST((length >= bytes && (length <= 4096 || length <= bytes + bytes / 4)));
    std::memset(p, 0xab, length);
    memory::give_middle(p, length);
    BOOST_TEST((memory::take_middle(length, again, kept) == p));
    BOOST_TEST(kept);
    BOOST_TEST(again == length);
    memory::give_middle(p, length);
    memory::trim_pool();
  }
  BOOST_TEST(memory::kept_middle_bytes() == 0);
}

BOOST_AUTO_TEST_CASE(a_thread_keeps_middle_blocks_up_to_a_bound, *boost::unit_test::enable_if<!memory::plain>()) {
  std::thread([] {
    std::vector<std::pair<void*, std::size_t>> blocks(40);
    bool kept = false;
    for (auto& [p, length] : blocks) p = memory::take_middle(1 << 20, length, kept);
    index const before = memory::kept_middle_bytes();
    for (auto const& [p, length] : blocks) memory::give_middle(p, length);
    BOOST_TEST(memory::kept_middle_bytes() - before == 16 << 20);
  }).join();
  BOOST_TEST(memory::kept_middle_bytes() == 0);
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
