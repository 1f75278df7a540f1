// Tier 1: a region of known structure as one block kernel per instruction set, compiled in the user's file.
//
// The evaluators inline the ops' bodies on vectors of N lanes, the same N for every dtype of the region, so that its
// widest dtype fills a register. All that is compiled for each expression is a loop over whole vectors; the library
// brings rows, broadcast values and remainders into that form. All inputs of a vector are read before it is written.
#pragma once
#include "fnp/expr/structure.hpp"
#include "fnp/expr/targets.hpp"
#include "fnp/ops/simd.hpp"

namespace fnp::typed {

FNP_BODIES_BEGIN

template <dtype D, std::size_t N> using lanes = ops::simd<element_t<D>, N>;

// The addresses of K inputs, and how far each moves in a vector; of a constant its value, which takes no more bytes
// than a vector. A copy in registers: through a pointer, every store would make the compiler load them again.
template <int K, std::size_t Bytes> struct cursor {
  typedef char value __attribute__((vector_size(Bytes)));
  std::byte const* at[K];
  std::ptrdiff_t step[K];
  value fixed[K];
};

// Regions of so many inputs read reversed rows, and every other element of a row, where they lie. Each input costs
// code, and what staging adds to a point shrinks beside the rest as inputs grow in number.
inline constexpr int most_strided = 4;

// How the inputs lie: all dense, or those backwards whose bits are set, or as their steps say.
inline constexpr int all_dense = 0, any_way = -1;
constexpr bool lies_backwards(int way, int input) noexcept { return way > 0 && (way >> input & 1) != 0; }

// evaluator<S>::run: out := S; its first input is the I-th. Dense inputs do not move: the i-th elements, at the same
// index in all of them; the others move.
template <class S> struct evaluator;

template <dtype D> struct evaluator<in<D>> {
  template <int I, int Way, std::size_t N, class C>
  FNP_BODY void run(lanes<D, N>& out, C const& c, std::ptrdiff_t i) noexcept {
    constexpr std::ptrdiff_t item = sizeof(element_t<D>), width = item * static_cast<std::ptrdiff_t>(N);
    constexpr bool moves = Way == any_way || lies_backwards(Way, I);
    auto const* const at = reinterpret_cast<element_t<D> const*>(c.at[I] + (moves ? 0 : i * item));
    if constexpr (lies_backwards(Way, I)) {
      return lanes<D, N>::load_backwards(out, at);
    } else if constexpr (moves && N == 2) {  // one by one is cheaper than to ask
      using E = typename lanes<D, N>::element;
      auto const* const second = reinterpret_cast<element_t<D> const*>(c.at[I] + c.step[I] / 2);
      out.v = typename lanes<D, N>::vector{static_cast<E>(*at), static_cast<E>(*second)};
      return;
    } else if constexpr (moves && N > 1) {
      if (c.step[I] > width) return lanes<D, N>::load_every_other(out, at);
      if constexpr (lanes<D, N>::turns) return lanes<D, N>::load_either_way(out, at, c.step[I]);
      if (c.step[I] < 0) return lanes<D, N>::load_backwards(out, at);
    }
    lanes<D, N>::load(out, at);
  }
};
template <dtype D> struct evaluator<constant_in<D>> {
  template <int I, int Way, std::size_t N, class C>
  FNP_BODY void run(lanes<D, N>& out, C const& c, std::ptrdiff_t) noexcept {
    __builtin_memcpy(&out.v, &c.fixed[I], sizeof(out.v));
  }
};
template <dtype D, class X, bool Asked> struct evaluator<cast<D, X, Asked>> {
  template <int I, int Way, std::size_t N, class C>
  FNP_BODY void run(lanes<D, N>& out, C const& c, std::ptrdiff_t i) noexcept {
    lanes<X::type, N> x;
    evaluator<X>::template run<I, Way, N>(x, c, i);
    ops::convert(out, x);
  }
};

template <dtype D, class Op, class... X> struct body_evaluator;
template <dtype D, class Op, class X> struct body_evaluator<D, Op, X> {
  template <int I, int Way, std::size_t N, class C>
  FNP_BODY void run(lanes<D, N>& out, C const& c, std::ptrdiff_t i) noexcept {
    lanes<X::type, N> x;
    evaluator<X>::template run<I, Way, N>(x, c, i);
    Op::body(out, x);
  }
};
template <dtype D, class Op, class X, class Y> struct body_evaluator<D, Op, X, Y> {
  template <int I, int Way, std::size_t N, class C>
  FNP_BODY void run(lanes<D, N>& out, C const& c, std::ptrdiff_t i) noexcept {
    lanes<X::type, N> x;
    lanes<Y::type, N> y;
    evaluator<X>::template run<I, Way, N>(x, c, i);
    evaluator<Y>::template run<I + X::inputs, Way, N>(y, c, i);
    Op::body(out, x, y);
  }
};
template <dtype D, class Op, class X, class Y, class Z> struct body_evaluator<D, Op, X, Y, Z> {
  template <int I, int Way, std::size_t N, class C>
  FNP_BODY void run(lanes<D, N>& out, C const& c, std::ptrdiff_t i) noexcept {
    lanes<X::type, N> x;
    lanes<Y::type, N> y;
    lanes<Z::type, N> z;
    evaluator<X>::template run<I, Way, N>(x, c, i);
    evaluator<Y>::template run<I + X::inputs, Way, N>(y, c, i);
    evaluator<Z>::template run<I + X::inputs + Y::inputs, Way, N>(z, c, i);
    Op::body(out, x, y, z);
  }
};
template <class Op, int Loop, class... X>
struct evaluator<apply<Op, Loop, X...>> : body_evaluator<apply<Op, Loop, X...>::type, Op, X...> {};
// A selection by a comparison of lanes of its own size: the mask stays in that size.
template <int Loop, class Op, int Compare, class A, class B, class X, class Y>
  requires(std::is_base_of_v<ops::comparison, Op> && A::type == B::type &&
           itemsize(A::type) == itemsize(apply<ops::where, Loop, apply<Op, Compare, A, B>, X, Y>::type))
struct evaluator<apply<ops::where, Loop, apply<Op, Compare, A, B>, X, Y>> {
  template <int I, int Way, std::size_t N, class C, class R>
  FNP_BODY void run(R& out, C const& c, std::ptrdiff_t i) noexcept {
    lanes<A::type, N> a, b;
    evaluator<A>::template run<I, Way, N>(a, c, i);
    evaluator<B>::template run<I + A::inputs, Way, N>(b, c, i);
    ops::wide_truth<ops::lane_mask<typename R::element>, N> chosen;
    Op::body(chosen, a, b);
    R x, y;
    evaluator<X>::template run<I + A::inputs + B::inputs, Way, N>(x, c, i);
    evaluator<Y>::template run<I + A::inputs + B::inputs + X::inputs, Way, N>(y, c, i);
    ops::primitives<R>::select(out, chosen, x, y);
  }
};
template <class Map, class... X>
struct evaluator<mapped<Map, X...>> : body_evaluator<Map::result, typename Map::op, X...> {};

// --- the loop -------------------------------------------------------------------------------------------------------

// Structures whose inputs and results have the same dtypes share a table.
template <input_list L> inline constexpr input_table table_of_inputs{L};
template <class S> constexpr input_list inputs_in_order() noexcept {
  input_list l{.result = S::type, .widest = S::widest};
  S::list(l);
  return l;
}
template <class S> inline constexpr input_table const& inputs_of = table_of_inputs<inputs_in_order<S>()>;

// A vector's end: the store, past the caches if asked (those want `to` aligned to the vector), and back to `again`
// while there are more. By hand: two ways to store that meet before the loop's end jump twice a vector, which costs
// half of a short loop of 16 bytes; and were the rarer one out of line, where g++ puts it, the way back cost a sixth of
// W2's time beyond the caches. So each way has an end of its own.
#if defined(__x86_64__) && !defined(__clang__)
#define FNP_NEXT(again) "add %[n], %[k]\n\tcmp %[c], %[k]\n\tjl %l[" #again "]\n"
#define FNP_PUT(to, x, past, i, lanes, count, again)                                  \
  if constexpr (sizeof(x.v) >= 16) {                                                  \
    asm goto("test %b[p], %b[p]\n\tjne 1f\n\t%vmovups %[v], %[m]\n\t" FNP_NEXT(again) \
             "\tjmp 2f\n1:\n\t%vmovntps %[v], %[m]\n\t" FNP_NEXT(again) "2:"          \
             : [m] "=m"(*reinterpret_cast<decltype(x.v)*>(to)), [k] "+r"(i)           \
             : [v] "v"(x.v), [p] "q"(past), [n] "n"(lanes), [c] "r"(count)            \
             : "cc"                                                                   \
             : again);                                                                \
  } else {                                                                            \
    __builtin_memcpy(to, &x.v, sizeof(x.v));                                          \
    if ((i += lanes) < count) goto again;                                             \
  }
#elif defined(__clang__)
#define FNP_PUT(to, x, past, i, lanes, count, again)                                \
  if (past) __builtin_nontemporal_store(x.v, reinterpret_cast<decltype(x.v)*>(to)); \
  else __builtin_memcpy(to, &x.v, sizeof(x.v));                                     \
  if ((i += lanes) < count) goto again;
#else
#define FNP_PUT(to, x, past, i, lanes, count, again) \
  static_cast<void>(past);                           \
  __builtin_memcpy(to, &x.v, sizeof(x.v));           \
  if ((i += lanes) < count) goto again;
#endif

// Written by macros: each template between the loop and the function that has the target's attribute would be one more
// copy of the whole loop for the compiler to make and to clean (7 % of the compile time of an expression, and of its
// memory). So would loops over inputs that it must unroll: they are a pack.
//
// (A strip in cache that the library streams instead of the loop halves what the processor can have in flight: a fifth
// of the time beyond the caches.) A number does not move: its step would keep a register.
#define FNP_RUN_VECTORS(way, bytes, again)                                                                       \
  constexpr std::size_t N = bytes / S::widest;                                                                   \
  constexpr std::ptrdiff_t item = sizeof(element_t<S::type>), lanes_now = N;                                     \
  using result = lanes<S::type, N>;                                                                              \
  cursor<S::inputs, bytes> c;                                                                                    \
  ((c.at[I] = at[I]->data), ...);                                                                                \
  ((inputs_of<S>.step[I] == 0 ? (void)__builtin_memcpy(&c.fixed[I], c.at[I], sizeof c.fixed[I]) : void()), ...); \
  if constexpr (way == any_way) ((c.step[I] = step[I] * lanes_now), ...);                                        \
  std::ptrdiff_t i = 0;                                                                                          \
  again : {                                                                                                      \
    result x;                                                                                                    \
    evaluator<S>::template run<0, way, N>(x, c, i);                                                              \
    if constexpr (way == any_way) ((c.at[I] += inputs_of<S>.step[I] != 0 ? c.step[I] : 0), ...);                 \
    if constexpr (way > 0) ((c.at[I] -= lies_backwards(way, I) ? inputs_of<S>.step[I] * lanes_now : 0), ...);    \
    FNP_PUT(to + i * item, x, past, i, lanes_now, count, again)                                                  \
  }

// Bits of the inputs that move where at most two do, else 0. Of these one is often reversed; asking how it lies would
// take longer than 16 bytes take, so at that width each of them has a loop in which it lies backwards and the other is
// dense.
template <class S> constexpr int one_of_two() noexcept {
  int bits = 0, count = 0;
  for (int k = 0; k < S::inputs && k < most_strided; ++k)
    if (inputs_of<S>.step[k] != 0) bits |= 1 << k, ++count;
  return count <= 2 && S::widest >= 4 ? bits : 0;
}
#define FNP_RUN_BACKWARDS(way, again)                                                                    \
  if constexpr (way != 0)                                                                                \
    if (((inputs_of<S>.step[I] == 0 ||                                                                   \
          step[I] == (lies_backwards(way, I) ? -inputs_of<S>.step[I] : inputs_of<S>.step[I])) && ...)) { \
      FNP_RUN_VECTORS(way, 16, again)                                                                    \
      return;                                                                                            \
    }

// Where all inputs are dense one index leads to all of them. Asking every input how it moves costs half of a cached
// row, so that is a loop of its own, and there is none where inputs are many.
#define FNP_VECTORS(name, attributes, bytes)                                                                       \
  template <class S, int... I>                                                                                     \
  attributes void name(std::byte* to, located_pointer const* at, std::ptrdiff_t const* step, std::ptrdiff_t count, \
                       bool past) noexcept {                                                                       \
    if constexpr (S::inputs <= most_strided)                                                                       \
      if (step) [[unlikely]] {                                                                                     \
        if constexpr (bytes == 16) {                                                                               \
          constexpr int first = one_of_two<S>() & -one_of_two<S>(), second = one_of_two<S>() & ~first;             \
          FNP_RUN_BACKWARDS(first, again_first)                                                                    \
          FNP_RUN_BACKWARDS(second, again_second)                                                                  \
        }                                                                                                          \
        FNP_RUN_VECTORS(any_way, bytes, again_any)                                                                 \
        return;                                                                                                    \
      }                                                                                                            \
    FNP_RUN_VECTORS(all_dense, bytes, again_dense)                                                                 \
  }
FNP_VECTORS(vectors_128, FNP_FLOATING, 16)
#if defined(__x86_64__)
FNP_VECTORS(vectors_256, FNP_FOR_AVX2, 32)
FNP_VECTORS(vectors_512, FNP_FOR_AVX512, 64)
#endif
#undef FNP_VECTORS
#undef FNP_RUN_BACKWARDS
#undef FNP_RUN_VECTORS
#undef FNP_PUT
#undef FNP_NEXT

FNP_BODIES_END

// A file compiled for one CPU cannot run on a lesser one: there the levels below are the file's own.
constexpr isa compiled_level(isa level) noexcept {
#if defined(__x86_64__)
  constexpr isa lowest = static_cast<isa>(FNP_COMPILED_FOR);
  return level < lowest ? lowest : level;
#else
  return level;
#endif
}
template <isa Level> inline constexpr std::ptrdiff_t vector_bytes = 16 << (static_cast<int>(Level) - 1);

template <class S, isa Level, int... I>
constexpr vector_loop loop_for_level(std::integer_sequence<int, I...>) noexcept {
#if defined(__x86_64__)
  if constexpr (Level == isa::avx512)
    return vectors_512<S, I...>;
  else if constexpr (Level == isa::avx2)
    return vectors_256<S, I...>;
  else
#endif
    return vectors_128<S, I...>;
}
template <class S, isa Level>
inline constexpr vector_loop vector_loop_of = loop_for_level<S, Level>(std::make_integer_sequence<int, S::inputs>{});

template <isa Level> constexpr std::ptrdiff_t lanes_at_level(std::ptrdiff_t widest) noexcept {
  return vector_bytes<compiled_level(Level)> / widest;
}

// The parameters of engine::row_kernels.
template <class S, class Levels = std::make_integer_sequence<int, isa_count>> inline constexpr vector_loops loops_of{};
template <class S, int Reference, int... Level>
inline constexpr vector_loops loops_of<S, std::integer_sequence<int, Reference, Level...>>{
    &inputs_of<S>,
    S::inputs <= most_strided,
    {0, lanes_at_level<isa{Level}>(S::widest)...},
    {nullptr, vector_loop_of<S, compiled_level(isa{Level})>...}};

}  // namespace fnp::typed
