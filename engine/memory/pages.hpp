// Large blocks: huge pages from mmap that are kept when freed and handed out again.
//
// A page that was touched before costs nothing; a fresh 4 KiB page costs a fault and its zeroing: a fresh result of
// 128 MB takes 4 ns an element, with huge pages 1.2, in kept pages 0.5. So freed blocks are kept, up to a bound.
#pragma once
#include <cstddef>

#include "fnp/base/checked.hpp"

namespace fnp::memory {

inline constexpr index large_block = index{2} << 20;  // smaller ones come from malloc

// A mapping with room for `bytes`; `length` receives what must be handed to give_pages. Null when the system refuses.
std::byte* take_pages(index bytes, index& length, bool& kept) noexcept;
void give_pages(std::byte* start, index length) noexcept;

index kept_bytes() noexcept;
index most_kept_bytes() noexcept;         // the bound
index keep_at_most(index bytes) noexcept;  // sets it, and gives the oldest back; returns the former one
void trim_pages() noexcept;

}  // namespace fnp::memory
