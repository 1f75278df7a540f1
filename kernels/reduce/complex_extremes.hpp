// Extremes of complex numbers, ordered by their real parts and then by their imaginary ones, in vectors.
//
// The first of equals wins, and the first with a NaN above all, so lanes may not be joined in another order. Down
// columns every lane has an order of its own: real and imaginary parts lie apart there, and a number is kept where
//   l >= x  =  l.re > x.re and no imaginary part is a NaN, or l.re = x.re and l.im >= x.im
// or where it has a NaN. Along a run most elements cannot win: their real part is worse than the best one so far and
// their imaginary part is a number. One comparison of the parts as they lie, with the best real part and an infinity by
// turns, passes over a vector of them.
#pragma once
#include "fnp/base/cache_lines.hpp"
#include "kernels/reduce/extremes.hpp"
#include "kernels/reduce/first_match.hpp"
#include "kernels/reduce/spaced_folds.hpp"

namespace fnp::FNP_LEVEL {

template <class C> struct complex_lanes {
  using part = decltype(C{}.re);
  static constexpr std::size_t lanes = register_bytes / sizeof(part);
  typedef part vector __attribute__((vector_size(register_bytes)));
  typedef std::make_signed_t<ops::lane_mask<part>> mask __attribute__((vector_size(register_bytes)));

  // The parts of `lanes` numbers, apart.
  template <std::size_t... L>
  FNP_INLINE static void load(vector& re, vector& im, C const* x, std::index_sequence<L...>) noexcept {
    vector a, b;
    std::memcpy(&a, x, sizeof a);
    std::memcpy(&b, x + lanes / 2, sizeof b);
    re = __builtin_shufflevector(a, b, static_cast<int>(2 * L)...);
    im = __builtin_shufflevector(a, b, static_cast<int>(2 * L + 1)...);
  }
  FNP_INLINE static void load(vector& re, vector& im, C const* x) noexcept {
    load(re, im, x, std::make_index_sequence<lanes>{});
  }

  template <bool Max>
  FNP_INLINE static void keeps(mask& keep, vector const& re, vector const& im, vector const& x,
                               vector const& y) noexcept {
    mask const further = Max ? re > x : re < x, level = Max ? im >= y : im <= y;
    mask const numbers = (im == im) & (y == y), nan = (re != re) | (im != im);
    keep = (further & numbers) | ((re == x) & level) | nan;
  }
};

// A row's next lines, which so many instructions a vector leave no room to ask for in time.
template <class C> FNP_INLINE void read_ahead(C const* x) noexcept {
  expect_line(x, 1024);
  if constexpr (register_bytes == 64) expect_line(x, 1024 + line_bytes);
}

// Columns of `rows` rows, as many as fill vectors: how many are done. at(i): where the number of the row that won is
// counted up from 1, by column; null where only values are wanted.
template <bool Max, class C, class Place>
FNP_INLINE std::ptrdiff_t complex_column_extremes(C* s, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t stride,
                                                  std::ptrdiff_t n, Place place) noexcept {
  using lanes = complex_lanes<C>;
  using part = typename lanes::part;
  using number = std::make_signed_t<ops::lane_mask<part>>;
  constexpr std::ptrdiff_t width = lanes::lanes, panel = 8192 / static_cast<std::ptrdiff_t>(sizeof(C));
  constexpr bool with_places = !std::is_null_pointer_v<Place>;
  if (rows < 2) return 0;
  alignas(64) part re[panel], im[panel];
  alignas(64) number won[with_places ? panel : 1];
  std::ptrdiff_t const whole = n - n % width;
  for (std::ptrdiff_t begin = 0; begin < whole; begin += panel) {
    std::ptrdiff_t const here = whole - begin < panel ? whole - begin : panel;
    for (std::ptrdiff_t i = 0; i < here; ++i) {
      re[i] = s[begin + i].re;
      im[i] = s[begin + i].im;
      if constexpr (with_places) won[i] = 0;
    }
    for (std::ptrdiff_t r = 0; r < rows; ++r) {
      C const* const row = reinterpret_cast<C const*>(x + r * stride) + begin;
      typename lanes::mask const row_number = typename lanes::mask{} + static_cast<number>(r + 1);
      for (std::ptrdiff_t i = 0; i < here; i += width) {
        typename lanes::vector a, b, u, v;
        typename lanes::mask keep;
        std::memcpy(&a, re + i, sizeof a);
        std::memcpy(&b, im + i, sizeof b);
        read_ahead(row + i);
        lanes::load(u, v, row + i);
        lanes::template keeps<Max>(keep, a, b, u, v);
        a = keep ? a : u;
        b = keep ? b : v;
        std::memcpy(re + i, &a, sizeof a);
        std::memcpy(im + i, &b, sizeof b);
        if constexpr (with_places) {
          typename lanes::mask w;
          std::memcpy(&w, won + i, sizeof w);
          w = keep ? w : row_number;
          std::memcpy(won + i, &w, sizeof w);
        }
      }
    }
    for (std::ptrdiff_t i = 0; i < here; ++i) {
      s[begin + i] = C(re[i], im[i]);
      if constexpr (with_places) place(begin + i, static_cast<std::ptrdiff_t>(won[i]));
    }
  }
  return whole;
}

// First i in [begin, n) that may be a better number than `best`. pre: no part of `best` is a NaN.
template <bool Max, class C>
FNP_INLINE std::ptrdiff_t candidate(C const* x, std::ptrdiff_t begin, std::ptrdiff_t n, C const& best) noexcept {
  using lanes = complex_lanes<C>;
  using part = typename lanes::part;
  constexpr std::ptrdiff_t together = 4, numbers = static_cast<std::ptrdiff_t>(lanes::lanes) / 2,
                           step = together * numbers;
  constexpr part bound = Max ? std::numeric_limits<part>::infinity() : -std::numeric_limits<part>::infinity();
  typename lanes::vector limit;
  for (std::size_t k = 0; k < lanes::lanes; k += 2) {
    limit[k] = best.re;
    limit[k + 1] = bound;
  }
  std::ptrdiff_t i = begin;
  for (; i + step <= n; i += step) {
    typename lanes::mask all = typename lanes::mask{} == 0;
#pragma GCC unroll 4
    for (std::ptrdiff_t k = 0; k < together; ++k) {
      typename lanes::vector v;
      expect_line(x + i + k * numbers, 4096);
      std::memcpy(&v, x + i + k * numbers, sizeof v);
      all &= Max ? v < limit : v > limit;
    }
    if (!is_full<part>(all)) break;
  }
  auto const beyond = [&](C const& v) {
    return static_cast<int>(Max ? v.re < best.re : v.re > best.re) & static_cast<int>(v.im == v.im);
  };
  while (i < n && beyond(x[i])) ++i;
  return i;
}

// Where among n elements the extreme of them and `best` is, n if `best` stays. Puts it there.
template <bool Max, class C> FNP_INLINE std::ptrdiff_t complex_extreme(C& best, C const* x, std::ptrdiff_t n) noexcept {
  std::ptrdiff_t at = n;
  for (std::ptrdiff_t i = 0; !nan_of(best) && (i = candidate<Max>(x, i, n, best)) < n; ++i)
    if (nan_of(x[i]) || better<Max>(x[i], best)) {
      best = x[i];
      at = i;
    }
  return at;
}

// The same of elements that lie apart, piece by piece.
template <bool Max, class C>
FNP_INLINE std::ptrdiff_t complex_extreme(C& best, std::byte const* x, std::ptrdiff_t step, std::ptrdiff_t n) noexcept {
  if (step == static_cast<std::ptrdiff_t>(sizeof(C)))
    return complex_extreme<Max>(best, reinterpret_cast<C const*>(x), n);
  constexpr std::ptrdiff_t piece = gathered_piece / static_cast<std::ptrdiff_t>(sizeof(C));
  gathered_elements<C, piece> room;
  C* const dense = room.begin();
  std::ptrdiff_t at = n;
  for (std::ptrdiff_t begin = 0; begin < n && !nan_of(best); begin += piece) {
    std::ptrdiff_t const here = n - begin < piece ? n - begin : piece;
    gather_from_afar(dense, x + begin * step, step, here);
    std::ptrdiff_t const found = complex_extreme<Max>(best, dense, here);
    if (found < here) at = begin + found;
  }
  return at;
}

}  // namespace fnp::FNP_LEVEL
