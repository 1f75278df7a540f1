// The extreme of a run of numbers at the speed of reading, where neither a NaN nor the sign of a zero is in doubt.
//
// A comparison that takes x only where it is better passes over a NaN and over the sign of a zero. But zero times the
// elements is then NaN, or the extreme is zero; and multiplications have units of their own beside those of
// comparisons. (Zero times an infinity is NaN too.) A piece in doubt is looked at once more by its bit patterns
// (extremes.hpp).
#pragma once
#include "fnp/base/cache_lines.hpp"
#include "kernels/reduce/extremes.hpp"

namespace fnp::FNP_LEVEL {

// The sum of a vector's lanes, by halves.
template <class T, std::ptrdiff_t Bytes> FNP_INLINE T total_of(void const* lanes) noexcept {
  if constexpr (Bytes == sizeof(T)) {
    T r;
    std::memcpy(&r, lanes, sizeof r);
    return r;
  } else {
    using half_t =
        typename std::conditional_t<Bytes == 2 * sizeof(T), std::type_identity<T>, vector_of<T, Bytes / 2>>::type;
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
      if constexpr (Far) expect_line(x + i + k * width, ahead);
    }
  }
#pragma GCC unroll 8
  for (int k = 0; k < chains; ++k)
    if (i + width <= n) {
      see(k, x + i);
      i += width;
    }
  if (i < n) see(chains - 1, x + n - width);
#pragma GCC unroll 4
  for (int apart = chains / 2; apart > 0; apart /= 2)
#pragma GCC unroll 4
    for (int k = 0; k < apart; ++k) {
      keep_better<Max>(best[k], best[k + apart]);
      zero[k] += zero[k + apart];
    }
  out = across<Max, T, vector_bytes>(&best[0]);
  return total_of<T, vector_bytes>(&zero[0]) == 0 && out != 0;
}

// Lanes of x and y: of those whose number has bit `Apart` the upper partner's, of the others the lower one's. So two
// vectors become one of half as many lanes of each; where all bits have had their turn, lane r is the extreme of vector
// r.
template <bool Max, std::size_t Apart, class V, std::size_t... L>
FNP_INLINE void halve(V& x, V const& y, std::index_sequence<L...>) noexcept {
  constexpr std::size_t lanes = sizeof...(L);
  V const low = __builtin_shufflevector(x, y, (L & Apart ? lanes + (L ^ Apart) : L)...);
  V const high = __builtin_shufflevector(x, y, (L & Apart ? lanes + L : L ^ Apart)...);
  x = low;
  keep_better<Max>(x, high);
}
template <bool Max, std::size_t Apart, class V, std::size_t Lanes> FNP_INLINE void across_each(V (&v)[Lanes]) noexcept {
  if constexpr (Apart < Lanes) {
#pragma GCC unroll 16
    for (std::size_t r = 0; r < Lanes; r += 2 * Apart)
      halve<Max, Apart>(v[r], v[r + Apart], std::make_index_sequence<Lanes>{});
    across_each<Max, 2 * Apart>(v);
  }
}

// The extremes of short rows, as many at a time as a vector has lanes: going across a vector costs as much as seven of
// a row. How many rows are done: none where a row is no vector, or too long for that to matter.
template <bool Max, class T>
FNP_INLINE std::ptrdiff_t plain_extremes(T* out, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t stride,
                                         std::ptrdiff_t n) noexcept {
  constexpr std::ptrdiff_t width = vector_bytes / static_cast<std::ptrdiff_t>(sizeof(T));
  if (n < width || n > 64 * width) return 0;
  std::ptrdiff_t done = 0;
  while (done < rows && rows >= width) {
    if (rows - done < width) done = rows - width;  // some rows once more
    vector_t<T> best[static_cast<std::size_t>(width)], zero[2] = {};
    for (std::ptrdiff_t r = 0; r < width; ++r) {
      T const* const row = reinterpret_cast<T const*>(x + (done + r) * stride);
      vector_t<T> v, last;
      std::memcpy(&v, row, sizeof v);
      std::memcpy(&last, row + n - width, sizeof last);
      vector_t<T> b = v;
      zero[0] *= v;
      zero[1] *= last;
      keep_better<Max>(b, last);
      for (std::ptrdiff_t i = width; i + width < n; i += width) {
        std::memcpy(&v, row + i, sizeof v);
        keep_better<Max>(b, v);
        zero[0] *= v;
      }
      best[r] = b;
    }
    across_each<Max, 1>(best);
    zero[0] += zero[1];
    bool doubt = !(total_of<T, vector_bytes>(&zero[0]) == 0);
    for (std::ptrdiff_t r = 0; r < width; ++r) doubt = static_cast<int>(doubt) | static_cast<int>(best[0][r] == 0);
    if (doubt) return done;
    std::memcpy(out + done, &best[0], sizeof best[0]);
    done += width;
  }
  return done;
}

// The extreme of n >= 1 real numbers, in pieces that are still in cache where they must be looked at closer. `walked`:
// the bytes of all that is read in one go, of which these may be a part.
template <bool Max, class T> FNP_INLINE T extreme_of_run(T const* x, std::ptrdiff_t n, std::ptrdiff_t walked) noexcept {
  constexpr std::ptrdiff_t piece = 262144 / static_cast<std::ptrdiff_t>(sizeof(T));
  bool const far = walked > far_bytes;
  T r{};
  for (std::ptrdiff_t begin = 0; begin < n; begin += piece) {
    std::ptrdiff_t const length = n - begin < piece ? n - begin : piece;
    T here;
    bool const plain =
        far ? plain_extreme<Max, true>(here, x + begin, length) : plain_extreme<Max, false>(here, x + begin, length);
    if (!plain) here = bounds_of<pattern_bounds<T>, false>(x + begin, length).extreme(Max);
    r = begin == 0 ? here : extreme<Max>(r, here);
    if (nan_of(r)) return r;
  }
  return r;
}
template <bool Max, class T> FNP_INLINE T extreme_of_run(T const* x, std::ptrdiff_t n) noexcept {
  return extreme_of_run<Max>(x, n, n * static_cast<std::ptrdiff_t>(sizeof(T)));
}

}  // namespace fnp::FNP_LEVEL
