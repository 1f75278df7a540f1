// Sums near the hardware's limit whose order is given: NumPy's pairwise order, and a wide tree fixed by the shape
// alone.
//
// NumPy sums n elements in a row as the sums of two parts when n > 128, the first of n/2 elements rounded down to a
// multiple of 8; a part of at most 128 is summed in eight lanes, ((r0+r1)+(r2+r3)) + ((r4+r5)+(r6+r7)), then its last
// n % 8 elements one by one. The parts depend on n only, so they are listed once per n; eight of them are summed at a
// time, which hides the latency of the adds, and their lanes are folded together after a transpose.
#pragma once
#include <immintrin.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

namespace ordered {

struct leaf {
  std::size_t at;
  std::uint8_t count, folds;
};  // folds: additions of two parts that follow this one

inline void list_leaves(std::size_t at, std::size_t n, std::vector<leaf>& out) {
  if (n <= 128) {
    out.push_back({at, static_cast<std::uint8_t>(n), 0});
    return;
  }
  std::size_t half = n / 2;
  half -= half % 8;
  list_leaves(at, half, out);
  list_leaves(at + half, n - half, out);
  ++out.back().folds;
}
inline std::vector<leaf> const& leaves_of(std::size_t n) {
  static std::map<std::size_t, std::vector<leaf>> known;
  auto [place, fresh] = known.try_emplace(n);
  if (fresh) list_leaves(0, n, place->second);
  return place->second;
}

// Asks for what is summed 4 KiB later: the folding of parts interrupts the loads, which DRAM does not forgive.
template <class T> inline void prefetch(T const* p) {
  if (sizeof(T) == 8 || (reinterpret_cast<std::uintptr_t>(p) & 63) < 32)
    _mm_prefetch(reinterpret_cast<char const*>(p) + 4096, _MM_HINT_T0);
}
inline constexpr auto stay = [](std::size_t) {};  // no prefetching: the data are in a cache

// Eight lanes of T, whatever the register is.
template <class T> struct lanes;
template <> struct lanes<double> {
  using type = __m512d;
  static type load(double const* p) { return _mm512_loadu_pd(p); }
  static type every(double x) { return _mm512_set1_pd(x); }
  // r[k] becomes lane k of every register.
  static void transpose(type* r) {
    type t[8], u[8];
    for (int k = 0; k < 8; k += 2)
      t[k] = _mm512_unpacklo_pd(r[k], r[k + 1]), t[k + 1] = _mm512_unpackhi_pd(r[k], r[k + 1]);
    for (int k = 0; k < 2; ++k) {
      u[k] = _mm512_shuffle_f64x2(t[k], t[k + 2], 0x88), u[k + 2] = _mm512_shuffle_f64x2(t[k], t[k + 2], 0xdd);
      u[k + 4] = _mm512_shuffle_f64x2(t[k + 4], t[k + 6], 0x88),
            u[k + 6] = _mm512_shuffle_f64x2(t[k + 4], t[k + 6], 0xdd);
    }
    for (int k = 0; k < 4; ++k)
      r[k] = _mm512_shuffle_f64x2(u[k], u[k + 4], 0x88), r[k + 4] = _mm512_shuffle_f64x2(u[k], u[k + 4], 0xdd);
  }
  static void store(double* p, type v) { _mm512_storeu_pd(p, v); }
};
template <> struct lanes<float> {
  using type = __m256;
  static type load(float const* p) { return _mm256_loadu_ps(p); }
  static type every(float x) { return _mm256_set1_ps(x); }
  static void transpose(type* r) {
    type t[8], u[8];
    for (int k = 0; k < 8; k += 2)
      t[k] = _mm256_unpacklo_ps(r[k], r[k + 1]), t[k + 1] = _mm256_unpackhi_ps(r[k], r[k + 1]);
    for (int k = 0; k < 8; k += 4)
      for (int h = 0; h < 2; ++h) {
        u[k + 2 * h] = _mm256_shuffle_ps(t[k + h], t[k + 2 + h], 0x44);
        u[k + 2 * h + 1] = _mm256_shuffle_ps(t[k + h], t[k + 2 + h], 0xee);
      }
    for (int k = 0; k < 4; ++k)
      r[k] = _mm256_permute2f128_ps(u[k], u[k + 4], 0x20), r[k + 4] = _mm256_permute2f128_ps(u[k], u[k + 4], 0x31);
  }
  static void store(float* p, type v) { _mm256_storeu_ps(p, v); }
};

// One part alone. term(i): eight mapped elements from i on; last(i): the one at i.
template <class T, class Vector, class Scalar>
inline T sum_part(std::size_t at, std::size_t n, Vector&& term, Scalar&& last) {
  if (n < 8) {
    T s = n ? last(at) : T(0);
    for (std::size_t i = 1; i < n; ++i) s += last(at + i);
    return s;
  }
  auto r = term(at);
  for (std::size_t i = 8; i + 8 <= n; i += 8) r = r + term(at + i);
  T l[8];
  lanes<T>::store(l, r);
  T s = ((l[0] + l[1]) + (l[2] + l[3])) + ((l[4] + l[5]) + (l[6] + l[7]));
  for (std::size_t i = n & ~std::size_t(7); i < n; ++i) s += last(at + i);
  return s;
}
// Eight parts, whose lanes are folded together.
template <class T, class Vector, class Ahead>
inline void sum_eight(leaf const* part, std::size_t begin, Vector&& term, Ahead&& ahead, T* out) {
  using X = lanes<T>;
  typename X::type r[8];
  // Part after part: read side by side they defeat the hardware's prefetcher, which costs half the bandwidth of DRAM.
  for (int k = 0; k < 8; ++k) {
    std::size_t const at = begin + part[k].at;
    r[k] = term(at);
    ahead(at);
    for (std::size_t i = 8; i < part[k].count - 7u; i += 8) {
      r[k] = r[k] + term(at + i);
      ahead(at + i);
    }
  }
  X::transpose(r);
  X::store(out, ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7])));
}

// The sum of the elements from `begin` on that `leaves` lists.
template <class T, class Vector, class Scalar, class Ahead>
T numpy_sum(std::vector<leaf> const& leaves, std::size_t begin, Vector&& term, Scalar&& last, Ahead&& ahead) {
  T stack[64], sums[8];
  int depth = 0;
  std::size_t const whole =
      (leaves.size() - 1) / 8 * 8;  // only the very last part may end in fewer than eight elements
  auto const fold = [&](leaf const& l, T sum) {
    for (int f = l.folds; f > 0; --f) sum = stack[--depth] + sum;
    stack[depth++] = sum;
  };
  for (std::size_t l = 0; l < whole; l += 8) {
    sum_eight<T>(&leaves[l], begin, term, ahead, sums);
    for (int k = 0; k < 8; ++k) fold(leaves[l + k], sums[k]);
  }
  for (std::size_t l = whole; l < leaves.size(); ++l)
    fold(leaves[l], sum_part<T>(begin + leaves[l].at, leaves[l].count, term, last));
  return stack[0];
}

// The sum of every row of `columns` elements, rows [lo, hi), each in NumPy's order.
template <class T> void numpy_rows(T const* a, std::size_t columns, std::size_t lo, std::size_t hi, T* out) {
  auto const term = [&](std::size_t i) { return lanes<T>::load(a + i); };
  auto const last = [&](std::size_t i) { return a[i]; };
  auto const ahead = [&](std::size_t i) { prefetch(a + i); };
  bool const far = (hi - lo) * columns * sizeof(T) > (16u << 20);
  if (columns > 128) {
    auto const& leaves = leaves_of(columns);
    for (std::size_t r = lo; r < hi; ++r)
      out[r] = far ? numpy_sum<T>(leaves, r * columns, term, last, ahead)
                   : numpy_sum<T>(leaves, r * columns, term, last, stay);
    return;
  }
  std::size_t r = lo;
  if (columns >= 8)
    for (; r + 8 <= hi; r += 8) {
      leaf rows[8];
      for (std::size_t k = 0; k < 8; ++k) rows[k] = {k * columns, static_cast<std::uint8_t>(columns), 0};
      sum_eight<T>(rows, r * columns, term, stay, out + r);
      for (std::size_t i = columns & ~std::size_t(7); i < columns; ++i)
        for (std::size_t k = 0; k < 8; ++k) out[r + k] += a[(r + k) * columns + i];
    }
  for (; r < hi; ++r) out[r] = sum_part<T>(r * columns, columns, term, last);
}

// Columns [lo, hi) of the sum of all rows, the rows added one after another as NumPy does; eight rows a pass.
template <class T>
void numpy_columns(T const* a, std::size_t rows, std::size_t columns, std::size_t lo, std::size_t hi, T* out) {
  std::fill(out + lo, out + hi, T(0));
  for (std::size_t r = 0; r < rows; r += 8) {
    T const* const p = a + r * columns;
    if (r + 8 > rows) {
      for (std::size_t k = 0; r + k < rows; ++k)
        for (std::size_t j = lo; j < hi; ++j) out[j] += p[k * columns + j];
      return;
    }
    for (std::size_t j = lo; j < hi; ++j) {
      T s = out[j];
      for (std::size_t k = 0; k < 8; ++k) s += p[k * columns + j];
      out[j] = s;
    }
  }
}

// A wide tree fixed by n alone: blocks of 16384 elements in eight registers each; block sums are added in order.
inline constexpr std::size_t wide_block = 16384;

}  // namespace ordered
