// Sums and sums of squared deviations from the mean, in one pass.
//
// A partial result of n elements has their sum s and q = sum((x - s/n)^2). Two of them are joined by
//
//     s = s_a + s_b,   q = (q_a + q_b) + (d w) d,   d = s_a - s_b / n_b * n_a,   w = n_b / (n_a (n_a + n_b))
//
// T. F. Chan, G. H. Golub, R. J. LeVeque, Updating formulae and a pairwise algorithm for computing sample variances,
// 1982, doi:10.1007/978-3-642-51461-6_3. Where n_a = n_b, s_b is not divided and multiplied. The tree is that of
// wide_sums.hpp, so that s has the bits of that sum; one element is (x, 0, 1), whose join is the step that each running
// pair takes. Where sums and products are exact, as those of small integers are, equal elements have no deviation. With
// k^2 = sum(x^2) / q, to first order: d / n_a is off by at most (l + 3) u times the mean magnitudes of both where l
// levels lie below. By Cauchy-Schwarz, in each level and over all, this changes q by at most 2 u k q times the root of
// the sum of (l + 3)^2, and with the roundings of q itself |error| <= 2 D^(3/2) u k q, D = ceil(log2 n) + 16. k is the
// condition number of q. As a single value the result is a complex number: s + q i.
#pragma once
#include "fnp/base/cache_lines.hpp"
#include "kernels/reduce/wide_columns.hpp"
#include "kernels/reduce/wide_sums.hpp"

namespace fnp::FNP_LEVEL {

template <class T> struct moments {
  T sum, squares, count;
};

template <class T> struct moment_tree {
  using sums = wide_sums<T>;
  using vector = typename sums::vector;
  static constexpr std::ptrdiff_t lanes = sums::lanes, width = sums::width, longest_leaf = sums::longest_leaf;
  static constexpr int registers = sums::registers, together = registers > 8 ? 4 : 8;
  static constexpr int most_rows = 16;

  // w by the number of elements that a running pair has: for one more, and for as many more.
  struct weight_table {
    T one[most_rows + 1] = {}, same[most_rows + 1] = {};
    constexpr weight_table() noexcept {
      for (int n = 1; n <= most_rows; ++n) {
        one[n] = T(1) / T(n * (n + 1));
        same[n] = T(1) / T(2 * n);
      }
    }
  };
  static constexpr weight_table weights{};
  struct lane_table {
    T of[width] = {};
    constexpr lane_table() noexcept {
      for (std::ptrdiff_t k = 0; k < width; ++k) of[k] = static_cast<T>(k);
    }
  };
  static constexpr lane_table lane_numbers{};

  struct pairs {
    vector sum[registers], squares[registers];
  };

  FNP_INLINE static void join(moments<T>& a, moments<T> const& b) noexcept {
    if (b.count == 0) return;
    if (a.count == 0) {
      a = b;
      return;
    }
    T const n = a.count + b.count, d = a.sum - (a.count == b.count ? b.sum : b.sum / b.count * a.count);
    a = {a.sum + b.sum, (a.squares + b.squares) + d * (b.count / (a.count * n)) * d, n};
  }

  // One more element for each of the pairs of a register, which have n.
  FNP_INLINE static void step(vector& sum, vector& squares, vector const& x, int n) noexcept {
    vector const d = sum - x * static_cast<T>(n);
    squares = squares + d * weights.one[n] * d;
    sum = sum + x;
  }

  template <bool Far> FNP_INLINE static void rows(pairs& p, T const* x, int n) noexcept {
#pragma GCC unroll 1
    for (int first = 0; first < registers; first += together) {
      T const* from = x + first * width;
      vector sum[together], squares[together] = {};
#pragma GCC unroll 8
      for (int k = 0; k < together; ++k) {
        std::memcpy(&sum[k], from + k * width, sizeof sum[k]);
        if constexpr (Far) read_ahead(from, k);
      }
      for (int j = 1; j < n; ++j) {
        from += lanes;
#pragma GCC unroll 8
        for (int k = 0; k < together; ++k) {
          vector more;
          std::memcpy(&more, from + k * width, sizeof more);
          if constexpr (Far) read_ahead(from, k);
          step(sum[k], squares[k], more, j);
        }
      }
#pragma GCC unroll 8
      for (int k = 0; k < together; ++k) {
        p.sum[first + k] = sum[k];
        p.squares[first + k] = squares[k];
      }
    }
  }
  FNP_INLINE static void read_ahead(T const* from, int k) noexcept {
    if (k * register_bytes % 64 == 0)
      expect_line(from + k * width, sums::ahead);
  }

  // All pairs have n elements. Twice as many have half the weight, exactly.
  FNP_INLINE static moments<T> joined(pairs& p, int n) noexcept {
    T weight = weights.same[n];
#pragma GCC unroll 5
    for (int half = registers / 2; half > 0; half /= 2, weight /= 2)
#pragma GCC unroll 16
      for (int k = 0; k < half; ++k) join_equal(p.sum[k], p.squares[k], p.sum[k + half], p.squares[k + half], weight);
    moments<T> r;
    join_lanes<static_cast<int>(width)>(r, p.sum[0], p.squares[0], weight);
    r.count = static_cast<T>(n * static_cast<int>(lanes));
    return r;
  }
  template <class V> FNP_INLINE static void join_equal(V& s, V& q, V const& s_b, V const& q_b, T weight) noexcept {
    V const d = s - s_b;
    q = (q + q_b) + d * weight * d;
    s = s + s_b;
  }
  template <int N, class V>
  FNP_INLINE static void join_lanes(moments<T>& to, V const& s, V const& q, T weight) noexcept {
    if constexpr (N == 1) {
      to.sum = s;
      to.squares = q;
    } else {
      typename sums::template lanes_of<N / 2>::type low, low_squares, high, high_squares;
      sums::template split<N>(low, high, s);
      sums::template split<N>(low_squares, high_squares, q);
      join_equal(low, low_squares, high, high_squares, weight);
      join_lanes<N / 2>(to, low, low_squares, weight / 2);
    }
  }

  // Of a join of a and b elements; no elements change nothing.
  struct factors {
    T divisor = 1, multiplier = 1, weight = 0;
    FNP_INLINE factors(int a, int b) noexcept {
      if (a == 0 || b == 0) return;
      T const n_a = static_cast<T>(a), n_b = static_cast<T>(b);
      weight = n_b / (n_a * (n_a + n_b));
      if (a == b) return;
      divisor = n_b;
      multiplier = n_a;
    }
  };

  // A leaf whose last row is not whole: the first `more` of the pairs have one element more than the others, and so it
  // stays in every round.
  struct uneven {
    int base, more;
  };
  // `early` in the first n lanes, `late` in the others.
  template <class V> FNP_INLINE static V early_lanes(V const& early, V const& late, int n) noexcept {
    if constexpr (sizeof(V) == sizeof(T)) return n > 0 ? early : late;
    else {
      V lane;
      std::memcpy(&lane, lane_numbers.of, sizeof lane);
      return lane < static_cast<T>(n) ? early : late;
    }
  }
  // How the lower half of 2 * half pairs takes the upper. Where that joins as many elements to as many, nothing is
  // divided.
  struct uneven_link {
    bool crosses;  // all of the lower half have one more
    factors early, late;
    int until;  // the early lanes
    FNP_INLINE uneven_link(uneven n, int half) noexcept
        : crosses(n.more > half),
          early(n.base + 1, n.base + crosses),
          late(n.base + crosses, n.base),
          until(crosses ? n.more - half : n.more) {}
    FNP_INLINE uneven joined(uneven n) const noexcept { return {2 * n.base + crosses, until}; }
  };
  // Lanes from `first` on.
  template <class V>
  FNP_INLINE static void join_uneven(V& s, V& q, V const& s_b, V const& q_b, uneven_link const& l, int first) noexcept {
    int const until = l.until - first;
    if (l.crosses ? until >= static_cast<int>(sizeof(V) / sizeof(T)) : until <= 0)
      return join_equal(s, q, s_b, q_b, l.crosses ? l.early.weight : l.late.weight);
    V const divisor = early_lanes(V{} + l.early.divisor, V{} + l.late.divisor, until);
    V const multiplier = early_lanes(V{} + l.early.multiplier, V{} + l.late.multiplier, until);
    V const weight = early_lanes(V{} + l.early.weight, V{} + l.late.weight, until);
    V const d = s - s_b / divisor * multiplier;
    q = (q + q_b) + d * weight * d;
    s = s + s_b;
  }
  template <int N, class V>
  FNP_INLINE static void join_uneven_lanes(moments<T>& to, V const& s, V const& q, uneven n) noexcept {
    if constexpr (N == 1) {
      to.sum = s;
      to.squares = q;
    } else {
      typename sums::template lanes_of<N / 2>::type low, low_squares, high, high_squares;
      sums::template split<N>(low, high, s);
      sums::template split<N>(low_squares, high_squares, q);
      uneven_link const link(n, N / 2);
      join_uneven(low, low_squares, high, high_squares, link, 0);
      join_uneven_lanes<N / 2>(to, low, low_squares, link.joined(n));
    }
  }
  static moments<T> ragged(T const* x, std::ptrdiff_t n) noexcept {
    uneven rows_of{static_cast<int>(n / lanes), static_cast<int>(n % lanes)};
    T const* const rest = x + rows_of.base * lanes;
    pairs p = {};
    if (rows_of.base > 0) rows<false>(p, x, rows_of.base);
    auto const more = static_cast<std::ptrdiff_t>(rows_of.more);
#pragma GCC unroll 1
    for (int k = 0; k * width < more; ++k) {
      std::ptrdiff_t const here = more - k * width;
      vector v;
      load_first(v, rest + k * width, here);
      if (rows_of.base > 0) {
        vector sum = p.sum[k], squares = p.squares[k];
        step(sum, squares, v, rows_of.base);
        p.sum[k] = early_lanes(sum, p.sum[k], static_cast<int>(here));
        p.squares[k] = early_lanes(squares, p.squares[k], static_cast<int>(here));
      } else
        p.sum[k] = v;
    }
    for (int half = registers / 2; half > 0; half /= 2) {
      uneven_link const link(rows_of, half * static_cast<int>(width));
      for (int k = 0; k < half; ++k)
        join_uneven(p.sum[k], p.squares[k], p.sum[k + half], p.squares[k + half], link, k * static_cast<int>(width));
      rows_of = link.joined(rows_of);
    }
    moments<T> r;
    join_uneven_lanes<static_cast<int>(width)>(r, p.sum[0], p.squares[0], rows_of);
    r.count = static_cast<T>(n);
    return r;
  }

  template <bool Far> static moments<T> tree(T const* x, std::ptrdiff_t n) noexcept {
    if (n > longest_leaf) {
      moments<T> left = tree<Far>(x, sums::half(n));
      join(left, tree<Far>(x + sums::half(n), n - sums::half(n)));
      return left;
    }
    if (n % lanes) return ragged(x, n);
    pairs p;
    rows<Far>(p, x, static_cast<int>(n / lanes));
    return joined(p, static_cast<int>(n / lanes));
  }
};

// The same down columns: sums, and squares behind them. All columns have as many elements.
template <class T> struct column_moments {
  static constexpr int fields = 2;
  template <class V> struct state {
    V f[2];
  };
  struct link {
    T weight, divisor, multiplier;
    bool even;
    FNP_INLINE link(T a, T b) noexcept : weight(b / (a * (a + b))), divisor(b), multiplier(a), even(a == b) {}
  };
  template <class V> FNP_INLINE static void first(state<V>& s, V const& x) noexcept {
    s.f[0] = x;
    s.f[1] = V{};
  }
  template <class V> FNP_INLINE static void add(state<V>& s, V const& x, int n) noexcept {
    V const d = s.f[0] - x * static_cast<T>(n);
    s.f[1] = s.f[1] + d * moment_tree<T>::weights.one[n] * d;
    s.f[0] = s.f[0] + x;
  }
  template <class V> FNP_INLINE static void join(state<V>& s, state<V> const& other, link const& l) noexcept {
    V d;
    if (l.even) d = s.f[0] - other.f[0];
    else d = s.f[0] - other.f[0] / l.divisor * l.multiplier;
    s.f[1] = (s.f[1] + other.f[1]) + d * l.weight * d;
    s.f[0] = s.f[0] + other.f[0];
  }
};

}  // namespace fnp::FNP_LEVEL
