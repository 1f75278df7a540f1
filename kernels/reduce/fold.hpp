// From a fold of typed elements to the untyped fold_kernel of the registry.
//
// A fold is a struct with the types Element, State, Out and the static functions
//   State run(Element const*, n, first)    State lift(Element, position)    void join(State&, State)
//   void row(State&, Element, position)    Out finish(State)                State identity()  (optional)
//   void extend(State&, Element const*, n, first)  (optional: joins the n elements one after the other)
//   void runs(State*, std::byte const*, rows, row_stride, n)  (optional: `run` for several rows)
//   void spaced(State*, std::byte const*, rows, row_stride, step, n, first)  (optional: fold_kernel::spaced; a fold
//   whose order
//                                                                              is free has one)
//   bool takes_all_columns  (optional: are the columns between every second one folded in no time?)
//   ptrdiff_t rows(State*, std::byte const*, rows, row_stride, n, position)  (optional: `row` for several rows, of the
//                                                                             first so many columns as it tells)
#pragma once
#include "kernels/families.hpp"
#include "kernels/loops.hpp"
#include "kernels/reduce/spaced_folds.hpp"

namespace fnp::FNP_LEVEL {

template <class Fold> struct fold_functions {
  using Element = typename Fold::Element;
  using State = typename Fold::State;
  using Out = typename Fold::Out;

  static void run(std::byte* partial, std::byte const* x, std::ptrdiff_t n, std::ptrdiff_t first) noexcept {
    *reinterpret_cast<State*>(partial) = Fold::run(reinterpret_cast<Element const*>(x), n, first);
  }
  static void runs(std::byte* partial, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t row_stride,
                   std::ptrdiff_t n, std::ptrdiff_t first) noexcept {
    State* const p = reinterpret_cast<State*>(partial);
    if constexpr (requires { Fold::runs(p, x, rows, row_stride, n); })
      Fold::runs(p, x, rows, row_stride, n);
    else
      for (std::ptrdiff_t r = 0; r < rows; ++r)
        p[r] = Fold::run(reinterpret_cast<Element const*>(x + r * row_stride), n, first);
  }
  static void join(std::byte* left, std::byte const* right, std::ptrdiff_t n) noexcept {
    State* const l = reinterpret_cast<State*>(left);
    State const* const r = reinterpret_cast<State const*>(right);
    FNP_INDEPENDENT
    for (std::ptrdiff_t i = 0; i < n; ++i) Fold::join(l[i], r[i]);
  }
  static void lift(std::byte* partial, std::byte const* x, std::ptrdiff_t n, std::ptrdiff_t position) noexcept {
    State* const p = reinterpret_cast<State*>(partial);
    Element const* const e = reinterpret_cast<Element const*>(x);
    FNP_INDEPENDENT
    for (std::ptrdiff_t i = 0; i < n; ++i) p[i] = Fold::lift(e[i], position);
  }
  static void clear(std::byte* partial, std::ptrdiff_t n) noexcept {
    if constexpr (requires { Fold::identity(); }) fill(reinterpret_cast<State*>(partial), State(Fold::identity()), n);
  }
  static void finish(std::byte* out, std::byte const* partial, std::ptrdiff_t n) noexcept {
    Out* const o = reinterpret_cast<Out*>(out);
    State const* const p = reinterpret_cast<State const*>(partial);
    for (std::ptrdiff_t i = 0; i < n; ++i) o[i] = Fold::finish(p[i]);
  }
  static void extend(std::byte* acc, std::byte const* x, std::ptrdiff_t n, std::ptrdiff_t first) noexcept {
    State s = *reinterpret_cast<State*>(acc);
    Element const* const e = reinterpret_cast<Element const*>(x);
    if constexpr (requires { Fold::extend(s, e, n, first); }) Fold::extend(s, e, n, first);
    else
      for (std::ptrdiff_t i = 0; i < n; ++i) Fold::join(s, Fold::lift(e[i], first + i));
    *reinterpret_cast<State*>(acc) = s;
  }
  static void spaced(std::byte* partial, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t row_stride,
                     std::ptrdiff_t step, std::ptrdiff_t n, std::ptrdiff_t first) noexcept {
    State* const p = reinterpret_cast<State*>(partial);
    if constexpr (requires { Fold::spaced(p, x, rows, row_stride, step, n, first); })
      Fold::spaced(p, x, rows, row_stride, step, n, first);
    else
      for (std::ptrdiff_t r = 0; r < rows; ++r) fold_pieces<Fold>(p[r], x + r * row_stride, step, n, first);
  }
  static void spaced_rows(std::byte* partial, std::byte const* x, std::ptrdiff_t count, std::ptrdiff_t row_stride,
                          std::ptrdiff_t n, std::ptrdiff_t position) noexcept {
    fold_all_columns<Fold>(reinterpret_cast<State*>(partial), x, count, row_stride, n, position, rows);
  }
  // Four rows at a time, so that partial results are read and written once for four elements.
  static void rows(std::byte* partial, std::byte const* x, std::ptrdiff_t count, std::ptrdiff_t row_stride,
                   std::ptrdiff_t n, std::ptrdiff_t position) noexcept {
    State* p = reinterpret_cast<State*>(partial);
    if constexpr (requires { Fold::rows(p, x, count, row_stride, n, position); }) {
      std::ptrdiff_t const done = Fold::rows(p, x, count, row_stride, n, position);
      p += done;
      x += done * static_cast<std::ptrdiff_t>(sizeof(Element));
      n -= done;
    }
    auto const at = [&](std::ptrdiff_t r) { return reinterpret_cast<Element const*>(x + r * row_stride); };
    std::ptrdiff_t r = 0;
    // Truth of complex numbers is vector code for single rows only.
    constexpr bool together = std::is_arithmetic_v<Element> || sizeof(State) >= sizeof(Element);
    for (; together && r + 4 <= count; r += 4) {
      Element const *const a = at(r), *const b = at(r + 1), *const c = at(r + 2), *const d = at(r + 3);
      std::ptrdiff_t const first = position + r;
      FNP_INDEPENDENT
      for (std::ptrdiff_t i = 0; i < n; ++i) {
        State s = p[i];
        Fold::row(s, a[i], first);
        Fold::row(s, b[i], first + 1);
        Fold::row(s, c[i], first + 2);
        Fold::row(s, d[i], first + 3);
        p[i] = s;
      }
    }
    for (; r < count; ++r) {
      Element const* const a = at(r);
      std::ptrdiff_t const first = position + r;
      FNP_INDEPENDENT
      for (std::ptrdiff_t i = 0; i < n; ++i) Fold::row(p[i], a[i], first);
    }
  }
};

// pre: Accumulator's dtype says how partial results may be read, where they are plain numbers.
template <class Fold>
constexpr kernels::fold_kernel describe_fold(kernels::fold_order order, dtype accumulator) noexcept {
  using f = fold_functions<Fold>;
  bool const has_identity = requires { Fold::identity(); };
  constexpr bool complex_element =
      std::is_same_v<typename Fold::Element, complex64> || std::is_same_v<typename Fold::Element, complex128>;
  bool const is_free = order == kernels::fold_order::any || requires { &Fold::spaced; };
  auto const all_columns = []() -> decltype(&f::spaced_rows) {
    if constexpr (requires { Fold::takes_all_columns; })
      if constexpr (Fold::takes_all_columns) return f::spaced_rows;
    return nullptr;
  };
  return {order,
          dtype_of<typename Fold::Element>(),
          accumulator,
          sizeof(typename Fold::State),
          f::run,
          f::runs,
          f::join,
          f::lift,
          has_identity ? f::clear : nullptr,
          f::finish,
          f::rows,
          f::extend,
          is_free ? f::spaced : nullptr,
          all_columns(),
          complex_element ? 64 : 128,
          complex_element ? 4 : 8};
}

// One kernel an element dtype of the fold template, null where the op has no loop for it.
template <class Op, template <class> class Make, class Indices = std::make_integer_sequence<int, dtype_count>>
struct fold_row;
template <class Op, template <class> class Make, int... D> struct fold_row<Op, Make, std::integer_sequence<int, D...>> {
  template <int I> static constexpr kernels::fold_kernel make() noexcept {
    constexpr dtype d = static_cast<dtype>(I);
    if constexpr (ops::find_loop<Op>(std::array{d}) >= 0) {
      if constexpr (ops::loop_at<Op>(ops::find_loop<Op>(std::array{d})).in[0] == d)
        return Make<element_t<d>>::kernel();
      else
        return {};
    } else
      return {};
  }
  static constexpr kernels::fold_kernel at[] = {make<D>()...};
  static kernels::fold_kernel const* find(dtype d) noexcept {
    kernels::fold_kernel const& k = at[static_cast<int>(d)];
    return k.run ? &k : nullptr;
  }
};

kernels::fold_kernel const* find_sum(ops::op_id op, dtype element) noexcept;
kernels::fold_kernel const* find_moments(ops::op_id op, dtype element) noexcept;
kernels::fold_kernel const* find_extremum(ops::op_id op, dtype element) noexcept;
kernels::fold_kernel const* find_bit_fold(ops::op_id op, dtype element) noexcept;

}  // namespace fnp::FNP_LEVEL
