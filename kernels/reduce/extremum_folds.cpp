// min, max, argmin, argmax.
//
// Real numbers are compared through integer keys: a float's pattern with the lower bits of negative numbers flipped is
// ordered as the numbers are, -0 below +0, so the result depends on no order; NaN is remembered apart and wins. Arg
// reductions find the extreme value first, then its first position (-0 equals +0 there). Complex numbers are ordered
// lexicographically, one after the other, and the first with a NaN wins.
#include <cstring>

#include "fnp/ops/simd.hpp"
#include "kernels/reduce/fold.hpp"

namespace fnp::FNP_LEVEL {
namespace {

template <class T> inline constexpr bool is_complex = std::is_same_v<T, complex64> || std::is_same_v<T, complex128>;
template <class T> inline constexpr bool has_nan = !std::is_integral_v<T>;

template <class T> using lane_key = std::conditional_t<std::is_same_v<T, half>, std::int16_t, ops::lane_mask<T>>;
template <class T>
using key_t =
    typename std::conditional_t<std::is_integral_v<T>, std::type_identity<T>, std::type_identity<lane_key<T>>>::type;

template <class T> FNP_INLINE key_t<T> key_of(T const& x) noexcept {
  if constexpr (std::is_integral_v<T>)
    return x;
  else {
    auto const bits = __builtin_bit_cast(key_t<T>, x);
    constexpr int top = 8 * static_cast<int>(sizeof(T)) - 1;
    using U = std::make_unsigned_t<key_t<T>>;
    return static_cast<key_t<T>>(bits ^ static_cast<key_t<T>>(static_cast<U>(static_cast<U>(bits >> top) >> 1)));
  }
}
// The map is its own inverse.
template <class T> FNP_INLINE T of_key(key_t<T> k) noexcept {
  if constexpr (std::is_integral_v<T>)
    return k;
  else {
    T const through = __builtin_bit_cast(T, k);
    return __builtin_bit_cast(T, key_of<T>(through));
  }
}

template <class T> FNP_INLINE bool nan_of(T const& x) noexcept {
  bool r = false;
  ops::primitives<T>::isnan(r, x);
  return r;
}

// Is x strictly better than y? Max: greater, else smaller. pre: no NaN.
template <bool Max, class T> FNP_INLINE bool better(T const& x, T const& y) noexcept {
  bool r = false;
  if constexpr (Max)
    ops::primitives<T>::less(r, y, x);
  else
    ops::primitives<T>::less(r, x, y);
  return r;
}

template <bool Max, class T> FNP_INLINE T extreme(T const& x, T const& y) noexcept {
  if constexpr (is_complex<T>) {
    T r{};
    if constexpr (Max)
      ops::primitives<T>::maximum(r, x, y);
    else
      ops::primitives<T>::minimum(r, x, y);
    return r;
  } else {
    key_t<T> const a = key_of(x), b = key_of(y);
    T const r = (Max ? a > b : a < b) ? x : y;
    if constexpr (has_nan<T>)
      return nan_of(x) ? x : nan_of(y) ? y : r;
    else
      return r;
  }
}

// The extreme of n >= 1 elements. That of booleans is known at the first one that is it.
template <bool Max, class T> FNP_INLINE T extreme_of(T const* x, std::ptrdiff_t n) noexcept {
  if constexpr (std::is_same_v<T, bool>) {
    return (std::memchr(x, Max ? 1 : 0, static_cast<std::size_t>(n)) != nullptr) == Max;
  } else if constexpr (is_complex<T>) {
    T r = x[0];
    for (std::ptrdiff_t i = 1; i < n; ++i) r = extreme<Max>(r, x[i]);
    return r;
  } else {
    key_t<T> best = key_of(x[0]);
    key_t<T> nan = 0;
    for (std::ptrdiff_t i = 0; i < n; ++i) {
      key_t<T> const k = key_of(x[i]);
      best = (Max ? k > best : k < best) ? k : best;
      if constexpr (has_nan<T>) nan = static_cast<key_t<T>>(nan | static_cast<key_t<T>>(nan_of(x[i])));
    }
    if constexpr (has_nan<T>)
      if (nan) {
        if constexpr (std::is_same_v<T, half>)
          return half::from_bits(0x7e00u);
        else
          return static_cast<T>(__builtin_nan(""));
      }
    return of_key<T>(best);
  }
}

template <class T, bool Max> struct extremum_fold {
  using Element = T;
  using State = T;
  using Out = T;
  static T run(T const* x, std::ptrdiff_t n, std::ptrdiff_t) noexcept { return extreme_of<Max>(x, n); }
  static T lift(T const& x, std::ptrdiff_t) noexcept { return x; }
  FNP_INLINE static void join(T& left, T const& right) noexcept { left = extreme<Max>(left, right); }
  FNP_INLINE static void row(T& s, T const& x, std::ptrdiff_t) noexcept { join(s, x); }
  static T finish(T s) noexcept { return s; }
  static constexpr kernels::fold_kernel kernel() noexcept {
    return describe_fold<extremum_fold>(is_complex<T> ? kernels::fold_order::sequential : kernels::fold_order::any,
                                        dtype_of<T>());
  }
};
template <class T> using greatest = extremum_fold<T, true>;
template <class T> using smallest = extremum_fold<T, false>;

template <class T> struct position_of {
  T value{};
  std::int64_t at = 0;
};

// First i with the value, or the first NaN; by pieces, so that the comparison vectorises.
template <class T> FNP_INLINE std::ptrdiff_t first_of(T const* x, std::ptrdiff_t n, T const& value) noexcept {
  if constexpr (std::is_same_v<T, bool>) {
    void const* const at = std::memchr(x, value ? 1 : 0, static_cast<std::size_t>(n));
    return at ? static_cast<T const*>(at) - x : n;
  }
  constexpr std::ptrdiff_t piece = 256;
  bool const seek_nan = nan_of(value);
  auto const matches = [&](T const& v) {
    bool same = false;
    if (seek_nan) return nan_of(v);
    ops::primitives<T>::equal(same, v, value);
    return same;
  };
  std::ptrdiff_t i = 0;
  for (; i + piece <= n; i += piece) {
    unsigned char found = 0;
    for (std::ptrdiff_t k = 0; k < piece; ++k) found |= static_cast<unsigned char>(matches(x[i + k]));
    if (found) break;
  }
  while (i < n && !matches(x[i])) ++i;
  return i;
}

template <class T, bool Max> struct position_fold {
  using Element = T;
  using State = position_of<T>;
  using Out = std::int64_t;
  static State run(T const* x, std::ptrdiff_t n, std::ptrdiff_t first) noexcept {
    if constexpr (is_complex<T>) {
      State s = lift(x[0], first);
      for (std::ptrdiff_t i = 1; i < n; ++i) row(s, x[i], first + i);
      return s;
    } else {
      T const value = extreme_of<Max>(x, n);
      return {value, first + first_of(x, n, value)};
    }
  }
  static State lift(T const& x, std::ptrdiff_t position) noexcept { return {x, position}; }
  // The earlier position keeps a tie, and the earlier NaN.
  FNP_INLINE static void join(State& left, State const& right) noexcept {
    State const& first = left.at <= right.at ? left : right;
    State const& second = left.at <= right.at ? right : left;
    bool const replace = !nan_of(first.value) && (nan_of(second.value) || better<Max>(second.value, first.value));
    left = State(replace ? second : first);
  }
  FNP_INLINE static void row(State& s, T const& x, std::ptrdiff_t position) noexcept { join(s, lift(x, position)); }
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
