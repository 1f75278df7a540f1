// The first n lanes of a register from memory, zeros behind them: what a row has beyond its whole registers.
//
// Read by a mask, since a copy of n bytes is a call and its register waits for the bytes. SSE2 has no masks.
#pragma once
#if defined(__AVX2__)
#include <immintrin.h>
#endif

#include "kernels/stage/registers.hpp"

namespace fnp::FNP_LEVEL {

// x := p[0] ... p[n-1], 0, 0, ...; n <= 0: zeros, n >= the lanes: a whole register.
template <class T, class V> FNP_INLINE void load_first(V& x, T const* p, std::ptrdiff_t n) noexcept {
  constexpr auto width = static_cast<std::ptrdiff_t>(sizeof(V) / sizeof(T));
#if defined(__AVX512F__)
  auto const lanes = static_cast<unsigned>(n < 0 ? 0 : n < width ? n : width);
  if constexpr (sizeof(T) == 8) x = (V)_mm512_maskz_loadu_pd(static_cast<__mmask8>((1u << lanes) - 1), p);
  else x = (V)_mm512_maskz_loadu_ps(static_cast<__mmask16>((1u << lanes) - 1), p);
#elif defined(__AVX2__)
  if constexpr (sizeof(T) == 8) {
    __m256i const lane = _mm256_setr_epi64x(0, 1, 2, 3), count = _mm256_set1_epi64x(n);
    x = (V)_mm256_maskload_pd(p, _mm256_cmpgt_epi64(count, lane));
  } else {
    __m256i const lane = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7),
                  count = _mm256_set1_epi32(static_cast<int>(n < width ? n : width));
    x = (V)_mm256_maskload_ps(p, _mm256_cmpgt_epi32(count, lane));
  }
#else
  x = V{};
  if (n >= width) std::memcpy(&x, p, sizeof x);
  else
    for (std::ptrdiff_t i = 0; i < n; ++i) x[i] = p[i];
#endif
}

}  // namespace fnp::FNP_LEVEL
