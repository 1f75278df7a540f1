// What arrays cost: counters of the allocator, its limit, and a way to give cached pages back.
#pragma once
#include <cstdint>

#include "fnp/base/checked.hpp"
#include "fnp/base/export.hpp"

namespace fnp {

struct memory_statistics {
  index bytes_in_use = 0;         // held by arrays; small blocks count while the pool holds them
  index peak_bytes = 0;           // largest bytes_in_use since the start or reset_memory_peak()
  index cached_bytes = 0;         // kept for reuse, not in use: pages, and blocks above 4 KiB (at most 16 MiB a thread)
  index cache_limit = 0;          // of the pages
  index limit = 0;                // 0: none
  std::uint64_t allocations = 0;  // blocks taken from the system
  std::uint64_t reused = 0;       // blocks above 4 KiB served from what was kept
};

FNP_EXPORT memory_statistics memory_counters() noexcept;
FNP_EXPORT void reset_memory_peak() noexcept;
// An array that would bring bytes_in_use above `bytes` is refused with over_budget; 0: no limit. Returns the former
// limit.
FNP_EXPORT index set_memory_limit(index bytes) noexcept;
// At most `bytes` of freed pages are kept for reuse; 0: none. At first an eighth of the machine's memory, 1 GiB at
// most. What is kept beyond that goes back at once, the oldest first. Returns the former bound.
FNP_EXPORT index set_memory_cache(index bytes) noexcept;
// Gives kept pages and this thread's small blocks back to the system.
FNP_EXPORT void trim_memory() noexcept;

}  // namespace fnp
