// What a thread knows of its options, and what it has counted, where an evaluation finds them without a call.
#pragma once
#include "fnp/engine.hpp"
#include "kernels/registry.hpp"

namespace fnp::engine {

struct thread_settings {
  options now;                 // the defaults, with the conditions that this thread watches
  std::uint64_t seen = 0;      // the version of the defaults that `now` comes from
  fp_flags always = 0, watched = 0;
  kernels::dense_row row = nullptr;  // of the level
};
extern constinit thread_local thread_settings settings_here;

void refresh_settings();

// The options of this thread without a copy.
inline options const& cached_defaults() {
  if (settings_here.seen != __atomic_load_n(&defaults_version, __ATOMIC_ACQUIRE)) [[unlikely]]
    refresh_settings();
  return settings_here.now;
}

// Does this evaluation want nothing that only a plan gives?
inline bool takes_short_ways(options const& o) noexcept {
  return !o.watch && !o.atomic && !o.stop && !o.progress && !o.rewrite && o.tier1 && o.level != isa::reference;
}

// An evaluation that needed no plan.
inline void count_short_way(bool fresh, index bytes) noexcept {
  statistics& c = state_here.counted;
  ++c.evaluations;
  ++c.fast_path;
  c.fresh_results += fresh;
  c.bytes_moved += static_cast<std::uint64_t>(bytes);
}

// Does this thread ask for nothing that the short ways for small operands do not know?
inline bool is_plain() noexcept { return state_here.plain == __atomic_load_n(&defaults_version, __ATOMIC_ACQUIRE); }

// With the instruction set that this machine and build have at most; watched evaluations on scalar reference kernels.
options settle(options) noexcept;

}  // namespace fnp::engine
