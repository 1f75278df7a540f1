// Dot products of several short runs that share registers, and the halving of lanes until a run's sum is left.
//
// A lane that gets no term holds +0, and adding that changes no sum: these began at +0, so none is -0. A run therefore
// needs no more lanes than the next power of two of its length, and several short runs share a register.
#pragma once
#include <utility>

#include "kernels/linalg/product_lanes.hpp"
#include "kernels/product_kernel.hpp"

namespace fnp::FNP_LEVEL {

// Numbers, of one part or two, that stand at `From(i)` of both registers.
template <class T, class V, class From, std::size_t... I>
FNP_INLINE V pick_numbers(V const& x, V const& y, From, std::index_sequence<I...>) noexcept {
  constexpr std::size_t parts = number<T>::parts;
  return __builtin_shufflevector(x, y, static_cast<int>(From{}(I / parts) * parts + I % parts)...);
}
// Two registers of groups of 2 Half lanes: the lower or upper halves of all groups.
template <std::size_t Lanes, std::size_t Half, bool Upper> struct half_groups {
  constexpr std::size_t operator()(std::size_t to) const noexcept {
    std::size_t const lane = to % (Lanes / 2);
    return (to < Lanes / 2 ? 0 : Lanes) + lane / Half * 2 * Half + lane % Half + (Upper ? Half : 0);
  }
};
template <class T> inline constexpr std::size_t numbers_of_register = product_register / sizeof(T);
template <class T> using every_part = std::make_index_sequence<numbers_of_register<T> * number<T>::parts>;

// The first of the lanes, after their upper half was added to their lower one until one was left.
template <class T, std::size_t Half, class V> FNP_INLINE V fold_lanes(V v) noexcept {
  if constexpr (Half == 0) {
    return v;
  } else {
    constexpr std::size_t lanes = numbers_of_register<T>;
    struct moved {
      constexpr std::size_t operator()(std::size_t to) const noexcept { return (to + Half) % lanes; }
    };
    return fold_lanes<T, Half / 2>(number<T>::ring::sum(v, pick_numbers<T>(v, v, moved{}, every_part<T>{})));
  }
}

// Registers of groups of 2 Half lanes: each halving makes one register of two, until a lane of the first is a run's
// sum.
template <class T, std::size_t Half, class V, std::size_t N> FNP_INLINE void halve_together(V (&sums)[N]) noexcept {
  if constexpr (Half > 0) {
    constexpr std::size_t all = numbers_of_register<T>;
#pragma GCC unroll 16
    for (std::size_t r = 0; r < Half; ++r)
      sums[r] = number<T>::ring::sum(
          pick_numbers<T>(sums[2 * r], sums[2 * r + 1], half_groups<all, Half, false>{}, every_part<T>{}),
          pick_numbers<T>(sums[2 * r], sums[2 * r + 1], half_groups<all, Half, true>{}, every_part<T>{}));
    halve_together<T, Half / 2>(sums);
  }
}

// Up to as many runs as a register has lanes, of Lanes terms each: their products fill as many registers, and each
// halving of the lanes makes one register of two.
template <class T, bool Conjugated, std::size_t Lanes> class short_runs {
  using vector = lanes<typename number<T>::part>;
  using ring = typename number<T>::ring;
  static constexpr std::ptrdiff_t together = static_cast<std::ptrdiff_t>(numbers_of_register<T>), item = sizeof(T);

 public:
  static void dots(std::byte* sum, std::byte const* x, std::ptrdiff_t x_row, std::byte const* y, std::ptrdiff_t y_row,
                   std::ptrdiff_t rows, std::ptrdiff_t n) noexcept {
    constexpr std::ptrdiff_t dense = static_cast<std::ptrdiff_t>(Lanes) * item;
    alignas(64) std::byte u[Lanes * product_register]{}, v[Lanes * product_register]{};
    if (y_row == 0) gather(v, y, 0, together, n);
    for (; rows > 0; rows -= together, sum += product_register, x += together * x_row, y += together * y_row) {
      std::ptrdiff_t const count = rows < together ? rows : together;
      bool const whole = n == static_cast<std::ptrdiff_t>(Lanes) && count == together;
      bool const reads_x = whole && x_row == dense, reads_y = whole && y_row == dense;
      if (!reads_x) gather(u, x, x_row, count, n);
      if (!reads_y && y_row != 0) gather(v, y, y_row, count, n);
      vector const sums = fold(reads_x ? x : u, reads_y ? y : v);
      std::memcpy(sum, &sums, static_cast<std::size_t>(count * item));
    }
  }

 private:
  FNP_INLINE static void gather(std::byte* to, std::byte const* x, std::ptrdiff_t row, std::ptrdiff_t rows,
                                std::ptrdiff_t n) noexcept {
    if (n == static_cast<std::ptrdiff_t>(Lanes)) {
      for (; rows > 0; --rows, x += row, to += Lanes * sizeof(T)) std::memcpy(to, x, Lanes * sizeof(T));
      return;
    }
    for (; rows > 0; --rows, x += row, to += Lanes * sizeof(T))
      for (std::ptrdiff_t l = 0; l < n; ++l) write(to + l * item, read<T>(x + l * item));
  }
  FNP_INLINE static vector fold(std::byte const* x, std::byte const* y) noexcept {
    vector sums[Lanes];
#pragma GCC unroll 16
    for (std::size_t r = 0; r < Lanes; ++r)
      sums[r] = ring::sum(vector{}, term_of<T, Conjugated>(read<vector>(x + r * product_register),
                                                           read<vector>(y + r * product_register)));
    halve_together<T, Lanes / 2>(sums);
    return sums[0];
  }
};

// With registers of 16 bytes there is nothing to share (and g++ 12 would pick lanes by way of the old floating-point
// unit).
inline constexpr std::size_t most_lanes = product_register > 16 ? 16 : 0;

}  // namespace fnp::FNP_LEVEL
