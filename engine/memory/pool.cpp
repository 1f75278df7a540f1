// The free lists: small blocks by their size in cache lines, each list bounded in bytes; middle ones by a quarter of
// the power of two below their size, bounded together. What exceeds a bound goes back to malloc.
#include "engine/memory/pool.hpp"

#include <atomic>
#include <bit>
#include <cstdlib>
#include <new>
#include <string>

#include "engine/memory/account.hpp"
#include "fnp/base/error.hpp"

namespace fnp::memory {

[[gnu::tls_model("initial-exec")]] constinit thread_local free_lists* lists_here = nullptr;

namespace {

constexpr std::size_t middle_bound = 8 * middle_block;     // bytes kept by a thread
std::atomic<index> kept_middle{0};

thread_local constinit bool over = false;  // this thread's lists are gone; blocks still come and go

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
static_assert(middle_size_of(5000).length == 5120 && middle_size_of(8192).length == 8192 &&
              middle_size_of(8193).length == 10240);
static_assert(middle_size_of(8192).number + 1 == middle_size_of(8193).number);

void empty_middle(free_lists& l) noexcept {
  for (free_block*& head : l.middle)
    while (free_block* const b = head) {
      head = b->next;
      std::free(b);
    }
  kept_middle.fetch_sub(static_cast<index>(l.middle_bytes), std::memory_order_relaxed);
  l.middle_bytes = 0;
}

void empty(free_lists& l) noexcept {
  empty_middle(l);
  for (std::size_t c = 0; c < small_classes; ++c) {
    while (free_block* const b = l.small[c]) {
      l.small[c] = b->next;
      to_system(b, c);
    }
    l.kept[c] = 0;
  }
}

struct at_thread_end {
  ~at_thread_end() {
    over = true;
    if (free_lists* const l = lists_here) {
      lists_here = nullptr;
      empty(*l);
      delete l;
    }
  }
};

// First use in a thread: its lists, and their end with it.
free_lists* open_lists() noexcept {
  if (plain || over) return nullptr;
  static thread_local at_thread_end end_of_thread;
  static_cast<void>(end_of_thread);
  return lists_here = new (std::nothrow) free_lists;
}

}  // namespace

[[gnu::noinline]] void* take_small_elsewhere(std::size_t size_class) { return from_system(size_class); }

[[gnu::noinline]] void give_small_elsewhere(void* block, std::size_t size_class) noexcept {
  if (!lists_here && open_lists()) return give_small(block, size_class * line);
  to_system(block, size_class);
}

void* take_middle(std::size_t bytes, std::size_t& length, bool& kept) noexcept {
  auto const [number, rounded] = middle_size_of(bytes);
  length = rounded;
  kept = false;
  if (free_lists* const l = lists_here)
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
  free_lists* l = lists_here;
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
  if (lists_here) empty(*lists_here);
}

}  // namespace fnp::memory
