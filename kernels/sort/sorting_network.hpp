// A few registers of integers sorted by a bitonic network that hardly ever moves a number across a register.
//
// The network (K. E. Batcher, "Sorting networks and their applications", AFIPS 32 (1968), doi:10.1145/1468075.1468121)
// compares positions whose numbers differ in some bits. Positions are counted down the columns: of R registers lane l
// of register r is position l R + r. So the many comparisons over small distances are the minimum and the maximum of
// two whole registers; only where columns are merged do lanes meet others. Every comparison points the same way, as the
// first ones of a merge meet mirrored: position i and i ^ (k - 1). At the end the columns become the order of memory,
// by unshuffling the whole: that turns the bits of each position round by one, as often as a lane's number has bits.
#pragma once
#include <cstddef>
#include <cstring>
#include <utility>

#include "kernels/math/level.hpp"
#include "kernels/sort/partial_register.hpp"

namespace fnp::FNP_LEVEL {

// `Full` of the registers have no lane without a number.
template <class K, int R, int Full> class sorting_network {
 public:
  static constexpr int lanes = static_cast<int>(rank_lanes<K>::count);
  using vector = typename rank_lanes<K>::type;

  // x[0 .. n) becomes from[0 .. n) in order. Behind them stand the greatest numbers there are.
  FNP_INLINE static void sort(K* x, K const* from, std::ptrdiff_t n) noexcept {
    vector v[R];
#pragma GCC unroll 32
    for (int r = 0; r < R; ++r)
      if (r < Full) std::memcpy(&v[r], from + r * lanes, sizeof(vector));
      else v[r] = partial_register<K>::load(from + r * lanes, n - r * lanes);
    sort_columns<0, R>(v);
    merge_columns<2>(v);
    lay_down<shuffles ? R : lanes>(v);
#pragma GCC unroll 32
    for (int r = 0; r < R; ++r)
      if (r < Full) std::memcpy(x + r * lanes, &v[r], sizeof(vector));
      else partial_register<K>::store(x + r * lanes, v[r], n - r * lanes);
  }

 private:
  static constexpr bool shuffles = R < lanes && (R & (R - 1)) == 0;
  using every_lane = std::make_integer_sequence<int, lanes>;

  FNP_INLINE static void exchange(vector& low, vector& high) noexcept {
    vector const x = low, y = high;
    low = x < y ? x : y;
    high = x < y ? y : x;
  }

  template <int First> FNP_INLINE static void sort_three(vector (&v)[R]) noexcept {
    exchange(v[First], v[First + 2]);
    exchange(v[First], v[First + 1]);
    exchange(v[First + 1], v[First + 2]);
  }
  // Rising and then falling rows from First on: over a distance of half of them, a quarter, and so on. Halves are done
  // one after the other: sixteen rows stay in registers.
  template <int First, int Many> FNP_INLINE static void merge_rows(vector (&v)[R]) noexcept {
    if constexpr (Many == 3) {
      sort_three<First>(v);
    } else if constexpr (Many > 1) {
#pragma GCC unroll 16
      for (int i = First; i < First + Many / 2; ++i) exchange(v[i], v[i + Many / 2]);
      merge_rows<First, Many / 2>(v);
      merge_rows<First + Many / 2, Many / 2>(v);
    }
  }
  // Two sorted halves, of which every row at a distance of Step takes part: the odd-even merge, with fewer comparisons.
  template <int First, int Many, int Step> FNP_INLINE static void join_halves(vector (&v)[R]) noexcept {
    if constexpr (2 * Step < Many) {
      join_halves<First, Many, 2 * Step>(v);
      join_halves<First + Step, Many, 2 * Step>(v);
#pragma GCC unroll 16
      for (int i = First + Step; i + Step < First + Many; i += 2 * Step) exchange(v[i], v[i + Step]);
    } else {
      exchange(v[First], v[First + Step]);
    }
  }
  template <int First, int Many> FNP_INLINE static void sort_columns(vector (&v)[R]) noexcept {
    if constexpr (Many == 3) {
      sort_three<First>(v);
    } else if constexpr (Many > 1) {
      constexpr int half = Many / 2;
      sort_columns<First, half>(v);
      sort_columns<First + half, half>(v);
      if constexpr ((Many & (Many - 1)) == 0) {
        join_halves<First, Many, 1>(v);
      } else {
#pragma GCC unroll 16
        for (int i = 0; i < half; ++i) exchange(v[First + i], v[First + Many - 1 - i]);
        merge_rows<First, half>(v);
        merge_rows<First + half, half>(v);
      }
    }
  }

  template <int Flip, int... I>
  FNP_INLINE static void flip_lanes(vector& to, vector const& x, std::integer_sequence<int, I...>) noexcept {
    to = __builtin_shufflevector(x, x, (I ^ Flip)...);
  }
  // x in the lanes whose number lacks the bit, else y.
  template <int Bit, int... I>
  FNP_INLINE static void by_bit(vector& to, vector const& x, vector const& y,
                                std::integer_sequence<int, I...>) noexcept {
    to = __builtin_shufflevector(x, y, ((I & Bit) == 0 ? I : I + lanes)...);
  }
  template <int Flip, int Bit> FNP_INLINE static void exchange_lanes(vector& x) noexcept {
    vector y;
    flip_lanes<Flip>(y, x, every_lane{});
    vector low = x, high = y;
    exchange(low, high);
    by_bit<Bit>(x, low, high, every_lane{});
  }
  template <int D> FNP_INLINE static void merge_lanes(vector& x) noexcept {
    if constexpr (D > 0) {
      exchange_lanes<D, D>(x);
      merge_lanes<D / 2>(x);
    }
  }
  // Columns of which `Many` are merged into one.
  template <int Many> FNP_INLINE static void merge_columns(vector (&v)[R]) noexcept {
    if constexpr (Many <= lanes) {
      if constexpr (R == 1) {
        exchange_lanes<Many - 1, Many / 2>(v[0]);
        merge_lanes<Many / 4>(v[0]);
      } else {
#pragma GCC unroll 16
        for (int i = 0; i < R / 2; ++i) {
          vector low = v[i], high;
          flip_lanes<Many - 1>(high, v[R - 1 - i], every_lane{});
          exchange(low, high);
          by_bit<Many / 2>(v[i], low, high, every_lane{});
          vector other;
          by_bit<Many / 2>(other, high, low, every_lane{});
          flip_lanes<Many - 1>(v[R - 1 - i], other, every_lane{});
          merge_lanes<Many / 4>(v[i]);
          merge_lanes<Many / 4>(v[R - 1 - i]);
        }
      }
      merge_rows<0, R>(v);
      merge_columns<2 * Many>(v);
    }
  }

  template <int... I>
  FNP_INLINE static void unshuffle(vector& even, vector& odd, vector const& x, vector const& y,
                                   std::integer_sequence<int, I...>) noexcept {
    even = __builtin_shufflevector(x, y, (2 * I)...);
    odd = __builtin_shufflevector(x, y, (2 * I + 1)...);
  }
  template <int... I>
  FNP_INLINE static void shuffle(vector& first, vector& second, vector const& x, vector const& y,
                                 std::integer_sequence<int, I...>) noexcept {
    first = __builtin_shufflevector(x, y, (I / 2 + I % 2 * lanes)...);
    second = __builtin_shufflevector(x, y, (lanes / 2 + I / 2 + I % 2 * lanes)...);
  }
  // By the bits of a lane's number, or the other way by those of a row's, whichever are fewer. Steps: two to the power
  // of them.
  template <int Steps> FNP_INLINE static void lay_down(vector (&v)[R]) noexcept {
    if constexpr (Steps > 1) {
      vector w[R];
#pragma GCC unroll 16
      for (int i = 0; i < R / 2; ++i) {
        if constexpr (shuffles)
          shuffle(w[2 * i], w[2 * i + 1], v[i], v[i + R / 2], every_lane{});
        else
          unshuffle(w[i], w[i + R / 2], v[2 * i], v[2 * i + 1], every_lane{});
      }
#pragma GCC unroll 32
      for (int i = 0; i < R; ++i) v[i] = w[i];
      lay_down<Steps / 2>(v);
    }
  }
};

// Registers that the largest network takes, and the longest rows it sorts.
inline constexpr int most_registers = 32;
template <class K> inline constexpr std::ptrdiff_t longest_network = most_registers * rank_lanes<K>::count;

// 1, 2, 4, 6, 8, 12, 16, 24, 32
constexpr int registers_after(int r) noexcept { return r < 4 ? 2 * r : (r & (r - 1)) == 0 ? r + r / 2 : r / 3 * 4; }

// x[0 .. n) becomes from[0 .. n) ascending; `from` is x or lies elsewhere. pre: n <= longest_network, and more than
// fill `Full` registers. At a line of the cache: thousands of instructions without a loop took twice as long elsewhere
// (rows of 1000 int16).
template <class K, int R = 1, int Full = 0>
[[gnu::aligned(64)]] void sort_by_network(K* x, K const* from, std::ptrdiff_t n) noexcept {
  constexpr std::ptrdiff_t room = R * rank_lanes<K>::count;
  if constexpr (R < most_registers)
    if (n > room) return sort_by_network<K, registers_after(R), R>(x, from, n);
  sorting_network<K, R, Full>::sort(x, from, n);
}

}  // namespace fnp::FNP_LEVEL
