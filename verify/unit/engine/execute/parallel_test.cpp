// Tasks are shared among threads only where that pays, and each is done once.
#include "engine/execute/parallel.hpp"

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <vector>

using fnp::execute::share_tasks;

namespace {

// The number of pieces in which `count` tasks were done, each of them once.
std::size_t pieces_of(std::size_t count, double time, double serial_below, int threads) {
  std::vector<std::atomic<int>> done(count);
  std::atomic<std::size_t> pieces{0};
  share_tasks(count, time, serial_below, threads, [&](std::size_t first, std::size_t last) {
    ++pieces;
    for (std::size_t i = first; i < last; ++i) ++done[i];
  });
  for (auto const& d : done) BOOST_TEST(d == 1);
  return pieces;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(parallel)

BOOST_AUTO_TEST_CASE(little_work_one_task_and_one_thread_stay_together) {
  BOOST_TEST(pieces_of(100, 999, 1000, 4) == 1u);
  BOOST_TEST(pieces_of(1, 1e9, 1000, 4) == 1u);
  BOOST_TEST(pieces_of(100, 1e9, 1000, 1) == 1u);
  BOOST_TEST(pieces_of(0, 0, 1000, 4) == 1u);
}

BOOST_AUTO_TEST_CASE(pieces_hold_about_half_of_what_is_worth_a_thread) {
  std::size_t const pieces = pieces_of(1000, 10000, 1000, 4);  // 20 halves; pieces are made by bisection
  BOOST_TEST(pieces >= 16u);
  BOOST_TEST(pieces <= 40u);
  BOOST_TEST(pieces_of(64, 1e9, 1000, 4) == 64u);
}

BOOST_AUTO_TEST_CASE(without_a_threshold_every_task_may_have_a_thread) {
  BOOST_TEST(pieces_of(8, 1, 0, 2) == 8u);
  BOOST_TEST(pieces_of(8, 0, 0, 2) == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
