// Functions of the user's own: fnp::map(f, x, y) for a function of scalars, ops::call<my_op> for an op with a body.
//
// Both fuse. A function without captures is called inside the region's kernel on chunks, a body is inlined as ours are;
// a region with a function that has captures is interpreted. Functions must not throw and must depend on their
// arguments alone.
#pragma once
#include <utility>

#include "fnp/expr/call.hpp"

namespace fnp {
namespace typed {

// A scalar function as a block kernel. (`struct`: beside numpy.block, a function, the bare name is that.)
template <class F, class R, class... X, std::size_t... I>
fp_flags run_scalar(struct block const& b, F const& f, std::index_sequence<I...>) noexcept {
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) {
    R* const out = reinterpret_cast<R*>(b.data[0] + r * b.row_stride[0]);
    std::byte const* const at[] = {(b.data[I + 1] + r * b.row_stride[I + 1])...};
    std::ptrdiff_t const step[] = {((b.broadcast >> (I + 1)) & 1 ? 0 : 1)...};
    for (std::ptrdiff_t i = 0; i < b.count; ++i)
      out[i] = static_cast<R>(f(reinterpret_cast<X const*>(at[I])[i * step[I]]...));
  }
  return 0;
}

template <class... E>
inline constexpr std::array<dtype, sizeof...(E)> mapped_dtypes = ops::settle(std::array{lowering<E>::type...});

template <class F, class Indices, class... E> struct scalar_map;
template <class F, std::size_t... I, class... E> struct scalar_map<F, std::index_sequence<I...>, E...> {
  static constexpr auto in = mapped_dtypes<E...>;
  using value = std::remove_cvref_t<std::invoke_result_t<F const&, element_t<in[I]> const&...>>;
  static_assert(is_element_v<value>, "fnp::map: the function returns none of the fourteen element types");
  static constexpr dtype result = dtype_of<value>();
  using element = element_t<result>;
  static constexpr bool stateless_function = std::is_empty_v<F> && std::is_default_constructible_v<F>;
  static constexpr bool has_body = false, compiles = stateless_function;
  static fp_flags kernel(struct block const& b, void const* parameters) noexcept {
    if constexpr (stateless_function)
      return run_scalar<F, element, element_t<in[I]>...>(b, F{}, std::index_sequence<I...>{});
    else
      return run_scalar<F, element, element_t<in[I]>...>(b, *static_cast<F const*>(parameters),
                                                         std::index_sequence<I...>{});
  }
  static constexpr engine::user_kernel described(char const* name, void const* parameters) noexcept {
    engine::user_kernel k{name, sizeof...(E), {in[I]...}, result, kernel, parameters};
    return k;
  }
  static constexpr engine::user_kernel stateless = described("map", nullptr);
  using node = mapped<scalar_map, structure<E, in[I]>...>;
  static void fill_operands(engine::leaf*& p, E const&... x) { (lowering<E>::template fill<in[I]>(x, p), ...); }
};

// The head of a call of fnp::map without captures.
template <class F> struct function {};
template <class F, class... E> struct call_lowering<function<F>, E...> {
  using map = scalar_map<F, std::make_index_sequence<sizeof...(E)>, E...>;
  static constexpr ops::operand_type type{map::result, weak::strong};
  template <dtype W> using as = converted_t<typename map::node, W>;
  static void fill(function<F>, engine::leaf*& p, E const&... x) {
    map::fill_operands(p, x...);
    *p++ = engine::leaf(&map::stateless);
  }
};

// With captures: the function lives on the heap beside its description, which points to it.
template <class F> struct captured : counted {
  F f;
  engine::user_kernel kernel{};
  explicit captured(F&& g) : f(static_cast<F&&>(g)) {}
};
// Out of line: g++ 12 takes counts it cannot know for uses after this.
template <class F> [[gnu::noinline]] void destroy(captured<F>* c) noexcept { delete c; }
template <class F> struct closure {
  handle<captured<F>> held;
};
template <class F, class... E> struct call_lowering<closure<F>, E...> {
  using map = scalar_map<F, std::make_index_sequence<sizeof...(E)>, E...>;
  static constexpr ops::operand_type type{map::result, weak::strong};
  template <dtype W> using as = converted_t<typename map::node, W>;
  static void fill(closure<F> const& f, engine::leaf*& p, E const&... x) {
    map::fill_operands(p, x...);
    *p++ = engine::leaf(&f.held->kernel);
  }
};

// A user's op with a body: inlined in regions, and a scalar kernel for everything else.
template <class Op, int Loop> struct user_op {
  using op = Op;
  static constexpr ops::loop types = loop_of<Op, Loop>;
  static constexpr dtype result = types.out[0];
  static constexpr bool has_body = Op::has_body, compiles = true;
  template <std::size_t... I> static fp_flags run(struct block const& b, std::index_sequence<I...> indices) noexcept {
    auto const f = [](element_t<types.in[I]> const&... x) {
      element_t<result> r{};
      Op::body(r, x...);
      return r;
    };
    return run_scalar<decltype(f), element_t<result>, element_t<types.in[I]>...>(b, f, indices);
  }
  static fp_flags kernel(struct block const& b, void const*) noexcept {
    return run(b, std::make_index_sequence<Op::arity>{});
  }
  static constexpr engine::user_kernel described = {Op::name.data(), Op::arity, {types.in[0], types.in[1], types.in[2]},
                                                    result,          kernel,    nullptr};
};
template <class Op, class... E>
  requires(ops::id_of<Op> == ops::no_op && Op::kind == ops::family::elementwise)
struct call_lowering<ops::call<Op>, E...> {
  using base = op_on<Op, E...>;
  static_assert(Op::has_body, "fnp: an op of your own needs a body; derive it from fnp::ops::inlined<N>");
  using map = user_op<Op, base::loop>;
  static constexpr ops::operand_type type = base::type;
  template <class I> struct node;
  template <std::size_t... I> struct node<std::index_sequence<I...>> {
    using type = mapped<map, structure<E, loop_of<Op, base::loop>.in[I]>...>;
  };
  template <dtype W> using as = converted_t<typename node<std::make_index_sequence<sizeof...(E)>>::type, W>;
  static void fill(ops::call<Op>, engine::leaf*& p, E const&... x) {
    base::fill_operands(p, x...);
    *p++ = engine::leaf(&map::described);
  }
};

}  // namespace typed

// f(x, y) element by element; f takes the operands' element types (of numbers: what they are beside the arrays).
template <class F, operand... X>
  requires((lazy<X> || ...) && sizeof...(X) <= 3)
auto map(F f, X&&... x) {
  if constexpr (std::is_empty_v<F> && std::is_default_constructible_v<F>)
    return make_call(typed::function<F>{}, static_cast<X&&>(x)...);
  else {
    using state = typed::captured<F>;
    using kernel = typed::scalar_map<F, std::make_index_sequence<sizeof...(X)>, wrapped_t<X>...>;
    auto held = handle<state>::adopt(new state(static_cast<F&&>(f)));
    held->kernel = kernel::described("map", &held->f);
    return make_call(typed::closure<F>{held}, static_cast<X&&>(x)...);
  }
}

}  // namespace fnp
