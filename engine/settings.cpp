// Options from the environment, and the counters of a thread.
#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <string>
#include <utility>

#include "engine/settings.hpp"
#include "kernels/registry.hpp"

namespace fnp::engine {
namespace {

[[noreturn]] void refuse(char const* variable, std::string const& given, char const* expected) {
  fail(error_code::bad_argument, std::string(variable) + " is '" + given + "', expected " + expected);
}

index number(char const* variable, char const* text, char const* expected) {
  char* end = nullptr;
  long long const n = std::strtoll(text, &end, 10);
  if (end == text || *end != '\0' || n < 0) refuse(variable, text, expected);
  return n;
}

std::string known_levels() {
  std::string r = isa_names[0];
  for (int k = 1; k < isa_count; ++k) r += (k + 1 < isa_count ? ", " : " or ") + std::string(isa_names[k]);
  return r;
}

options from_environment() {
  options o;
  o.level = kernels::best_isa();
  if (char const* t = std::getenv("FNP_THREADS"))
    o.threads = static_cast<int>(number("FNP_THREADS", t, "a number of threads (0: all)"));
  if (char const* t = std::getenv("FNP_BUDGET")) o.budget = number("FNP_BUDGET", t, "a number of bytes (0: no limit)");
  if (char const* t = std::getenv("FNP_REWRITE")) {
    char const* const expected = "0 or 1 (apply value-changing identities)";
    index const n = number("FNP_REWRITE", t, expected);
    if (n > 1) refuse("FNP_REWRITE", t, expected);
    o.rewrite = n == 1;
  }
  if (char const* t = std::getenv("FNP_SIMD")) {
    std::string const s = t;
    auto const named = std::find(std::begin(isa_names), std::end(isa_names), s);
    if (named == std::end(isa_names)) refuse("FNP_SIMD", s, known_levels().c_str());
    o.level = static_cast<isa>(named - isa_names);
    if (!kernels::has_isa(o.level)) refuse("FNP_SIMD", s, "an instruction set that this machine and build have");
  }
  return o;
}

struct shared_defaults {
  std::mutex guard;
  options now = from_environment();
};
shared_defaults& shared() {
  static shared_defaults s;
  return s;
}

}  // namespace

constinit thread_local thread_settings settings_here;
[[gnu::tls_model("initial-exec")]] constinit thread_local thread_state state_here;
constinit std::uint64_t defaults_version = 1;

namespace {

void watch_here() noexcept {
  thread_settings& t = settings_here;
  options& o = t.now;
  o.watch = t.always | t.watched;
  bool const plain = t.row && takes_short_ways(o) && o.budget == 0;
  state_here.plain = plain ? t.seen : 0;
  state_here.level = o.level;
}

}  // namespace

void refresh_settings() {
  thread_settings& t = settings_here;
  {
    std::lock_guard const lock(shared().guard);
    t.now = shared().now;
    t.seen = __atomic_load_n(&defaults_version, __ATOMIC_RELAXED);
  }
  t.always = t.now.watch;
  t.row = kernels::find_dense_row(t.now.level);
  watch_here();
}

fp_flags watch(fp_flags conditions) noexcept {
  fp_flags const former = std::exchange(settings_here.watched, conditions);
  watch_here();
  return former;
}

options settle(options o) noexcept {
  o.level = kernels::best_isa(o.level);
  if (o.watch) {
    o.level = isa::reference;
    o.tier1 = false;
  }
  return o;
}

options defaults() { return cached_defaults(); }

void set_defaults(options const& o) {
  std::lock_guard const lock(shared().guard);
  shared().now = settle(o);
  __atomic_fetch_add(&defaults_version, 1, __ATOMIC_RELEASE);
}

statistics& counters() noexcept { return state_here.counted; }

}  // namespace fnp::engine
