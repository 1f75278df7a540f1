// Sums: pairwise as NumPy has them or by a wide tree for floats, modulo 2^64 for integers.
#include <cstring>
#include <limits>

#include "kernels/reduce/accumulation.hpp"
#include "kernels/reduce/pairwise.hpp"
#include "kernels/reduce/wide_columns.hpp"
#include "kernels/reduce/wide_sums.hpp"
#include "kernels/stage/registers.hpp"

namespace fnp::FNP_LEVEL {
namespace {

// Columns of rows that lie in cache: their sums stay in registers down all rows, up to eight vectors at a time. The
// last vector ends where the columns end; what it shares with the one before it is summed twice.
template <class T> struct column_sums {
  static constexpr std::ptrdiff_t least_rows = 8, most_bytes = 40960;
  static constexpr std::ptrdiff_t width = register_bytes / sizeof(T);
  typedef T vector __attribute__((vector_size(register_bytes)));

  // Of n columns. pre: (Vectors - 1) * width < n <= Vectors * width, width <= n
  template <int Vectors>
  static void add(T* sums, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t stride, std::ptrdiff_t n) noexcept {
    std::ptrdiff_t const last = n - width;
    vector s[Vectors];
    for (int k = 0; k < Vectors; ++k) std::memcpy(&s[k], sums + (k + 1 < Vectors ? k * width : last), register_bytes);
    for (std::ptrdiff_t r = 0; r < rows; ++r, x += stride) {
      T const* const row = reinterpret_cast<T const*>(x);
#pragma GCC unroll 8
      for (int k = 0; k < Vectors; ++k) {
        vector v;
        std::memcpy(&v, row + (k + 1 < Vectors ? k * width : last), register_bytes);
        s[k] += v;
      }
    }
    for (int k = 0; k < Vectors; ++k) std::memcpy(sums + (k + 1 < Vectors ? k * width : last), &s[k], register_bytes);
  }
  // The number of columns done.
  static std::ptrdiff_t add_rows(T* sums, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t stride,
                                 std::ptrdiff_t n) noexcept {
    if (rows < least_rows || n < width || rows * n * static_cast<std::ptrdiff_t>(sizeof(T)) > most_bytes) return 0;
    static constexpr decltype(&add<1>) add_vectors[] = {add<1>, add<2>, add<3>, add<4>, add<5>, add<6>, add<7>, add<8>};
    for (std::ptrdiff_t i = 0, columns = 0; i < n; i += columns) {
      std::ptrdiff_t const left = (n - i + width - 1) / width;
      // The last vector may not reach into sums that are complete.
      std::ptrdiff_t const vectors = left <= 8 ? left : left == 9 ? 7 : 8;
      columns = vectors == left ? n - i : vectors * width;
      add_vectors[vectors - 1](sums + i, x + i * static_cast<std::ptrdiff_t>(sizeof(T)), rows, stride, columns);
    }
    return n;
  }
};

template <class T> struct summation : accumulation<T, adding> {
  static constexpr bool takes_all_columns = sizeof(T) > 2;
  using State = accumulator<T>;
  static State identity() noexcept { return State(0); }
  static State run(T const* x, std::ptrdiff_t n, std::ptrdiff_t) noexcept {
    if constexpr (std::is_same_v<T, bool>) {  // bytes 0 and 1: of bool operations g++ makes no vectors
      return static_cast<State>(summation<std::uint8_t>::run(reinterpret_cast<std::uint8_t const*>(x), n, 0));
    } else if constexpr (is_exact<T>) {
      // Narrow integers widen to 32 bits at first, in pieces whose sum fits there.
      using Part = std::conditional_t<sizeof(T) <= 2, std::int32_t, State>;
      constexpr std::ptrdiff_t piece = sizeof(T) <= 2 ? 1 << 15 : std::numeric_limits<std::ptrdiff_t>::max();
      State s = 0;
      for (std::ptrdiff_t begin = 0; begin < n; begin += piece) {
        std::ptrdiff_t const length = n - begin < piece ? n - begin : piece;
        Part part = 0;
        for (std::ptrdiff_t i = 0; i < length; ++i) adding::apply(part, part, static_cast<Part>(x[begin + i]));
        adding::apply(s, s, static_cast<State>(part));
        if (length == n - begin) break;
      }
      return s;
    } else if constexpr (std::is_same_v<T, half>)
      return converting_pairwise<half, float>::sum(x, n);
    else if constexpr (std::is_floating_point_v<T>)
      return pairwise<T>::sum(x, n);
    else
      return complex_pairwise<decltype(x->re)>::sum(x, n);
  }
  // Short rows one after the other are as long a stream as one run.
  static void runs(State* out, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t stride,
                   std::ptrdiff_t n) noexcept
    requires std::is_floating_point_v<T>
  {
    bool const far = rows * stride > pairwise<T>::far_bytes;
    if (n >= 8 && n <= pairwise<T>::longest_leaf && !far) {
      for (std::ptrdiff_t r = 0; r < rows; ++r)
        out[r] = pairwise<T>::leaf(reinterpret_cast<T const*>(x + r * stride), n);
      return;
    }
    for (std::ptrdiff_t r = 0; r < rows; ++r) {
      T const* const row = reinterpret_cast<T const*>(x + r * stride);
      out[r] = far ? pairwise<T>::template tree<true>(row, n) : pairwise<T>::sum(row, n);
    }
  }
  static void runs(State* out, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t stride,
                   std::ptrdiff_t n) noexcept
    requires is_complex_v<T>
  {
    using sums = complex_pairwise<decltype(T{}.re)>;
    bool const far = rows * stride > pairwise<double>::far_bytes;
    for (std::ptrdiff_t r = 0; r < rows; ++r) {
      T const* const row = reinterpret_cast<T const*>(x + r * stride);
      out[r] = far ? sums::template tree<true>(row, n) : sums::template tree<false>(row, n);
    }
  }
  static std::ptrdiff_t rows(State* s, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t stride, std::ptrdiff_t n,
                             std::ptrdiff_t) noexcept
    requires std::is_floating_point_v<T>
  {
    return column_sums<T>::add_rows(s, x, rows, stride, n);
  }
  // Parts are columns of their own.
  static std::ptrdiff_t rows(State* s, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t stride, std::ptrdiff_t n,
                             std::ptrdiff_t) noexcept
    requires is_complex_v<T>
  {
    fold_functions<summation<decltype(T{}.re)>>::rows(reinterpret_cast<std::byte*>(s), x, rows, stride, 2 * n, 0);
    return n;
  }
  static void spaced(State* s, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t row_stride, std::ptrdiff_t step,
                     std::ptrdiff_t n, std::ptrdiff_t first) noexcept {
    constexpr std::ptrdiff_t parts = is_complex_v<T> ? 2 : 1;
    for (std::ptrdiff_t r = 0; r < rows; ++r) {
      std::byte const* const row = x + r * row_stride;
      if constexpr (is_exact<T>)
        fold_pieces<summation>(s[r], row, step, n, first);
      else if constexpr (sizeof(T) == 16)
        s[r] = complex_pairwise<double>::spaced(row, step, n);
      else
        s[r] = fold_tree<summation, 128 / parts, 8 / parts>(row, step, n);
    }
  }
  // 0 + P: a sum of negative zeros is positive.
  static wide<T> finish(State s) noexcept {
    adding::apply(s, State(0), s);
    return static_cast<wide<T>>(s);
  }
  static constexpr kernels::fold_kernel kernel() noexcept {
    return describe_fold<summation>(is_exact<T> ? kernels::fold_order::any : kernels::fold_order::pairwise,
                                    dtype_of<State>());
  }
};

// What the tree of columns adds.
struct plain_sums {
  static constexpr int fields = 1;
  template <class V> struct state {
    V f[1];
  };
  struct link {
    template <class T> FNP_INLINE link(T, T) noexcept {}
  };
  template <class V> FNP_INLINE static void first(state<V>& s, V const& x) noexcept { s.f[0] = x; }
  template <class V> FNP_INLINE static void add(state<V>& s, V const& x, int) noexcept { s.f[0] = s.f[0] + x; }
  template <class V> FNP_INLINE static void join(state<V>& s, state<V> const& other, link const&) noexcept {
    s.f[0] = s.f[0] + other.f[0];
  }
};

// Sums by the tree of wide_sums.hpp; float16 in float32, a leaf at a time.
template <class T> struct wide_summation : accumulation<T, adding> {
  using State = accumulator<T>;
  using part = std::conditional_t<std::is_same_v<State, complex64>, float,
                                  std::conditional_t<std::is_same_v<State, complex128>, double, State>>;
  using tree = wide_sums<part, sizeof(State) / sizeof(part)>;
  static constexpr std::ptrdiff_t parts = sizeof(State) / sizeof(part);
  static State identity() noexcept { return State(0); }
  static State run(T const* x, std::ptrdiff_t n, std::ptrdiff_t) noexcept {
    State s{};
    if constexpr (std::is_same_v<T, half>) converted(s, x, n);
    else tree::sum(reinterpret_cast<part*>(&s), reinterpret_cast<part const*>(x), parts * n);
    return s;
  }
  // Short rows one after the other: the additions of one overlap the joins of another.
  static void runs(State* out, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t stride,
                   std::ptrdiff_t n) noexcept
    requires(!std::is_same_v<T, half>)
  {
    part* to = reinterpret_cast<part*>(out);
    std::ptrdiff_t const m = parts * n;
    auto const row = [&](std::ptrdiff_t r) { return reinterpret_cast<part const*>(x + r * stride); };
    if (m <= tree::lanes)
      for (std::ptrdiff_t r = 0; r < rows; ++r, to += parts) tree::template short_leaf<tree::registers>(to, row(r), m);
    else if (m > tree::longest_leaf)
      for (std::ptrdiff_t r = 0; r < rows; ++r, to += parts) tree::sum(to, row(r), m);
    else if (rows * stride > tree::far_bytes)
      for (std::ptrdiff_t r = 0; r < rows; ++r, to += parts) tree::template long_leaf<true>(to, row(r), m);
    else
      for (std::ptrdiff_t r = 0; r < rows; ++r, to += parts) tree::template long_leaf<false>(to, row(r), m);
  }
  static wide<T> finish(State s) noexcept {
    adding::apply(s, State(0), s);
    return static_cast<wide<T>>(s);
  }
  static constexpr kernels::fold_kernel kernel() noexcept {
    kernels::fold_kernel k = describe_fold<wide_summation>(kernels::fold_order::wide, dtype_of<State>());
    k.leaf = tree::longest_leaf / parts;
    k.lanes = tree::lanes / parts;
    if (!std::is_same_v<T, half>) k.columns = columns;
    return k;
  }

 private:
  static void columns(std::byte* partial, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t row_stride,
                      std::ptrdiff_t columns, std::byte* room) noexcept {
    column_tree<part, plain_sums, parts>::each_panel(
        x, rows, row_stride, parts * columns, room,
        [&](part const* sums, std::ptrdiff_t n, std::ptrdiff_t first, part) {
          std::memcpy(reinterpret_cast<part*>(partial) + first, sums, static_cast<std::size_t>(n) * sizeof(part));
        });
  }
  static void converted(float& s, half const* x, std::ptrdiff_t n) noexcept {
    if (n <= tree::longest_leaf) {
      float values[tree::longest_leaf];
      values[0] = 0;  // of nothing too, as g++ sees it
      FNP_INDEPENDENT
      for (std::ptrdiff_t i = 0; i < n; ++i) values[i] = static_cast<float>(x[i]);
      return tree::sum(&s, values, n);
    }
    float right = 0;
    converted(s, x, tree::half(n));
    converted(right, x + tree::half(n), n - tree::half(n));
    s += right;
  }
};

}  // namespace

kernels::fold_kernel const* find_sum(ops::op_id op, dtype element) noexcept {
  if (op == ops::id_of<ops::add_reduce>) return fold_row<ops::add_reduce, summation>::find(element);
  if (op == ops::id_of<ops::wide_add_reduce>) return fold_row<ops::wide_add_reduce, wide_summation>::find(element);
  return nullptr;
}

kernels::fold_kernel const* find_fold(ops::op_id op, dtype element) noexcept {
  for (auto const find : {find_sum, find_product, find_moments, find_extremum, find_bit_fold})
    if (kernels::fold_kernel const* const k = find(op, element)) return k;
  return nullptr;
}

}  // namespace fnp::FNP_LEVEL
