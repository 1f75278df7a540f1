// Strided copies: rows of any layout to rows of any layout; a transposition runs in registers.
//
// Let N elements fill a register. A tile of N x N is read as N registers along the source's dense direction, transposed
// (kernels/stage/lane_transposition.hpp), and written as N registers along the destination's. Both sides touch whole
// cache lines. Edges, and what has fewer rows, go by tiles half as high and wide.
#include <cstring>
#include <utility>

#include "kernels/families.hpp"
#include "kernels/stage/lane_transposition.hpp"
#include "kernels/stage/row_gather.hpp"

namespace fnp::FNP_LEVEL {
namespace {

using kernels::strided_rows;

// At most 16 registers a tile: more would spill.
template <class T>
inline constexpr std::size_t tile_lanes = register_bytes / sizeof(T) < 16 ? register_bytes / sizeof(T) : 16;

// One tile. from: N runs of N elements, `from_step` bytes apart; to: likewise, transposed.
template <class T, std::size_t N>
FNP_INLINE void transpose_tile(std::byte* to, std::ptrdiff_t to_step, std::byte const* from,
                               std::ptrdiff_t from_step) noexcept {
  typedef T vector __attribute__((vector_size(N * sizeof(T))));
  vector tile[N];
#pragma GCC unroll 64
  for (std::size_t i = 0; i < N; ++i) tile[i] = load<vector>(from + static_cast<std::ptrdiff_t>(i) * from_step);
  transpose_squares<N, N, N / 2>(tile);
#pragma GCC unroll 64
  for (std::size_t i = 0; i < N; ++i) store(to + static_cast<std::ptrdiff_t>(i) * to_step, tile[i]);
}

template <class T>
FNP_INLINE void copy_each(strided_rows to, strided_rows from, std::ptrdiff_t rows, std::ptrdiff_t count) noexcept {
  for (std::ptrdiff_t r = 0; r < rows; ++r) {
    std::byte* const out = to.at + r * to.row;
    std::byte const* const x = from.at + r * from.row;
    for (std::ptrdiff_t i = 0; i < count; ++i) store(out + i * to.element, load<T>(x + i * from.element));
  }
}

// Registers of less would be those of the old floating-point unit.
inline constexpr std::size_t least_register = 16;

// pre: to.element == sizeof(T), from.row == sizeof(T).
template <class T, std::size_t N = tile_lanes<T>>
FNP_INLINE void transpose(strided_rows to, strided_rows from, std::ptrdiff_t rows, std::ptrdiff_t count) noexcept {
  if constexpr (N < 2 || N * sizeof(T) < least_register) {
    copy_each<T>(to, from, rows, count);
  } else {
    constexpr std::ptrdiff_t n = N, size = sizeof(T);
    std::ptrdiff_t const whole_rows = rows - rows % n, whole_count = count - count % n;
    for (std::ptrdiff_t r = 0; r < whole_rows; r += n)
      for (std::ptrdiff_t c = 0; c < whole_count; c += n)
        transpose_tile<T, N>(to.at + r * to.row + c * size, to.row, from.at + r * size + c * from.element,
                             from.element);
    if (whole_count < count)
      transpose<T, N / 2>({to.at + whole_count * size, to.row, size},
                          {from.at + whole_count * from.element, size, from.element}, whole_rows, count - whole_count);
    if (whole_rows < rows)
      transpose<T, N / 2>({to.at + whole_rows * to.row, to.row, size},
                          {from.at + whole_rows * size, size, from.element}, rows - whole_rows, count);
  }
}

template <class T>
void copy_rows(strided_rows to, strided_rows from, std::ptrdiff_t rows, std::ptrdiff_t count) noexcept {
  constexpr std::ptrdiff_t size = sizeof(T);
  if (rows <= 0 || count <= 0) return;
  // Turn the walk so that the writing side is dense along the count.
  if (to.element != size && to.row == size) {
    std::swap(to.row, to.element);
    std::swap(from.row, from.element);
    std::swap(rows, count);
  }
  if constexpr (size < 16) {
    bool const neighbours = from.row == size || from.row == -size;
    if (to.element == size && neighbours && from.element != size && from.element != 0 && rows >= 4 && count >= 4) {
      if (from.row < 0) {  // walk the rows backwards
        from = {from.at + (rows - 1) * from.row, -from.row, from.element};
        to = {to.at + (rows - 1) * to.row, -to.row, to.element};
      }
      transpose<T>(to, from, rows, count);
      return;
    }
  } else if (from.row == size && rows <= 8 && count > rows) {  // read in the order of memory
    return copy_each<T>({to.at, to.element, to.row}, {from.at, from.element, from.row}, count, rows);
  }
  if (to.element != size) return copy_each<T>(to, from, rows, count);
  for (std::ptrdiff_t r = 0; r < rows; ++r) {
    std::byte* const out = to.at + r * to.row;
    std::byte const* const x = from.at + r * from.row;
    gather_row<T>(out, x, from.element, count);
  }
}

}  // namespace

kernels::copy_kernel find_copy(std::size_t itemsize) noexcept {
  switch (itemsize) {
    case 1:
      return copy_rows<std::uint8_t>;
    case 2:
      return copy_rows<std::uint16_t>;
    case 4:
      return copy_rows<std::uint32_t>;
    case 8:
      return copy_rows<std::uint64_t>;
    case 16:
      return copy_rows<sixteen_bytes>;
    default:
      return nullptr;
  }
}

}  // namespace fnp::FNP_LEVEL
