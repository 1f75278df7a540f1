// Lines of the cache: whole ones, and asking for one before it is needed.
#pragma once
#include <cstddef>
#include <cstdint>

namespace fnp {

inline constexpr std::ptrdiff_t line_bytes = 64;

// Bytes of whole lines, so that what follows them is aligned for every element.
template <class Integer> constexpr Integer whole_lines(Integer bytes) noexcept {
  constexpr auto line = static_cast<Integer>(line_bytes);
  return (bytes + line - 1) / line * line;
}

// Asks for the line that lies so many bytes ahead, in an array or behind it: nothing is read. Inlined everywhere, so
// that loops for different instruction sets share no symbol.
[[gnu::always_inline]] inline void expect_line(void const* at, std::ptrdiff_t ahead) noexcept {
  __builtin_prefetch(reinterpret_cast<void const*>(reinterpret_cast<std::uintptr_t>(at) +
                                                   static_cast<std::uintptr_t>(ahead)));
}

}  // namespace fnp
