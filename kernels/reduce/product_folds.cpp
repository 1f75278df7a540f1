// Products: one factor after the other for floats, as NumPy has them, modulo 2^64 for integers.
#include <cstring>
#include <limits>

#include "kernels/reduce/accumulation.hpp"
#include "kernels/reduce/complex_rows.hpp"

namespace fnp::FNP_LEVEL {
namespace {

template <class T> struct product : accumulation<T, multiplying> {
  using State = accumulator<T>;
  static State identity() noexcept { return State(1); }
  static State run(T const* x, std::ptrdiff_t n, std::ptrdiff_t) noexcept {
    if constexpr (std::is_same_v<T, bool>) {
      return static_cast<State>(std::memchr(x, 0, static_cast<std::size_t>(n)) == nullptr);
    } else {
      constexpr std::ptrdiff_t piece = is_exact<T> ? 512 : std::numeric_limits<std::ptrdiff_t>::max();
      State s(1);
      for (std::ptrdiff_t begin = 0; begin < n && !is_settled(s); begin += piece) {
        std::ptrdiff_t const end = n - begin < piece ? n : begin + piece;
        State part = static_cast<State>(x[begin]);
        for (std::ptrdiff_t i = begin + 1; i < end; ++i) chain(part, x[i]);
        if (n <= piece) return part;
        multiplying::apply(s, s, part);
      }
      return s;
    }
  }
  // Zero stays zero, and 64 even factors are one modulo 2^64.
  FNP_INLINE static bool is_settled(State const& s) noexcept {
    if constexpr (is_exact<T>)
      return s == 0;
    else
      return false;
  }
  FNP_INLINE static void chain(State& s, T const& x) noexcept {
    if constexpr (is_complex_v<T>)
      complex_products<T>::chain(s, x);
    else
      multiplying::apply(s, s, static_cast<State>(x));
  }
  static void extend(State& s, T const* x, std::ptrdiff_t n, std::ptrdiff_t) noexcept {
#pragma GCC unroll 4
    for (std::ptrdiff_t i = 0; i < n; ++i) chain(s, x[i]);
  }
  static std::ptrdiff_t rows(State* s, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t stride, std::ptrdiff_t n,
                             std::ptrdiff_t) noexcept
    requires is_complex_v<T>
  {
    return complex_products<T>::rows(s, x, rows, stride, n);
  }
  static constexpr bool takes_all_columns = sizeof(T) > 2;
  static void spaced(State* s, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t row_stride, std::ptrdiff_t step,
                     std::ptrdiff_t n, std::ptrdiff_t first) noexcept {
    if constexpr (is_exact<T>)
      for (std::ptrdiff_t r = 0; r < rows; ++r) fold_pieces<product>(s[r], x + r * row_stride, step, n, first);
    else
      fold_chains<product>(s, x, rows, row_stride, step, n);
  }
  static wide<T> finish(State s) noexcept { return static_cast<wide<T>>(s); }
  static constexpr kernels::fold_kernel kernel() noexcept {
    return describe_fold<product>(is_exact<T> ? kernels::fold_order::any : kernels::fold_order::sequential,
                                  dtype_of<State>());
  }
};

}  // namespace

kernels::fold_kernel const* find_product(ops::op_id op, dtype element) noexcept {
  return op == ops::id_of<ops::multiply_reduce> ? fold_row<ops::multiply_reduce, product>::find(element) : nullptr;
}

}  // namespace fnp::FNP_LEVEL
