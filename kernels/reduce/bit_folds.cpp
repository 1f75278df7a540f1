// Logical and bitwise reductions: exact, in any order.
#include "kernels/reduce/fold.hpp"

namespace fnp::FNP_LEVEL {
namespace {

template <class T>
FNP_INLINE bool truth_of(T const& x) noexcept {
  bool r = false;
  ops::primitives<T>::nonzero(r, x);
  return r;
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
    constexpr std::ptrdiff_t piece = 2048;
    State kept = All;
    for (std::ptrdiff_t begin = 0; begin < n && (kept != 0) == All; begin += piece) {
      std::ptrdiff_t const end = n - begin < piece ? n : begin + piece;
      for (std::ptrdiff_t i = begin; i < end; ++i) join(kept, lift(x[i], 0));
    }
    return kept;
  }
  FNP_INLINE static State lift(T const& x, std::ptrdiff_t) noexcept { return __builtin_bit_cast(State, truth_of(x)); }
  FNP_INLINE static void join(State& left, State const& right) noexcept {
    left = static_cast<State>(All ? left & right : left | right);
  }
  FNP_INLINE static void row(State& s, T const& x, std::ptrdiff_t) noexcept { join(s, lift(x, 0)); }
  static bool finish(State s) noexcept { return s != 0; }
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
  static constexpr kernels::fold_kernel kernel() noexcept {
    return describe_fold<bit_fold>(kernels::fold_order::any, dtype_of<T>());
  }
};
template <class T>
using and_fold = bit_fold<T, ops::bitwise_and>;
template <class T>
using or_fold = bit_fold<T, ops::bitwise_or>;
template <class T>
using xor_fold = bit_fold<T, ops::bitwise_xor>;

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
