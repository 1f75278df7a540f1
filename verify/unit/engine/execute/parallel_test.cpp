// Work is shared out where that pays, and every index is walked once.
#include "engine/execute/parallel.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <thread>
#include <vector>

namespace fnp::execute {
namespace {

constexpr double worth = 60e3;  // nanoseconds

// Each in a thread of its own: what a thread decides depends on what it asked before.
template <class F> void in_fresh_thread(F const& f) { std::thread(f).join(); }

BOOST_AUTO_TEST_SUITE(parallel)

BOOST_AUTO_TEST_CASE(work_that_pays_for_waking_is_shared_and_less_is_not) {
  bool much = false, little = true;
  in_fresh_thread([&] { much = is_worth_sharing(worth, worth); });
  in_fresh_thread([&] { little = is_worth_sharing(0.9 * worth, worth); });
  BOOST_TEST(much);
  BOOST_TEST(!little);
}

BOOST_AUTO_TEST_CASE(threads_that_are_awake_are_given_less) {
  bool soon = false, tiny = true, late = true;
  in_fresh_thread([&] {
    for (int k = 0; k < 100 && !soon; ++k) {  // this thread may be held up just here
      is_worth_sharing(worth, worth);
      soon = is_worth_sharing(0.4 * worth, worth);
    }
    tiny = is_worth_sharing(0.15 * worth, worth);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    late = is_worth_sharing(0.4 * worth, worth);
  });
  BOOST_TEST(soon);
  BOOST_TEST(!tiny);
  BOOST_TEST(!late);
}

BOOST_AUTO_TEST_CASE(a_steady_flow_of_little_work_wakes_threads_in_the_end) {
  int alone = 0;
  bool after_pauses = false;
  in_fresh_thread([&] {
    while (alone < 100000 && !is_worth_sharing(0.5 * worth, worth)) ++alone;
  });
  in_fresh_thread([&] {
    for (int k = 0; k < 40 && !after_pauses; ++k) {
      after_pauses = is_worth_sharing(0.5 * worth, worth);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  BOOST_TEST(alone >= 16);  // more if this thread was held up
  BOOST_TEST(alone < 100000);
  BOOST_TEST(!after_pauses);
}

BOOST_AUTO_TEST_CASE(shared_ranges_cover_every_index_once) {
  for (int const threads : {1, 2, 3, 7})
    for (std::size_t const count : {0u, 1u, 2u, 3u, 100u, 4097u})
      for (double const time : {0.0, 1e3, 1e6, 1e9}) {
        std::vector<int> seen(count);
        share_ranges(count, time, 0, threads, [&](std::size_t first, std::size_t last) {
          for (std::size_t k = first; k < last; ++k) __atomic_fetch_add(&seen[k], 1, __ATOMIC_RELAXED);
        });
        BOOST_TEST(std::count(seen.begin(), seen.end(), 1) == static_cast<std::ptrdiff_t>(count));
      }
}

BOOST_AUTO_TEST_CASE(whoever_asks_for_a_pair_runs_the_first_of_it) {
  in_arena(2, [] {
    for (int k = 0; k < 100; ++k) {
      std::thread::id first;
      bool second = false;
      parallel_pair([&] { first = std::this_thread::get_id(); }, [&] { second = true; });
      BOOST_TEST((first == std::this_thread::get_id()));
      BOOST_TEST(second);
    }
  });
}

BOOST_AUTO_TEST_CASE(grains_leave_something_for_threads_that_come_late) {
  in_arena(2, [&] {
    BOOST_TEST(shared_grain(1000, 20e3, worth) <= 1000u / 8 + 1);
    BOOST_TEST(shared_grain(1000, 20e3, worth) > 50u);
    BOOST_TEST(shared_grain(1000, 1e9, worth) == 1u);
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace fnp::execute
