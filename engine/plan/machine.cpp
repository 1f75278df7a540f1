// Cache sizes as the kernel lists them; the C library's answer, or common sizes, where it does not.
#include "engine/plan/machine.hpp"

#include <unistd.h>

#include <fstream>
#include <string>

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

}  // namespace

machine const& this_machine() noexcept {
  static machine const here{cache_size(1, _SC_LEVEL1_DCACHE_SIZE, index{32} << 10), cache_size(3, _SC_LEVEL3_CACHE_SIZE, index{16} << 20)};
  return here;
}

}  // namespace fnp::plan
