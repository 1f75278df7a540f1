// Threads by oneTBB.
#include "engine/execute/parallel.hpp"

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/parallel_invoke.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <memory>
#include <mutex>

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
  arena->execute([&] { task(); });
}

void parallel_ranges(std::size_t count, std::size_t grain, function_ref<void(std::size_t, std::size_t)> body) {
  tbb::parallel_for(
      tbb::blocked_range<std::size_t>(0, count, std::max<std::size_t>(grain, 1)), [&](auto const& r) { body(r.begin(), r.end()); },
      tbb::simple_partitioner());
}

void share_tasks(std::size_t count, double time, double serial_below, int threads, function_ref<void(std::size_t, std::size_t)> body) {
  if (threads == 1 || count < 2 || time < serial_below) return body(0, count);
  double const share = time > 0 ? std::min(serial_below / 2 / time, 1.0) : 1;
  in_arena(threads, [&] { parallel_ranges(count, static_cast<std::size_t>(static_cast<double>(count) * share) + 1, body); });
}

void parallel_pair(function_ref<void()> a, function_ref<void()> b) {
  tbb::parallel_invoke([&] { a(); }, [&] { b(); });
}

}  // namespace fnp::execute
