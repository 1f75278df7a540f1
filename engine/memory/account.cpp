// The books: relaxed atomics, since each number is exact alone and no other memory is ordered by them.
#include "engine/memory/account.hpp"

#include <atomic>
#include <string>

#include "engine/memory/pages.hpp"
#include "engine/memory/pool.hpp"
#include "fnp/base/error.hpp"

namespace fnp {
namespace {

std::atomic<index> in_use{0}, peak{0}, limit{0};
std::atomic<std::uint64_t> taken{0}, reused{0};

}  // namespace

namespace memory {

void charge(index bytes) {
  index const now = in_use.fetch_add(bytes, std::memory_order_relaxed) + bytes;
  index const bound = limit.load(std::memory_order_relaxed);
  if (bound > 0 && now > bound) {
    in_use.fetch_sub(bytes, std::memory_order_relaxed);
    fail(error_code::over_budget, "an array of " + std::to_string(bytes) + " bytes was asked for, " +
                                      std::to_string(now - bytes) + " are in use, the memory limit is " +
                                      std::to_string(bound));
  }
  taken.fetch_add(1, std::memory_order_relaxed);
  index seen = peak.load(std::memory_order_relaxed);
  while (seen < now && !peak.compare_exchange_weak(seen, now, std::memory_order_relaxed)) {
  }
}

void refund(index bytes) noexcept { in_use.fetch_sub(bytes, std::memory_order_relaxed); }

void note_reuse() noexcept {
  taken.fetch_sub(1, std::memory_order_relaxed);
  reused.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace memory

memory_statistics memory_counters() noexcept {
  memory_statistics s;
  s.bytes_in_use = in_use.load(std::memory_order_relaxed);
  s.peak_bytes = peak.load(std::memory_order_relaxed);
  s.cached_bytes = memory::kept_bytes() + memory::kept_middle_bytes();
  s.cache_limit = memory::most_kept_bytes();
  s.limit = limit.load(std::memory_order_relaxed);
  s.allocations = taken.load(std::memory_order_relaxed);
  s.reused = reused.load(std::memory_order_relaxed);
  return s;
}

void reset_memory_peak() noexcept { peak.store(in_use.load(std::memory_order_relaxed), std::memory_order_relaxed); }

index set_memory_limit(index bytes) noexcept {
  return limit.exchange(bytes > 0 ? bytes : 0, std::memory_order_relaxed);
}

index set_memory_cache(index bytes) noexcept { return memory::keep_at_most(bytes); }

void trim_memory() noexcept {
  memory::trim_pool();
  memory::trim_pages();
}

}  // namespace fnp
