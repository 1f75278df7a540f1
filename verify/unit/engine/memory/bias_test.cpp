// Biased reference counts: exact in every mixture of threads, and what nobody holds is gone at once.
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "engine/memory/account.hpp"
#include "fnp/base/storage.hpp"

namespace fnp::test {

namespace {

std::atomic<int> living{0};

// A counted object that says how many of its kind live.
struct thing : biased {
  std::uint64_t guard = 0x600d;
  thing() { ++living; }
};
void destroy(thing* t) noexcept {
  if (t->guard == 0x600d) --living;
  t->guard = 0xdead;
  delete t;
}
using thing_handle = handle<thing>;

thing_handle make_thing() { return thing_handle::adopt(new thing); }

template <class F> void in_another_thread(F f) { std::thread(std::move(f)).join(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(bias)

BOOST_AUTO_TEST_CASE(the_maker_alone_counts_every_handle) {
  thing_handle const a = make_thing();
  BOOST_TEST(a->owners() == 1);
  BOOST_TEST(!a->shared());
  {
    thing_handle const b = a, c = b;
    BOOST_TEST(a->owners() == 3);
    BOOST_TEST(c->shared());
  }
  BOOST_TEST(a->owners() == 1);
  BOOST_TEST(!a->shared());
}

BOOST_AUTO_TEST_CASE(handles_of_other_threads_count_too) {
  thing_handle const a = make_thing();
  std::vector<thing_handle> kept(3);
  for (thing_handle& k : kept) in_another_thread([&] { k = a; });
  BOOST_TEST(a->owners() == 4);
  BOOST_TEST(a->shared());
  in_another_thread([&] {
    BOOST_TEST(a->shared());
    kept.clear();
  });
  BOOST_TEST(a->owners() == 1);
  BOOST_TEST(!a->shared());
}

BOOST_AUTO_TEST_CASE(a_handed_over_object_dies_with_its_last_handle_in_the_other_thread) {
  int const before = living;
  thing_handle a = make_thing();
  in_another_thread([b = std::move(a)]() mutable {
    BOOST_TEST(!b->shared());
    b = {};
    BOOST_TEST(living.load() == 0);
  });
  BOOST_TEST(living.load() == before);
}

BOOST_AUTO_TEST_CASE(an_object_outlives_its_maker_and_is_counted_by_those_who_come_later) {
  int const before = living;
  thing_handle a;
  in_another_thread([&] { a = make_thing(); });
  in_another_thread([] { make_thing(); });  // may use the owner's place that the first thread left
  {
    thing_handle const b = a;
    in_another_thread([c = b]() mutable { thing_handle const d = c; });
    BOOST_TEST(a->owners() == 2);
  }
  BOOST_TEST(!a->shared());
  a = {};
  BOOST_TEST(living.load() == before);
}

BOOST_AUTO_TEST_CASE(a_maker_may_leave_first) {
  int const before = living;
  thing_handle a = make_thing(), kept;
  in_another_thread([&] { kept = a; });
  a = {};  // merges
  BOOST_TEST(living.load() == before + 1);
  BOOST_TEST(!kept->shared());
  thing_handle const again = kept;
  BOOST_TEST(kept->owners() == 2);
  kept = {};
  BOOST_TEST(living.load() == before + 1);
}

// Handles travel between threads through slots that all of them read and write under a lock each; copies inside the
// threads go without one. Every thread makes things, copies and drops its own and others'.
BOOST_AUTO_TEST_CASE(random_travels_lose_and_double_nothing) {
  BOOST_TEST(living.load() == 0);
  constexpr int threads = 4, slots = 16, steps = 6000;
  struct slot {
    std::mutex guard;
    thing_handle held;
  };
  std::vector<slot> shared(slots);
  std::atomic<int> wrong{0};
  std::vector<std::thread> all;
  for (int t = 0; t < threads; ++t)
    all.emplace_back([&, t] {
      std::mt19937 draw(static_cast<unsigned>(t) + 1);
      std::vector<thing_handle> mine;
      for (int k = 0; k < steps; ++k) {
        slot& s = shared[draw() % slots];
        switch (draw() % 6) {
          case 0: mine.push_back(make_thing()); break;
          case 1: {
            std::lock_guard const lock(s.guard);
            if (s.held) mine.push_back(s.held);
            break;
          }
          case 2: {
            std::lock_guard const lock(s.guard);
            if (!mine.empty()) s.held = mine[draw() % mine.size()];
            break;
          }
          case 3: {  // hand over
            std::lock_guard const lock(s.guard);
            if (!mine.empty()) std::swap(s.held, mine.back());
            if (!mine.empty() && !mine.back()) mine.pop_back();
            break;
          }
          case 4:
            if (!mine.empty()) {
              std::vector<thing_handle> const copies(3, mine[draw() % mine.size()]);
              if (copies[0]->guard != 0x600d || !copies[0]->shared()) ++wrong;
            }
            break;
          default:
            if (mine.size() > 8) mine.erase(mine.begin(), mine.begin() + 4);
        }
      }
    });
  for (std::thread& t : all) t.join();
  BOOST_TEST(wrong.load() == 0);
  for (slot& s : shared) s.held = {};
  BOOST_TEST(living.load() == 0);
}

// The maker copies and drops without a pause while others take the bias away.
BOOST_AUTO_TEST_CASE(bias_is_taken_from_a_maker_at_work) {
  for (int round = 0; round < 200; ++round) {
    thing_handle a = make_thing();
    std::atomic<bool> stop{false};
    std::thread taker([&, given = a]() mutable {
      given = {};  // counted by the maker
      stop = true;
    });
    std::int64_t least = 1;
    while (!stop) {
      thing_handle const b = a, c = b;
      least = std::min(least, b->owners() - 2);
    }
    taker.join();
    BOOST_TEST(a->owners() == 1);
    BOOST_TEST(least >= 0);
  }
  BOOST_TEST(living.load() == 0);
}

BOOST_AUTO_TEST_CASE(memory_of_an_array_goes_when_its_last_handle_goes_wherever_that_is) {
  index const before = memory_counters().bytes_in_use;
  for (int k = 0; k < 5; ++k) {
    array_handle a = make_array(dtype::f8, {1 << 20});
    in_another_thread([b = std::move(a), before]() mutable {
      b = {};
      BOOST_TEST(memory_counters().bytes_in_use < before + (1 << 20));
    });
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace fnp::test
