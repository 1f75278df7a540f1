// Reductions of expressions: fnp::sum(x, fnp::axis(0, 1), fnp::keepdims). Axes and degrees of freedom are typed.
#pragma once
#include "fnp/expr/call.hpp"

namespace fnp {

// The axes that are folded; negative ones count from the end. Without an axis all are.
struct axis {
  extents axes;
  template <std::integral... I> explicit axis(I... i) : axes{static_cast<index>(i)...} {}
  explicit axis(extents list) : axes(list) {}
};

// Folded axes stay, with extent 1.
struct keepdims_argument {
  bool on = true;
  constexpr keepdims_argument operator()(bool keep) const noexcept { return {keep}; }
};
inline constexpr keepdims_argument keepdims{};

// Degrees of freedom that var and std take off the number of elements.
struct ddof {
  index count;
  constexpr explicit ddof(index n) noexcept : count(n) {}
};

// All axes, where the default is one.
struct all_axes_argument {};
inline constexpr all_axes_argument all_axes{};

// Arguments with which a reduction is computed at once (fnp/methods.hpp): initial(x), into(r), where(mask), a dtype.
struct initial;
struct into;
template <class M> struct masked_by;
template <class A>
inline constexpr bool computes_now = std::is_same_v<A, initial> || std::is_same_v<A, into> || std::is_same_v<A, dtype>;
template <class M> inline constexpr bool computes_now<masked_by<M>> = true;

// Sums of floats (sum, mean, var, std, cumsum) in an order of the library's own, which is a function of the shape
// alone: one wide tree over all n folded elements in C order, whatever their layout, instruction set and number of
// threads. NumPy's own order adds row by row over outer axes, with an error that grows with n. Here, to first order and
// for u = 2^-53 (2^-24 in float32),
//
//     |error of a sum|                 <= (ceil(log2 n) + 12) u (|x_1| + ... + |x_n|)
//     |error of q = sum((x - mean)^2)| <= 2 (ceil(log2 n) + 16)^(3/2) u k q,   k^2 = sum(x^2) / q
//
// N. J. Higham, The accuracy of floating point summation, 1993, doi:10.1137/0914050: a tree of depth d has the constant
// d (kernels/reduce/wide_sums.hpp has the tree). Variances take one pass (kernels/reduce/moment_folds.cpp): k is their
// condition number, so that they are as exact as elements allow that are themselves rounded. Means and variances of one
// expression share the pass. A strided operand is gathered.
struct accurate_argument {};
inline constexpr accurate_argument accurate{};
template <class... A> inline constexpr bool asks_accurate = (std::is_same_v<A, accurate_argument> || ...);

template <class A> struct reductions_take {
  static constexpr bool value = false;
};

namespace typed {

inline void take(engine::axes_argument& to, axis const& a) {
  to.axes = a.axes;
  to.all = false;
}
inline void take(engine::axes_argument& to, keepdims_argument k) { to.keepdims = k.on; }
inline void take(engine::axes_argument& to, all_axes_argument) { to.all = true; }
inline void take(engine::axes_argument& to, accurate_argument) { to.accurate = true; }
inline void take(engine::axes_argument& to, ddof d) { to.ddof = d.count; }
template <class A> void take(engine::axes_argument&, A const&) {
  static_assert(
      reductions_take<A>::value,
      "fnp: a reduction takes fnp::axis(0), fnp::keepdims and fnp::ddof(1); a bare number could be any of them");
}

// The head of a call of a reduction. Its `accurate_form` is the head where fnp::accurate is asked for.
template <class Op> struct reduction_of;
template <class Op> struct accurate_head {
  using type = reduction_of<Op>;
};
template <> struct accurate_head<ops::add_reduce> {
  using type = reduction_of<ops::wide_add_reduce>;
};
template <class Op> struct reduction_of {
  engine::axes_argument axes;
  using accurate_form = typename accurate_head<Op>::type;
};

// Sums of integers and booleans are exact in any order.
template <class E>
  requires(!is_inexact(lowering<E>::type.type))
struct call_lowering<reduction_of<ops::wide_add_reduce>, E> : call_lowering<reduction_of<ops::add_reduce>, E> {
  static void fill(reduction_of<ops::wide_add_reduce> const& f, engine::leaf*& p, E const& x) {
    lowering<E>::template fill<call_lowering<reduction_of<ops::add_reduce>, E>::element>(x, p);
    *p++ = engine::leaf(&f.axes);
  }
};

template <class Op, class E> struct call_lowering<reduction_of<Op>, E> {
  static constexpr int loop = loop_for<Op, lowering<E>::type>;
  static constexpr dtype element = loop_of<Op, loop>.in[0];
  static constexpr ops::operand_type type{loop_of<Op, loop>.out[0], weak::strong};
  using natural = reduce<Op, type.type, structure<E, element>>;
  template <dtype W> using as = converted_t<natural, W>;
  static void fill(reduction_of<Op> const& f, engine::leaf*& p, E const& x) {
    lowering<E>::template fill<element>(x, p);
    *p++ = engine::leaf(&f.axes);
  }
};

}  // namespace typed

// F: the head of the call, holding the arguments.
template <class F, class Op> struct reducer {
  template <class X, class... Arguments>
    requires((lazy<X> || dynamic<X>) && (computes_now<Arguments> || ...))
  auto operator()(X const& x, Arguments const&... arguments) const {
    return reduce_now(F{}, x, arguments...);
  }
  template <lazy X, class... Arguments>
    requires(!(computes_now<Arguments> || ...))
  auto operator()(X&& x, Arguments const&... arguments) const {
    static_assert(required_loop<Op, X>::exists);
    std::conditional_t<asks_accurate<Arguments...>, typename F::accurate_form, F> f;
    (typed::take(f.axes, arguments), ...);
    if constexpr (requires { f.prepare(); }) f.prepare();
    return make_call(f, static_cast<X&&>(x));
  }
  template <dynamic X, class... Arguments>
    requires(!(computes_now<Arguments> || ...))
  auto operator()(X const& x, Arguments const&... arguments) const {
    engine::axes_argument axes;
    (typed::take(axes, arguments), ...);
    return reduce_dynamic(F{}, x, axes);
  }
  template <class X, class... Arguments>
    requires(!lazy<X> && !dynamic<X>)
  void operator()(X const&, Arguments const&...) const {
    static_assert(op_cannot_take<Op, X>::value, "fnp: a reduction takes an array or an expression");
  }
};
template <class Op> using simple_reducer = reducer<typed::reduction_of<Op>, Op>;

inline constexpr simple_reducer<ops::add_reduce> sum{};
inline constexpr simple_reducer<ops::multiply_reduce> prod{};
inline constexpr simple_reducer<ops::minimum_reduce> min{}, amin{};
inline constexpr simple_reducer<ops::maximum_reduce> max{}, amax{};
inline constexpr simple_reducer<ops::logical_or_reduce> any{};
inline constexpr simple_reducer<ops::logical_and_reduce> all{};
inline constexpr simple_reducer<ops::argmin> argmin{};
inline constexpr simple_reducer<ops::argmax> argmax{};

template <lazy X, class... Arguments> auto count_nonzero(X&& x, Arguments const&... arguments) {
  return sum(astype<bool>(static_cast<X&&>(x)), arguments...);
}

// Matrix product over the last two axes: opaque to fusion.
inline constexpr ops::call<ops::matmul> matmul{};

namespace typed {
template <class Op, class... E>
  requires(Op::kind == ops::family::opaque)
struct call_lowering<ops::call<Op>, E...> : op_on<Op, E...> {
  using base = op_on<Op, E...>;
  template <class I> struct product;
  template <std::size_t... I> struct product<std::index_sequence<I...>> {
    using type =
        barrier<engine::code::call, Op, base::type.type, base::loop, structure<E, loop_of<Op, base::loop>.in[I]>...>;
  };
  template <dtype W> using as = converted_t<typename product<std::make_index_sequence<sizeof...(E)>>::type, W>;
  static void fill(ops::call<Op>, engine::leaf*& p, E const&... x) { base::fill_operands(p, x...); }
};
}  // namespace typed

}  // namespace fnp
