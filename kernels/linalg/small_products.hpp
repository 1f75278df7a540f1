// Products of matrices where they lie: short or narrow ones, and batches of small ones.
//
// A few columns of some rows of the result are registers, to which each number of the left rows times those columns of
// a row of the right matrix is added. Columns are taken by the widest register that they fill, then by half as wide
// ones; what is left is computed number by number. Rows of one large product are a batch like any other, of a few rows
// each.
#pragma once
#include "kernels/linalg/product_lanes.hpp"
#include "kernels/product_kernel.hpp"

namespace fnp::FNP_LEVEL {

using kernels::matrix_steps;
using kernels::strided_rows;

// Below AVX the compiler would keep vectors of 8 bytes in the registers of the old floating-point unit.
#if defined(__AVX2__)
inline constexpr std::size_t narrowest_columns = 8;
#else
inline constexpr std::size_t narrowest_columns = 16;
#endif

template <class T, std::size_t Bytes> struct columns_of {
  using part = typename number<T>::part;
  typedef part vector __attribute__((vector_size(Bytes)));
  static constexpr std::ptrdiff_t count = Bytes / sizeof(T);

  // sum += x y for one number x
  FNP_INLINE static void add(vector& sum, std::byte const* x, vector const& y, vector const& turned_y) noexcept {
    if constexpr (number<T>::parts == 2)
      sum += (read<part>(x) - vector{}) * y + turned<part>(vector(read<part>(x + sizeof(part)) - vector{})) * turned_y;
    else
      sum = number<T>::ring::sum(sum, number<T>::ring::term(vector(read<part>(x) - vector{}), y));
  }
};

// `Rows` rows by the columns of one register, of every matrix of a batch.
template <class T, std::size_t Bytes, std::size_t Rows>
FNP_INLINE void multiply_strips(strided_rows c, strided_rows a, strided_rows b, std::ptrdiff_t depth,
                                std::ptrdiff_t count, matrix_steps const& step) noexcept {
  using columns = columns_of<T, Bytes>;
  using vector = typename columns::vector;
  for (; count > 0; --count, c.at += step.c, a.at += step.a, b.at += step.b) {
    vector sums[Rows]{};
    std::byte const *x = a.at, *y = b.at;
    for (std::ptrdiff_t k = 0; k < depth; ++k, x += a.element, y += b.row) {
      vector const row = read<vector>(y);
      vector turned_row = row;
      if constexpr (number<T>::parts == 2) turned_row = exchanged<typename number<T>::part>(row);
#pragma GCC unroll 8
      for (std::size_t r = 0; r < Rows; ++r)
        columns::add(sums[r], x + static_cast<std::ptrdiff_t>(r) * a.row, row, turned_row);
    }
#pragma GCC unroll 8
    for (std::size_t r = 0; r < Rows; ++r) write(c.at + static_cast<std::ptrdiff_t>(r) * c.row, sums[r]);
  }
}

template <class T, std::size_t Bytes>
void multiply_columns(strided_rows c, strided_rows a, strided_rows b, std::ptrdiff_t m, std::ptrdiff_t depth,
                      std::ptrdiff_t count, matrix_steps const& step) noexcept {
  constexpr std::ptrdiff_t together = 4;
  if (count == 1) {
    std::ptrdiff_t const groups = m / together;
    multiply_strips<T, Bytes, together>(c, a, b, depth, groups, {together * c.row, together * a.row, 0});
    c.at += groups * together * c.row, a.at += groups * together * a.row, m -= groups * together;
  }
  for (; m >= together; m -= together, c.at += together * c.row, a.at += together * a.row)
    multiply_strips<T, Bytes, together>(c, a, b, depth, count, step);
  if (m >= 2) {
    multiply_strips<T, Bytes, 2>(c, a, b, depth, count, step);
    m -= 2, c.at += 2 * c.row, a.at += 2 * a.row;
  }
  if (m == 1) multiply_strips<T, Bytes, 1>(c, a, b, depth, count, step);
}

template <class T>
void multiply_numbers(strided_rows c, strided_rows a, strided_rows b, std::ptrdiff_t m, std::ptrdiff_t depth,
                      std::ptrdiff_t n, std::ptrdiff_t count, matrix_steps const& step) noexcept {
  for (; count > 0; --count, c.at += step.c, a.at += step.a, b.at += step.b)
    for (std::ptrdiff_t i = 0; i < m; ++i)
      for (std::ptrdiff_t j = 0; j < n; ++j) {
        std::byte const *x = a.at + i * a.row, *y = b.at + j * b.element;
        T sum{};
        for (std::ptrdiff_t q = 0; q < depth; ++q, x += a.element, y += b.row) add_term(sum, read<T>(x), read<T>(y));
        write(c.at + i * c.row + j * c.element, sum);
      }
}

template <class T, std::size_t Bytes = product_register>
void multiply_dense(strided_rows c, strided_rows a, strided_rows b, std::ptrdiff_t m, std::ptrdiff_t depth,
                    std::ptrdiff_t n, std::ptrdiff_t count, matrix_steps const& step) noexcept {
  if constexpr (Bytes >= narrowest_columns && Bytes > sizeof(T)) {
    constexpr std::ptrdiff_t width = columns_of<T, Bytes>::count;
    for (; n >= width; n -= width, c.at += Bytes, b.at += Bytes)
      multiply_columns<T, Bytes>(c, a, b, m, depth, count, step);
    if (n > 0) multiply_dense<T, Bytes / 2>(c, a, b, m, depth, n, count, step);
  } else {
    multiply_numbers<T>(c, a, b, m, depth, n, count, step);
  }
}

// Columns that fill no register, of dense rows: the first elements of a register too wide for them. What is stored
// beyond a row is the beginning of the next one, which comes after; but for the last row.
template <class T, std::size_t Bytes = narrowest_columns>
bool multiply_padded(strided_rows c, strided_rows a, strided_rows b, std::ptrdiff_t m, std::ptrdiff_t depth,
                     std::ptrdiff_t n) noexcept {
  constexpr std::ptrdiff_t deepest = 64;
  if constexpr (Bytes > product_register || Bytes / sizeof(T) < 3) {
    if constexpr (Bytes < product_register) return multiply_padded<T, 2 * Bytes>(c, a, b, m, depth, n);
    else return false;
  } else {
    constexpr std::ptrdiff_t width = columns_of<T, Bytes>::count;
    if (n > width) return multiply_padded<T, 2 * Bytes>(c, a, b, m, depth, n);
    if (n == width || m < 8 || depth > deepest || c.row != n * static_cast<std::ptrdiff_t>(sizeof(T))) return false;
    alignas(64) std::byte rows[deepest * Bytes];
    for (std::ptrdiff_t k = 0; k < depth; ++k)
      for (std::ptrdiff_t j = 0; j < width; ++j)  // with a column once more: zeros might raise conditions
        write(rows + (k * width + j) * static_cast<std::ptrdiff_t>(sizeof(T)),
              read<T>(b.at + k * b.row + (j < n ? j : 0) * static_cast<std::ptrdiff_t>(sizeof(T))));
    multiply_columns<T, Bytes>(c, a, {rows, static_cast<std::ptrdiff_t>(Bytes), 0}, m - 1, depth, 1, {});
    multiply_dense<T>({c.at + (m - 1) * c.row, c.row, c.element}, {a.at + (m - 1) * a.row, a.row, a.element}, b, 1,
                      depth, n, 1, {});
    return true;
  }
}

template <class T>
void multiply_small(strided_rows c, strided_rows a, strided_rows b, std::ptrdiff_t m, std::ptrdiff_t depth,
                    std::ptrdiff_t n, std::ptrdiff_t count, matrix_steps const& step) noexcept {
  constexpr std::ptrdiff_t item = sizeof(T), rows_of_block = 32, batch = 32;
  bool const dense = n == 1 || (c.element == item && b.element == item);
  if (!dense || n * item < static_cast<std::ptrdiff_t>(narrowest_columns))
    return multiply_numbers<T>(c, a, b, m, depth, n, count, step);
  if (count > 1) {
    for (; count > 0; count -= batch, c.at += batch * step.c, a.at += batch * step.a, b.at += batch * step.b)
      multiply_dense<T>(c, a, b, m, depth, n, count < batch ? count : batch, step);
    return;
  }
  if (n * item < static_cast<std::ptrdiff_t>(product_register) && multiply_padded<T>(c, a, b, m, depth, n)) return;
  if constexpr (sizeof(T) < product_register) {
    // Of few rows the columns are a batch.
    if (std::ptrdiff_t const whole = n * item / static_cast<std::ptrdiff_t>(product_register); m <= 4 && whole > 1) {
      constexpr std::ptrdiff_t bytes = product_register;
      multiply_columns<T, product_register>(c, a, b, m, depth, whole, {bytes, 0, bytes});
      c.at += whole * bytes, b.at += whole * bytes, n -= whole * (bytes / item);
      if (n == 0) return;
    }
  }
  // A block of the left rows stays near while all columns pass by.
  for (; m > 0; m -= rows_of_block, c.at += rows_of_block * c.row, a.at += rows_of_block * a.row)
    multiply_dense<T>(c, a, b, m < rows_of_block ? m : rows_of_block, depth, n, 1, step);
}

}  // namespace fnp::FNP_LEVEL
