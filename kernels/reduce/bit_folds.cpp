// Logical and bitwise reductions: exact, in any order.
#include <cstring>

#include "fnp/ops/simd.hpp"
#include "kernels/reduce/fold.hpp"

namespace fnp::FNP_LEVEL {
namespace {

template <class T>
FNP_INLINE bool truth_of(T const& x) noexcept {
  bool r = false;
  ops::primitives<T>::nonzero(r, x);
  return r;
}

// An integer that is 0 where x counts as false, of the width of x (of its parts).
template <class T>
FNP_INLINE auto truth_pattern(T const& x) noexcept {
  if constexpr (std::is_integral_v<T>) return __builtin_bit_cast(std::make_unsigned_t<ops::lane_mask<T>>, x);
  else if constexpr (std::is_same_v<T, half>) return static_cast<std::uint16_t>(x.bits & 0x7fffu);
  else if constexpr (sizeof(T) == 4) return __builtin_bit_cast(std::uint32_t, x) & 0x7fffffffu;
  else if constexpr (std::is_same_v<T, double>) return __builtin_bit_cast(std::uint64_t, x) & ~(std::uint64_t{1} << 63);
  else return truth_pattern(x.re) | truth_pattern(x.im);
}

// All: every element is true; else: some element is. Partial results are bytes, 0 or 1: of bool operations g++
// vectorises few.
template <class T, bool All>
struct truth_fold {
  using Element = T;
  using State = unsigned char;
  using Out = bool;
  static State identity() noexcept { return All; }
  // In pieces, since one element may decide.
  static State run(T const* x, std::ptrdiff_t n, std::ptrdiff_t) noexcept {
    if constexpr (std::is_same_v<T, bool>) {
      return (std::memchr(x, All ? 0 : 1, static_cast<std::size_t>(n)) == nullptr) == All;
    } else {
      constexpr std::ptrdiff_t piece = 1024 / sizeof(T);
      for (std::ptrdiff_t begin = 0; begin < n; begin += piece) {
        std::ptrdiff_t const end = n - begin < piece ? n : begin + piece;
        decltype(truth_pattern(x[0])) decided = 0;
        for (std::ptrdiff_t i = begin; i < end; ++i) {
          auto const pattern = truth_pattern(x[i]);
          decided = static_cast<decltype(decided)>(decided | (All ? pattern == 0 : pattern));
        }
        if (decided) return !All;
      }
      return All;
    }
  }
  FNP_INLINE static State lift(T const& x, std::ptrdiff_t) noexcept { return __builtin_bit_cast(State, truth_of(x)); }
  FNP_INLINE static void join(State& left, State const& right) noexcept {
    left = static_cast<State>(All ? left & right : left | right);
  }
  FNP_INLINE static void row(State& s, T const& x, std::ptrdiff_t) noexcept { join(s, lift(x, 0)); }
  static bool finish(State s) noexcept { return s != 0; }
  FNP_INLINE static bool is_settled(State s) noexcept { return (s != 0) != All; }
  static constexpr bool takes_all_columns = true;
  static constexpr kernels::fold_kernel kernel() noexcept {
    return describe_fold<truth_fold>(kernels::fold_order::any, dtype::b1);
  }
};
template <class T>
using all_true = truth_fold<T, true>;
template <class T>
using any_true = truth_fold<T, false>;

template <class T, class Op>
struct bit_fold {
  using Element = T;
  using State = T;
  using Out = T;
  static T identity() noexcept {
    T zero{}, ones{};
    ops::primitives<T>::bit_not(ones, zero);
    return std::is_same_v<Op, ops::bitwise_and> ? ones : zero;
  }
  static T run(T const* x, std::ptrdiff_t n, std::ptrdiff_t) noexcept {
    T s = identity();
    for (std::ptrdiff_t i = 0; i < n; ++i) join(s, x[i]);
    return s;
  }
  static T lift(T const& x, std::ptrdiff_t) noexcept { return x; }
  static void join(T& left, T const& right) noexcept { Op::body(left, left, right); }
  static void row(T& s, T const& x, std::ptrdiff_t) noexcept { join(s, x); }
  static T finish(T s) noexcept { return s; }
  static constexpr bool takes_all_columns = true;
  static constexpr kernels::fold_kernel kernel() noexcept {
    return describe_fold<bit_fold>(kernels::fold_order::any, dtype_of<T>());
  }
};
// Parity of booleans, which are bytes here as well.
struct odd_true {
  using Element = bool;
  using State = unsigned char;
  using Out = bool;
  static State identity() noexcept { return 0; }
  static State run(bool const* x, std::ptrdiff_t n, std::ptrdiff_t) noexcept {
    State s = 0;
    for (std::ptrdiff_t i = 0; i < n; ++i) join(s, lift(x[i], 0));
    return s;
  }
  FNP_INLINE static State lift(bool const& x, std::ptrdiff_t) noexcept { return __builtin_bit_cast(State, x); }
  FNP_INLINE static void join(State& left, State const& right) noexcept { left = static_cast<State>(left ^ right); }
  FNP_INLINE static void row(State& s, bool const& x, std::ptrdiff_t) noexcept { join(s, lift(x, 0)); }
  static bool finish(State s) noexcept { return s != 0; }
  static constexpr bool takes_all_columns = true;
  static constexpr kernels::fold_kernel kernel() noexcept {
    return describe_fold<odd_true>(kernels::fold_order::any, dtype::b1);
  }
};

// On booleans the bitwise operations are the logical ones.
template <class T, class OfBool, class Op>
using bits_or_truth = std::conditional_t<std::is_same_v<T, bool>, OfBool, bit_fold<T, Op>>;
template <class T>
using and_fold = bits_or_truth<T, all_true<bool>, ops::bitwise_and>;
template <class T>
using or_fold = bits_or_truth<T, any_true<bool>, ops::bitwise_or>;
template <class T>
using xor_fold = bits_or_truth<T, odd_true, ops::bitwise_xor>;

}  // namespace

kernels::fold_kernel const* find_bit_fold(ops::op_id op, dtype element) noexcept {
  using namespace ops;
  if (op == id_of<logical_and_reduce>) return fold_row<logical_and_reduce, all_true>::find(element);
  if (op == id_of<logical_or_reduce>) return fold_row<logical_or_reduce, any_true>::find(element);
  if (op == id_of<bitwise_and_reduce>) return fold_row<bitwise_and_reduce, and_fold>::find(element);
  if (op == id_of<bitwise_or_reduce>) return fold_row<bitwise_or_reduce, or_fold>::find(element);
  if (op == id_of<bitwise_xor_reduce>) return fold_row<bitwise_xor_reduce, xor_fold>::find(element);
  return nullptr;
}

}  // namespace fnp::FNP_LEVEL
