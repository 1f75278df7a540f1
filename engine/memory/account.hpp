// The allocator's books: bytes in use, their peak and their limit, kept in atomics.
#pragma once
#include "fnp/memory.hpp"

namespace fnp::memory {

// Books `bytes` as in use; throws over_budget, with the numbers, when the limit forbids it.
void charge(index bytes);
void refund(index bytes) noexcept;
void note_reuse() noexcept;  // a charge that was served from kept pages

// Under ASan every block comes from malloc alone, so that it sees each overrun and each use after free.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool plain = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool plain = true;
#else
inline constexpr bool plain = false;
#endif
#else
inline constexpr bool plain = false;
#endif

}  // namespace fnp::memory
