// Cache sizes as the kernel lists them; the C library's answer, or common sizes, where it does not. Measured times.
#include "engine/plan/machine.hpp"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <iterator>
#include <mutex>
#include <utility>

#include "engine/plan/cache.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::plan {
namespace {

// In virtual machines sysconf adds up the caches of the whole chip; the kernel's list names the one a core can fill.
index listed_cache(int level) {
  for (int k = 0; k < 8; ++k) {
    std::string const at = "/sys/devices/system/cpu/cpu0/cache/index" + std::to_string(k) + "/";
    std::ifstream level_file(at + "level"), type_file(at + "type"), size_file(at + "size");
    int found = 0;
    std::string type;
    index size = 0;
    char unit = ' ';
    if (!(level_file >> found) || !(type_file >> type) || !(size_file >> size)) return 0;
    size_file >> unit;
    if (found == level && type != "Instruction") return size * (unit == 'K' ? 1 << 10 : unit == 'M' ? 1 << 20 : 1);
  }
  return 0;
}

index cache_size(int level, int question, index otherwise) {
  if (index const listed = listed_cache(level); listed > 0) return listed;
  long const answer = sysconf(question);
  return answer > 0 ? static_cast<index>(answer) : otherwise;
}

machine measured_or_common() {
  machine m;
  m.first_cache = cache_size(1, _SC_LEVEL1_DCACHE_SIZE, index{32} << 10);
  m.second_cache = cache_size(2, _SC_LEVEL2_CACHE_SIZE, index{1} << 20);
  m.last_cache = cache_size(3, _SC_LEVEL3_CACHE_SIZE, index{16} << 20);
  m.stream_from = m.last_cache / 6 * 5;  // docs/decisions.md has the figures
  if (std::string const path = machine_file(); !path.empty())
    if (std::ifstream in(path); in) {
      std::string const text{std::istreambuf_iterator<char>(in), {}};
      std::string const refused = read_machine(text, m);
      m.origin = refused.empty() ? path : "common values, since " + path + " " + refused;
    }
  return m;
}

// Machines in use stay where they are: a reference to one is never left dangling.
struct known_machines {
  std::mutex guard;
  std::deque<machine> all{measured_or_common()};
  std::atomic<machine const*> now{&all.front()};
};
known_machines& known() {
  static known_machines k;
  return k;
}

}  // namespace

machine const& this_machine() noexcept { return *known().now.load(std::memory_order_acquire); }

void use_machine(machine m) {
  std::lock_guard const lock(known().guard);
  known().now.store(&known().all.emplace_back(std::move(m)), std::memory_order_release);
  plans().clear();  // they were made for another machine
}

double operation_time(machine const& m, ops::op_id op, int loop) noexcept {
  auto const l = static_cast<std::size_t>(loop);
  if (op < m.operations.size() && l < m.operations[op].size()) return m.operations[op][l];
  return op < ops::op_table.size() && !ops::op_table[op].has_body ? 0.6 : 0.03;
}

std::string processor_name() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("model name")) return line.substr(std::min(line.find(':') + 2, line.size()));
  return {};
}

std::string machine_file() {
  if (char const* const named = std::getenv("FNP_MACHINE")) return std::string(named) == "none" ? std::string() : named;
  if (char const* const cache = std::getenv("XDG_CACHE_HOME"); cache && *cache == '/')
    return std::string(cache) + "/fnp/machine";
  if (char const* const home = std::getenv("HOME"); home && *home == '/')
    return std::string(home) + "/.cache/fnp/machine";
  return {};
}

}  // namespace fnp::plan
