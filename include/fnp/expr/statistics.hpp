// mean, var and std: NumPy's formulas, composed of ops.
//
//     mean = sum(x) / n        var = sum((x - mean)^2) / max(n - ddof, 0)        std = sqrt(var)
//
// Integers are summed as float64, float16 by mean as float32. n is an integer to NumPy, so the division runs in float64
// (or complex128) and its result is cast back. n is known when the expression is evaluated: it is a leaf.
#pragma once
#include "fnp/expr/reduce.hpp"

namespace fnp {
namespace typed {

// Elements that are folded into one. Axes that do not exist are left to the engine, which has the words for them.
[[gnu::noinline]] inline double folded_count(engine::program const& what, sequence<engine::leaf const> leaves,
                                             engine::axes_argument const& a) {
  if (a.all && leaves.size() == 1 && leaves[0].array) return static_cast<double>(leaves[0].array->count);
  extents const shape = engine::shape_of(what, leaves);
  checked n = 1;
  auto const rank = static_cast<index>(shape.size());
  if (a.all)
    n = element_count(shape);
  else
    for (index const i : a.axes)
      if (i >= -rank && i < rank) n *= shape[static_cast<std::size_t>(i < 0 ? i + rank : i)];
  return static_cast<double>(n.value);
}

constexpr dtype summing_type(dtype d) noexcept { return is_inexact(d) ? d : dtype::f8; }
constexpr dtype dividing_type(dtype d) noexcept { return kind(d) == 'c' ? dtype::c16 : dtype::f8; }

// S / n, back in S's dtype.
template <class S> struct per_count {
  static constexpr dtype d = dividing_type(S::type);
  static constexpr int loop = loop_for<ops::divide, ops::operand_type{d}, ops::operand_type{d}>;
  using type = converted_t<apply<ops::divide, loop, converted_t<S, d>, constant_in<d>>, S::type>;
};
template <class S> using per_count_t = typename per_count<S>::type;

// Op on what has been computed, and the root of it or not.
template <class Op, class... X> using in_loop = apply<Op, loop_for<Op, ops::operand_type{X::type}...>, X...>;
template <bool Root, class V> struct rooted {
  using type = V;
};
template <class V> struct rooted<true, V> {
  using type = in_loop<ops::sqrt, V>;
};

inline void put(engine::leaf*& p, engine::axes_argument const& a) noexcept {
  *p++ = engine::leaf(&a);
}

// Accurate: a sum by the wide tree.
template <bool Accurate> struct mean_of {
  engine::axes_argument axes;
  using accurate_form = mean_of<true>;
};
template <bool Accurate, class E> struct call_lowering<mean_of<Accurate>, E> {
  using sum = std::conditional_t<Accurate, ops::wide_add_reduce, ops::add_reduce>;
  static constexpr dtype from = lowering<E>::type.type, summed = from == dtype::f2 ? dtype::f4 : summing_type(from);
  static constexpr ops::operand_type type{from == dtype::f2 ? from : summed, weak::strong};
  using terms = structure<E, summed>;
  template <dtype W>
  using as = converted_t<converted_t<per_count_t<reduce<sum, summed, terms>>, type.type>, W>;
  static void fill(mean_of<Accurate> const& f, engine::leaf*& p, E const& x) {
    engine::leaf* const first = p;
    lowering<E>::template fill<summed>(x, p);
    double const n = folded_count(program_of<terms>, {first, p}, f.axes);
    put(p, f.axes);
    fill_scalar<dividing_type(summed)>(*p++, n);
  }
};

template <bool Root> struct accurate_variance_of;

// What both kinds of variance divide by.
inline double folded_freedom(double n, engine::axes_argument const& a) noexcept {
  double const rest = n - static_cast<double>(a.ddof);
  return rest > 0 ? rest : 0.0;
}

// Root: std.
template <bool Root> struct variance_of {
  engine::axes_argument axes, kept;  // kept: of the mean, which is broadcast against x
  using accurate_form = accurate_variance_of<Root>;
  void prepare() {
    kept = axes;
    kept.keepdims = true;
  }
};
template <bool Root, class E> struct call_lowering<variance_of<Root>, E> {
  static constexpr dtype from = lowering<E>::type.type, summed = summing_type(from);
  static_assert(kind(from) != 'c', "fnp: var and std of complex numbers; take those of the real and imaginary parts");
  static constexpr ops::operand_type type{summed, weak::strong};
  using terms = structure<E, summed>;
  using mean = per_count_t<reduce<ops::add_reduce, summed, terms>>;
  using squares = in_loop<ops::square, in_loop<ops::subtract, terms, mean>>;
  using variance = per_count_t<reduce<ops::add_reduce, summed, squares>>;
  template <dtype W> using as = converted_t<typename rooted<Root, variance>::type, W>;
  static void fill(variance_of<Root> const& f, engine::leaf*& p, E const& x) {
    lowering<E>::template fill<summed>(x, p);
    engine::leaf* const first = p;
    lowering<E>::template fill<summed>(x, p);
    double const n = folded_count(program_of<terms>, {first, p}, f.axes);
    put(p, f.kept);
    fill_scalar<dividing_type(summed)>(*p++, n);
    put(p, f.axes);
    fill_scalar<dividing_type(summed)>(*p++, folded_freedom(n, f.axes));
  }
};

// One pass: the squared deviations are the second part of what moments_reduce gives.
template <bool Root> struct accurate_variance_of {
  engine::axes_argument axes;
};
template <bool Root, class E> struct call_lowering<accurate_variance_of<Root>, E> {
  static constexpr dtype from = lowering<E>::type.type, summed = from == dtype::f2 ? dtype::f4 : summing_type(from);
  static_assert(kind(from) != 'c', "fnp: var and std of complex numbers; take those of the real and imaginary parts");
  static constexpr ops::operand_type type{from == dtype::f2 ? from : summed, weak::strong};
  using terms = structure<E, summed>;
  using moments = reduce<ops::moments_reduce, summed == dtype::f4 ? dtype::c8 : dtype::c16, terms>;
  using variance = per_count_t<in_loop<ops::imag, moments>>;
  template <dtype W>
  using as = converted_t<converted_t<typename rooted<Root, variance>::type, type.type>, W>;
  static void fill(accurate_variance_of<Root> const& f, engine::leaf*& p, E const& x) {
    engine::leaf* const first = p;
    lowering<E>::template fill<summed>(x, p);
    double const n = folded_count(program_of<terms>, {first, p}, f.axes);
    put(p, f.axes);
    fill_scalar<dividing_type(summed)>(*p++, folded_freedom(n, f.axes));
  }
};

}  // namespace typed

inline constexpr reducer<typed::mean_of<false>, ops::add_reduce> mean{};
inline constexpr reducer<typed::variance_of<false>, ops::add_reduce> var{};
inline constexpr reducer<typed::variance_of<true>, ops::add_reduce> std{};

}  // namespace fnp
