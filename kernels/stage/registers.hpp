// The level's widest register, its store past the caches, and the level itself.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "fnp/base/isa.hpp"
#include "kernels/math/level.hpp"

namespace fnp::FNP_LEVEL {

#if defined(__AVX512F__)
inline constexpr std::size_t register_bytes = 64;
#elif defined(__AVX2__)
inline constexpr std::size_t register_bytes = 32;
#else
inline constexpr std::size_t register_bytes = 16;
#endif

// Where a region's loops for this level stand. No file compiles loops for `reference`.
#if defined(__AVX512BW__)
inline constexpr int own_level = static_cast<int>(isa::avx512);
#elif defined(__AVX2__)
inline constexpr int own_level = static_cast<int>(isa::avx2);
#else
inline constexpr int own_level = static_cast<int>(isa::baseline);
#endif

typedef std::uint64_t whole_register __attribute__((vector_size(register_bytes)));

// pre: `to` is aligned to the register.
FNP_INLINE void store_past_caches(std::byte* to, whole_register const& x) noexcept {
#if defined(__clang__)
  __builtin_nontemporal_store(x, reinterpret_cast<whole_register*>(to));
#elif defined(__AVX__)
  asm volatile("vmovntps %1, %0" : "=m"(*reinterpret_cast<whole_register*>(to)) : "v"(x));
#elif defined(__x86_64__)
  asm volatile("movntps %1, %0" : "=m"(*reinterpret_cast<whole_register*>(to)) : "x"(x));
#else
  std::memcpy(to, &x, sizeof x);
#endif
}

}  // namespace fnp::FNP_LEVEL
