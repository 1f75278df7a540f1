// Threads by oneTBB.
#include "engine/execute/parallel.hpp"

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/parallel_invoke.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>

#include "engine/execute/handover.hpp"
#include "engine/plan/machine.hpp"

#ifdef FNP_SANITIZES_THREADS
extern "C" const char* __tsan_default_options() { return "ignore_noninstrumented_modules=1"; }
#endif

namespace fnp::execute {

namespace tbb = oneapi::tbb;

int available_threads() { return tbb::this_task_arena::max_concurrency(); }
int worker_index() { return std::max(0, tbb::this_task_arena::current_thread_index()); }

namespace {

// Whoever asks for more threads than the machine has gets them: tests of determinism do.
void allow(int threads) {
  static std::mutex guard;
  static std::unique_ptr<tbb::global_control> control;
  std::lock_guard const lock(guard);
  auto const wanted = static_cast<std::size_t>(threads);
  if (wanted > tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism))
    control = std::make_unique<tbb::global_control>(tbb::global_control::max_allowed_parallelism, wanted);
}

}  // namespace

void in_arena(int threads, function_ref<void()> task) {
  if (threads <= 0 || threads == available_threads()) return task();
  // An arena costs microseconds to make; a thread keeps the one it used last.
  thread_local std::unique_ptr<tbb::task_arena> arena;
  thread_local int size = 0;
  if (!arena || size != threads) {
    allow(threads);
    arena = std::make_unique<tbb::task_arena>(threads);
    size = threads;
  }
  handover edge;
  arena->execute([&] { edge.run(task); });
}

void parallel_ranges(std::size_t count, std::size_t grain, function_ref<void(std::size_t, std::size_t)> body) {
  handover edge;
  tbb::parallel_for(
      tbb::blocked_range<std::size_t>(0, count, std::max<std::size_t>(grain, 1)),
      [&](auto const& r) { edge.run([&] { body(r.begin(), r.end()); }); }, tbb::simple_partitioner());
}

void parallel_pair(function_ref<void()> a, function_ref<void()> b) {
  handover edge;
  // oneTBB's caller runs the last one. So whoever walks a tree goes on where it was, and others take what lies behind.
  tbb::parallel_invoke([&] { edge.run(b); }, [&] { edge.run(a); });
}

namespace {

using clock = std::chrono::steady_clock;

// Nanoseconds that oneTBB's workers surely keep looking for work after they have finished. (Measured: after 20 us a
// second thread joins within a microsecond, so that 5 us of work gain; after 100 us it may do so; after 300 us it takes
// 45 and costs the caller 10.)
constexpr double awake = 60e3;
constexpr double patience = 8;  // times `worth` that steady work takes alone before threads are woken for it

// What this thread has asked for.
struct habit {
  double shared_until = -1e18,
         busy_until = -1e18;  // when its last shared work, its last work of any kind ended, as far as predicted
  double alone = 0;                                 // work of a steady flow that was not shared
};
thread_local habit habit_here;

}  // namespace

bool is_worth_sharing(double time, double worth) {
  if (time < plan::least_shared(worth)) return false;
  double const now = std::chrono::duration<double, std::nano>(clock::now().time_since_epoch()).count();
  habit& h = habit_here;
  if (now - h.busy_until > awake) h.alone = 0;
  bool shares = time >= worth || now - h.shared_until < awake;
  if (!shares) shares = (h.alone += time) > patience * worth;
  if (shares) {
    h.alone = 0;
    h.shared_until = now + time / 2;
  }
  h.busy_until = now + time;
  return shares;
}

// A thread that comes late should find something left; a piece should be worth the task that it is.
std::size_t shared_grain(std::size_t count, double time, double worth) {
  double const few = 4.0 * available_threads(), least = worth / 32, usual = worth / 3;
  double const pieces = std::max({1.0, time / usual, std::min(few, time / least)});
  return static_cast<std::size_t>(static_cast<double>(count) / pieces) + 1;
}

void share_ranges(std::size_t count, double time, double worth, int threads,
                  function_ref<void(std::size_t, std::size_t)> body) {
  if (count < 2 || threads == 1 || !is_worth_sharing(time, worth)) return body(0, count);
  in_arena(threads, [&] { parallel_ranges(count, shared_grain(count, time, worth), body); });
}

}  // namespace fnp::execute
