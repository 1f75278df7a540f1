// The free lists: one per size in cache lines, each bounded in bytes; what exceeds it goes back to malloc.
#include "engine/memory/pool.hpp"

#include <cstdlib>
#include <new>
#include <string>

#include "engine/memory/account.hpp"
#include "fnp/base/error.hpp"

namespace fnp::memory {
namespace {

constexpr std::size_t classes = small_block / line + 1;
constexpr std::size_t bound = std::size_t{64} << 10;  // bytes kept per class

struct free_block {
  free_block* next;
};

struct lists {
  free_block* head[classes] = {};
  std::uint32_t kept[classes] = {};
};

// One pointer, so that a library that is loaded late still finds room for it in the static block.
[[gnu::tls_model("initial-exec")]] thread_local constinit lists* mine = nullptr;
thread_local constinit bool over = false;  // this thread's lists are gone; blocks still come and go

constexpr std::size_t class_of(std::size_t bytes) noexcept { return (bytes + line - 1) / line; }

void* from_system(std::size_t size_class) {
  index const bytes = static_cast<index>(size_class * line);
  charge(bytes);
  void* const p = std::aligned_alloc(line, size_class * line);
  if (!p) {
    refund(bytes);
    fail(error_code::out_of_memory, "the system has no " + std::to_string(bytes) + " bytes left");
  }
  return p;
}

void to_system(void* p, std::size_t size_class) noexcept {
  refund(static_cast<index>(size_class * line));
  std::free(p);
}

void empty(lists& l) noexcept {
  for (std::size_t c = 0; c < classes; ++c) {
    while (free_block* const b = l.head[c]) {
      l.head[c] = b->next;
      to_system(b, c);
    }
    l.kept[c] = 0;
  }
}

struct at_thread_end {
  ~at_thread_end() {
    over = true;
    if (lists* const l = mine) {
      mine = nullptr;
      empty(*l);
      delete l;
    }
  }
};

// First use in a thread: its lists, and their end with it.
lists* open_lists() noexcept {
  if (plain || over) return nullptr;
  static thread_local at_thread_end end_of_thread;
  static_cast<void>(end_of_thread);
  return mine = new (std::nothrow) lists;
}

}  // namespace

void* take_small(std::size_t bytes) {
  std::size_t const c = class_of(bytes);
  if (lists* const l = mine)
    if (free_block* const b = l->head[c]) [[likely]] {
      l->head[c] = b->next;
      --l->kept[c];
      return b;
    }
  return from_system(c);
}

void give_small(void* block, std::size_t bytes) noexcept {
  std::size_t const c = class_of(bytes);
  lists* l = mine;
  if (!l) [[unlikely]]
    l = open_lists();
  if (!l || l->kept[c] * c * line >= bound) [[unlikely]]
    return to_system(block, c);
  l->head[c] = ::new (block) free_block{l->head[c]};
  ++l->kept[c];
}

void trim_pool() noexcept {
  if (mine) empty(*mine);
}

}  // namespace fnp::memory
