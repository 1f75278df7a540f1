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
  if (char const* t = std::getenv("FNP_THREADS")) o.threads = static_cast<int>(number("FNP_THREADS", t, "a number of threads (0: all)"));
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

constinit std::uint64_t version = 1;  // of the shared defaults: grows with every change, read without the lock

struct shared_defaults {
  std::mutex guard;
  options now = from_environment();
};
shared_defaults& shared() {
  static shared_defaults s;
  return s;
}

}  // namespace

namespace {
constinit thread_local fp_flags watched = 0;
}

fp_flags watch(fp_flags conditions) noexcept { return std::exchange(watched, conditions); }

options const& cached_defaults() {
  // A thread keeps a copy and asks again only when somebody has set new ones.
  thread_local options copy;
  thread_local std::uint64_t seen = 0;
  thread_local fp_flags always = 0;
  std::uint64_t const now = __atomic_load_n(&version, __ATOMIC_ACQUIRE);
  if (seen != now) {
    std::lock_guard const lock(shared().guard);
    copy = shared().now;
    seen = now;
    always = copy.watch;
  }
  copy.watch = always | watched;
  return copy;
}

options settle(options o) noexcept {
  o.level = std::min(o.level, kernels::best_isa());
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
  __atomic_fetch_add(&version, 1, __ATOMIC_RELEASE);
}

statistics& counters() noexcept {
  thread_local statistics s;
  return s;
}

}  // namespace fnp::engine
