// The first bytes of a register from memory that ends there, zeros behind them.
#pragma once
#include <cstddef>
#include <cstring>

#include "kernels/math/level.hpp"

#if defined(__AVX512BW__)
#include <immintrin.h>
#endif

namespace fnp::FNP_LEVEL {

// pre: 0 < count < sizeof(V). Copying a length that is not known to the compiler and reading it back waits for the
// store.
template <class V> FNP_INLINE V first_bytes(void const* p, std::size_t count) noexcept {
#if defined(__AVX512BW__)
  if constexpr (sizeof(V) == 64) return (V)_mm512_maskz_loadu_epi8(_bzhi_u64(~0ull, static_cast<unsigned>(count)), p);
#endif
  V v{};
  std::memcpy(&v, p, count);
  return v;
}

}  // namespace fnp::FNP_LEVEL
