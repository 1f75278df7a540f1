// min, max, argmin, argmax.
//
// Arg reductions find the piece with the extreme value first (extremes.hpp), then its first position there (-0 equals
// +0).
#include <cstring>
#include <limits>

#include "kernels/reduce/complex_extremes.hpp"
#include "kernels/reduce/extremes.hpp"
#include "kernels/reduce/first_match.hpp"
#include "kernels/reduce/fold.hpp"
#include "kernels/reduce/plain_extremes.hpp"

namespace fnp::FNP_LEVEL {
namespace {

template <class T, bool Max> struct extremum_fold {
  using Element = T;
  using State = T;
  using Out = T;
  static T run(T const* x, std::ptrdiff_t n, std::ptrdiff_t) noexcept {
    if constexpr (is_complex_v<T>) {
      T best = x[0];
      complex_extreme<Max>(best, x, n);
      return best;
    } else if constexpr (std::is_floating_point_v<T>) {
      return extreme_of_run<Max>(x, n);
    } else {
      return extreme_of<Max>(x, n);
    }
  }
  static void runs(T* out, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t stride, std::ptrdiff_t n) noexcept {
    std::ptrdiff_t done = 0;
    auto const row = [&] { return reinterpret_cast<T const*>(x + done * stride); };
    if constexpr (std::is_floating_point_v<T>) {
      done = plain_extremes<Max>(out, x, rows, stride, n);
      std::ptrdiff_t const own = n * static_cast<std::ptrdiff_t>(sizeof(T)), all = rows * stride;
      for (; done < rows; ++done) out[done] = extreme_of_run<Max>(row(), n, all > own ? all : own);
    }
    for (; done < rows; ++done) out[done] = run(row(), n, 0);
  }
  static T lift(T const& x, std::ptrdiff_t) noexcept { return x; }
  // What is folded before the run comes first where two are as good.
  static void extend(T& acc, T const* x, std::ptrdiff_t n, std::ptrdiff_t) noexcept {
    if (n > 0) join(acc, run(x, n, 0));
  }
  FNP_INLINE static void join(T& left, T const& right) noexcept { left = extreme<Max>(left, right); }
  FNP_INLINE static void row(T& s, T const& x, std::ptrdiff_t) noexcept { join(s, x); }
  static std::ptrdiff_t rows(T* s, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t stride, std::ptrdiff_t n,
                             std::ptrdiff_t) noexcept
    requires(!std::is_integral_v<T>)
  {
    if (rows < 2) return 0;
    if constexpr (is_complex_v<T>)
      return complex_column_extremes<Max>(s, x, rows, stride, n, nullptr);
    else
      return column_extremes<Max, 1>(s, x, rows, stride, column_extremes<Max, 4>(s, x, rows, stride, 0, n), n);
  }
  static T finish(T s) noexcept { return s; }
  static void spaced(T* s, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t row_stride, std::ptrdiff_t step,
                     std::ptrdiff_t n, std::ptrdiff_t) noexcept
    requires(!std::is_floating_point_v<T> && !std::is_same_v<T, half>)
  {
    for (std::ptrdiff_t r = 0; r < rows; ++r) {
      std::byte const* const row = x + r * row_stride;
      if constexpr (is_complex_v<T>)
        complex_extreme<Max>(s[r], row, step, n);
      else if (step == static_cast<std::ptrdiff_t>(2 * sizeof(T)))
        s[r] = extreme_of_every_other<Max>(reinterpret_cast<T const*>(row), n);
      else
        fold_pieces<extremum_fold>(s[r], row, step, n, 0);
    }
  }
  // Twice the comparisons of complex128 cost more than a gather.
  static constexpr bool takes_all_columns = sizeof(T) <= 8;
  static constexpr kernels::fold_kernel kernel() noexcept {
    return describe_fold<extremum_fold>(is_complex_v<T> ? kernels::fold_order::sequential : kernels::fold_order::any,
                                        dtype_of<T>());
  }
};
// Booleans are bytes, and known at the first one that is the extreme.
template <bool Max> struct extremum_fold<bool, Max> {
  using Element = bool;
  using State = unsigned char;
  using Out = bool;
  static State run(bool const* x, std::ptrdiff_t n, std::ptrdiff_t) noexcept {
    return (std::memchr(x, Max ? 1 : 0, static_cast<std::size_t>(n)) != nullptr) == Max;
  }
  FNP_INLINE static State lift(bool const& x, std::ptrdiff_t) noexcept { return __builtin_bit_cast(State, x); }
  FNP_INLINE static void join(State& left, State const& right) noexcept {
    left = static_cast<State>(Max ? left | right : left & right);
  }
  FNP_INLINE static void row(State& s, bool const& x, std::ptrdiff_t) noexcept { join(s, lift(x, 0)); }
  static bool finish(State s) noexcept { return s != 0; }
  FNP_INLINE static bool is_settled(State s) noexcept { return (s != 0) == Max; }
  static constexpr bool takes_all_columns = true;
  static constexpr kernels::fold_kernel kernel() noexcept {
    return describe_fold<extremum_fold>(kernels::fold_order::any, dtype::b1);
  }
};
template <class T> using greatest = extremum_fold<T, true>;
template <class T> using smallest = extremum_fold<T, false>;

template <class T> struct position_of {
  T value{};
  std::int64_t at = 0;
};

template <class T, bool Max> struct position_fold {
  using Element = T;
  using State = position_of<T>;
  using Out = std::int64_t;
  static State run(T const* x, std::ptrdiff_t n, std::ptrdiff_t first) noexcept {
    if constexpr (is_complex_v<T>) {
      State s{x[0], first};
      std::ptrdiff_t const at = complex_extreme<Max>(s.value, x, n);
      if (at < n) s.at = first + at;
      return s;
    } else if constexpr (std::is_same_v<T, bool>) {
      std::ptrdiff_t const at = first_of(x, n, Max);
      return at < n ? State{Max, first + at} : State{!Max, first};
    } else {
      // Piece after piece, of which only those are looked at closer that hold something better; then the best one is
      // searched. Pieces are long, so that comparing their bounds is cheap beside them, but of short runs a part only,
      // as all of one is searched; and still in cache then.
      std::ptrdiff_t const piece =
          n <= static_cast<std::ptrdiff_t>(16384 / sizeof(T)) ? 4096 / sizeof(T) : 16384 / sizeof(T);
      std::ptrdiff_t best_at = 0;
      T best = extreme_of_piece(x, n < piece ? n : piece);
      for (std::ptrdiff_t at = piece; at < n && !nan_of(best); at += piece) {
        T const value = extreme_of_piece(x + at, n - at < piece ? n - at : piece);
        if (!nan_of(value) && !better<Max>(value, best)) continue;
        best = value;
        best_at = at;
      }
      std::ptrdiff_t const length = n - best_at < piece ? n - best_at : piece;
      return {best, first + best_at + first_of(x + best_at, length, best)};
    }
  }
  FNP_INLINE static T extreme_of_piece(T const* x, std::ptrdiff_t n) noexcept {
    if constexpr (std::is_floating_point_v<T>) return extreme_of_run<Max>(x, n);
    else return extreme_of<Max>(x, n);
  }
  // The same of elements that lie apart: only the best piece is gathered again, to be searched.
  static void spaced(State* s, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t row_stride, std::ptrdiff_t step,
                     std::ptrdiff_t n, std::ptrdiff_t first) noexcept {
    for (std::ptrdiff_t r = 0; r < rows; ++r) {
      std::byte const* const row = x + r * row_stride;
      if constexpr (is_complex_v<T>) {
        s[r] = {element_at<T>(row, 0), first};
        std::ptrdiff_t const at = complex_extreme<Max>(s[r].value, row, step, n);
        if (at < n) s[r].at = first + at;
      } else if constexpr (std::is_same_v<T, bool>) {
        fold_pieces<position_fold>(s[r], row, step, n, first);
      } else {
        constexpr std::ptrdiff_t piece = gathered_piece / static_cast<std::ptrdiff_t>(sizeof(T));
        gathered_elements<T, piece> room;
        T* const dense = room.begin();
        std::ptrdiff_t best_at = 0;
        T best{};
        for (std::ptrdiff_t at = 0; at < n && !(at > 0 && nan_of(best)); at += piece) {
          std::ptrdiff_t const here = n - at < piece ? n - at : piece;
          gather_from_afar(dense, row + at * step, step, here);
          T const value = extreme_of_piece(dense, here);
          if (at > 0 && !nan_of(value) && !better<Max>(value, best)) continue;
          best = value;
          best_at = at;
        }
        std::ptrdiff_t const here = n - best_at < piece ? n - best_at : piece;
        gather_elements(dense, row + best_at * step, step, here);
        s[r] = {best, first + best_at + first_of(dense, here, best)};
      }
    }
  }
  FNP_INLINE static bool is_settled(State const& s) noexcept {
    if constexpr (std::is_same_v<T, bool>)
      return s.value == Max;
    else
      return nan_of(s.value);
  }
  static State lift(T const& x, std::ptrdiff_t position) noexcept { return {x, position}; }
  // The earlier position keeps a tie, and the earlier NaN.
  FNP_INLINE static void join(State& left, State const& right) noexcept {
    State const& first = left.at <= right.at ? left : right;
    State const& second = left.at <= right.at ? right : left;
    bool const replace = !nan_of(first.value) && (nan_of(second.value) || better<Max>(second.value, first.value));
    left = State(replace ? second : first);
  }
  // pre: positions grow.
  FNP_INLINE static void row(State& s, T const& x, std::ptrdiff_t position) noexcept {
    int const kept = nan_of(s.value), wins = static_cast<int>(nan_of(x)) | static_cast<int>(better<Max>(x, s.value));
    bool const replace = kept < wins;
    s.value = replace ? x : s.value;
    s.at = replace ? position : s.at;
  }
  // What compares as x does, and in vectors: bytes for booleans; of float16 the bits in their order, zeros alike and
  // NaN best.
  FNP_INLINE static auto comparable(T const& x) noexcept {
    if constexpr (std::is_same_v<T, bool>) {
      return static_cast<unsigned char>(x);
    } else if constexpr (std::is_same_v<T, half>) {
      using I = std::int16_t;
      I const bits = static_cast<I>(x.bits), size = static_cast<I>(bits & 0x7fff);
      I const is_number = static_cast<I>(-static_cast<I>(size != 0) & -static_cast<I>(size <= 0x7c00));
      I const best = static_cast<I>(-static_cast<I>(size > 0x7c00) & (Max ? 0x7fff : -0x8000));
      return static_cast<I>(((bits ^ ((bits >> 15) & 0x7fff)) & is_number) | best);
    } else {
      return x;
    }
  }
  // Panels of columns, in which values and positions lie apart and positions are as wide as values: then both are
  // vectors of as many lanes. Positions count from the first of so few rows that they fit.
  static std::ptrdiff_t rows(State* s, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t stride, std::ptrdiff_t n,
                             std::ptrdiff_t position) noexcept {
    if constexpr (is_complex_v<T>) {
      if (rows >= std::numeric_limits<std::int32_t>::max()) return 0;
      gathered_elements<T, 256> room;
      T* const value = room.begin();
      for (std::ptrdiff_t done = 0; done < n;) {
        std::ptrdiff_t const width = n - done < 256 ? n - done : 256;
        for (std::ptrdiff_t i = 0; i < width; ++i) value[i] = s[done + i].value;
        std::ptrdiff_t const whole =
            complex_column_extremes<Max>(value, x + done * static_cast<std::ptrdiff_t>(sizeof(T)), rows, stride, width,
                                         [&](std::ptrdiff_t i, std::ptrdiff_t won) {
                                           if (won > 0) s[done + i] = {value[i], position + won - 1};
                                         });
        done += whole;
        if (whole < width) return done;
      }
      return n;
    } else {
      return real_rows(s, x, rows, stride, n, position);
    }
  }
  static std::ptrdiff_t real_rows(State* s, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t stride,
                                  std::ptrdiff_t n, std::ptrdiff_t position) noexcept
    requires(!is_complex_v<T>)
  {
    using V = decltype(comparable(T{}));
    using P = std::make_signed_t<ops::lane_mask<V>>;
    constexpr std::ptrdiff_t columns = 8192 / sizeof(V),
                             most = std::numeric_limits<P>::max() < 4096 ? std::numeric_limits<P>::max() : 4096;
    if (rows < 4) return 0;
    for (std::ptrdiff_t done = 0; done < n; done += columns) {
      std::ptrdiff_t const width = n - done < columns ? n - done : columns;
      for (std::ptrdiff_t first = 0; first < rows; first += most) {
        V value[columns];
        P at[columns];
        for (std::ptrdiff_t i = 0; i < width; ++i) {
          value[i] = comparable(s[done + i].value);
          at[i] = P{-1};
        }
        std::ptrdiff_t const here = rows - first < most ? rows - first : most;
        for (std::ptrdiff_t r = 0; r < here; ++r) {
          T const* const row = reinterpret_cast<T const*>(x + (first + r) * stride) + done;
          P const number = static_cast<P>(r);
          FNP_INDEPENDENT
          for (std::ptrdiff_t i = 0; i < width; ++i) {
            V const a = comparable(row[i]), b = value[i];
            bool wins = Max ? a > b : a < b;
            if constexpr (std::is_floating_point_v<V>)
              wins = static_cast<int>(wins) | (static_cast<int>(a != a) & static_cast<int>(b == b));
            value[i] = wins ? a : b;
            at[i] = wins ? number : at[i];
          }
        }
        for (std::ptrdiff_t i = 0; i < width; ++i)
          if (at[i] >= 0)
            s[done + i] = {reinterpret_cast<T const*>(x + (first + at[i]) * stride)[done + i],
                           position + first + at[i]};
      }
    }
    return n;
  }
  static std::int64_t finish(State const& s) noexcept { return s.at; }
  static constexpr kernels::fold_kernel kernel() noexcept {
    return describe_fold<position_fold>(kernels::fold_order::any, dtype_of<T>());
  }
};
template <class T> using greatest_position = position_fold<T, true>;
template <class T> using smallest_position = position_fold<T, false>;

}  // namespace

kernels::fold_kernel const* find_extremum(ops::op_id op, dtype element) noexcept {
  using namespace ops;
  if (op == id_of<maximum_reduce>) return fold_row<maximum_reduce, greatest>::find(element);
  if (op == id_of<minimum_reduce>) return fold_row<minimum_reduce, smallest>::find(element);
  if (op == id_of<argmax>) return fold_row<argmax, greatest_position>::find(element);
  if (op == id_of<argmin>) return fold_row<argmin, smallest_position>::find(element);
  return nullptr;
}

}  // namespace fnp::FNP_LEVEL
