// A square of lanes transposed in registers.
//
// log2(N) rounds of pairwise interleaving: round s exchanges the blocks off the diagonal of every 2s x 2s block.
// Registers of more lanes than there are registers hold several squares side by side, each of which is transposed for
// itself.
#pragma once
#include <cstddef>
#include <utility>

#include "kernels/math/level.hpp"

namespace fnp::FNP_LEVEL {

// Lanes that round S takes of two registers a and b (numbered on): the halves of even, or of odd, blocks of S lanes.
template <std::size_t Lanes, std::size_t S> constexpr int lower_lane(std::size_t i) noexcept {
  return static_cast<int>((i & S) ? Lanes + i - S : i);
}
template <std::size_t Lanes, std::size_t S> constexpr int upper_lane(std::size_t i) noexcept {
  return static_cast<int>((i & S) ? Lanes + i : i + S);
}

template <std::size_t Lanes, std::size_t S, class Vector, std::size_t... I>
FNP_INLINE void exchange(Vector& a, Vector& b, std::index_sequence<I...>) noexcept {
  Vector const low = __builtin_shufflevector(a, b, lower_lane<Lanes, S>(I)...);
  Vector const high = __builtin_shufflevector(a, b, upper_lane<Lanes, S>(I)...);
  a = low;
  b = high;
}

// N registers of `Lanes` lanes, squares of N. S: N / 2.
template <std::size_t Lanes, std::size_t N, std::size_t S, class Vector>
FNP_INLINE void transpose_squares(Vector* square) noexcept {
  if constexpr (S > 0) {
#pragma GCC unroll 64
    for (std::size_t i = 0; i < N; ++i)
      if (!(i & S)) exchange<Lanes, S>(square[i], square[i + S], std::make_index_sequence<Lanes>{});
    transpose_squares<Lanes, N, S / 2>(square);
  }
}

}  // namespace fnp::FNP_LEVEL
