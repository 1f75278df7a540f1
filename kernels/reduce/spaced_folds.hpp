// Folds of elements that lie apart, without a pass that gathers them all first.
//
// A pass of its own waits for memory, and the fold after it leaves memory idle. Here a piece of a run is gathered into
// a few lines of the first cache and folded at once: pieces are so short that the processor gathers the next ones while
// it folds. Rows whose elements are two items apart are not even gathered: all items between the first and the last are
// folded as if they were columns, and those between are forgotten. Their sums, conditions too, mean nothing, and nobody
// looks.
#pragma once
#include "fnp/base/cache_lines.hpp"
#include "kernels/loops.hpp"
#include "kernels/stage/row_gather.hpp"

namespace fnp::FNP_LEVEL {

inline constexpr std::ptrdiff_t gathered_piece = 1024;  // bytes

// Room for a piece, in which nothing is constructed.
template <class T, std::ptrdiff_t N> struct gathered_elements {
  alignas(64) std::byte bytes[static_cast<std::size_t>(N) * sizeof(T)];
  FNP_INLINE T* begin() noexcept { return reinterpret_cast<T*>(bytes); }
};

template <class T>
FNP_INLINE void gather_elements(T* to, std::byte const* x, std::ptrdiff_t step, std::ptrdiff_t n) noexcept {
  gather_row<typename moved_as<sizeof(T)>::type>(reinterpret_cast<std::byte*>(to), x, step, n);
}
// The same where memory is asked for what lies some pieces ahead. That pays for elements of sixteen bytes, of which a
// piece holds few; for others it is a tenth slower than what the processor foresees.
template <class T>
FNP_INLINE void gather_from_afar(T* to, std::byte const* x, std::ptrdiff_t step, std::ptrdiff_t n) noexcept {
  constexpr std::ptrdiff_t ahead = 8192;
  if (sizeof(T) == 16 && step > 0 && step < line_bytes)
    for (std::ptrdiff_t i = 0; i < n * step; i += line_bytes) expect_line(x, ahead + i);
  gather_elements(to, x, step, n);
}
template <class T> FNP_INLINE T const& element_at(std::byte const* x, std::ptrdiff_t offset) noexcept {
  return *reinterpret_cast<T const*>(x + offset);
}

// A fold that may be cut anywhere. Fold::is_settled (optional): can no further element change this partial result? Then
// the first few are looked at one by one, since often they settle it.
template <class Fold>
void fold_pieces(typename Fold::State& s, std::byte const* x, std::ptrdiff_t step, std::ptrdiff_t n,
                 std::ptrdiff_t first) noexcept {
  using T = typename Fold::Element;
  constexpr std::ptrdiff_t piece = gathered_piece / static_cast<std::ptrdiff_t>(sizeof(T)), singly = 8;
  constexpr bool may_settle = requires(typename Fold::State const& state) { Fold::is_settled(state); };
  gathered_elements<T, piece> room;
  T* const dense = room.begin();
  std::ptrdiff_t at = 0;
  if constexpr (may_settle) {
    s = Fold::lift(element_at<T>(x, 0), first);
    for (at = 1; at < n && at < singly && !Fold::is_settled(s); ++at)
      Fold::join(s, Fold::lift(element_at<T>(x, at * step), first + at));
    if (Fold::is_settled(s)) return;
  }
  while (at < n) {
    std::ptrdiff_t const here = n - at < piece ? n - at : piece;
    gather_from_afar(dense, x + at * step, step, here);
    typename Fold::State const part = Fold::run(dense, here, first + at);
    if (at == 0)
      s = part;
    else
      Fold::join(s, part);
    if constexpr (may_settle)
      if (Fold::is_settled(s)) return;
    at += here;
  }
}

// NumPy's pairwise tree: every two leaves are gathered and summed. Lanes: the multiple at which it splits.
template <class Fold, std::ptrdiff_t Leaf, std::ptrdiff_t Lanes>
typename Fold::State fold_tree(std::byte const* x, std::ptrdiff_t step, std::ptrdiff_t n) noexcept {
  using T = typename Fold::Element;
  if (n <= 2 * Leaf) {
    gathered_elements<T, 2 * Leaf> room;
    T* const dense = room.begin();
    gather_from_afar(dense, x, step, n);
    return Fold::run(dense, n, 0);
  }
  std::ptrdiff_t const half = n / 2 - n / 2 % Lanes;
  typename Fold::State left = fold_tree<Fold, Leaf, Lanes>(x, step, half);
  Fold::join(left, fold_tree<Fold, Leaf, Lanes>(x + half * step, step, n - half));
  return left;
}

// One element after the other, for several runs: eight chains at a time, since each waits for its own results only.
template <class Fold>
void fold_chains(typename Fold::State* s, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t row_stride,
                 std::ptrdiff_t step, std::ptrdiff_t n) noexcept {
  using T = typename Fold::Element;
  using State = typename Fold::State;
  constexpr int together = sizeof(State) > 8 && register_bytes < 64 ? 4 : 8;  // AVX-512 has twice as many registers
  std::ptrdiff_t r = 0;
  for (; r + together <= rows; r += together) {
    std::byte const* at[together];
    State chain[together];
#pragma GCC unroll 8
    for (int k = 0; k < together; ++k) {
      at[k] = x + (r + k) * row_stride;
      chain[k] = s[r + k];
    }
    for (std::ptrdiff_t i = 0; i < n; ++i) {
#pragma GCC unroll 8
      for (int k = 0; k < together; ++k) Fold::chain(chain[k], element_at<T>(at[k], i * step));
    }
#pragma GCC unroll 8
    for (int k = 0; k < together; ++k) s[r + k] = chain[k];
  }
  for (; r < rows; ++r) {
    State chain = s[r];
    std::byte const* const at = x + r * row_stride;
#pragma GCC unroll 4
    for (std::ptrdiff_t i = 0; i < n; ++i) Fold::chain(chain, element_at<T>(at, i * step));
    s[r] = chain;
  }
}

// rows(s, x, rows, row_stride, n, position) of every second element, by way of all.
template <class Fold, class Rows>
void fold_all_columns(typename Fold::State* s, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t row_stride,
                      std::ptrdiff_t n, std::ptrdiff_t position, Rows fold_rows) noexcept {
  using State = typename Fold::State;
  constexpr std::ptrdiff_t columns = 8192 / static_cast<std::ptrdiff_t>(sizeof(State));
  gathered_elements<State, 2 * columns> room;
  State* const all = room.begin();
  for (std::ptrdiff_t begin = 0; begin < n; begin += columns) {
    std::ptrdiff_t const width = n - begin < columns ? n - begin : columns;
    for (std::ptrdiff_t i = 0; i < width; ++i) all[2 * i] = all[2 * i + 1] = s[begin + i];
    fold_rows(reinterpret_cast<std::byte*>(all),
              x + begin * static_cast<std::ptrdiff_t>(2 * sizeof(typename Fold::Element)), rows, row_stride,
              2 * width - 1, position);
    for (std::ptrdiff_t i = 0; i < width; ++i) s[begin + i] = all[2 * i];
  }
}

}  // namespace fnp::FNP_LEVEL
