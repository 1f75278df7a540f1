// The two walks: over the tiles of a map, and over the runs of a reduction.
#pragma once
#include <atomic>

#include "engine/execute/backend.hpp"
#include "engine/execute/parallel.hpp"

namespace fnp::execute {

// One execution of a plan, shared by its workers.
struct run_state {
  backend& world;
  int threads = 1;                     // 1: everything on the calling thread, in order
  double serial_below = 0;             // of the plan; a task should be worth about half of it
  std::size_t tiles = 0;               // of the whole plan, where somebody watches
  std::atomic<std::size_t> done{0};
  std::atomic<bool> stopped{false};
  std::atomic<fp_flags> raised{0};

  // Called once per tile; false: stop now.
  bool go_on() {
    if (stopped.load(std::memory_order_relaxed)) return false;
    if (world.stop()) {
      stopped.store(true, std::memory_order_relaxed);
      return false;
    }
    return true;
  }
  void finished(std::size_t count) {
    std::size_t const now = done.fetch_add(count, std::memory_order_relaxed) + count;
    world.progress(now, tiles);
  }
  void raise(fp_flags f) {
    if (f) raised.fetch_or(f, std::memory_order_relaxed);
  }
};

std::size_t tiles_of(plan::step const&);
void walk_map(plan::step const&, run_state&);
void walk_fold(plan::step const&, run_state&);
}  // namespace fnp::execute
