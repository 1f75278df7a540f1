// The extreme of two elements and of a run.
//
// Runs of real numbers are folded as bit patterns. Read as integers with a sign, patterns of positive numbers are
// ordered as the numbers are and those of negative ones the other way round; so the signed maximum, the signed minimum
// and the unsigned maximum of all patterns tell the greatest number, the smallest one and whether there is a NaN, in
// three instructions a vector, without a comparison and whatever the order (-0 lies below +0). NaN wins. Complex
// numbers are ordered lexicographically, and the first with a NaN wins.
#pragma once
#include <cstring>
#include <limits>

#include "fnp/base/cache_lines.hpp"
#include "fnp/ops/simd.hpp"
#include "kernels/loops.hpp"
#include "kernels/stage/registers.hpp"

namespace fnp::FNP_LEVEL {

template <class T> inline constexpr bool has_nan = !std::is_integral_v<T>;

template <class T> using lane_key = std::conditional_t<std::is_same_v<T, half>, std::int16_t, ops::lane_mask<T>>;
template <class T>
using pattern_t =
    typename std::conditional_t<std::is_integral_v<T>, std::type_identity<T>, std::type_identity<lane_key<T>>>::type;

template <class T> FNP_INLINE bool nan_of(T const& x) noexcept {
  bool r = false;
  ops::primitives<T>::isnan(r, x);
  return r;
}

// Is x strictly better than y? Max: greater, else smaller. pre: no NaN.
template <bool Max, class T> FNP_INLINE bool better(T const& x, T const& y) noexcept {
  bool r = false;
  if constexpr (Max)
    ops::primitives<T>::less(r, y, x);
  else
    ops::primitives<T>::less(r, x, y);
  return r;
}

template <bool Max, class T> FNP_INLINE T extreme(T const& x, T const& y) noexcept {
  T r{};
  if constexpr (is_complex_v<T>) {
    if constexpr (Max)
      ops::primitives<T>::maximum(r, x, y);
    else
      ops::primitives<T>::minimum(r, x, y);
  } else if constexpr (std::is_integral_v<T>) {
    r = (Max ? x > y : x < y) ? x : y;
  } else if constexpr (std::is_same_v<T, half>) {
    // Flipping the lower bits of negative numbers orders patterns as the numbers are.
    std::int16_t const a = static_cast<std::int16_t>(x.bits), b = static_cast<std::int16_t>(y.bits);
    std::int16_t const p = static_cast<std::int16_t>(a ^ ((a >> 15) & 0x7fff));
    std::int16_t const q = static_cast<std::int16_t>(b ^ ((b >> 15) & 0x7fff));
    half const ordered = (Max ? p > q : p < q) ? x : y;
    r = nan_of(x) ? x : nan_of(y) ? y : ordered;
  } else {
    pattern_t<T> const a = __builtin_bit_cast(pattern_t<T>, x), b = __builtin_bit_cast(pattern_t<T>, y);
    // Equal patterns, or two zeros of either sign.
    pattern_t<T> const tie = static_cast<pattern_t<T>>(Max ? a & b : a | b);
    bool same = false;
    ops::primitives<T>::equal(same, x, y);
    pattern_t<T> const other = same ? tie : b;
    bool const first = (static_cast<int>(better<Max>(x, y)) | static_cast<int>(nan_of(x))) != 0;
    r = __builtin_bit_cast(T, static_cast<pattern_t<T>>(first ? a : other));
  }
  return r;
}

inline constexpr std::ptrdiff_t vector_bytes = register_bytes;
template <class K, std::ptrdiff_t Bytes = vector_bytes> struct vector_of {
  typedef K type __attribute__((vector_size(Bytes)));
};
template <class K> using vector_t = typename vector_of<K>::type;

// By reference: how a vector is returned would depend on the instruction set.
template <bool Max, class V> FNP_INLINE void keep_better(V& best, V const& x) noexcept {
  best = Max ? (x > best ? x : best) : (x < best ? x : best);
}
template <class V, class K> FNP_INLINE void spread_over(V& v, K value) noexcept { v = V{} + value; }

// The extreme of a vector's lanes, by halves.
template <bool Max, class K, std::ptrdiff_t Bytes> FNP_INLINE K across(void const* lanes) noexcept {
  if constexpr (Bytes == sizeof(K)) {
    K r;
    std::memcpy(&r, lanes, sizeof r);
    return r;
  } else if constexpr (Bytes == 2 * sizeof(K)) {
    K r[2];
    std::memcpy(r, lanes, sizeof r);
    keep_better<Max>(r[0], r[1]);
    return r[0];
  } else {
    typename vector_of<K, Bytes / 2>::type half[2];
    std::memcpy(half, lanes, sizeof half);
    keep_better<Max>(half[0], half[1]);
    return across<Max, K, Bytes / 2>(&half[0]);
  }
}

// What comparisons of patterns as integers tell about a run of real numbers.
template <class T> struct pattern_bounds {
  using K = pattern_t<T>;
  using U = std::make_unsigned_t<K>;
  static constexpr U sign = static_cast<U>(U{1} << (8 * sizeof(T) - 1));
  static constexpr U infinity = sizeof(T) == 8   ? static_cast<U>(0x7ff0000000000000u)
                                : sizeof(T) == 4 ? static_cast<U>(0x7f800000u)
                                                 : static_cast<U>(0x7c00u);
  K least = std::numeric_limits<K>::max(), most = std::numeric_limits<K>::min();
  U top = 0;

  FNP_INLINE void see(T const& x) noexcept {
    K const k = __builtin_bit_cast(K, x);
    keep_better<false>(least, k);
    keep_better<true>(most, k);
    keep_better<true>(top, static_cast<U>(k));
  }
  struct lanes {
    vector_t<K> least, most;
    vector_t<U> top;
    FNP_INLINE void begin() noexcept {
      spread_over(least, std::numeric_limits<K>::max());
      spread_over(most, std::numeric_limits<K>::min());
      top = vector_t<U>{};
    }
    FNP_INLINE void see(T const* x) noexcept {
      vector_t<K> k;
      vector_t<U> u;
      std::memcpy(&k, x, sizeof k);
      std::memcpy(&u, x, sizeof u);
      keep_better<false>(least, k);
      keep_better<true>(most, k);
      keep_better<true>(top, u);
    }
    FNP_INLINE void join(lanes const& other) noexcept {
      keep_better<false>(least, other.least);
      keep_better<true>(most, other.most);
      keep_better<true>(top, other.top);
    }
    // Lane by lane; a NaN that is there stays. pre: T is no integer.
    template <bool Max> FNP_INLINE void write_extremes(T* to) const noexcept {
      vector_t<K> before, found;
      std::memcpy(&before, to, sizeof before);
      if constexpr (Max) found = most >= 0 ? most : least;
      else found = vector_t<K>(top) < 0 ? vector_t<K>(top) : least;
      found = ((most > static_cast<K>(infinity)) | (top > static_cast<U>(sign | infinity)))
                  ? vector_t<K>{} + static_cast<K>(infinity | infinity >> 1)
                  : found;
      found = (before & std::numeric_limits<K>::max()) > static_cast<K>(infinity) ? before : found;
      std::memcpy(static_cast<void*>(to), &found, sizeof found);
    }
  };
  FNP_INLINE void see(lanes const& v) noexcept {
    least = across<false, K, vector_bytes>(&v.least);
    most = across<true, K, vector_bytes>(&v.most);
    top = across<true, U, vector_bytes>(&v.top);
  }

  // pre: T is no integer.
  FNP_INLINE T extreme(bool greatest) const noexcept {
    U const found = greatest ? static_cast<U>(most >= 0 ? most : least) : top >= sign ? top : static_cast<U>(least);
    bool const nan = most > static_cast<K>(infinity) || top > static_cast<U>(sign | infinity);
    return __builtin_bit_cast(T, nan ? static_cast<U>(infinity | infinity >> 1) : found);
  }
};
template <class T, bool Max> struct integer_bound {
  static constexpr T worst = Max ? std::numeric_limits<T>::min() : std::numeric_limits<T>::max();
  T value = worst;
  FNP_INLINE void see(T const& x) noexcept { keep_better<Max>(value, x); }
  struct lanes {
    vector_t<T> best;
    FNP_INLINE void begin() noexcept { spread_over(best, worst); }
    FNP_INLINE void see(T const* x) noexcept {
      vector_t<T> v;
      std::memcpy(&v, x, sizeof v);
      keep_better<Max>(best, v);
    }
    FNP_INLINE void join(lanes const& other) noexcept { keep_better<Max>(best, other.best); }
  };
  FNP_INLINE void see(lanes const& v) noexcept { value = across<Max, T, vector_bytes>(&v.best); }
};

// From this many bytes on a run is taken to come from beyond the caches, and read ahead by `ahead` bytes.
inline constexpr std::ptrdiff_t far_bytes = std::ptrdiff_t{4} << 20, ahead = 8192;

// Four chains of vectors; elements before the end may be seen twice, which no bound minds.
template <class Bounds, bool Far, class T> FNP_INLINE Bounds bounds_of(T const* x, std::ptrdiff_t n) noexcept {
  constexpr std::ptrdiff_t width = vector_bytes / static_cast<std::ptrdiff_t>(sizeof(T));
  Bounds r;
  if (n < width) {
    for (std::ptrdiff_t i = 0; i < n; ++i) r.see(x[i]);
    return r;
  }
  typename Bounds::lanes v[4];
  for (auto& chain : v) chain.begin();
  std::ptrdiff_t i = 0;
  for (; i + 4 * width <= n; i += 4 * width) {
#pragma GCC unroll 4
    for (int k = 0; k < 4; ++k) {
      v[k].see(x + i + k * width);
      if constexpr (Far) expect_line(x + i + k * width, ahead);
    }
  }
  for (; i + width <= n; i += width) v[0].see(x + i);
  if (i < n) v[1].see(x + n - width);
  v[0].join(v[1]);
  v[2].join(v[3]);
  v[0].join(v[2]);
  r.see(v[0]);
  return r;
}
template <class Bounds, class T> Bounds bounds_of(T const* x, std::ptrdiff_t n) noexcept {
  return n * static_cast<std::ptrdiff_t>(sizeof(T)) > far_bytes ? bounds_of<Bounds, true>(x, n)
                                                                : bounds_of<Bounds, false>(x, n);
}

// The extreme of n integers of which every second one counts: all lanes are kept, and those between forgotten at the
// end.
template <bool Max, class T> FNP_INLINE T extreme_of_every_other(T const* x, std::ptrdiff_t n) noexcept {
  constexpr std::ptrdiff_t width = vector_bytes / static_cast<std::ptrdiff_t>(sizeof(T));
  using bound = integer_bound<T, Max>;
  typename bound::lanes v[4];
  for (auto& chain : v) chain.begin();
  std::ptrdiff_t const items = 2 * n - 1;
  std::ptrdiff_t i = 0;
  for (; i + 4 * width <= items; i += 4 * width) {
#pragma GCC unroll 4
    for (int k = 0; k < 4; ++k) v[k].see(x + i + k * width);
  }
  for (; i + width <= items; i += width) v[0].see(x + i);
  v[0].join(v[1]);
  v[2].join(v[3]);
  v[0].join(v[2]);
  T all[static_cast<std::size_t>(width)];
  std::memcpy(all, &v[0].best, sizeof all);
  bound r;
  for (std::ptrdiff_t k = 0; k < width; k += 2) r.see(all[k]);
  for (; i < items; i += 2) r.see(x[i]);
  return r.value;
}

// The extremes of s[i] and of column i of `rows` rows, for the first so many columns as it returns. T is no integer.
template <bool Max, int Together, class T>
FNP_INLINE std::ptrdiff_t column_extremes(T* s, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t stride,
                                          std::ptrdiff_t i, std::ptrdiff_t n) noexcept {
  constexpr std::ptrdiff_t width = vector_bytes / static_cast<std::ptrdiff_t>(sizeof(T));
  for (; i + Together * width <= n; i += Together * width) {
    typename pattern_bounds<T>::lanes v[Together];
#pragma GCC unroll 4
    for (int k = 0; k < Together; ++k) {
      v[k].begin();
      v[k].see(s + i + k * width);
    }
    for (std::ptrdiff_t r = 0; r < rows; ++r) {
      T const* const row = reinterpret_cast<T const*>(x + r * stride) + i;
#pragma GCC unroll 4
      for (int k = 0; k < Together; ++k) v[k].see(row + k * width);
    }
#pragma GCC unroll 4
    for (int k = 0; k < Together; ++k) v[k].template write_extremes<Max>(s + i + k * width);
  }
  return i;
}

// The extreme of n >= 1 real numbers.
template <bool Max, class T> FNP_INLINE T extreme_of(T const* x, std::ptrdiff_t n) noexcept {
  if constexpr (std::is_integral_v<T>) {
    return bounds_of<integer_bound<T, Max>>(x, n).value;
  } else {
    return bounds_of<pattern_bounds<T>>(x, n).extreme(Max);
  }
}

}  // namespace fnp::FNP_LEVEL
