// A run of integers split by a pivot without a branch: the lesser ones stay in front, the others go to another buffer.
//
// The lesser ones keep their order, the others end at the back of the buffer in reverse order: an order that knows
// nothing of registers. One permutation, looked up by the comparison's mask, brings a register's lesser lanes to its
// front and the others, reversed, to its back; the whole register is stored at both places. What falls beside them is
// written over later: in front there were read as many elements as were written, and the buffer fills from its back.
// Two compressions would take twice as long.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "kernels/math/level.hpp"

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace fnp::FNP_LEVEL {

#if defined(__AVX2__)
// For every set of lanes the places of its members and, backwards, those of the others: a byte a place of `8 / Lanes`
// words.
template <int Lanes> constexpr auto places_of_parts() noexcept {
  std::array<std::uint64_t, std::size_t{1} << Lanes> r{};
  constexpr int words = 8 / Lanes;
  for (std::size_t set = 0; set < r.size(); ++set)
    for (int lane = 0, front = 0, back = Lanes; lane < Lanes; ++lane) {
      int const to = set >> lane & 1 ? front++ : --back;
      for (int w = 0; w < words; ++w)
        r[set] |= static_cast<std::uint64_t>(words * lane + w) << (8 * (words * to + w));
    }
  return r;
}
inline constexpr auto parts_of_four = places_of_parts<4>();
inline constexpr auto parts_of_eight = places_of_parts<8>();

FNP_INLINE __m128i eight_places(unsigned set) noexcept {
  return _mm_cvtsi64_si128(static_cast<long long>(parts_of_eight[set]));
}

// Which lanes are less than the pivot's, and the register with those in front.
template <std::size_t Size> struct splitter;
template <> struct splitter<2> {
  using vector = __m128i;
  static constexpr std::ptrdiff_t lanes = 8;
  FNP_INLINE static vector spread(std::int16_t x) noexcept { return _mm_set1_epi16(x); }
  FNP_INLINE static vector load(void const* p) noexcept { return _mm_loadu_si128(static_cast<__m128i const*>(p)); }
  FNP_INLINE static void store(void* p, vector v) noexcept { _mm_storeu_si128(static_cast<__m128i*>(p), v); }
  FNP_INLINE static unsigned less(vector x, vector y) noexcept {
#if defined(__AVX512BW__)
    return _mm_cmplt_epi16_mask(x, y);
#else
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_packs_epi16(_mm_cmpgt_epi16(y, x), _mm_setzero_si128())));
#endif
  }
  FNP_INLINE static vector part(unsigned set, vector v) noexcept {  // place p: bytes 2 p and 2 p + 1
    __m128i const places = _mm_mullo_epi16(_mm_cvtepu8_epi16(eight_places(set)), _mm_set1_epi16(0x0202));
    return _mm_shuffle_epi8(v, _mm_add_epi16(places, _mm_set1_epi16(0x0100)));
  }
};
struct whole_registers {
  using vector = __m256i;
  FNP_INLINE static vector load(void const* p) noexcept { return _mm256_loadu_si256(static_cast<__m256i const*>(p)); }
  FNP_INLINE static void store(void* p, vector v) noexcept { _mm256_storeu_si256(static_cast<__m256i*>(p), v); }
};
template <> struct splitter<4> : whole_registers {
  static constexpr std::ptrdiff_t lanes = 8;
  FNP_INLINE static vector spread(std::int32_t x) noexcept { return _mm256_set1_epi32(x); }
  FNP_INLINE static unsigned less(vector x, vector y) noexcept {
#if defined(__AVX512VL__)
    return _mm256_cmplt_epi32_mask(x, y);
#else
    return static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpgt_epi32(y, x))));
#endif
  }
  FNP_INLINE static vector part(unsigned set, vector v) noexcept {
    return _mm256_permutevar8x32_epi32(v, _mm256_cvtepu8_epi32(eight_places(set)));
  }
};
#if defined(__AVX512F__)
// maskz_ where a plain form exists: with -Wuninitialized g++ 12 stumbles over the latter.
template <> struct splitter<8> {
  using vector = __m512i;
  static constexpr std::ptrdiff_t lanes = 8;
  FNP_INLINE static vector spread(std::int64_t x) noexcept { return _mm512_set1_epi64(x); }
  FNP_INLINE static vector load(void const* p) noexcept { return _mm512_loadu_si512(p); }
  FNP_INLINE static void store(void* p, vector v) noexcept { _mm512_storeu_si512(p, v); }
  FNP_INLINE static unsigned less(vector x, vector y) noexcept { return _mm512_cmplt_epi64_mask(x, y); }
  FNP_INLINE static vector part(unsigned set, vector v) noexcept {
    return _mm512_maskz_permutexvar_epi64(0xff, _mm512_maskz_cvtepu8_epi64(0xff, eight_places(set)), v);
  }
};
#else
template <> struct splitter<8> : whole_registers {
  static constexpr std::ptrdiff_t lanes = 4;
  FNP_INLINE static vector spread(std::int64_t x) noexcept { return _mm256_set1_epi64x(x); }
  FNP_INLINE static unsigned less(vector x, vector y) noexcept {
    return static_cast<unsigned>(_mm256_movemask_pd(_mm256_castsi256_pd(_mm256_cmpgt_epi64(y, x))));
  }
  FNP_INLINE static vector part(unsigned set, vector v) noexcept {
    __m128i const places = _mm_cvtsi64_si128(static_cast<long long>(parts_of_four[set]));
    return _mm256_permutevar8x32_epi32(v, _mm256_cvtepu8_epi32(places));
  }
};
#endif
#endif

// Where a split stands: so many were read, of them `less` are less; the others begin at `others`.
template <class K> struct split_state {
  std::ptrdiff_t read, less;
  K* others;
};

#if defined(__AVX512BW__)
// 32 lanes of two bytes are compressed by an instruction that the level lacks and most of its processors have. With it
// or without it the order is the same.
__attribute__((target("avx512vbmi2"))) inline void split_shorts(split_state<std::int16_t>& s, std::int16_t* x,
                                                                std::int16_t const* from, std::ptrdiff_t n,
                                                                std::int16_t pivot) noexcept {
  constexpr std::ptrdiff_t lanes = 32;
  alignas(64) static constexpr std::int16_t backwards[lanes] = {31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21,
                                                                20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10,
                                                                9,  8,  7,  6,  5,  4,  3,  2,  1,  0};
  __m512i const least = _mm512_set1_epi16(pivot), turn = _mm512_load_si512(backwards);
  for (; s.read + lanes <= n; s.read += lanes) {
    __m512i const v = _mm512_loadu_si512(from + s.read), w = _mm512_maskz_permutexvar_epi16(0xffffffffu, turn, v);
    __mmask32 const less = _mm512_cmplt_epi16_mask(v, least);
    int const count = __builtin_popcount(less);
    _mm512_storeu_si512(x + s.less, _mm512_maskz_compress_epi16(less, v));
    s.less += count;
    s.others -= lanes - count;
    _mm512_mask_storeu_epi16(s.others, _bzhi_u32(0xffffffffu, static_cast<unsigned>(lanes - count)),
                             _mm512_maskz_compress_epi16(_mm512_cmpge_epi16_mask(w, least), w));
  }
}
#endif

// How many of from[0 .. n) are less than the pivot: they become x[0 ..). The others become others[.. n), from its back.
// pre: `from` is x or lies elsewhere; `others` has room for n and shares no memory with either.
template <class K>
[[gnu::noinline]] std::ptrdiff_t split_by(K* x, K const* from, K* others, std::ptrdiff_t n, K pivot) noexcept {
  split_state<K> s{0, 0, others + n};
#if defined(__AVX512BW__)
  if constexpr (sizeof(K) == 2)
    if (__builtin_cpu_supports("avx512vbmi2")) split_shorts(s, x, from, n, pivot);
#endif
  std::ptrdiff_t i = s.read, less = s.less;
  K* end = s.others;
#if defined(__AVX2__)
  using S = splitter<sizeof(K)>;
  typename S::vector const least = S::spread(pivot);
  for (; i + S::lanes <= n; i += S::lanes) {
    typename S::vector const v = S::load(from + i);
    unsigned const set = S::less(v, least);
    typename S::vector const parts = S::part(set, v);
    S::store(x + less, parts);
    S::store(end - S::lanes, parts);
    int const count = __builtin_popcount(set);
    less += count;
    end -= S::lanes - count;
  }
#endif
  for (; i < n; ++i) {
    K const v = from[i];
    bool const is_less = v < pivot;
    x[less] = v;
    end[-1] = v;
    less += is_less;
    end -= !is_less;
  }
  return less;
}

}  // namespace fnp::FNP_LEVEL
