// A register of keys of which only the first lanes are read from memory and written to it.
#pragma once
#include "kernels/sort/rank_rows.hpp"

#if defined(__AVX512BW__)
#include <immintrin.h>
#endif

namespace fnp::FNP_LEVEL {

// The first `count` lanes of a register, which may be none or more than there are; the others are the greatest number.
template <class K> struct partial_register {
  using vector = typename rank_lanes<K>::type;
  static constexpr std::ptrdiff_t lanes = rank_lanes<K>::count;
  FNP_INLINE static vector load(K const* p, std::ptrdiff_t count) noexcept {
    vector v = std::numeric_limits<K>::max() - vector{};
#if defined(__AVX512BW__)
    if constexpr (sizeof(K) == 8)
      v = (vector)_mm512_mask_loadu_epi64((__m512i)v, static_cast<__mmask8>(first(count)), p);
    else if constexpr (sizeof(K) == 4)
      v = (vector)_mm512_mask_loadu_epi32((__m512i)v, static_cast<__mmask16>(first(count)), p);
    else v = (vector)_mm512_mask_loadu_epi16((__m512i)v, first(count), p);
#else
    if (count >= lanes) std::memcpy(&v, p, sizeof v);
    else
      for (std::ptrdiff_t i = 0; i < count; ++i) v[i] = p[i];
#endif
    return v;
  }
  FNP_INLINE static void store(K* p, vector const& v, std::ptrdiff_t count) noexcept {
#if defined(__AVX512BW__)
    if constexpr (sizeof(K) == 8) _mm512_mask_storeu_epi64(p, static_cast<__mmask8>(first(count)), (__m512i)v);
    else if constexpr (sizeof(K) == 4) _mm512_mask_storeu_epi32(p, static_cast<__mmask16>(first(count)), (__m512i)v);
    else _mm512_mask_storeu_epi16(p, first(count), (__m512i)v);
#else
    if (count >= lanes) std::memcpy(p, &v, sizeof v);
    else
      for (std::ptrdiff_t i = 0; i < count; ++i) p[i] = v[i];
#endif
  }

#if defined(__AVX512BW__)
 private:
  FNP_INLINE static __mmask32 first(std::ptrdiff_t count) noexcept {
    return _bzhi_u32(0xffffffffu, static_cast<unsigned>(count < 0 ? 0 : count < 32 ? count : 32));
  }
#endif
};

}  // namespace fnp::FNP_LEVEL
