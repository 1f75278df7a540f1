// The arena of huge pages: best fit over at most 64 kept mappings, the oldest given back first.
#include "engine/memory/pages.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <utility>

namespace fnp::memory {
namespace {

constexpr index huge_page = index{2} << 20;
constexpr index grain = index{64} << 10;

struct mapping {
  std::byte* start;
  index length;
};

// Kept mappings in the order in which they came back.
struct shelf {
  std::mutex door;
  mapping kept[64];
  int count = 0;
  index bytes = 0;
  index bound = [] {
    index const memory = static_cast<index>(sysconf(_SC_PHYS_PAGES)) * static_cast<index>(sysconf(_SC_PAGESIZE));
    return std::min(index{1} << 30, memory / 8);
  }();

  mapping remove(int i) noexcept {
    mapping const m = kept[i];
    std::copy(kept + i + 1, kept + count, kept + i);
    --count;
    bytes -= m.length;
    return m;
  }
};

// Never destroyed: arrays of static lifetime may die after any static object here.
shelf& the_shelf() noexcept {
  alignas(shelf) static std::byte place[sizeof(shelf)];
  static shelf* const s = ::new (place) shelf;
  return *s;
}

std::byte* map_fresh(index length) noexcept {
  std::size_t const room = static_cast<std::size_t>(length + huge_page);
  void* const raw = mmap(nullptr, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (raw == MAP_FAILED) return nullptr;
  // Cut to a start on a huge page; the kernel backs whole huge pages only.
  auto const begin = reinterpret_cast<std::uintptr_t>(raw);
  auto const start = (begin + huge_page - 1) / huge_page * huge_page;
  std::size_t const before = start - begin, after = static_cast<std::size_t>(huge_page) - before;
  if (before) munmap(raw, before);
  if (after) munmap(reinterpret_cast<void*>(start + static_cast<std::size_t>(length)), after);
  auto* const p = reinterpret_cast<std::byte*>(start);
  // Whole huge pages alone: a tail is short, and would be zeroed as 2 MiB.
  madvise(p, static_cast<std::size_t>(length / huge_page * huge_page), MADV_HUGEPAGE);
  return p;
}

void unmap(mapping m) noexcept { munmap(m.start, static_cast<std::size_t>(m.length)); }

}  // namespace

std::byte* take_pages(index bytes, index& length, bool& kept) noexcept {
  kept = false;
  checked const rounded = checked(bytes) + (grain - 1);
  if (!(rounded + huge_page).ok) return nullptr;
  length = rounded.value / grain * grain;
  // The end of an array on pages of 4 KiB is read and written at half the speed of the rest: the hardware reads ahead
  // within a page. So a tail of half a huge page becomes a whole one.
  if (index const tail = length % huge_page; tail >= huge_page / 2) length += huge_page - tail;
  shelf& s = the_shelf();
  {
    std::lock_guard const lock(s.door);
    int best = -1;
    // A block up to a quarter too large fits: programs ask for the same few sizes again and again. Of equal ones the
    // last that came back is the likeliest to be in a cache.
    for (int i = 0; i < s.count; ++i)
      if (s.kept[i].length >= length && s.kept[i].length <= length + length / 4 &&
          (best < 0 || s.kept[i].length <= s.kept[best].length))
        best = i;
    if (best >= 0) {
      mapping const m = s.remove(best);
      kept = true;
      length = m.length;
      return m.start;
    }
  }
  std::byte* p = map_fresh(length);
  if (!p) {
    trim_pages();
    p = map_fresh(length);
  }
  return p;
}

void give_pages(std::byte* start, index length) noexcept {
  shelf& s = the_shelf();
  {
    std::lock_guard const lock(s.door);
    if (length <= s.bound) {
      while (s.count == 64 || s.bytes + length > s.bound) unmap(s.remove(0));
      s.kept[s.count++] = {start, length};
      s.bytes += length;
      return;
    }
  }
  unmap({start, length});
}

index keep_at_most(index bytes) noexcept {
  shelf& s = the_shelf();
  std::lock_guard const lock(s.door);
  index const former = std::exchange(s.bound, std::max<index>(bytes, 0));
  while (s.bytes > s.bound) unmap(s.remove(0));
  return former;
}
index most_kept_bytes() noexcept {
  shelf& s = the_shelf();
  std::lock_guard const lock(s.door);
  return s.bound;
}

index kept_bytes() noexcept {
  shelf& s = the_shelf();
  std::lock_guard const lock(s.door);
  return s.bytes;
}

void trim_pages() noexcept {
  shelf& s = the_shelf();
  std::lock_guard const lock(s.door);
  while (s.count) unmap(s.remove(s.count - 1));
}

}  // namespace fnp::memory
