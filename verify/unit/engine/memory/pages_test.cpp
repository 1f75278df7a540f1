// Kept pages: reuse of freed mappings, and giving them back.
#include "engine/memory/pages.hpp"

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <set>
#include <thread>
#include <vector>

#include "engine/memory/account.hpp"
#include "fnp/base/storage.hpp"

namespace fnp::test {

BOOST_AUTO_TEST_SUITE(pages)

BOOST_AUTO_TEST_CASE(a_freed_block_is_handed_out_again) {
  memory::trim_pages();
  index length = 0;
  bool kept = true;
  std::byte* const p = memory::take_pages(5 << 20, length, kept);
  BOOST_TEST(!kept);
  BOOST_TEST(length >= 5 << 20);
  std::memset(p, 1, static_cast<std::size_t>(length));
  memory::give_pages(p, length);
  BOOST_TEST(memory::kept_bytes() == length);
  index again = 0;
  BOOST_TEST((memory::take_pages((5 << 20) - 100000, again, kept) == p));
  BOOST_TEST(kept);
  BOOST_TEST(memory::kept_bytes() == 0);
  memory::give_pages(p, again);
  std::byte* const other = memory::take_pages(2 << 20, length, kept);  // far too large a block does not fit
  BOOST_TEST(!kept);
  memory::give_pages(other, length);
  memory::trim_pages();
  BOOST_TEST(memory::kept_bytes() == 0);
}

BOOST_AUTO_TEST_CASE(what_is_kept_stays_below_the_bound_and_the_oldest_goes_first) {
  memory::trim_pages();
  index const former = memory::keep_at_most(10 << 20);
  BOOST_TEST(memory_counters().cache_limit == 10 << 20);
  index length[4];
  std::byte* block[4];
  bool kept = false;
  for (int i = 0; i < 4; ++i) block[i] = memory::take_pages((3 + i) << 20, length[i], kept);  // 3, 4, 5, 6 MiB
  for (int i = 0; i < 3; ++i) memory::give_pages(block[i], length[i]);
  BOOST_TEST(memory::kept_bytes() == length[1] + length[2]);
  memory::give_pages(block[3], length[3]);
  BOOST_TEST(memory::kept_bytes() == length[3]);
  memory::keep_at_most(5 << 20);
  BOOST_TEST(memory::kept_bytes() == 0);
  std::byte* const large = memory::take_pages(6 << 20, length[0], kept);
  memory::give_pages(large, length[0]);  // alone beyond the bound
  BOOST_TEST(memory::kept_bytes() == 0);
  BOOST_TEST(set_memory_cache(former) == 5 << 20);
}

BOOST_AUTO_TEST_CASE(pages_begin_on_a_huge_page_and_may_be_used_to_the_end) {
  for (index const bytes : {2 << 20, (2 << 20) + 1, 7000000}) {
    index length = 0;
    bool kept = false;
    std::byte* const p = memory::take_pages(bytes, length, kept);
    BOOST_TEST(reinterpret_cast<std::uintptr_t>(p) % (2 << 20) == 0u);
    BOOST_TEST(length >= bytes);
    std::memset(p, 3, static_cast<std::size_t>(length));
    memory::give_pages(p, length);
  }
  memory::trim_pages();
}

BOOST_AUTO_TEST_CASE(threads_never_get_the_same_pages) {
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&wrong, t] {
      std::byte const mark{static_cast<unsigned char>(t + 1)};
      for (int k = 0; k < 60; ++k) {
        index length = 0;
        bool kept = false;
        std::byte* const p = memory::take_pages((2 + k % 3) << 20, length, kept);
        for (index i = 0; i < length; i += 4096) p[i] = mark;
        std::this_thread::yield();
        for (index i = 0; i < length; i += 4096) wrong += p[i] != mark;
        memory::give_pages(p, length);
      }
    });
  for (std::thread& t : threads) t.join();
  BOOST_TEST(wrong.load() == 0);
  memory::trim_pages();
  BOOST_TEST(memory::kept_bytes() == 0);
}

BOOST_AUTO_TEST_CASE(what_no_system_has_is_null) {
  index length = 0;
  bool kept = false;
  BOOST_TEST((memory::take_pages(index{1} << 60, length, kept) == nullptr));
  BOOST_TEST((memory::take_pages(INT64_MAX, length, kept) == nullptr));
}

BOOST_AUTO_TEST_CASE(large_arrays_begin_at_different_places_of_a_page, *boost::unit_test::enable_if<!memory::plain>()) {
  std::set<std::uintptr_t> places;
  std::vector<array_handle> arrays;
  for (int i = 0; i < 6; ++i) {
    arrays.push_back(make_array(dtype::f8, {1 << 20}));
    places.insert(reinterpret_cast<std::uintptr_t>(arrays.back()->data) % 4096);
  }
  BOOST_TEST(places.size() == 6u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
