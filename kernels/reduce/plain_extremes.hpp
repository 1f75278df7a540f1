// The extreme of a run of numbers at the speed of reading, where neither a NaN nor the sign of a zero is in doubt.
//
// A comparison that takes x only where it is better passes over a NaN and over the sign of a zero. But then a sum of
// products of all elements is NaN, or the extreme is zero; and multiplications have units of their own beside those of
// comparisons. One instruction adds a product of two vectors: so a vector costs a load, a comparison and half of that,
// and what follows a run is not held up by it. (The sum is NaN too for an infinity beside a zero, and where products
// overflow with both signs.) A piece in doubt is looked at once more by its bit patterns (extremes.hpp).
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

// sum + x y; how it is rounded is of no matter. Said to change x and y, or the compiler reads them once more for what
// follows.
template <class V> FNP_INLINE void add_product(V& sum, V& x, V& y) noexcept {
#if defined(__AVX2__)
  if constexpr (sizeof x[0] == 8) asm("vfmadd231pd %2, %1, %0" : "+v"(sum), "+v"(x), "+v"(y));
  else asm("vfmadd231ps %2, %1, %0" : "+v"(sum), "+v"(x), "+v"(y));
#else
  sum += x * y;
#endif
}

// The best elements of two chains for each K, and products of their elements. Every index is a constant from the start,
// or the compiler keeps the chains in memory.
template <bool Max, class T, class K> struct extreme_chains;
template <bool Max, class T, std::size_t... K> struct extreme_chains<Max, T, std::index_sequence<K...>> {
  static constexpr std::size_t pairs = sizeof...(K);
  static constexpr std::ptrdiff_t width = vector_bytes / static_cast<std::ptrdiff_t>(sizeof(T));
  vector_t<T> even[pairs], odd[pairs], products[pairs];

  FNP_INLINE extreme_chains() noexcept {
    constexpr T worst = Max ? -std::numeric_limits<T>::infinity() : std::numeric_limits<T>::infinity();
    ((spread_over(even[K], worst), spread_over(odd[K], worst)), ...);
    (spread_over(products[K], T(1)), ...);  // so that no sum of products is subnormal
  }
  FNP_INLINE void see(std::size_t k, T const* first, T const* second) noexcept {
    vector_t<T> x, y;
    std::memcpy(&x, first, sizeof x);
    std::memcpy(&y, second, sizeof y);
    add_product(products[k], x, y);
    keep_better<Max>(even[k], x);
    keep_better<Max>(odd[k], y);
  }
  template <bool Far> FNP_INLINE void see_all(T const* at) noexcept {
    auto const vector = [&](std::size_t k) { return at + static_cast<std::ptrdiff_t>(k) * width; };
    (see(K, vector(2 * K), vector(2 * K + 1)), ...);
    if constexpr (Far) ((expect_line(vector(2 * K), ahead), expect_line(vector(2 * K + 1), ahead)), ...);
  }
  // All into the first.
  FNP_INLINE void join() noexcept {
    (keep_better<Max>(even[K], odd[K]), ...);
    join_pairs<pairs / 2>();
  }
  template <std::size_t Apart> FNP_INLINE void join_pairs() noexcept {
    if constexpr (Apart > 0) {
      ((K < Apart ? keep_better<Max>(even[K], even[(K + Apart) % pairs]) : void()), ...);
      ((K < Apart ? void(products[K] += products[(K + Apart) % pairs]) : void()), ...);
      join_pairs<Apart / 2>();
    }
  }
};

// The extreme, if it is beyond doubt, else false.
template <bool Max, bool Far, class T> FNP_INLINE bool plain_extreme(T& out, T const* x, std::ptrdiff_t n) noexcept {
  constexpr std::size_t pairs = vector_bytes == 64 ? 4 : 2;  // as many as are read while one multiplication takes
  extreme_chains<Max, T, std::make_index_sequence<pairs>> c;
  constexpr std::ptrdiff_t width = c.width, all = 2 * pairs * width;
  if (n < width) return false;
  T const* at = x;
  for (T const* const last = x + n / all * all; at != last; at += all) c.template see_all<Far>(at);
  T const* const end = x + n;
  for (; end - at >= 2 * width; at += 2 * width) c.see(0, at, at + width);
  if (end != at) c.see(1, end - at >= width ? at : end - width, end - width);  // some elements once more
  c.join();
  out = across<Max, T, vector_bytes>(&c.even[0]);
  T const sum = total_of<T, vector_bytes>(&c.products[0]);
  return sum == sum && out != 0;
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

// The extreme of n >= 1 real numbers, in pieces that are still in cache where they must be looked at closer.
template <bool Max, class T>
[[gnu::noinline]] T extreme_of_pieces(T const* x, std::ptrdiff_t n, std::ptrdiff_t piece, bool far) {
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
// `walked`: the bytes of all that is read in one go, of which these may be a part.
template <bool Max, class T> FNP_INLINE T extreme_of_run(T const* x, std::ptrdiff_t n, std::ptrdiff_t walked) noexcept {
  constexpr std::ptrdiff_t piece = 262144 / static_cast<std::ptrdiff_t>(sizeof(T));
  bool const far = walked > far_bytes;
  T r;
  if (n <= piece && !far && plain_extreme<Max, false>(r, x, n)) [[likely]] return r;
  return extreme_of_pieces<Max>(x, n, piece, far);
}
template <bool Max, class T> FNP_INLINE T extreme_of_run(T const* x, std::ptrdiff_t n) noexcept {
  return extreme_of_run<Max>(x, n, n * static_cast<std::ptrdiff_t>(sizeof(T)));
}

}  // namespace fnp::FNP_LEVEL
