// Cache sizes as the C library reports them; common sizes where it does not.
#include "engine/plan/machine.hpp"

#include <unistd.h>

namespace fnp::plan {

machine const& this_machine() noexcept {
  static machine const here = [] {
    auto const ask = [](int what, index otherwise) {
      long const answer = sysconf(what);
      return answer > 0 ? static_cast<index>(answer) : otherwise;
    };
    return machine{ask(_SC_LEVEL1_DCACHE_SIZE, index{32} << 10), ask(_SC_LEVEL3_CACHE_SIZE, index{16} << 20)};
  }();
  return here;
}

}  // namespace fnp::plan
