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

// All: every element is true; else: some element is.
template <class T, bool All>
struct truth_fold {
  using Element = T;
  using State = bool;
  using Out = bool;
  static bool identity() noexcept { return All; }
  static bool run(T const* x, std::ptrdiff_t n, std::ptrdiff_t) noexcept {
    // As bytes: of bool operations g++ vectorises few.
    unsigned char kept = All;
    for (std::ptrdiff_t i = 0; i < n; ++i) {
      unsigned char const truth = __builtin_bit_cast(unsigned char, truth_of(x[i]));
      kept = static_cast<unsigned char>(All ? kept & truth : kept | truth);
    }
    return kept != 0;
  }
  static bool lift(T const& x, std::ptrdiff_t) noexcept { return truth_of(x); }
  static void join(bool& left, bool const& right) noexcept { left = All ? left & right : left | right; }
  static void row(bool& s, T const& x, std::ptrdiff_t) noexcept { join(s, truth_of(x)); }
  static bool finish(bool s) noexcept { return s; }
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
