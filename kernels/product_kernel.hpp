// Kernels of the products of matrices and vectors, and the order of operations that all of them keep.
#pragma once
#include <cstddef>

#include "kernels/registry.hpp"

namespace fnp::kernels {

// The product of matrices c (m x n) = a (m x k) b (k x n), and the order of its operations, which is this and nothing
// else for every level, layout, block and thread:
//   a matrix  (m > 1 and n > 1)  c[i, j] = ((0 + a[i, 0] b[0, j]) + a[i, 1] b[1, j]) + ...: one multiplication and one
//             addition a term, in increasing k.
//   a vector  (m == 1 or n == 1), or few sums of very many terms (is_thin)
//             Every element is a dot product. Terms lie in runs of `dot_run`; in a run, lane l of
//             `dot_lanes` bytes / itemsize sums the terms whose position is l modulo the lanes, from 0 in increasing
//             order; then the upper half of the lanes is added to the lower until one is left; runs are added in
//             increasing order.
// Complex terms are (xr yr - xi yi) + (xr yi + xi yr) i, infinities not recovered. Integers wrap; booleans: or of ands.
// float16 is multiplied as float32 in increasing k, vectors too, and rounded once.
inline constexpr std::ptrdiff_t dot_run = 8192, dot_lanes = 256;
inline constexpr std::size_t shortest_lanes = 8;
constexpr bool is_thin(std::ptrdiff_t m, std::ptrdiff_t k, std::ptrdiff_t n) noexcept {
  return k >= 4096 && m <= 32 && n <= 32 && m * n <= 64;
}

// From one matrix of a batch to the next, in bytes.
struct matrix_steps {
  std::ptrdiff_t c, a, b;
};

struct product_kernel {
  // Complex numbers have two parts. Packed and tiled they are a row of real parts, then one of imaginary parts.
  std::ptrdiff_t parts;
  // Of a tile, which stays in registers: its heights, falling, and its widths, `lanes` columns for every register.
  std::ptrdiff_t heights[3], registers, lanes;
  // c += a b for one tile of height `heights[h]` and r + 1 registers, or c = a b where `fresh`. a: for every k a
  // column, b: for every k a row of the tile; c: rows `c_row` bytes apart. All dense, of all parts.
  void (*tile[3][3])(std::byte* c, std::ptrdiff_t c_row, std::byte const* a, std::byte const* b, std::ptrdiff_t depth,
                     bool fresh) noexcept;
  // c[j] += a[k] b[k, j] for k = 0 .. depth - 1 in order; c and the rows of b dense, a in steps of `a_step` bytes.
  void (*row)(std::byte* c, std::byte const* a, std::ptrdiff_t a_step, std::byte const* b, std::ptrdiff_t b_row,
              std::ptrdiff_t depth, std::ptrdiff_t columns) noexcept;
  // The whole product in increasing k, for matrices so small or narrow that packing costs more; of `count` matrices,
  // `step` bytes apart. Any strides, any k >= 0; fast where the rows of b and c are dense.
  void (*small)(strided_rows c, strided_rows a, strided_rows b, std::ptrdiff_t m, std::ptrdiff_t k, std::ptrdiff_t n,
                std::ptrdiff_t count, matrix_steps const& step) noexcept;
  // sums[i] = the dot product of one run, dense, 0 <= n <= dot_run, of x + i x_row and y + i y_row.
  void (*dots)(std::byte* sums, std::byte const* x, std::ptrdiff_t x_row, std::byte const* y, std::ptrdiff_t y_row,
               std::ptrdiff_t rows, std::ptrdiff_t n) noexcept;
  // Likewise with the conjugates of x; of real numbers `dots`.
  void (*conjugated_dots)(std::byte* sums, std::byte const* x, std::ptrdiff_t x_row, std::byte const* y,
                          std::ptrdiff_t y_row, std::ptrdiff_t rows, std::ptrdiff_t n) noexcept;
  // c[j] = the dot product of the terms a[k] b[k, j], 0 < depth <= shortest_lanes; else as `row`.
  void (*columns)(std::byte* c, std::byte const* a, std::ptrdiff_t a_step, std::byte const* b, std::ptrdiff_t b_row,
                  std::ptrdiff_t depth, std::ptrdiff_t columns) noexcept;
  // Each of `rows` dense rows of `width` complex numbers becomes its real parts and then its imaginary ones, where it
  // lies. pre: a row is no wider than a tile or high as one. Null for real numbers.
  void (*part)(std::byte* at, std::ptrdiff_t rows, std::ptrdiff_t width) noexcept;
  // c[j] += x[j] for n dense elements: joins lanes and runs.
  void (*join)(std::byte* c, std::byte const* x, std::ptrdiff_t n) noexcept;
};

}  // namespace fnp::kernels
