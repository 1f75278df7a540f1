// Rows of interleaved complex numbers parted where they lie: the real parts of a row, then its imaginary ones.
#pragma once
#include <utility>

#include "kernels/linalg/product_lanes.hpp"

namespace fnp::FNP_LEVEL {

// Several rows of `Width` numbers fill a register.
template <std::size_t Width, class V, std::size_t... I>
FNP_INLINE V parted(V const& x, std::index_sequence<I...>) noexcept {
  return __builtin_shufflevector(
      x, x, static_cast<int>(I - I % (2 * Width) + I % Width * 2 + (I / Width) % 2)...);
}
// One of the parts of two registers.
template <std::size_t Part, class V, std::size_t... I>
FNP_INLINE V part_of(V const& x, V const& y, std::index_sequence<I...>) noexcept {
  return __builtin_shufflevector(x, y, static_cast<int>(2 * I + Part)...);
}

template <class T> class parting {
  using part = typename number<T>::part;
  using vector = lanes<part>;
  using every_lane = std::make_index_sequence<lanes_of<part>::count>;
  static constexpr std::size_t numbers = product_register / sizeof(T);

 public:
  // pre: a row fills half a register, or a quarter of it, and so on, or one.
  template <std::size_t Width = numbers>
  static void narrow(std::byte* at, std::ptrdiff_t rows, std::size_t width) noexcept {
    if constexpr (Width > 1) {
      if (width < Width) return narrow<Width / 2>(at, rows, width);
      constexpr std::ptrdiff_t together = numbers / Width;
      for (; rows >= together; rows -= together, at += product_register)
        write(at, parted<Width>(read<vector>(at), every_lane{}));
      any(at, rows, width);
    }
  }
  // pre: a row fills 2 Pairs registers.
  template <std::size_t Pairs> static void wide(std::byte* at, std::ptrdiff_t rows) noexcept {
    for (; rows > 0; --rows, at += 2 * Pairs * product_register) {
      vector x[2 * Pairs];
#pragma GCC unroll 8
      for (std::size_t i = 0; i < 2 * Pairs; ++i) x[i] = read<vector>(at + i * product_register);
#pragma GCC unroll 8
      for (std::size_t i = 0; i < Pairs; ++i) {
        write(at + i * product_register, part_of<0>(x[2 * i], x[2 * i + 1], every_lane{}));
        write(at + (Pairs + i) * product_register, part_of<1>(x[2 * i], x[2 * i + 1], every_lane{}));
      }
    }
  }
  static void any(std::byte* at, std::ptrdiff_t rows, std::size_t width) noexcept {
    T row[most];
    for (; rows > 0; --rows, at += width * sizeof(T)) {
      std::memcpy(static_cast<void*>(row), at, width * sizeof(T));
      for (std::size_t i = 0; i < width; ++i) {
        write(at + i * sizeof(part), row[i].re);
        write(at + (width + i) * sizeof(part), row[i].im);
      }
    }
  }
  static constexpr std::size_t most = 4 * numbers > 8 ? 4 * numbers : 8;  // of a row
};

// pre: width <= parting<T>::most.
template <class T> void part_rows(std::byte* at, std::ptrdiff_t rows, std::ptrdiff_t width) noexcept {
  constexpr std::size_t numbers = product_register / sizeof(T);
  auto const n = static_cast<std::size_t>(width);
  if (n == 2 * numbers) return parting<T>::template wide<1>(at, rows);
  if (n == 4 * numbers) return parting<T>::template wide<2>(at, rows);
  if (n <= numbers && (n & (n - 1)) == 0) return parting<T>::template narrow<>(at, rows, n);
  parting<T>::any(at, rows, n);
}

}  // namespace fnp::FNP_LEVEL
