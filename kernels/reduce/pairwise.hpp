// NumPy's pairwise sum, to the bit.
//
//   P(x, n) = -0 + x0 + x1 + ...                      n < 8
//           = ((r0+r1)+(r2+r3))+((r4+r5)+(r6+r7)) + tail    n <= 128, r_k the sum of every eighth element from x_k on
//           = P(x, h) + P(x+h, n-h)                   otherwise, h = n/2 rounded down to a multiple of 8
//
// The eight running sums are the lanes of a vector. Leaves are irregular (250 = 120 + 130, and 130 splits again), but
// in units of eight elements the halving is even: the 2^d nodes d levels below one of q units hold floor(q/2^d) or
// ceil(q/2^d) of them each, and the n % 8 elements that are left over always fall to the rightmost one. So eight leaves
// are read one after the other in the order of memory, as a prefetcher likes it, and joined by one transposition; the
// leaves are independent, so the additions of one overlap those of the next. From memory beyond the caches the hardware
// does not read ahead far enough: there the sum asks for it (`Far`). P. Blanchard, N. J. Higham, T. Mary, A class of
// fast and accurate summation algorithms, 2020, doi:10.1137/19M1257780.
#pragma once
#include "fnp/base/cache_lines.hpp"
#include "kernels/loops.hpp"
#include "kernels/stage/registers.hpp"

// Widest vector that a transposition keeps in one register.
#if defined(__AVX512F__)
#define FNP_JOINED_BYTES 64
#elif defined(__AVX2__)
#define FNP_JOINED_BYTES 32
#else
#define FNP_JOINED_BYTES 0
#endif

namespace fnp::FNP_LEVEL {

// N running sums in as many registers as they need. (g++ keeps a vector wider than a register in memory: a float64 sum
// of AVX2 took 1 ns an element so.)
template <class T, int N, bool Whole = (N * sizeof(T) <= register_bytes)> struct running_sums {
  typedef T vector __attribute__((vector_size(N * sizeof(T))));
  vector v;

  // By reference: how a vector is returned would depend on the instruction set.
  FNP_INLINE static void load(running_sums& s, T const* x) noexcept { std::memcpy(&s.v, x, sizeof s.v); }
  FNP_INLINE static void add(running_sums& s, T const* x) noexcept {
    vector more;
    std::memcpy(&more, x, sizeof more);
    s.v += more;
  }
  FNP_INLINE T operator[](int k) const noexcept { return v[k]; }
};
template <class T, int N> struct running_sums<T, N, false> {
  running_sums<T, N / 2> low, high;

  FNP_INLINE static void load(running_sums& s, T const* x) noexcept {
    running_sums<T, N / 2>::load(s.low, x);
    running_sums<T, N / 2>::load(s.high, x + N / 2);
  }
  FNP_INLINE static void add(running_sums& s, T const* x) noexcept {
    running_sums<T, N / 2>::add(s.low, x);
    running_sums<T, N / 2>::add(s.high, x + N / 2);
  }
  FNP_INLINE T operator[](int k) const noexcept { return k < N / 2 ? low[k] : high[k - N / 2]; }
};

// x[0] + x[1] + ... over a type of real numbers.
template <class T> struct pairwise {
  static constexpr std::ptrdiff_t longest_leaf = 128;
  // Bytes that a read from beyond the caches is ahead, and from which on a run is taken to come from there.
  static constexpr std::ptrdiff_t ahead = 8192, far_bytes = std::ptrdiff_t{4} << 20;
  using lanes = running_sums<T, 8>;

  FNP_INLINE static std::ptrdiff_t half(std::ptrdiff_t n) noexcept { return n >> 4 << 3; }

  FNP_INLINE static void load(lanes& s, T const* x) noexcept { lanes::load(s, x); }
  FNP_INLINE static void add(lanes& s, T const* x) noexcept { lanes::add(s, x); }
  // ((r0+r1)+(r2+r3))+((r4+r5)+(r6+r7)) in three additions of vectors: of neighbours, of pairs, of fours. Which lanes
  // meet in two registers is what one instruction of the level shuffles.
  FNP_INLINE static T joined(lanes const& r) noexcept {
    if constexpr (sizeof(lanes) <= register_bytes) {
      auto const pairs = r.v + __builtin_shufflevector(r.v, r.v, 1, 0, 3, 2, 5, 4, 7, 6);
      auto const fours = pairs + __builtin_shufflevector(pairs, pairs, 2, 3, 0, 1, 6, 7, 4, 5);
      return fours[0] + fours[4];
    } else if constexpr (sizeof(lanes) == 4 * register_bytes) {
      auto const left = __builtin_shufflevector(r.low.low.v, r.low.high.v, 0, 2) +
                        __builtin_shufflevector(r.low.low.v, r.low.high.v, 1, 3);
      auto const right = __builtin_shufflevector(r.high.low.v, r.high.high.v, 0, 2) +
                         __builtin_shufflevector(r.high.low.v, r.high.high.v, 1, 3);
      auto const fours = __builtin_shufflevector(left, right, 0, 2) + __builtin_shufflevector(left, right, 1, 3);
      return fours[0] + fours[1];
    } else if constexpr (sizeof(T) == 8) {
      auto const pairs = __builtin_shufflevector(r.low.v, r.high.v, 0, 4, 2, 6) +
                         __builtin_shufflevector(r.low.v, r.high.v, 1, 5, 3, 7);
      auto const fours = pairs + __builtin_shufflevector(pairs, pairs, 2, 3, 0, 1);
      return fours[0] + fours[1];
    } else {
      auto const pairs = __builtin_shufflevector(r.low.v, r.high.v, 0, 2, 4, 6) +
                         __builtin_shufflevector(r.low.v, r.high.v, 1, 3, 5, 7);
      auto const fours = pairs + __builtin_shufflevector(pairs, pairs, 1, 0, 3, 2);
      return fours[0] + fours[2];
    }
  }

  // What fills no unit, n < 8 elements one after the other.
  FNP_INLINE static void add_rest(T& sum, T const* x, std::ptrdiff_t n) noexcept {
    T s = sum;
#pragma GCC unroll 1
    for (std::ptrdiff_t i = 0; i < n; ++i) s += x[i];
    sum = s;
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
    std::ptrdiff_t const units = n >> 3;
#pragma GCC unroll 4
    for (std::ptrdiff_t i = 1; i < units; ++i) add(r, x + 8 * i);
    T sum = joined(r);
    add_rest(sum, x + 8 * units, n & 7);
    return sum;
  }

  // Units of the 2^Depth leaves below a node of `units`, from left to right.
  template <int Depth> FNP_INLINE static void split(std::ptrdiff_t* leaf, std::ptrdiff_t units) noexcept {
    if constexpr (Depth == 0)
      leaf[0] = units;
    else {
      split<Depth - 1>(leaf, units >> 1);
      split<Depth - 1>(leaf + (1 << (Depth - 1)), units - (units >> 1));
    }
  }

  // The sum of the 2^Depth leaves below a node. pre: is_regular<Depth>(n).
  template <int Depth, bool Far> FNP_INLINE static T node(T const* x, std::ptrdiff_t n) noexcept {
    constexpr int leaves = 1 << Depth;
    std::ptrdiff_t units[leaves];
    split<Depth>(units, n >> 3);
    std::ptrdiff_t const common = units[0];
    lanes r[leaves];
    T const* at = x;
#pragma GCC unroll 8
    for (int k = 0; k < leaves; ++k) {
      lanes s;
      load(s, at);
      if constexpr (Far) expect_line(at, ahead);
#pragma GCC unroll 2
      for (std::ptrdiff_t i = 1; i < common; ++i) {
        add(s, at + 8 * i);
        if constexpr (Far)
          if (sizeof(lanes) >= 64 || i % 2 == 0) expect_line(at + 8 * i, ahead);
      }
      if (units[k] > common) add(s, at + 8 * common);
      r[k] = s;
      at += 8 * units[k];
    }
    return joined_leaves<leaves>(r, at, n & 7);
  }

  // The sum of neighbouring leaves, of which the last has `rest` elements more than its units hold, at x.
  template <int leaves>
  FNP_INLINE static T joined_leaves(lanes (&r)[leaves], T const* x, std::ptrdiff_t rest) noexcept {
    T sum[leaves];
    if constexpr (leaves == 8 && sizeof(lanes) <= FNP_JOINED_BYTES)
      joined_together(sum, r);
    else
#pragma GCC unroll 8
      for (int k = 0; k < leaves; ++k) sum[k] = joined(r[k]);
    add_rest(sum[leaves - 1], x, rest);
#pragma GCC unroll 3
    for (int width = leaves / 2; width > 0; width /= 2)
#pragma GCC unroll 4
      for (int k = 0; k < width; ++k) sum[k] = sum[2 * k] + sum[2 * k + 1];
    return sum[0];
  }

  // joined() of eight vectors at once: each round adds neighbours and packs two vectors into one, by what one
  // instruction of the level shuffles.
  FNP_INLINE static void joined_together(T (&sum)[8], lanes (&r)[8]) noexcept {
    if constexpr (sizeof(T) == 4) {
#pragma GCC unroll 2
      for (int width = 4; width > 1; width /= 2)
#pragma GCC unroll 4
        for (int k = 0; k < width; ++k)
          r[k].v = __builtin_shufflevector(r[2 * k].v, r[2 * k + 1].v, 0, 2, 8, 10, 4, 6, 12, 14) +
                   __builtin_shufflevector(r[2 * k].v, r[2 * k + 1].v, 1, 3, 9, 11, 5, 7, 13, 15);
    } else {
      for (int k = 0; k < 4; ++k)
        r[k].v = __builtin_shufflevector(r[2 * k].v, r[2 * k + 1].v, 0, 8, 2, 10, 4, 12, 6, 14) +
                 __builtin_shufflevector(r[2 * k].v, r[2 * k + 1].v, 1, 9, 3, 11, 5, 13, 7, 15);
      for (int k = 0; k < 2; ++k)
        r[k].v = __builtin_shufflevector(r[2 * k].v, r[2 * k + 1].v, 0, 1, 8, 9, 4, 5, 12, 13) +
                 __builtin_shufflevector(r[2 * k].v, r[2 * k + 1].v, 2, 3, 10, 11, 6, 7, 14, 15);
    }
    auto const all = __builtin_shufflevector(r[0].v, r[1].v, 0, 1, 2, 3, 8, 9, 10, 11) +
                     __builtin_shufflevector(r[0].v, r[1].v, 4, 5, 6, 7, 12, 13, 14, 15);
    std::memcpy(sum, &all, sizeof all);
  }

  // Does every path below a node of n elements split exactly Depth times? The parents of leaves, of which the leftmost
  // is the smallest, are longer than 128 elements; the leaves, of which the rightmost is the longest, are not.
  template <int Depth> FNP_INLINE static bool is_regular(std::ptrdiff_t n) noexcept {
    constexpr std::ptrdiff_t most = longest_leaf << Depth, units = longest_leaf / 8;
    return (n >> 3 >> (Depth - 1)) > units && n <= most && (n % 8 == 0 || n >> 3 <= (units - 1) << Depth);
  }

  template <bool Far> static T tree(T const* x, std::ptrdiff_t n) noexcept {
    if (n <= longest_leaf) return leaf(x, n);
    if (is_regular<3>(n)) return node<3, Far>(x, n);
    if (is_regular<2>(n)) return node<2, Far>(x, n);
    T const left = tree<Far>(x, half(n));
    return left + tree<Far>(x + half(n), n - half(n));
  }
  static T sum(T const* x, std::ptrdiff_t n) noexcept {
    return n * static_cast<std::ptrdiff_t>(sizeof(T)) > far_bytes ? tree<true>(x, n) : tree<false>(x, n);
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
  using real = pairwise<T>;
  static constexpr std::ptrdiff_t spaced_ahead = 4096;
  static complex<T> sum(complex<T> const* x, std::ptrdiff_t n) noexcept {
    return n * static_cast<std::ptrdiff_t>(sizeof(complex<T>)) > real::far_bytes ? tree<true>(x, n) : tree<false>(x, n);
  }
  template <bool Far> static complex<T> tree(complex<T> const* x, std::ptrdiff_t n) noexcept {
    T const* const parts = &x->re;
    if (n < 4) {
      complex<T> r(static_cast<T>(-0.0), static_cast<T>(-0.0));
      for (std::ptrdiff_t i = 0; i < n; ++i) r = complex<T>(r.re + x[i].re, r.im + x[i].im);
      return r;
    }
    if (n <= 64) {
      typename real::lanes r;
      real::load(r, parts);
      if constexpr (Far) expect_line(parts, real::ahead);
      std::ptrdiff_t i = 4;
      for (; i + 4 <= n; i += 4) {
        real::add(r, parts + 2 * i);
        if constexpr (Far) expect_line(parts + 2 * i, real::ahead);
      }
      complex<T> s((r[0] + r[2]) + (r[4] + r[6]), (r[1] + r[3]) + (r[5] + r[7]));
      for (; i < n; ++i) s = complex<T>(s.re + x[i].re, s.im + x[i].im);
      return s;
    }
    std::ptrdiff_t const h = n / 2 - (n / 2) % 4;
    complex<T> const left = tree<Far>(x, h), right = tree<Far>(x + h, n - h);
    return complex<T>(left.re + right.re, left.im + right.im);
  }

  // The same where elements lie `step` bytes apart: one of sixteen bytes is a vector, so none is moved beside another.
  static complex<T> spaced(std::byte const* x, std::ptrdiff_t step, std::ptrdiff_t n) noexcept {
    pair s;
    add_spaced(s, x, step, n);
    return complex<T>(s[0], s[1]);
  }

 private:
  typedef T pair __attribute__((vector_size(2 * sizeof(T))));
  FNP_INLINE static void read(pair& v, std::byte const* x) noexcept { std::memcpy(&v, x, sizeof v); }
  static void add_spaced(pair& s, std::byte const* x, std::ptrdiff_t step, std::ptrdiff_t n) noexcept {
    if (n > 64) {
      std::ptrdiff_t const h = n / 2 - (n / 2) % 4;
      pair right;
      add_spaced(s, x, step, h);
      add_spaced(right, x + h * step, step, n - h);
      s += right;
      return;
    }
    std::ptrdiff_t i = 0;
    if (n < 4) {
      s = pair{static_cast<T>(-0.0), static_cast<T>(-0.0)};
    } else {
      pair r[4];
#pragma GCC unroll 4
      for (int k = 0; k < 4; ++k) read(r[k], x + k * step);
      for (i = 4; i + 4 <= n; i += 4) {
#pragma GCC unroll 4
        for (int k = 0; k < 4; ++k) {
          pair v;
          read(v, x + (i + k) * step);
          expect_line(x + (i + k) * step, spaced_ahead);
          r[k] += v;
        }
      }
      s = (r[0] + r[1]) + (r[2] + r[3]);
    }
    for (; i < n; ++i) {
      pair v;
      read(v, x + i * step);
      s += v;
    }
  }
};

}  // namespace fnp::FNP_LEVEL
