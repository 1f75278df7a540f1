// NumPy's pairwise sum, to the bit.
//
//   P(x, n) = -0 + x0 + x1 + ...                      n < 8
//           = ((r0+r1)+(r2+r3))+((r4+r5)+(r6+r7)) + tail    n <= 128, r_k the sum of every eighth element from x_k on
//           = P(x, h) + P(x+h, n-h)                   otherwise, h = n/2 rounded down to a multiple of 8
//
// The eight running sums are the lanes of a vector. A leaf is one chain of 16 dependent additions; several leaves of
// one subtree therefore run side by side. Leaves are irregular (250 = 120 + 130, and 130 splits again), so their
// lengths come from the recursion: all leaves of a subtree must be at most 128 long and all their parents longer. P.
// Blanchard, N. J. Higham, T. Mary, A class of fast and accurate summation algorithms, 2020, doi:10.1137/19M1257780.
#pragma once
#include "kernels/loops.hpp"

namespace fnp::FNP_LEVEL {

// x[0] + x[1] + ... over a type of real numbers.
template <class T> struct pairwise {
  static constexpr std::ptrdiff_t longest_leaf = 128;
  typedef T lanes __attribute__((vector_size(8 * sizeof(T))));

  FNP_INLINE static std::ptrdiff_t half(std::ptrdiff_t n) noexcept { return n / 2 - (n / 2) % 8; }

  // By reference: how a vector is returned would depend on the instruction set.
  FNP_INLINE static void load(lanes& v, T const* x) noexcept { std::memcpy(&v, x, sizeof v); }
  FNP_INLINE static void add(lanes& sum, T const* x) noexcept {
    lanes v;
    load(v, x);
    sum += v;
  }
  FNP_INLINE static T joined(lanes const& r) noexcept {
    return ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
  }

  // pre: n <= 128.
  FNP_INLINE static T leaf(T const* x, std::ptrdiff_t n) noexcept {
    if (n < 8) {
      T r = static_cast<T>(-0.0);
      for (std::ptrdiff_t i = 0; i < n; ++i) r += x[i];
      return r;
    }
    lanes r;
    load(r, x);
    std::ptrdiff_t i = 8;
    for (; i + 8 <= n; i += 8) add(r, x + i);
    T sum = joined(r);
    for (; i < n; ++i) sum += x[i];
    return sum;
  }

  // The sums of the 2^Depth leaves below a node, read side by side, joined as the tree joins them.
  template <int Depth> FNP_INLINE static T node(T const* x, std::ptrdiff_t n) noexcept {
    constexpr int leaves = 1 << Depth;
    std::ptrdiff_t length[leaves];
    length[0] = n;
    for (int width = 1; width < leaves; width *= 2)
      for (int k = width; k-- > 0;) {
        std::ptrdiff_t const whole = length[k];
        length[2 * k] = half(whole);
        length[2 * k + 1] = whole - half(whole);
      }
    T const* at[leaves];
    lanes r[leaves];
    std::ptrdiff_t common = length[0];
    for (int k = 0; k < leaves; ++k) {
      at[k] = k == 0 ? x : at[k - 1] + length[k - 1];
      common = length[k] < common ? length[k] : common;
      load(r[k], at[k]);
    }
    common -= common % 8;
    for (std::ptrdiff_t i = 8; i < common; i += 8)
#pragma GCC unroll 8
      for (int k = 0; k < leaves; ++k) add(r[k], at[k] + i);
    for (int k = 0; k < leaves; ++k)
      for (std::ptrdiff_t i = common; i + 8 <= length[k]; i += 8) add(r[k], at[k] + i);
    T sum[leaves];
    if constexpr (leaves == 8 && sizeof(lanes) == 64)
      joined_together(sum, r);
    else
      for (int k = 0; k < leaves; ++k) sum[k] = joined(r[k]);
    for (int k = 0; k < leaves; ++k)
      for (std::ptrdiff_t i = length[k] - length[k] % 8; i < length[k]; ++i) sum[k] += at[k][i];
    for (int width = leaves / 2; width > 0; width /= 2)
      for (int k = 0; k < width; ++k) sum[k] = sum[2 * k] + sum[2 * k + 1];
    return sum[0];
  }

  // joined() of eight vectors at once: each round adds neighbours and packs two vectors into one.
  FNP_INLINE static void joined_together(T (&sum)[8], lanes (&r)[8]) noexcept {
    for (int k = 0; k < 4; ++k)
      r[k] = __builtin_shufflevector(r[2 * k], r[2 * k + 1], 0, 8, 2, 10, 4, 12, 6, 14) +
             __builtin_shufflevector(r[2 * k], r[2 * k + 1], 1, 9, 3, 11, 5, 13, 7, 15);
    for (int k = 0; k < 2; ++k)
      r[k] = __builtin_shufflevector(r[2 * k], r[2 * k + 1], 0, 1, 8, 9, 4, 5, 12, 13) +
             __builtin_shufflevector(r[2 * k], r[2 * k + 1], 2, 3, 10, 11, 6, 7, 14, 15);
    lanes const all = __builtin_shufflevector(r[0], r[1], 0, 1, 2, 3, 8, 9, 10, 11) +
                      __builtin_shufflevector(r[0], r[1], 4, 5, 6, 7, 12, 13, 14, 15);
    std::memcpy(sum, &all, sizeof all);
  }

  // Does every path below a node of n elements split exactly `depth` times? Sizes on one level differ by at most 8 a
  // split and the greatest is always the rightmost, the smallest the leftmost.
  FNP_INLINE static bool is_regular(std::ptrdiff_t n, int depth) noexcept {
    std::ptrdiff_t least = n, greatest = n;
    for (int d = 0; d < depth; ++d) {
      if (least <= longest_leaf) return false;
      least = half(least);
      greatest -= half(greatest);
    }
    return greatest <= longest_leaf;
  }

  static T sum(T const* x, std::ptrdiff_t n) noexcept {
    if (n <= longest_leaf) return leaf(x, n);
    if constexpr (sizeof(T) == 8) {
      if (n <= 8 * longest_leaf && is_regular(n, 3)) return node<3>(x, n);
    }
    if (n <= 4 * longest_leaf && is_regular(n, 2)) return node<2>(x, n);
    T const left = sum(x, half(n));
    return left + sum(x + half(n), n - half(n));
  }
};

// The same tree over elements that must be converted first (float16): a leaf at a time.
template <class From, class T> struct converting_pairwise {
  static T sum(From const* x, std::ptrdiff_t n) noexcept {
    if (n <= pairwise<T>::longest_leaf) {
      T converted[pairwise<T>::longest_leaf];
      FNP_INDEPENDENT
      for (std::ptrdiff_t i = 0; i < n; ++i) converted[i] = static_cast<T>(x[i]);
      return pairwise<T>::leaf(converted, n);
    }
    std::ptrdiff_t const h = pairwise<T>::half(n);
    T const left = sum(x, h);
    return left + sum(x + h, n - h);
  }
};

// Complex numbers: NumPy counts real numbers, so a leaf holds 64 of them and four running sums.
template <class T> struct complex_pairwise {
  static complex<T> sum(complex<T> const* x, std::ptrdiff_t n) noexcept {
    T const* const parts = &x->re;
    if (n < 4) {
      complex<T> r(static_cast<T>(-0.0), static_cast<T>(-0.0));
      for (std::ptrdiff_t i = 0; i < n; ++i) r = complex<T>(r.re + x[i].re, r.im + x[i].im);
      return r;
    }
    if (n <= 64) {
      typename pairwise<T>::lanes r;
      pairwise<T>::load(r, parts);
      std::ptrdiff_t i = 4;
      for (; i + 4 <= n; i += 4) pairwise<T>::add(r, parts + 2 * i);
      complex<T> s((r[0] + r[2]) + (r[4] + r[6]), (r[1] + r[3]) + (r[5] + r[7]));
      for (; i < n; ++i) s = complex<T>(s.re + x[i].re, s.im + x[i].im);
      return s;
    }
    std::ptrdiff_t const h = n / 2 - (n / 2) % 4;
    complex<T> const left = sum(x, h), right = sum(x + h, n - h);
    return complex<T>(left.re + right.re, left.im + right.im);
  }
};

}  // namespace fnp::FNP_LEVEL
