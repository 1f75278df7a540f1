// The tree of fnp::accurate: 512 bytes of running sums, whatever the register.
//
//     W(x, n) = J(r), r_k = x_k + x_(k+L) + x_(k+2L) + ...     n <= 16 L
//             = W(x, h) + W(x+h, n-h)                           otherwise, h = n/2 rounded down to a multiple of L
//
// L running sums fill 512 bytes: 64 of float64, 128 of float32, half as many of complex numbers. J adds the upper half
// of the sums to the lower until one is left; sums that no element fell to take no part. A path from an element to the
// root has at most 15 + log2 L + (ceil(log2 n) - log2 L - 3) = ceil(log2 n) + 12 additions (a leaf has at most 16
// elements to a sum; its parent is longer than 16 L, and what is right of d splits shorter than n / 2^d + 2 L). N. J.
// Higham, The accuracy of floating point summation, 1993, doi:10.1137/0914050: the error is at most that many units of
// roundoff of the sum of magnitudes. Eight registers of AVX-512 hold a leaf's sums; narrower ones go over the leaf,
// which is in cache, in turns.
#pragma once
#include <utility>

#include "fnp/base/cache_lines.hpp"
#include "kernels/loops.hpp"
#include "kernels/reduce/first_lanes.hpp"
#include "kernels/stage/registers.hpp"

namespace fnp::FNP_LEVEL {

// Elements are made of `Parts` numbers T; lengths count numbers.
template <class T, int Parts = 1> struct wide_sums {
  static constexpr std::ptrdiff_t lanes = 512 / sizeof(T), longest_leaf = 16 * lanes;
  // Bytes that a read from beyond the caches is ahead, and from which on a run is taken to come from there.
  static constexpr std::ptrdiff_t ahead = 8192, far_bytes = std::ptrdiff_t{4} << 20;
  static constexpr std::ptrdiff_t width = register_bytes / sizeof(T);
  static constexpr int registers = 512 / register_bytes, together = 8;
  typedef T vector __attribute__((vector_size(register_bytes)));
  struct sums {
    vector v[registers];
  };

  FNP_INLINE static std::ptrdiff_t half(std::ptrdiff_t n) noexcept { return n / 2 / lanes * lanes; }

  // pre: n <= longest_leaf. Lanes without an element are zero.
  template <bool Far> FNP_INLINE static void leaf(sums& s, T const* x, std::ptrdiff_t n) noexcept {
    std::ptrdiff_t const whole = n / lanes * lanes;
#pragma GCC unroll 1
    for (int first = 0; first < registers; first += together) {
      vector v[together] = {};
      T const* const from = x + first * width;
      for (std::ptrdiff_t i = 0; i < whole; i += lanes)
#pragma GCC unroll 8
        for (int k = 0; k < together; ++k) {
          vector more;
          std::memcpy(&more, from + i + k * width, sizeof more);
          if constexpr (Far)
            if (k * register_bytes % 64 == 0) expect_line(from + i + k * width, ahead);
          v[k] += more;
        }
      if (std::ptrdiff_t const rest = n - whole - first * width; rest > 0) add_rest<together>(v, from + whole, rest);
#pragma GCC unroll 8
      for (int k = 0; k < together; ++k) s.v[first + k] = v[k];
    }
  }

  // To the first registers of a leaf's sums come n elements, at most as many as they hold. pre: n > 0
  template <int N> FNP_INLINE static void add_rest(vector* v, T const* x, std::ptrdiff_t n) noexcept {
#pragma GCC unroll 16
    for (int k = 0; k < N; ++k) {
      std::ptrdiff_t const here = n - k * width;
      if (here <= 0) break;
      vector more;
      load_first(more, x + k * width, here);
      v[k] += more;
    }
  }

  FNP_INLINE static void join(T* to, sums const& s) noexcept {
    vector v[registers / 2];
#pragma GCC unroll 16
    for (int k = 0; k < registers / 2; ++k) v[k] = s.v[k] + s.v[k + registers / 2];
#pragma GCC unroll 4
    for (int n = registers / 4; n > 0; n /= 2)
#pragma GCC unroll 8
      for (int k = 0; k < n; ++k) v[k] += v[k + n];
    join_lanes<static_cast<int>(width)>(to, v[0]);
  }

  // A leaf that is no longer than its sums fill Registers: what is beyond takes no part.
  template <int Registers> FNP_INLINE static void short_leaf(T* to, T const* x, std::ptrdiff_t n) noexcept {
    if constexpr (Registers > 1)
      if (n <= Registers / 2 * width) return short_leaf<Registers / 2>(to, x, n);
    constexpr int lower = Registers > 1 ? Registers / 2 : 0;
    vector v[lower + 1];
#pragma GCC unroll 8
    for (int k = 0; k < lower; ++k) std::memcpy(&v[k], x + k * width, sizeof v[k]);
    if constexpr (Registers > 1) add_rest<lower>(v, x + lower * width, n - lower * width);
    else load_first(v[0], x, n);
#pragma GCC unroll 4
    for (int half = lower / 2; half > 0; half /= 2)
#pragma GCC unroll 8
      for (int k = 0; k < half; ++k) v[k] += v[k + half];
    join_lanes<static_cast<int>(width)>(to, v[0]);
  }

  // A longer one. pre: lanes < n <= longest_leaf
  template <bool Far> FNP_INLINE static void long_leaf(T* to, T const* x, std::ptrdiff_t n) noexcept {
    sums s;
    leaf<Far>(s, x, n);
    join(to, s);
  }

  template <bool Far> static void tree(T* to, T const* x, std::ptrdiff_t n) noexcept {
    if (n <= lanes) return short_leaf<registers>(to, x, n);
    if (n <= longest_leaf) return long_leaf<Far>(to, x, n);
    T right[Parts];
    tree<Far>(to, x, half(n));
    tree<Far>(right, x + half(n), n - half(n));
    for (int k = 0; k < Parts; ++k) to[k] += right[k];
  }
  static void sum(T* to, T const* x, std::ptrdiff_t n) noexcept {
    n* static_cast<std::ptrdiff_t>(sizeof(T)) > far_bytes ? tree<true>(to, x, n) : tree<false>(to, x, n);
  }

  // A vector of N numbers and its halves, which are single numbers in the end.
  template <int N, class = void> struct lanes_of {
    typedef T type __attribute__((vector_size(N * sizeof(T))));
  };
  template <class Other> struct lanes_of<1, Other> {
    using type = T;
  };
  template <int N, class V>
  FNP_INLINE static void split(typename lanes_of<N / 2>::type& low, typename lanes_of<N / 2>::type& high,
                               V const& v) noexcept {
    if constexpr (N == 2) {
      low = v[0];
      high = v[1];
    } else
      cut<N>(low, high, v, std::make_index_sequence<N / 2>{});
  }

 private:
  template <int N, class H, class V, std::size_t... K>
  FNP_INLINE static void cut(H& low, H& high, V const& v, std::index_sequence<K...>) noexcept {
    low = __builtin_shufflevector(v, v, static_cast<int>(K)...);
    high = __builtin_shufflevector(v, v, (N / 2 + static_cast<int>(K))...);
  }
  template <int N, class V> FNP_INLINE static void join_lanes(T* to, V const& v) noexcept {
    if constexpr (N == Parts) {
      std::memcpy(to, &v, sizeof v);
    } else {
      typename lanes_of<N / 2>::type low, high;
      split<N>(low, high, v);
      low += high;
      join_lanes<N / 2>(to, low);
    }
  }
};

}  // namespace fnp::FNP_LEVEL
