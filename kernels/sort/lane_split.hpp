// Dense elements split in three by their keys, without a branch: those below a range, those above it, those within.
//
// The ones below grow in their order from the front of the target, the ones above in reverse order from its back: an order
// that knows nothing of registers. A register of elements is split by compressing, once for each part: its chosen lanes
// move to the front. Where registers can only be stored whole, what lies behind those lanes falls into the gap between both
// parts, which is as long as what was not read yet.
#pragma once
#include <array>

#include "kernels/registry.hpp"
#include "kernels/sort/network_rows.hpp"

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace fnp::FNP_LEVEL {

// The first word of an element's key, but a negative zero comes before the positive one.
template <class T> FNP_INLINE std::int64_t split_key(T const& x) noexcept {
  if constexpr (requires { typename float_layout<T>::bits; }) {
    using I = typename float_layout<T>::bits;
    constexpr I all = std::numeric_limits<I>::max();
    I const bits = __builtin_bit_cast(I, x);
    return static_cast<I>(bits & all) > float_layout<T>::infinity ? all : ordered_bits(bits);
  } else {
    return wide_key<T, 0>(x);
  }
}

#if defined(__AVX2__)
// Elements of 2, 4 and 8 bytes in lanes of an integer at least as wide, extended by their sign.
template <std::size_t Size> struct splitter;

template <class T, class V> FNP_INLINE V keys_in_lanes(V bits) noexcept {
  if constexpr (std::is_integral_v<T>) {
    if constexpr (std::is_signed_v<T>) return bits;
    else return bits ^ std::numeric_limits<std::make_signed_t<T>>::min();
  } else {
    using layout = float_layout<T>;
    constexpr auto all = std::numeric_limits<typename layout::bits>::max();
    V const magnitude = bits & all, nan = V(magnitude > layout::infinity);
    return ((bits ^ ((bits >> (8 * sizeof(bits[0]) - 1)) & all)) & ~nan) | (nan & all);
  }
}

#if defined(__AVX512F__)
typedef std::int64_t split_longs __attribute__((vector_size(64)));
typedef std::int32_t split_ints __attribute__((vector_size(64)));

// maskz_ where a plain form exists: with -Wuninitialized g++ 12 stumbles over the latter.
template <> struct splitter<8> {
  using vector = split_longs;
  using lane = std::int64_t;
  static constexpr std::ptrdiff_t lanes = 8;
  FNP_INLINE static vector load(void const* p) noexcept { return (vector)_mm512_loadu_si512(p); }
  FNP_INLINE static void store_first(void* p, vector v, int count) noexcept {
    _mm512_mask_storeu_epi64(p, static_cast<__mmask8>((1u << count) - 1), (__m512i)v);
  }
  FNP_INLINE static unsigned less(vector x, vector y) noexcept { return _mm512_cmplt_epi64_mask((__m512i)x, (__m512i)y); }
  FNP_INLINE static vector compress(unsigned m, vector v) noexcept {
    return (vector)_mm512_maskz_compress_epi64(static_cast<__mmask8>(m), (__m512i)v);
  }
  FNP_INLINE static vector reverse(vector v) noexcept { return __builtin_shufflevector(v, v, 7, 6, 5, 4, 3, 2, 1, 0); }
};
template <> struct splitter<4> {
  using vector = split_ints;
  using lane = std::int32_t;
  static constexpr std::ptrdiff_t lanes = 16;
  FNP_INLINE static vector load(void const* p) noexcept { return (vector)_mm512_loadu_si512(p); }
  FNP_INLINE static void store_first(void* p, vector v, int count) noexcept {
    _mm512_mask_storeu_epi32(p, static_cast<__mmask16>((1u << count) - 1), (__m512i)v);
  }
  FNP_INLINE static unsigned less(vector x, vector y) noexcept { return _mm512_cmplt_epi32_mask((__m512i)x, (__m512i)y); }
  FNP_INLINE static vector compress(unsigned m, vector v) noexcept {
    return (vector)_mm512_maskz_compress_epi32(static_cast<__mmask16>(m), (__m512i)v);
  }
  FNP_INLINE static vector reverse(vector v) noexcept {
    return __builtin_shufflevector(v, v, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  }
};
template <> struct splitter<2> : splitter<4> {
  FNP_INLINE static vector load(void const* p) noexcept {
    return (vector)_mm512_maskz_cvtepi16_epi32(0xffff, _mm256_loadu_si256(static_cast<__m256i const*>(p)));
  }
  FNP_INLINE static void store_first(void* p, vector v, int count) noexcept {
    _mm256_mask_storeu_epi16(p, static_cast<__mmask16>((1u << count) - 1), _mm512_maskz_cvtepi32_epi16(0xffff, (__m512i)v));
  }
};
#else
typedef std::int64_t split_longs __attribute__((vector_size(32)));
typedef std::int32_t split_ints __attribute__((vector_size(32)));

// For every set of lanes the places of its members, one after the other: a byte a place.
template <int Lanes> constexpr auto places_of_members() noexcept {
  std::array<std::uint64_t, std::size_t{1} << Lanes> r{};
  for (std::size_t set = 0; set < r.size(); ++set)
    for (int lane = 0, count = 0; lane < Lanes; ++lane)
      if (set >> lane & 1) {
        constexpr int words = 8 / Lanes;
        for (int w = 0; w < words; ++w)
          r[set] |= static_cast<std::uint64_t>(words * lane + w) << (8 * (words * count + w));
        ++count;
      }
  return r;
}
inline constexpr auto places_of_four = places_of_members<4>();
inline constexpr auto places_of_eight = places_of_members<8>();

FNP_INLINE __m256i take_words(__m256i v, std::uint64_t places) noexcept {
  return _mm256_permutevar8x32_epi32(v, _mm256_cvtepu8_epi32(_mm_cvtsi64_si128(static_cast<long long>(places))));
}

template <class V> struct whole_vectors {
  using vector = V;
  FNP_INLINE static vector load(void const* p) noexcept {
    return (vector)_mm256_loadu_si256(static_cast<__m256i const*>(p));
  }
  FNP_INLINE static void store(void* p, vector v) noexcept {
    _mm256_storeu_si256(static_cast<__m256i*>(p), (__m256i)v);
  }
};

template <> struct splitter<8> : whole_vectors<split_longs> {
  using lane = std::int64_t;
  static constexpr std::ptrdiff_t lanes = 4;
  FNP_INLINE static unsigned less(vector x, vector y) noexcept {
    return static_cast<unsigned>(_mm256_movemask_pd((__m256d)(x < y)));
  }
  FNP_INLINE static vector compress(unsigned m, vector v) noexcept {
    return (vector)take_words((__m256i)v, places_of_four[m]);
  }
  FNP_INLINE static vector reverse(vector v) noexcept { return __builtin_shufflevector(v, v, 3, 2, 1, 0); }
};
template <> struct splitter<4> : whole_vectors<split_ints> {
  using lane = std::int32_t;
  static constexpr std::ptrdiff_t lanes = 8;
  FNP_INLINE static unsigned less(vector x, vector y) noexcept {
    return static_cast<unsigned>(_mm256_movemask_ps((__m256)(x < y)));
  }
  FNP_INLINE static vector compress(unsigned m, vector v) noexcept {
    return (vector)take_words((__m256i)v, places_of_eight[m]);
  }
  FNP_INLINE static vector reverse(vector v) noexcept {
    return __builtin_shufflevector(v, v, 7, 6, 5, 4, 3, 2, 1, 0);
  }
};
template <> struct splitter<2> : splitter<4> {
  FNP_INLINE static vector load(void const* p) noexcept {
    return (vector)_mm256_cvtepi16_epi32(_mm_loadu_si128(static_cast<__m128i const*>(p)));
  }
  FNP_INLINE static void store(void* p, vector v) noexcept {
    __m256i const halves = _mm256_packs_epi32((__m256i)v, (__m256i)v);
    _mm_storeu_si128(static_cast<__m128i*>(p), _mm256_castsi256_si128(_mm256_permute4x64_epi64(halves, 0x08)));
  }
};
#endif
#endif

template <class T> constexpr bool splits_in_registers() noexcept {
#if defined(__AVX2__)
  return has_network<T>();
#else
  return false;
#endif
}

// A register's parts, as what is stored: elements themselves, or their positions.
struct three_parts {
  std::ptrdiff_t below = 0, above = 0, within = 0;

  // middle null: what lies within is not kept. Overlapping stores of whole registers take twice as long as stores of just the
  // chosen lanes, where there are such.
  template <class S, class V, class E>
  FNP_INLINE void put(E* to, E* middle, std::ptrdiff_t n, V v, V key, V least, V greatest) noexcept {
    unsigned const low = S::less(key, least), high = S::less(greatest, key);
    int const lower = __builtin_popcount(low), upper = __builtin_popcount(high);
#if defined(__AVX512F__)
    S::store_first(to + below, S::compress(low, v), lower);
    S::store_first(to + n - above - upper, S::compress(S::less(greatest, S::reverse(key)), S::reverse(v)), upper);
#else
    S::store(to + below, S::compress(low, v));
    S::store(to + n - above - S::lanes, S::reverse(S::compress(high, v)));
#endif
    below += lower;
    above += upper;
    if (int const rest = static_cast<int>(S::lanes) - lower - upper; middle && rest > 0) {
      V const chosen = S::compress(((1u << S::lanes) - 1) & ~(low | high), v);
#if defined(__AVX512F__)
      S::store_first(middle + within, chosen, rest);
#else
      S::store(middle + within, chosen);
#endif
      within += rest;
    }
  }
  template <class E>
  FNP_INLINE void put(E* to, E* middle, std::ptrdiff_t n, E const& v, bool low, bool high) noexcept {
    to[below] = v;
    to[n - above - 1] = v;
    if (middle) middle[within] = v;
    below += low;
    above += high;
    within += !(low | high);
  }
};

// pre: `to` has room for n, `middle` (may be null) for n and a register more; neither meets x.
template <class T>
kernels::split_counts split_elements(std::byte* to_bytes, std::byte* middle_bytes, std::byte const* data, std::ptrdiff_t n,
                                     std::int64_t low, std::int64_t high) noexcept {
  T const* const x = reinterpret_cast<T const*>(data);
  T *const to = reinterpret_cast<T*>(to_bytes), *const middle = reinterpret_cast<T*>(middle_bytes);
  three_parts parts;
  std::ptrdiff_t i = 0;
#if defined(__AVX2__)
  if constexpr (splits_in_registers<T>()) {
    using S = splitter<sizeof(T)>;
    using V = typename S::vector;
    using lane = typename S::lane;
    auto const in_lane = [](std::int64_t key) {  // beyond all keys of narrow elements: as far as a lane reaches
      constexpr std::int64_t first = std::numeric_limits<lane>::min(), last = std::numeric_limits<lane>::max();
      return static_cast<lane>(key < first ? first : key > last ? last : key);
    };
    V const least = in_lane(low) - V{}, greatest = in_lane(high) - V{};
    for (; i + 2 * S::lanes <= n; i += S::lanes) {
      V const v = S::load(x + i), key = keys_in_lanes<T>(v);
      parts.template put<S>(to, middle, n, v, key, least, greatest);
    }
  }
#endif
  for (; i < n; ++i) {
    std::int64_t const key = split_key(x[i]);
    parts.put(to, middle, n, x[i], key < low, key > high);
  }
  return {parts.below, parts.above};
}

template <class T>
kernels::split_counts split_positions(index* to, index* middle, std::byte const* data, std::ptrdiff_t n, std::int64_t low,
                                      std::int64_t high) noexcept {
  T const* const x = reinterpret_cast<T const*>(data);
  three_parts parts;
  std::ptrdiff_t i = 0;
#if defined(__AVX2__)
  if constexpr (splits_in_registers<T>()) {
    using S = splitter<8>;
    using V = split_longs;
    using bits = std::conditional_t<sizeof(T) == 2, std::int16_t, std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>>;
    typedef bits narrow __attribute__((vector_size(S::lanes * sizeof(bits))));
    V place{};
    for (int l = 0; l < S::lanes; ++l) place[l] = l;
    V const least = low - V{}, greatest = high - V{};
    for (; i + 2 * S::lanes <= n; i += S::lanes, place += S::lanes) {
      narrow v;
      std::memcpy(&v, x + i, sizeof v);
      V const key = keys_in_lanes<T>(__builtin_convertvector(v, V));
      parts.template put<S>(to, middle, n, place, key, least, greatest);
    }
  }
#endif
  for (; i < n; ++i) {
    std::int64_t const key = split_key(x[i]);
    parts.put(to, middle, n, static_cast<index>(i), key < low, key > high);
  }
  return {parts.below, parts.above};
}

}  // namespace fnp::FNP_LEVEL
