// Dot products of dense runs by a fixed number of lanes, as kernels/product_kernel.hpp defines their order.
//
// Complex numbers are asked for a page ahead where a call reads more of them than stay in the first cache: the
// processor by itself asks only up to the end of a page, and their arithmetic leaves it less far ahead than that of
// real ones, whose loops this made slower.
#pragma once
#include "fnp/base/cache_lines.hpp"
#include "kernels/linalg/partial_load.hpp"
#include "kernels/linalg/short_runs.hpp"

namespace fnp::FNP_LEVEL {

inline constexpr std::ptrdiff_t first_cache = 1 << 15, page_bytes = 1 << 12;

// The lanes of a run in each of several rows, folded until one register of them is left.
template <class T, bool Conjugated, bool Ahead, std::ptrdiff_t Rows>
FNP_INLINE void fold_runs(lanes<typename number<T>::part>* to, std::byte const* x, std::ptrdiff_t x_row,
                          std::byte const* y, std::ptrdiff_t y_row, std::ptrdiff_t n) noexcept {
  using part = typename number<T>::part;
  using ring = typename number<T>::ring;
  using vector = lanes<part>;
  constexpr std::size_t bytes = kernels::dot_lanes, registers = bytes / product_register;
  constexpr std::ptrdiff_t width = bytes / sizeof(T);
  vector sums[Rows][registers]{};
  auto const add = [&](std::size_t r, auto&& read_at) {
#pragma GCC unroll 4
    for (std::ptrdiff_t i = 0; i < Rows; ++i) {
      std::byte const *const u = x + i * x_row + r * product_register, *const v = y + i * y_row + r * product_register;
      sums[i][r] = ring::sum(sums[i][r], term_of<T, Conjugated>(read_at(u), read_at(v)));
    }
  };
  for (; n >= width; n -= width, x += bytes, y += bytes) {
    if constexpr (Ahead)
#pragma GCC unroll 4
      for (std::ptrdiff_t line = 0; line < kernels::dot_lanes; line += line_bytes) {
#pragma GCC unroll 4
        for (std::ptrdiff_t i = 0; i < Rows; ++i) expect_line(x + i * x_row, line + page_bytes);
        if constexpr (Rows == 1) expect_line(y, line + page_bytes);
      }
#pragma GCC unroll 16
    for (std::size_t r = 0; r < registers; ++r) add(r, [](std::byte const* p) { return read<vector>(p); });
  }
  std::size_t rest = static_cast<std::size_t>(n > 0 ? n : 0) * sizeof(T);
#pragma GCC unroll 16
  for (std::size_t r = 0; r < registers; ++r) {
    if (rest >= product_register) {
      add(r, [](std::byte const* p) { return read<vector>(p); });
      rest -= product_register;
    } else if (rest > 0) {
      add(r, [rest](std::byte const* p) { return first_bytes<vector>(p, rest); });
      rest = 0;
    }
  }
#pragma GCC unroll 4
  for (std::ptrdiff_t i = 0; i < Rows; ++i) {
#pragma GCC unroll 16
    for (std::size_t half = registers / 2; half > 0; half /= 2)
#pragma GCC unroll 16
      for (std::size_t r = 0; r < half; ++r) sums[i][r] = ring::sum(sums[i][r], sums[i][r + half]);
    to[i] = sums[i][0];
  }
}

// One register of both that has a true place in common decides.
FNP_INLINE bool any_common(std::byte const* x, std::byte const* y, std::ptrdiff_t n) noexcept {
  using vector = lanes<std::uint8_t>;
  constexpr std::ptrdiff_t width = product_register;
  auto const common = [](vector const& u, vector const& v) {
    vector const both = u & v;
    std::uint64_t words[width / 8], found = 0;
    std::memcpy(words, &both, sizeof words);
    for (std::uint64_t const w : words) found |= w;
    return found != 0;
  };
  for (; n >= width; n -= width, x += width, y += width)
    if (common(read<vector>(x), read<vector>(y))) return true;
  auto const rest = static_cast<std::size_t>(n > 0 ? n : 0);
  return rest > 0 && common(first_bytes<vector>(x, rest), first_bytes<vector>(y, rest));
}

template <class T, bool Conjugated, bool Ahead>
void dot_of_run(std::byte* sum, std::byte const* x, std::byte const* y, std::ptrdiff_t n) noexcept {
  if constexpr (std::is_same_v<T, bool>) {
    write(sum, any_common(x, y, n));
  } else {
    lanes<typename number<T>::part> run[1];
    fold_runs<T, Conjugated, Ahead, 1>(run, x, 0, y, 0, n);
    auto const folded = fold_lanes<T, numbers_of_register<T> / 2>(run[0]);
    std::memcpy(sum, &folded, sizeof(T));
  }
}

// Runs too long to share registers.
template <class T, bool Conjugated, bool Ahead>
void dots_of_long_rows(std::byte* sums, std::byte const* x, std::ptrdiff_t x_row, std::byte const* y,
                       std::ptrdiff_t y_row, std::ptrdiff_t rows, std::ptrdiff_t n) noexcept {
  // Some rows of narrow numbers at once share what is read of one y, and reach memory together.
  constexpr std::ptrdiff_t together = numbers_of_register<T>,
                           at_once = product_register == 64 && sizeof(T) <= 4 ? 4 : 1;
  if constexpr (together > 2 && together <= static_cast<std::ptrdiff_t>(most_lanes)) {
    lanes<typename number<T>::part> runs[together];
    auto const fold = [&]<std::ptrdiff_t Rows>(std::integral_constant<std::ptrdiff_t, Rows>) {
      for (std::ptrdiff_t r = 0; r < together; r += Rows, x += Rows * x_row, y += Rows * y_row)
        fold_runs<T, Conjugated, Ahead, Rows>(runs + r, x, x_row, y, y_row, n);
    };
    for (; rows >= together; rows -= together, sums += product_register) {
      if (y_row == 0) fold(std::integral_constant<std::ptrdiff_t, at_once>{});
      else fold(std::integral_constant<std::ptrdiff_t, 1>{});
      halve_together<T, together / 2>(runs);
      write(sums, runs[0]);
    }
    for (; at_once > 1 && y_row == 0 && rows >= at_once; rows -= at_once, x += at_once * x_row) {
      fold_runs<T, Conjugated, Ahead, at_once>(runs, x, x_row, y, y_row, n);
      for (std::ptrdiff_t r = 0; r < at_once; ++r, sums += sizeof(T)) {
        auto const folded = fold_lanes<T, together / 2>(runs[r]);
        std::memcpy(sums, &folded, sizeof(T));
      }
    }
  }
  for (; rows > 0; --rows, sums += sizeof(T), x += x_row, y += y_row)
    dot_of_run<T, Conjugated, Ahead>(sums, x, y, n);
}

// sums[i] = the dot product of the n terms at x + i x_row, or of their conjugates, and those at y + i y_row, for
// n <= dot_run; y_row may be 0.
template <class T, bool Conjugated = false, std::size_t Lanes = 1>
void dots_of_rows(std::byte* sums, std::byte const* x, std::ptrdiff_t x_row, std::byte const* y, std::ptrdiff_t y_row,
                  std::ptrdiff_t rows, std::ptrdiff_t n) noexcept {
  if constexpr (Lanes <= most_lanes && Lanes <= numbers_of_register<T>) {
    if (rows < 2 || n > static_cast<std::ptrdiff_t>(Lanes))
      return dots_of_rows<T, Conjugated, 2 * Lanes>(sums, x, x_row, y, y_row, rows, n);
    short_runs<T, Conjugated, Lanes>::dots(sums, x, x_row, y, y_row, rows, n);
  } else {
    constexpr std::ptrdiff_t item = sizeof(T);
    bool const far = rows * n * item >= first_cache && (rows == 1 || y_row != 0 || item > 8);
    if (number<T>::parts == 2 && far)
      dots_of_long_rows<T, Conjugated, number<T>::parts == 2>(sums, x, x_row, y, y_row, rows, n);
    else
      dots_of_long_rows<T, Conjugated, false>(sums, x, x_row, y, y_row, rows, n);
  }
}

}  // namespace fnp::FNP_LEVEL
