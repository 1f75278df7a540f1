// Where a number stands first in a run: registers are compared whole, four at a time.
#pragma once
#include <bit>
#include <cstring>

#include "kernels/reduce/extremes.hpp"

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace fnp::FNP_LEVEL {

template <class T> constexpr bool compares_registers() noexcept {
#if defined(__AVX512BW__) || (defined(__AVX2__) && !defined(__AVX512F__))
  return sizeof(T) > 1 && (std::is_integral_v<T> || std::is_floating_point_v<T>);
#else
  return false;
#endif
}

// Are all lanes of a comparison of T set?
template <class T, class Mask> FNP_INLINE bool is_full(Mask const& m) noexcept {
#if defined(__AVX512BW__)
  if constexpr (sizeof(T) == 8)
    return _mm512_movepi64_mask(__builtin_bit_cast(__m512i, m)) == 0xff;
  else
    return _mm512_movepi32_mask(__builtin_bit_cast(__m512i, m)) == 0xffff;
#elif defined(__AVX2__)
  return _mm256_movemask_epi8(__builtin_bit_cast(__m256i, m)) == -1;
#else
  std::uint64_t words[register_bytes / 8], every = ~std::uint64_t{0};
  std::memcpy(words, &m, sizeof words);
  for (std::uint64_t const w : words) every &= w;
  return every == ~std::uint64_t{0};
#endif
}

// One bit a lane, `bits_of_match` in AVX2's words of 16 bits, that tells which lanes of a register equal the value, or
// are NaN.
#if defined(__AVX512BW__)
template <class T> inline constexpr int bits_of_match = 1;
template <bool Nan, class T> FNP_INLINE std::uint64_t matches(T const* at, T value) noexcept {
  if constexpr (std::is_same_v<T, float>) {
    __m512 const v = _mm512_loadu_ps(at);
    return Nan ? _mm512_cmp_ps_mask(v, v, _CMP_UNORD_Q) : _mm512_cmp_ps_mask(v, _mm512_set1_ps(value), _CMP_EQ_OQ);
  } else if constexpr (std::is_same_v<T, double>) {
    __m512d const v = _mm512_loadu_pd(at);
    return Nan ? _mm512_cmp_pd_mask(v, v, _CMP_UNORD_Q) : _mm512_cmp_pd_mask(v, _mm512_set1_pd(value), _CMP_EQ_OQ);
  } else {
    __m512i const v = _mm512_loadu_si512(at);
    if constexpr (sizeof(T) == 2) return _mm512_cmpeq_epi16_mask(v, _mm512_set1_epi16(static_cast<short>(value)));
    else if constexpr (sizeof(T) == 4) return _mm512_cmpeq_epi32_mask(v, _mm512_set1_epi32(static_cast<int>(value)));
    else return _mm512_cmpeq_epi64_mask(v, _mm512_set1_epi64(static_cast<long long>(value)));
  }
}
#elif defined(__AVX2__)
template <class T> inline constexpr int bits_of_match = sizeof(T) == 2 ? 2 : 1;
template <bool Nan, class T> FNP_INLINE std::uint64_t matches(T const* at, T value) noexcept {
  unsigned bits = 0;
  if constexpr (std::is_same_v<T, float>) {
    __m256 const v = _mm256_loadu_ps(at);
    bits = static_cast<unsigned>(_mm256_movemask_ps(
        Nan ? _mm256_cmp_ps(v, v, _CMP_UNORD_Q) : _mm256_cmp_ps(v, _mm256_set1_ps(value), _CMP_EQ_OQ)));
  } else if constexpr (std::is_same_v<T, double>) {
    __m256d const v = _mm256_loadu_pd(at);
    bits = static_cast<unsigned>(_mm256_movemask_pd(
        Nan ? _mm256_cmp_pd(v, v, _CMP_UNORD_Q) : _mm256_cmp_pd(v, _mm256_set1_pd(value), _CMP_EQ_OQ)));
  } else {
    __m256i const v = _mm256_loadu_si256(reinterpret_cast<__m256i const*>(at));
    if constexpr (sizeof(T) == 2)
      bits = static_cast<unsigned>(
          _mm256_movemask_epi8(_mm256_cmpeq_epi16(v, _mm256_set1_epi16(static_cast<short>(value)))));
    else if constexpr (sizeof(T) == 4)
      bits = static_cast<unsigned>(_mm256_movemask_ps(
          _mm256_castsi256_ps(_mm256_cmpeq_epi32(v, _mm256_set1_epi32(static_cast<int>(value))))));
    else
      bits = static_cast<unsigned>(_mm256_movemask_pd(
          _mm256_castsi256_pd(_mm256_cmpeq_epi64(v, _mm256_set1_epi64x(static_cast<long long>(value))))));
  }
  return bits;
}
#endif

// The first i < n with x[i] == value (Nan: with x[i] not a number), else n.
template <bool Nan, class T>
FNP_INLINE std::ptrdiff_t first_in_registers(T const* x, std::ptrdiff_t n, T value) noexcept {
  std::ptrdiff_t i = 0;
#if defined(__AVX2__)
  constexpr std::ptrdiff_t width = vector_bytes / static_cast<std::ptrdiff_t>(sizeof(T));
  for (; i + 4 * width <= n; i += 4 * width) {
    std::uint64_t found[4], any = 0;
#pragma GCC unroll 4
    for (int k = 0; k < 4; ++k) any |= found[k] = matches<Nan>(x + i + k * width, value);
    if (any == 0) continue;
    int k = 0;
    while (found[k] == 0) ++k;
    return i + k * width + std::countr_zero(found[k]) / bits_of_match<T>;
  }
  for (; i + width <= n; i += width)
    if (std::uint64_t const found = matches<Nan>(x + i, value)) return i + std::countr_zero(found) / bits_of_match<T>;
#endif
  while (i < n && !(Nan ? x[i] != x[i] : x[i] == value)) ++i;
  return i;
}

// First i < n that matches, else n: by pieces of 1024 bytes, in the form of a minimum, so that comparisons vectorise.
template <class T, class Match>
FNP_INLINE std::ptrdiff_t first_match(T const* x, std::ptrdiff_t n, Match match) noexcept {
  using K = std::make_signed_t<pattern_t<T>>;
  constexpr K piece = 1024 / sizeof(T);
  auto const first_in = [&](T const* from) {
    K first = piece;
    for (K k = 0; k < piece; ++k) {
      K const at = match(from[k]) ? k : piece;
      first = at < first ? at : first;
    }
    return first;
  };
  std::ptrdiff_t i = 0;
  for (; i + piece <= n; i += piece)
    if (K const at = first_in(x + i); at < piece) return i + at;
  if (n >= piece) return n - piece + first_in(x + n - piece);
  while (i < n && !match(x[i])) ++i;
  return i;
}

// The first i < n with x[i] equal to the value, or NaN if that is one, else n. -0 equals +0.
template <class T> FNP_INLINE std::ptrdiff_t first_of(T const* x, std::ptrdiff_t n, T const& value) noexcept {
  if constexpr (std::is_integral_v<T> && sizeof(T) == 1) {
    void const* const at = std::memchr(x, static_cast<unsigned char>(value), static_cast<std::size_t>(n));
    return at ? static_cast<T const*>(at) - x : n;
  } else if constexpr (compares_registers<T>()) {
    return nan_of(value) ? first_in_registers<true>(x, n, value) : first_in_registers<false>(x, n, value);
  } else {
    if (nan_of(value)) return first_match(x, n, [](T const& v) { return nan_of(v); });
    return first_match(x, n, [value](T const& v) {
      bool same = false;
      ops::primitives<T>::equal(same, v, value);
      return same;
    });
  }
}

}  // namespace fnp::FNP_LEVEL
