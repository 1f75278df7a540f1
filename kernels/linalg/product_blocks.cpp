// Kernels of the matrix product: a tile of sums in registers, a row times a matrix, small matrices, dot products.
//
// Every element of the result has one sum, which takes its terms in increasing k; vectors run along the columns of the
// result, so neither the width of a register nor the size of a tile changes a bit.
#include "kernels/families.hpp"
#include "kernels/linalg/column_dots.hpp"
#include "kernels/linalg/dot_runs.hpp"
#include "kernels/linalg/part_rows.hpp"
#include "kernels/linalg/small_products.hpp"

namespace fnp::FNP_LEVEL {
namespace {

using kernels::strided_rows;

// Complex numbers keep two sums an element, in half as many rows.
template <class T> inline constexpr std::size_t rows_of_tile = number<T>::parts == 2 ? tile_rows / 2 : tile_rows;
template <class T> inline constexpr std::size_t registers_of_tile = number<T>::parts == 2 ? 2 : tile_registers;

template <class T, std::size_t Height, std::size_t Registers>
void multiply_tile(std::byte* c, std::ptrdiff_t c_row, std::byte const* a, std::byte const* b, std::ptrdiff_t depth,
                   bool fresh) noexcept {
  using part = typename number<T>::part;
  using ring = typename number<T>::ring;
  using vector = lanes<part>;
  constexpr std::size_t parts = number<T>::parts, rows = Height, registers = Registers;
  constexpr std::size_t row_bytes = registers * product_register;
  vector sums[parts][rows][registers]{};
  auto const place = [&](std::size_t p, std::size_t i, std::size_t j) {
    return c + static_cast<std::ptrdiff_t>(i) * c_row + p * row_bytes + j * product_register;
  };
  if (!fresh) {
#pragma GCC unroll 32
    for (std::size_t i = 0; i < rows; ++i)
#pragma GCC unroll 4
      for (std::size_t j = 0; j < registers; ++j)
#pragma GCC unroll 2
        for (std::size_t p = 0; p < parts; ++p) sums[p][i][j] = read<vector>(place(p, i, j));
  }
  for (; depth > 0; --depth, a += parts * rows * sizeof(part), b += parts * row_bytes) {
    vector y[parts][registers];
#pragma GCC unroll 2
    for (std::size_t p = 0; p < parts; ++p)
#pragma GCC unroll 4
      for (std::size_t j = 0; j < registers; ++j) y[p][j] = read<vector>(b + p * row_bytes + j * product_register);
#pragma GCC unroll 32
    for (std::size_t i = 0; i < rows; ++i) {
      vector const x = spread_part(read<part>(a + i * sizeof(part)));
      if constexpr (parts == 1) {
#pragma GCC unroll 4
        for (std::size_t j = 0; j < registers; ++j) sums[0][i][j] = ring::sum(sums[0][i][j], ring::term(x, y[0][j]));
      } else {
        vector const z = spread_part(read<part>(a + (rows + i) * sizeof(part)));
#pragma GCC unroll 4
        for (std::size_t j = 0; j < registers; ++j) {
          sums[0][i][j] += x * y[0][j] - z * y[1][j];
          sums[1][i][j] += x * y[1][j] + z * y[0][j];
        }
      }
    }
  }
#pragma GCC unroll 32
  for (std::size_t i = 0; i < rows; ++i)
#pragma GCC unroll 4
    for (std::size_t j = 0; j < registers; ++j)
#pragma GCC unroll 2
      for (std::size_t p = 0; p < parts; ++p) write(place(p, i, j), sums[p][i][j]);
}

// c[j] += x[0] b[0, j], then x[1] b[1, j], ... for `Depth` rows of b: c is read and written once for all of them.
template <class T, std::size_t Depth>
FNP_INLINE void add_rows(std::byte* c, T const (&x)[Depth], std::byte const* b, std::ptrdiff_t b_row,
                         std::ptrdiff_t columns) noexcept {
  using part = typename number<T>::part;
  using ring = typename number<T>::ring;
  using vector = lanes<part>;
  constexpr std::ptrdiff_t width = product_register / sizeof(T), item = sizeof(T);
  vector first[Depth], second[Depth];
#pragma GCC unroll 8
  for (std::size_t k = 0; k < Depth; ++k) {
    if constexpr (number<T>::parts == 2) {
      first[k] = spread_part(x[k].re);
      second[k] = turned<part>(spread_part(x[k].im));
    } else {
      first[k] = second[k] = spread_part(static_cast<part>(x[k]));
    }
  }
  std::ptrdiff_t j = 0;
  for (; j + width <= columns; j += width) {
    vector sum = read<vector>(c + j * item);
#pragma GCC unroll 8
    for (std::size_t k = 0; k < Depth; ++k) {
      vector const y = read<vector>(b + static_cast<std::ptrdiff_t>(k) * b_row + j * item);
      if constexpr (number<T>::parts == 2)
        sum += first[k] * y + second[k] * exchanged<part>(y);
      else
        sum = ring::sum(sum, ring::term(first[k], y));
    }
    write(c + j * item, sum);
  }
  for (; j < columns; ++j) {
    T sum = read<T>(c + j * item);
    for (std::size_t k = 0; k < Depth; ++k)
      add_term(sum, x[k], read<T>(b + static_cast<std::ptrdiff_t>(k) * b_row + j * item));
    write(c + j * item, sum);
  }
}

// Rows of b are taken by eight, or four of complex ones, then by half as many, and so on.
template <class T, std::ptrdiff_t Together = number<T>::parts == 2 ? 4 : 8>
void multiply_row(std::byte* c, std::byte const* a, std::ptrdiff_t a_step, std::byte const* b, std::ptrdiff_t b_row,
                  std::ptrdiff_t depth, std::ptrdiff_t columns) noexcept {
  for (; depth >= Together; depth -= Together, a += Together * a_step, b += Together * b_row) {
    T x[Together];
    for (std::ptrdiff_t q = 0; q < Together; ++q) x[q] = read<T>(a + q * a_step);
    add_rows<T, Together>(c, x, b, b_row, columns);
  }
  if constexpr (Together > 1) multiply_row<T, Together / 2>(c, a, a_step, b, b_row, depth, columns);
}

template <class T> constexpr kernels::product_kernel describe() noexcept {
  constexpr std::size_t high = rows_of_tile<T>, half = (high + 1) / 2, low = (half + 1) / 2,
                        wide = registers_of_tile<T>;
  kernels::product_kernel k{};
  k.parts = number<T>::parts;
  k.heights[0] = high, k.heights[1] = half, k.heights[2] = low;
  k.registers = wide;
  k.lanes = lanes_of<typename number<T>::part>::count;
  [&]<std::size_t... R>(std::index_sequence<R...>) {
    ((k.tile[0][R] = multiply_tile<T, high, R + 1>), ...);
    ((k.tile[1][R] = multiply_tile<T, half, R + 1>), ...);
    ((k.tile[2][R] = multiply_tile<T, low, R + 1>), ...);
  }(std::make_index_sequence<wide>{});
  k.row = multiply_row<T>;
  if constexpr (number<T>::parts == 2) k.part = part_rows<T>;
  k.small = multiply_small<T>;
  k.dots = dots_of_rows<T>;
  k.conjugated_dots = dots_of_rows<T, number<T>::parts == 2>;
  k.columns = dots_of_columns<T>;
  k.join = join_sums<T>;
  return k;
}
template <class T> inline constexpr kernels::product_kernel product_of = describe<T>();

}  // namespace

kernels::product_kernel const* find_product(dtype element) noexcept {
  switch (element) {
    case dtype::b1:
      return &product_of<bool>;
    case dtype::i1:
    case dtype::u1:
      return &product_of<std::uint8_t>;
    case dtype::i2:
    case dtype::u2:
      return &product_of<std::uint16_t>;
    case dtype::i4:
    case dtype::u4:
      return &product_of<std::uint32_t>;
    case dtype::i8:
    case dtype::u8:
      return &product_of<std::uint64_t>;
    case dtype::f2:
      return nullptr;
    case dtype::f4:
      return &product_of<float>;
    case dtype::f8:
      return &product_of<double>;
    case dtype::c8:
      return &product_of<complex64>;
    case dtype::c16:
      return &product_of<complex128>;
  }
  return nullptr;
}

}  // namespace fnp::FNP_LEVEL
