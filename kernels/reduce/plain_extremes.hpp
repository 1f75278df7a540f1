// The extreme of a run of numbers at the speed of reading, where neither a NaN nor the sign of a zero is in doubt.
//
// A comparison that takes x only where it is better passes over a NaN and over the sign of a zero. But zero times the elements
// is then NaN, or the extreme is zero; and multiplications have units of their own beside those of comparisons. (Zero times an
// infinity is NaN too.) A piece in doubt is looked at once more by its bit patterns (extremes.hpp).
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
  constexpr int chains = vector_bytes == 64 ? 8 : 4;  // as many vectors as are read while one multiplication takes
  vector_t<T> best[chains], zero[chains];
  for (int k = 0; k < chains; ++k) {
    spread_over(best[k], Max ? -std::numeric_limits<T>::infinity() : std::numeric_limits<T>::infinity());
    zero[k] = vector_t<T>{};
  }
  auto const see = [&](int k, T const* at) {
    vector_t<T> v;
    std::memcpy(&v, at, sizeof v);
    keep_better<Max>(best[k], v);
    zero[k] *= v;
  };
  std::ptrdiff_t i = 0;
  for (; i + chains * width <= n; i += chains * width) {
#pragma GCC unroll 8
    for (int k = 0; k < chains; ++k) {
      see(k, x + i + k * width);
      if constexpr (Far) __builtin_prefetch(reinterpret_cast<void const*>(reinterpret_cast<std::uintptr_t>(x + i + k * width) + ahead));
    }
  }
#pragma GCC unroll 8
  for (int k = 0; k < chains; ++k)
    if (i + width <= n) {
      see(k, x + i);
      i += width;
    }
  if (i < n) see(chains - 1, x + n - width);
  for (int k = 1; k < chains; ++k) {
    keep_better<Max>(best[0], best[k]);
    zero[0] += zero[k];
  }
  out = across<Max, T, vector_bytes>(&best[0]);
  return total_of<T, vector_bytes>(&zero[0]) == 0 && out != 0;
}

// The extreme of n >= 1 real numbers, in pieces that are still in cache where they must be looked at closer.
template <bool Max, class T> FNP_INLINE T extreme_of_run(T const* x, std::ptrdiff_t n) noexcept {
  constexpr std::ptrdiff_t piece = 262144 / static_cast<std::ptrdiff_t>(sizeof(T));
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
