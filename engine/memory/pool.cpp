// The free lists: small blocks by their size in cache lines, each list bounded in bytes; middle ones by a quarter of the
// power of two below their size, bounded together. What exceeds a bound goes back to malloc.
#include "engine/memory/pool.hpp"

#include <atomic>
#include <bit>
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

constexpr std::size_t middle_classes = 40;                 // four a doubling from 2 KiB to 2 MiB
constexpr std::size_t middle_bound = 8 * middle_block;     // bytes kept by a thread
std::atomic<index> kept_middle{0};

struct lists {
  free_block* head[classes] = {};
  std::uint32_t kept[classes] = {};
  free_block* middle[middle_classes] = {};
  std::size_t middle_bytes = 0;
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

// The class of the length that `bytes` are rounded up to: quarters of a power of two.
struct middle_size {
  std::size_t number, length;
};
constexpr middle_size middle_size_of(std::size_t bytes) noexcept {
  constexpr std::size_t least = 4096;
  std::size_t const n = bytes < least ? least : bytes;
  int const doubling = static_cast<int>(std::bit_width(n - 1)) - 1;  // 2^doubling < n <= 2^(doubling + 1)
  std::size_t const step = std::size_t{1} << (doubling - 2), quarters = (n + step - 1) / step;
  return {static_cast<std::size_t>(doubling - 11) * 4 + quarters - 5, quarters * step};
}
static_assert(middle_size_of(1).number < 4 && middle_size_of(middle_block).number < middle_classes);
static_assert(middle_size_of(5000).length == 5120 && middle_size_of(8192).length == 8192 && middle_size_of(8193).length == 10240);
static_assert(middle_size_of(8192).number + 1 == middle_size_of(8193).number);

void empty_middle(lists& l) noexcept {
  for (free_block*& head : l.middle)
    while (free_block* const b = head) {
      head = b->next;
      std::free(b);
    }
  kept_middle.fetch_sub(static_cast<index>(l.middle_bytes), std::memory_order_relaxed);
  l.middle_bytes = 0;
}

void empty(lists& l) noexcept {
  empty_middle(l);
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

void* take_middle(std::size_t bytes, std::size_t& length, bool& kept) noexcept {
  auto const [number, rounded] = middle_size_of(bytes);
  length = rounded;
  kept = false;
  if (lists* const l = mine)
    if (free_block* const b = l->middle[number]) {
      l->middle[number] = b->next;
      l->middle_bytes -= rounded;
      kept_middle.fetch_sub(static_cast<index>(rounded), std::memory_order_relaxed);
      kept = true;
      return b;
    }
  return std::aligned_alloc(line, rounded);
}

void give_middle(void* block, std::size_t length) noexcept {
  lists* l = mine;
  if (!l) [[unlikely]]
    l = open_lists();
  if (!l || l->middle_bytes + length > middle_bound) return std::free(block);
  std::size_t const number = middle_size_of(length).number;
  l->middle[number] = ::new (block) free_block{l->middle[number]};
  l->middle_bytes += length;
  kept_middle.fetch_add(static_cast<index>(length), std::memory_order_relaxed);
}

index kept_middle_bytes() noexcept { return kept_middle.load(std::memory_order_relaxed); }

void trim_pool() noexcept {
  if (mine) empty(*mine);
}

}  // namespace fnp::memory
