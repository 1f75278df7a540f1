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

// A register of pieces of memory that lie `step` bytes apart.
template <class V, std::size_t Piece, std::size_t... I>
FNP_INLINE V join_pieces(std::byte const* x, std::ptrdiff_t step, std::index_sequence<I...>) noexcept {
  using item = std::remove_cvref_t<decltype(V{}[0])>;
  if constexpr (Piece == sizeof(V)) {
    return read<V>(x);
  } else {
    typedef item half_of __attribute__((vector_size(sizeof(V) / 2)));
    constexpr std::size_t here = sizeof(V) / 2 / Piece, lanes = sizeof...(I);
    using lower = std::make_index_sequence<lanes / 2>;
    auto const low = join_pieces<half_of, Piece>(x, step, lower{});
    auto const high = join_pieces<half_of, Piece>(x + static_cast<std::ptrdiff_t>(here) * step, step, lower{});
    return __builtin_shufflevector(low, high, static_cast<int>(I)...);
  }
}

// Up to as many runs as a register has lanes, of Lanes terms each: their products fill as many registers, and each
// halving of the lanes makes one register of two.
template <class T, bool Conjugated, std::size_t Lanes> class short_runs {
  using part = typename number<T>::part;
  using vector = lanes<part>;
  using ring = typename number<T>::ring;
  typedef std::int8_t bits __attribute__((vector_size(product_register)));
  static constexpr std::ptrdiff_t together = static_cast<std::ptrdiff_t>(numbers_of_register<T>), item = sizeof(T);
  static constexpr std::size_t run_bytes = Lanes * sizeof(T), runs = product_register / run_bytes;  // of a register

 public:
  static void dots(std::byte* sum, std::byte const* x, std::ptrdiff_t x_row, std::byte const* y, std::ptrdiff_t y_row,
                   std::ptrdiff_t rows, std::ptrdiff_t n) noexcept {
    constexpr std::ptrdiff_t dense = run_bytes;
    alignas(64) std::byte u[Lanes * product_register]{}, v[Lanes * product_register]{};
    auto const groups = [&](std::ptrdiff_t left_over, auto const& left, auto const& right) {
      for (; rows >= together + left_over; rows -= together, sum += product_register) {
        write(sum, fold(left, right));
        x += together * x_row, y += together * y_row;
      }
    };
    auto const shared = [&](std::size_t r) { return read<vector>(v + r * product_register); };
    if (y_row == 0) gather(v, y, 0, together, n);
    if (n == static_cast<std::ptrdiff_t>(Lanes)) {
      auto const lies_dense = [](std::byte const*& at) {
        return [&at](std::size_t r) { return read<vector>(at + r * product_register); };
      };
      auto const lies_apart = [](std::byte const*& at, std::ptrdiff_t row) {
        return [&at, row](std::size_t r) { return registers_of(at, row, r); };
      };
      if (y_row == 0 && x_row == dense) groups(0, lies_dense(x), shared);
      else if (y_row == 0) groups(0, lies_apart(x, x_row), shared);
      else if (y_row == dense && x_row == dense) groups(0, lies_dense(x), lies_dense(y));
      else groups(0, lies_apart(x, x_row), lies_apart(y, y_row));
    } else if (x_row >= n * item && (y_row == 0 || y_row >= n * item)) {
      // What is read behind a run belongs to the next one, which the last has not.
      bits filled{};
      for (std::size_t i = 0; i < product_register; ++i)
        filled[i] = static_cast<std::int8_t>(static_cast<std::ptrdiff_t>(i % run_bytes) < n * item ? -1 : 0);
      auto const first_of = [filled](std::byte const*& at, std::ptrdiff_t row) {
        return [&at, row, filled](std::size_t r) {
          return reinterpret_cast<vector>(reinterpret_cast<bits>(registers_of(at, row, r)) & filled);
        };
      };
      if (y_row == 0) groups(1, first_of(x, x_row), shared);
      else groups(1, first_of(x, x_row), first_of(y, y_row));
    }
    for (; rows > 0; rows -= together, sum += product_register, x += together * x_row, y += together * y_row) {
      std::ptrdiff_t const count = rows < together ? rows : together;
      gather(u, x, x_row, count, n);
      if (y_row != 0) gather(v, y, y_row, count, n);
      vector const sums = fold([&](std::size_t r) { return read<vector>(u + r * product_register); }, shared);
      std::memcpy(sum, &sums, static_cast<std::size_t>(count * item));
    }
  }

 private:
  // The r-th register of whole runs.
  FNP_INLINE static vector registers_of(std::byte const* x, std::ptrdiff_t row, std::size_t r) noexcept {
    constexpr auto every = std::make_index_sequence<lanes_of<part>::count>{};
    return join_pieces<vector, run_bytes>(x + static_cast<std::ptrdiff_t>(r * runs) * row, row, every);
  }
  FNP_INLINE static void gather(std::byte* to, std::byte const* x, std::ptrdiff_t row, std::ptrdiff_t rows,
                                std::ptrdiff_t n) noexcept {
    for (; rows > 0; --rows, x += row, to += run_bytes)
#pragma GCC unroll 16
      for (std::ptrdiff_t l = 0; l < static_cast<std::ptrdiff_t>(Lanes); ++l)
        if (l < n) write(to + l * item, read<T>(x + l * item));
  }
  FNP_INLINE static vector fold(auto const& left, auto const& right) noexcept {
    vector sums[Lanes];
#pragma GCC unroll 16
    for (std::size_t r = 0; r < Lanes; ++r)
      sums[r] = ring::sum(vector{}, term_of<T, Conjugated>(left(r), right(r)));
    halve_together<T, Lanes / 2>(sums);
    return sums[0];
  }
};

// With registers of 16 bytes there is nothing to share (and g++ 12 would pick lanes by way of the old floating-point
// unit).
inline constexpr std::size_t most_lanes = product_register > 16 ? 16 : 0;

}  // namespace fnp::FNP_LEVEL
