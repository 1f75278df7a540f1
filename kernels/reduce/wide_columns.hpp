// The tree of wide_sums.hpp down columns that lie side by side: the same additions, many columns at a time.
//
// Element i of a column lies in row i, so the running sum r_k of a leaf is the sum of the rows k, k+L, k+2L, ..., at
// most sixteen. J adds the upper half of the running sums to the lower until one is left; read from its root that is
//
//     J = R(0, 1),   R(k, s) = R(k, 2s) + R(k+s, 2s) for s < L,   R(k, L) = r_k
//
// where what no row fell to takes no part. Walked depth first it needs one row of sums a level, where the running sums
// themselves would be L. Near rows, in cache, and short ones are summed in registers up to R(k, L/8) or R(k, L/16). Far
// and long rows are read as long as they are, four at a time: rows that are L apart share a set of the first cache,
// which holds twelve lines, and pieces of rows come from memory slower than whole ones. Columns are as independent as
// runs are: which of them go together changes no bit, and the last vector ends where the columns end and does some of
// them twice.
#pragma once
#include "fnp/base/cache_lines.hpp"
#include "kernels/reduce/wide_sums.hpp"

namespace fnp::FNP_LEVEL {

// Rule says what a partial result is made of and how they join:
//   state<V>                 what as many columns have as V has lanes, in `fields` Vs f[]
//   first(s, x)              s := one row x
//   add(s, x, n)             s, of n rows, takes the row x
//   link                     of two numbers of rows: what a join has to know of them
//   join(s, other, link)     s takes another partial result
template <class T, class Rule, int Parts = 1> struct column_tree {
  using sums = wide_sums<T, Parts>;
  using vector = typename sums::vector;
  using link = typename Rule::link;
  template <class V> using state = typename Rule::template state<V>;
  static constexpr std::ptrdiff_t lanes = sums::lanes / Parts, longest_leaf = 16 * lanes, width = sums::width;
  static constexpr int fields = Rule::fields;
  // Levels of J in registers, and vectors that go together there; rows that go together from far.
  static constexpr int inside = (fields == 1 ? 3 : 1) + (register_bytes == 64);
  static constexpr int together = fields == 1 ? 4 : 2, streams = 4;
  // Numbers of a row that go together: near ones are in the first cache a level, far ones come from memory.
  static constexpr std::ptrdiff_t most_near = 4096 / sizeof(T) / fields, most_far = 32768 / sizeof(T) / fields;
  static constexpr std::ptrdiff_t ahead = 2048;

  std::ptrdiff_t stride, columns;  // of rows, in bytes; numbers, not elements

  // Fields one behind the other.
  template <class V> FNP_INLINE void load(state<V>& s, T const* row, std::ptrdiff_t at) const noexcept {
    for (int f = 0; f < fields; ++f) std::memcpy(&s.f[f], row + f * columns + at, sizeof(V));
  }
  template <class V> FNP_INLINE void store(T* row, std::ptrdiff_t at, state<V> const& s) const noexcept {
    for (int f = 0; f < fields; ++f) std::memcpy(row + f * columns + at, &s.f[f], sizeof(V));
  }
  template <class V> FNP_INLINE static void read(V& x, std::byte const* row, std::ptrdiff_t at) noexcept {
    std::memcpy(&x, reinterpret_cast<T const*>(row) + at, sizeof x);
  }
  // Rows of the running sum k.
  FNP_INLINE static int rows_of(std::ptrdiff_t k, std::ptrdiff_t rows) noexcept {
    return static_cast<int>((rows - k - 1) / lanes) + 1;
  }

  // --- near
  // -----------------------------------------------------------------------------------------------------------

  // Where vector p of those from number `at` on begins: the last one may be moved back.
  template <class V, int Vectors> FNP_INLINE std::ptrdiff_t place(std::ptrdiff_t at, int p) const noexcept {
    std::ptrdiff_t const i = at + p * static_cast<std::ptrdiff_t>(sizeof(V) / sizeof(T));
    std::ptrdiff_t const last = columns - static_cast<std::ptrdiff_t>(sizeof(V) / sizeof(T));
    return p + 1 < Vectors || i < last ? i : last;
  }

  // Which rows stand below R(k, L / 2^inside), said at compile time: of the running sums k, k + L / 2^inside, ... the
  // first `Sums`, each of one row where `Single`.
  template <int Sums, bool Single> struct shape_of_base {
    static constexpr int sums_below = Sums;
    static constexpr bool single = Single;
  };
  // R(k + At L / 2^inside, L / 2^Level) of it; gives the number of rows in it.
  template <class Shape, int Level, int At, class V, int Vectors>
  FNP_INLINE int base(state<V> (&s)[Vectors], std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t k,
                      std::ptrdiff_t at) const noexcept {
    constexpr int other = At + (1 << inside >> Level);
    if constexpr (Level == 0) {
      std::ptrdiff_t const number = k + At * (lanes >> inside);
      std::byte const* row = x + number * stride;
      V v;
#pragma GCC unroll 4
      for (int p = 0; p < Vectors; ++p) {
        read(v, row, place<V, Vectors>(at, p));
        Rule::first(s[p], v);
      }
      int const n = Shape::single ? 1 : rows_of(number, rows);
      for (int j = 1; j < n; ++j) {
        row += lanes * stride;
#pragma GCC unroll 4
        for (int p = 0; p < Vectors; ++p) {
          read(v, row, place<V, Vectors>(at, p));
          Rule::add(s[p], v, j);
        }
      }
      return n;
    } else if constexpr (other >= Shape::sums_below) {
      return base<Shape, Level - 1, At, V>(s, x, rows, k, at);
    } else {
      int const left = base<Shape, Level - 1, At, V>(s, x, rows, k, at);
      state<V> more[Vectors];
      int const right = base<Shape, Level - 1, other, V>(more, x, rows, k, at);
      link const l(static_cast<T>(left), static_cast<T>(right));
#pragma GCC unroll 4
      for (int p = 0; p < Vectors; ++p) Rule::join(s[p], more[p], l);
      return left + right;
    }
  }
  template <class Shape, class V, int Vectors>
  FNP_INLINE int base_at(T* to, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t k,
                         std::ptrdiff_t at) const noexcept {
    state<V> s[Vectors];
    int const n = base<Shape, inside, 0, V>(s, x, rows, k, at);
#pragma GCC unroll 4
    for (int p = 0; p < Vectors; ++p) store(to, place<V, Vectors>(at, p), s[p]);
    return n;
  }
  template <class Shape>
  int near_row_of(T* to, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t k) const noexcept {
    int n = 0;
    std::ptrdiff_t at = 0;
    if (columns < width)
      for (; at < columns; ++at) n = base_at<Shape, T, 1>(to, x, rows, k, at);
    for (; at + (together - 1) * width < columns; at += together * width)
      n = base_at<Shape, vector, together>(to, x, rows, k, at);
    if (at + 2 * width < columns) return base_at<Shape, vector, 3>(to, x, rows, k, at);
    if (at + width < columns) return base_at<Shape, vector, 2>(to, x, rows, k, at);
    if (at < columns) return base_at<Shape, vector, 1>(to, x, rows, k, at);
    return n;
  }
  template <int... Sums>
  FNP_INLINE int near_row_below(T* to, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t k,
                                std::integer_sequence<int, Sums...>) const noexcept {
    using walk = int (column_tree::*)(T*, std::byte const*, std::ptrdiff_t, std::ptrdiff_t) const noexcept;
    static constexpr walk single[] = {&column_tree::near_row_of<shape_of_base<Sums + 1, true>>...};
    return (this->*single[(rows - k - 1) / (lanes >> inside)])(to, x, rows, k);
  }
  int near_row(T* to, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t k) const noexcept {
    constexpr int all = 1 << inside;
    if (rows > lanes) return near_row_of<shape_of_base<all, false>>(to, x, rows, k);
    return near_row_below(to, x, rows, k, std::make_integer_sequence<int, all>{});
  }

  // --- far
  // ------------------------------------------------------------------------------------------------------------

  // The rows x, x + L strides, ... join what `to` has of `before` rows. `jump`: bytes to the rows that come next.
  template <class V, int Rows, bool First>
  FNP_INLINE void pass_at(T* to, std::byte const* x, int before, std::ptrdiff_t at,
                          std::ptrdiff_t distance) const noexcept {
    state<V> s;
    if constexpr (!First) load(s, to, at);
#pragma GCC unroll 4
    for (int j = 0; j < Rows; ++j) {
      V v;
      std::byte const* const row = x + j * lanes * stride;
      read(v, row, at);
      if (at * static_cast<std::ptrdiff_t>(sizeof(T)) % 64 == 0)
        expect_line(row + at * static_cast<std::ptrdiff_t>(sizeof(T)), distance);
      First && j == 0 ? Rule::first(s, v) : Rule::add(s, v, before + j);
    }
    store(to, at, s);
  }
  template <int Rows, bool First>
  void pass(T* to, std::byte const* x, int before, std::ptrdiff_t jump) const noexcept {
    std::ptrdiff_t const bytes = columns * static_cast<std::ptrdiff_t>(sizeof(T)), whole = columns / width * width;
    std::ptrdiff_t const turn = (bytes - ahead) / 64 * (64 / static_cast<std::ptrdiff_t>(sizeof(T)));
    std::ptrdiff_t at = 0;
    for (; at < turn; at += width) pass_at<vector, Rows, First>(to, x, before, at, ahead);
    for (; at < whole; at += width) pass_at<vector, Rows, First>(to, x, before, at, jump + ahead - bytes);
    for (; at < columns; ++at) pass_at<T, Rows, First>(to, x, before, at, 0);
  }
  template <bool First>
  void passes(T* to, std::byte const* x, int rows, int before, std::ptrdiff_t jump) const noexcept {
    rows == streams ? pass<streams, First>(to, x, before, jump)
    : rows == 3     ? pass<3, First>(to, x, before, jump)
    : rows == 2     ? pass<2, First>(to, x, before, jump)
                    : pass<1, First>(to, x, before, jump);
  }
  // The running sum that is read after k, in the order of the recursion.
  static std::ptrdiff_t after(std::ptrdiff_t k) noexcept {
    std::ptrdiff_t bit = lanes / 2;
    for (; k & bit; bit /= 2) k ^= bit;
    return k | bit;
  }
  int far_row(T* to, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t k) const noexcept {
    int const n = rows_of(k, rows);
    for (int j = 0; j < n; j += streams) {
      int const here = n - j < streams ? n - j : streams;
      std::ptrdiff_t const next = j + here < n ? streams * lanes : after(k) - k - j * lanes;
      std::byte const* const from = x + (k + j * lanes) * stride;
      j == 0 ? passes<true>(to, from, here, j, next * stride) : passes<false>(to, from, here, j, next * stride);
    }
    return n;
  }

  // --- both
  // -----------------------------------------------------------------------------------------------------------

  void join(T* to, T const* other, T a, T b) const noexcept {
    link const l(a, b);
    std::ptrdiff_t at = 0;
    for (; at + width <= columns; at += width) join_at<vector>(to, other, at, l);
    for (; at < columns; ++at) join_at<T>(to, other, at, l);
  }
  template <class V> FNP_INLINE void join_at(T* to, T const* other, std::ptrdiff_t at, link const& l) const noexcept {
    state<V> s, more;
    load(s, to, at);
    load(more, other, at);
    Rule::join(s, more, l);
    store(to, at, s);
  }

  // R(k, s) of a leaf. `to` is a row of sums, and behind it is room for one more a level.
  template <bool Far>
  T node(T* to, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t k, std::ptrdiff_t s) const noexcept {
    if (s == (Far ? lanes : lanes >> inside))
      return static_cast<T>(Far ? far_row(to, x, rows, k) : near_row(to, x, rows, k));
    T const left = node<Far>(to, x, rows, k, 2 * s);
    if (k + s >= rows) return left;
    T* const other = to + fields * columns;
    T const right = node<Far>(other, x, rows, k + s, 2 * s);
    join(to, other, left, right);
    return left + right;
  }
  // The tree of all rows; gives their number as its joins add it up.
  template <bool Far> T tree(T* to, std::byte const* x, std::ptrdiff_t rows) const noexcept {
    if (rows <= longest_leaf) return node<Far>(to, x, rows, 0, 1);
    std::ptrdiff_t const half = rows / 2 / lanes * lanes;
    T* const other = to + fields * columns;
    T const left = tree<Far>(to, x, half), right = tree<Far>(other, x + half * stride, rows - half);
    join(to, other, left, right);
    return left + right;
  }

  // Of the columns of `rows` rows from x on, a panel at a time: take(row of sums, its numbers, first number, rows).
  template <class Take>
  static void each_panel(std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t stride, std::ptrdiff_t columns,
                         std::byte* room, Take take) noexcept {
    T* const to = reinterpret_cast<T*>(room);
    bool const long_rows = columns * static_cast<std::ptrdiff_t>(sizeof(T)) >= 2 * ahead;
    bool const far = long_rows && (rows * stride > sums::far_bytes || rows * stride < -sums::far_bytes);
    std::ptrdiff_t const most = far ? most_far : most_near, panels = (columns + most - 1) / most;
    for (std::ptrdiff_t p = 0; p < panels; ++p) {
      std::ptrdiff_t const begin = columns * p / panels, n = columns * (p + 1) / panels - begin;
      column_tree const t{stride, n};
      std::byte const* const from = x + begin * static_cast<std::ptrdiff_t>(sizeof(T));
      T const count = far ? t.template tree<true>(to, from, rows) : t.template tree<false>(to, from, rows);
      take(to, n, begin, count);
    }
  }
};

}  // namespace fnp::FNP_LEVEL
