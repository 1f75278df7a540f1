// The extreme of a run of numbers at the speed of reading, where neither a NaN nor the sign of a zero is in doubt.
//
// A comparison that takes x only where it is better passes over a NaN and over the sign of a zero. So NaNs are watched for
// beside it, one comparison for two vectors, and a zero as extreme is in doubt. A piece in doubt is looked at once more by its
// bit patterns (extremes.hpp).
#pragma once
#include "kernels/reduce/extremes.hpp"

namespace fnp::FNP_LEVEL {

// Was any lane of the vectors shown NaN? On x86 the instruction must be named: written as a comparison of each vector with
// itself it is several.
template <class T> struct nan_watch {
  using V = vector_t<T>;
#if defined(__AVX512F__)
  std::uint16_t seen = 0;
  FNP_INLINE void see(V const& v, V const& w) noexcept {
    std::uint16_t mask;
    if constexpr (sizeof(T) == 4) asm("vcmpunordps %2, %1, %0" : "=k"(mask) : "v"(v), "v"(w));
    else asm("vcmpunordpd %2, %1, %0" : "=k"(mask) : "v"(v), "v"(w));
    asm("korw %1, %0, %0" : "+k"(seen) : "k"(mask));
  }
  FNP_INLINE bool any() const noexcept { return seen != 0; }
#else
  using M = vector_t<ops::lane_mask<T>>;
  M seen{};
  FNP_INLINE void see(V const& v, V const& w) noexcept {
#if defined(__AVX2__)
    M mask;
    if constexpr (sizeof(T) == 4) asm("vcmpunordps %2, %1, %0" : "=x"(mask) : "x"(v), "x"(w));
    else asm("vcmpunordpd %2, %1, %0" : "=x"(mask) : "x"(v), "x"(w));
    seen |= mask;
#elif defined(__x86_64__)
    V mask = v;
    if constexpr (sizeof(T) == 4) asm("cmpunordps %1, %0" : "+x"(mask) : "x"(w));
    else asm("cmpunordpd %1, %0" : "+x"(mask) : "x"(w));
    seen |= (M)mask;
#else
    seen |= (v != v) | (w != w);
#endif
  }
  FNP_INLINE bool any() const noexcept { return across<false, ops::lane_mask<T>, vector_bytes>(&seen) != 0; }
#endif
};

// The extreme, if it is beyond doubt, else false.
template <bool Max, bool Far, class T> FNP_INLINE bool plain_extreme(T& out, T const* x, std::ptrdiff_t n) noexcept {
  constexpr std::ptrdiff_t width = vector_bytes / static_cast<std::ptrdiff_t>(sizeof(T));
  constexpr int chains = 8;
  if (n < width) return false;
  nan_watch<T> nan;
  vector_t<T> best[chains];
  for (int k = 0; k < chains; ++k) spread_over(best[k], Max ? -std::numeric_limits<T>::infinity() : std::numeric_limits<T>::infinity());
  auto const see = [&](int k, T const* first, T const* second) {
    vector_t<T> v, w;
    std::memcpy(&v, first, sizeof v);
    std::memcpy(&w, second, sizeof w);
    keep_better<Max>(best[k], v);
    keep_better<Max>(best[k + 1], w);
    nan.see(v, w);
  };
  std::ptrdiff_t i = 0;
  for (; i + chains * width <= n; i += chains * width) {
#pragma GCC unroll 8
    for (int k = 0; k < chains; k += 2) {
      T const *const first = x + i + k * width, *const second = first + width;
      see(k, first, second);
      if constexpr (Far) __builtin_prefetch(reinterpret_cast<void const*>(reinterpret_cast<std::uintptr_t>(first) + ahead));
      if constexpr (Far) __builtin_prefetch(reinterpret_cast<void const*>(reinterpret_cast<std::uintptr_t>(second) + ahead));
    }
  }
  for (; i + width <= n; i += width) see(0, x + i, x + n - width);
  if (i < n) see(0, x + n - width, x + n - width);
  for (int step = chains / 2; step > 0; step /= 2)
    for (int k = 0; k < step; ++k) keep_better<Max>(best[k], best[k + step]);
  out = across<Max, T, vector_bytes>(&best[0]);
  return !nan.any() && out != 0;
}

// The extreme of n >= 1 real numbers, in pieces that are still in cache where they must be looked at closer.
template <bool Max, class T> FNP_INLINE T extreme_of_run(T const* x, std::ptrdiff_t n) noexcept {
  constexpr std::ptrdiff_t piece = 65536 / static_cast<std::ptrdiff_t>(sizeof(T));
  bool const far = n * static_cast<std::ptrdiff_t>(sizeof(T)) > far_bytes;
  T r{};
  for (std::ptrdiff_t begin = 0; begin < n; begin += piece) {
    std::ptrdiff_t const length = n - begin < piece ? n - begin : piece;
    T here;
    bool const plain = far ? plain_extreme<Max, true>(here, x + begin, length) : plain_extreme<Max, false>(here, x + begin, length);
    if (!plain) here = bounds_of<pattern_bounds<T>, false>(x + begin, length).extreme(Max);
    r = begin == 0 ? here : extreme<Max>(r, here);
    if (nan_of(r)) return r;
  }
  return r;
}

}  // namespace fnp::FNP_LEVEL
