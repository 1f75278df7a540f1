// From an expression to what the engine evaluates: its structural type, and the row of its leaves.
//
// lowering<E> says for an expression type E which dtype it has (a C++ number: which kind), its structure when the node
// above wants dtype W, and fills in the leaves in the order of the code. dtypes are settled at compile time by NumPy's
// rule: weak numbers take their dtype beside the strong operands, then the first loop that all cast to safely.
#pragma once
#include "fnp/expr/expression.hpp"
#include "fnp/expr/mismatch.hpp"
#include "fnp/expr/program.hpp"
#include "fnp/expr/scalar_leaf.hpp"

namespace fnp::typed {

template <class E> struct lowering;

template <class E, dtype W> using structure = typename lowering<E>::template as<W>;

// S read as dtype W, which it has already or not.
template <bool Has> struct converted {
  template <class S, dtype W> using to = S;
};
template <> struct converted<false> {
  template <class S, dtype W> using to = cast<W, S>;
};
template <class S, dtype W> using converted_t = typename converted<S::type == W>::template to<S, W>;

// An array of another dtype is read as it lies and converted in registers; where a kernel cannot, the engine stages it.
template <class T> struct array_lowering {
  static constexpr dtype own = dtype_of<T>();
  static constexpr ops::operand_type type{own, weak::strong};
  static constexpr dtype read_for(dtype wanted) noexcept {
    return has_vectors(own) && has_vectors(wanted) ? own : wanted;
  }
  template <dtype W> using as = converted_t<in<read_for(W)>, W>;
};
template <class T> struct lowering<terminal<array<T>>> : array_lowering<T> {
  template <dtype W> static void fill(terminal<array<T>> const& e, engine::leaf*& p) noexcept {
    p++->array = &e.elements.a.body();
  }
};
template <class T> struct lowering<terminal<borrowed<T>>> : array_lowering<T> {
  template <dtype W> static void fill(terminal<borrowed<T>> const& e, engine::leaf*& p) noexcept {
    p++->array = e.elements.a.body;
  }
};

template <class T>
  requires number<T>
struct lowering<terminal<T>> {
  static constexpr ops::operand_type type = type_of_number<T>;
  template <dtype W> using as = constant_in<W>;
  template <dtype W> static void fill(terminal<T> const& e, engine::leaf*& p) { fill_scalar<W>(*p++, e.elements.a); }
};

// --- ops ------------------------------------------------------------------------------------------------------------

template <class Op, ops::operand_type... In>
inline constexpr int loop_for = ops::find_loop<Op>(ops::settle(std::array<ops::operand_type, sizeof...(In)>{In...}));

template <int I, class... E> struct operand_at;
template <class E, class... Rest> struct operand_at<0, E, Rest...> {
  using type = E;
};
template <int I, class E, class... Rest> struct operand_at<I, E, Rest...> : operand_at<I - 1, Rest...> {};

// The leaves of one operand of an op whose loop takes it as W.
struct operand_filler {
  template <dtype W, class A> static void fill(A const& x, engine::leaf*& p) { lowering<A>::template fill<W>(x, p); }
  template <dtype W, class T>
    requires number<T>
  static void fill(terminal<T> const& x, engine::leaf*& p) {
    fill_operand<W>(*p++, x.elements.a);
  }
};

// Op on operands of these types.
template <class Op, class Indices, class... E> struct op_lowering;
template <class Op, std::size_t... I, class... E> struct op_lowering<Op, std::index_sequence<I...>, E...> {
  static constexpr int loop = loop_for<Op, lowering<E>::type...>;
  static constexpr ops::operand_type type{loop_of<Op, loop>.out[0], weak::strong};
  using natural = apply<Op, loop, structure<E, loop_of<Op, loop>.in[I]>...>;
  template <dtype W> using as = converted_t<natural, W>;
  template <class... X> static void fill_operands(engine::leaf*& p, X const&... x) {
    (operand_filler::fill<loop_of<Op, loop>.in[I]>(x, p), ...);
  }
};
template <class Op, class... E> using op_on = op_lowering<Op, std::make_index_sequence<sizeof...(E)>, E...>;

// The op of an operator.
template <expr_kind K> struct op_of;
template <> struct op_of<kinds::unary_plus> {
  using type = ops::positive;
};
template <> struct op_of<kinds::negate> {
  using type = ops::negative;
};
template <> struct op_of<kinds::complement> {
  using type = ops::invert;
};
template <> struct op_of<kinds::logical_not> {
  using type = ops::logical_not;
};
template <> struct op_of<kinds::shift_left> {
  using type = ops::left_shift;
};
template <> struct op_of<kinds::shift_right> {
  using type = ops::right_shift;
};
template <> struct op_of<kinds::multiplies> {
  using type = ops::multiply;
};
template <> struct op_of<kinds::divides> {
  using type = ops::divide;
};
template <> struct op_of<kinds::modulus> {
  using type = ops::remainder;
};
template <> struct op_of<kinds::plus> {
  using type = ops::add;
};
template <> struct op_of<kinds::minus> {
  using type = ops::subtract;
};
template <> struct op_of<kinds::less> {
  using type = ops::less;
};
template <> struct op_of<kinds::greater> {
  using type = ops::greater;
};
template <> struct op_of<kinds::less_equal> {
  using type = ops::less_equal;
};
template <> struct op_of<kinds::greater_equal> {
  using type = ops::greater_equal;
};
template <> struct op_of<kinds::equal_to> {
  using type = ops::equal;
};
template <> struct op_of<kinds::not_equal_to> {
  using type = ops::not_equal;
};
template <> struct op_of<kinds::logical_or> {
  using type = ops::logical_or;
};
template <> struct op_of<kinds::logical_and> {
  using type = ops::logical_and;
};
template <> struct op_of<kinds::bitwise_and> {
  using type = ops::bitwise_and;
};
template <> struct op_of<kinds::bitwise_or> {
  using type = ops::bitwise_or;
};
template <> struct op_of<kinds::bitwise_xor> {
  using type = ops::bitwise_xor;
};
template <expr_kind K> using op_t = typename op_of<K>::type;

template <expr_kind K, class A> struct lowering<expr<K, elements<A>>> : op_on<op_t<K>, A> {
  template <dtype> static void fill(expr<K, elements<A>> const& e, engine::leaf*& p) {
    op_on<op_t<K>, A>::fill_operands(p, e.elements.a);
  }
};
template <expr_kind K, class A, class B> struct lowering<expr<K, elements<A, B>>> : op_on<op_t<K>, A, B> {
  template <dtype> static void fill(expr<K, elements<A, B>> const& e, engine::leaf*& p) {
    op_on<op_t<K>, A, B>::fill_operands(p, e.elements.a, e.elements.b);
  }
};

// --- calls: what the function at the head of a call makes of its operands
// ----------------------------------------------

template <class F, class... E> struct call_lowering;  // like lowering, but fill(f, leaf, operands...)

template <class F, class A> struct lowering<expr<kinds::call, elements<terminal<F>, A>>> : call_lowering<F, A> {
  template <dtype> static void fill(expr<kinds::call, elements<terminal<F>, A>> const& e, engine::leaf*& p) {
    call_lowering<F, A>::fill(e.elements.a.elements.a, p, e.elements.b);
  }
};
template <class F, class A, class B>
struct lowering<expr<kinds::call, elements<terminal<F>, A, B>>> : call_lowering<F, A, B> {
  template <dtype> static void fill(expr<kinds::call, elements<terminal<F>, A, B>> const& e, engine::leaf*& p) {
    call_lowering<F, A, B>::fill(e.elements.a.elements.a, p, e.elements.b, e.elements.c);
  }
};
template <class F, class A, class B, class C>
struct lowering<expr<kinds::call, elements<terminal<F>, A, B, C>>> : call_lowering<F, A, B, C> {
  template <dtype> static void fill(expr<kinds::call, elements<terminal<F>, A, B, C>> const& e, engine::leaf*& p) {
    call_lowering<F, A, B, C>::fill(e.elements.a.elements.a, p, e.elements.b, e.elements.c, e.elements.d);
  }
};

// The structure of a whole expression in its own dtype, and its program.
template <class E> using structure_t = structure<E, lowering<E>::type.type>;
template <class E> constexpr engine::program const& program_for() noexcept {
  return program_of<structure_t<std::remove_cvref_t<E>>>;
}

// The leaves of an expression, in place.
template <class E, dtype W = lowering<E>::type.type> struct leaves_of {
  using S = structure<E, W>;
  static constexpr engine::program const* what = &program_of<S>;
  union {
    engine::leaf row[S::leaves];  // of an array's leaf nothing but the array is written
  };
  explicit leaves_of(E const& e) {
    if constexpr (nothing_but_handles<E>) {
      static_assert(sizeof(E) == S::leaves * sizeof(void*));
      auto const& words = reinterpret_cast<node_words<sizeof(E)> const&>(e);
#pragma GCC unroll 64
      for (std::size_t k = 0; k < S::leaves; ++k) row[k].array = words.at[k];
    } else {
      engine::leaf* p = row;
      lowering<E>::template fill<W>(e, p);
    }
  }
  engine::job job(array_body* into = nullptr, array_body const* where = nullptr,
                  engine::source_location from = {}) const noexcept {
    return {what, {row, S::leaves}, into, where, from};
  }
};

}  // namespace fnp::typed
