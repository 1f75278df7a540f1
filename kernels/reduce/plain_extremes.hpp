// The extreme of a run of numbers at the speed of reading, where neither a NaN nor the sign of a zero is in doubt.
//
// A comparison that takes x only where it is better passes over a NaN and over the sign of a zero. But then the sum of the
// elements is NaN, or the extreme is zero; and additions have units of their own beside those of comparisons. A piece in doubt
// is looked at once more by its bit patterns (extremes.hpp); infinities of both signs and sums beyond the range are in doubt too.
#pragma once
#include "kernels/reduce/extremes.hpp"

namespace fnp::FNP_LEVEL {

// The sum of a vector's lanes, by halves.
template <class T, std::ptrdiff_t Bytes> FNP_INLINE T total_of(void const* lanes) noexcept {
  if constexpr (Bytes == sizeof(T)) {
    T r;
    std::memcpy(&r, lanes, sizeof r);
    return r;
  } else {
    using half_t = typename std::conditional_t<Bytes == 2 * sizeof(T), std::type_identity<T>, vector_of<T, Bytes / 2>>::type;
    half_t half[2];
    std::memcpy(half, lanes, sizeof half);
    half[0] += half[1];
    return total_of<T, Bytes / 2>(&half[0]);
  }
}
// The extreme, if it is beyond doubt, else false.
template <bool Max, bool Far, class T> FNP_INLINE bool plain_extreme(T& out, T const* x, std::ptrdiff_t n) noexcept {
  constexpr std::ptrdiff_t width = vector_bytes / static_cast<std::ptrdiff_t>(sizeof(T));
  if (n < width) return false;
  vector_t<T> best[4], sum[4];
  for (int k = 0; k < 4; ++k) {
    spread_over(best[k], Max ? -std::numeric_limits<T>::infinity() : std::numeric_limits<T>::infinity());
    sum[k] = vector_t<T>{};
  }
  auto const see = [&](int k, T const* at) {
    vector_t<T> v;
    std::memcpy(&v, at, sizeof v);
    keep_better<Max>(best[k], v);
    sum[k] += v;
  };
  std::ptrdiff_t i = 0;
  for (; i + 4 * width <= n; i += 4 * width) {
#pragma GCC unroll 4
    for (int k = 0; k < 4; ++k) {
      see(k, x + i + k * width);
      if constexpr (Far) __builtin_prefetch(reinterpret_cast<void const*>(reinterpret_cast<std::uintptr_t>(x + i + k * width) + ahead));
    }
  }
  for (; i + width <= n; i += width) see(0, x + i);
  if (i < n) see(1, x + n - width);
  for (int k = 1; k < 4; ++k) {
    keep_better<Max>(best[0], best[k]);
    sum[0] += sum[k];
  }
  out = across<Max, T, vector_bytes>(&best[0]);
  T const total = total_of<T, vector_bytes>(&sum[0]);
  return total == total && out != 0;
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
