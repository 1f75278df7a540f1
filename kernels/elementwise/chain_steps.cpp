// Chains: instructions of an interpreted program on strips of eight registers, each a small function that jumps to the
// next.
//
// Threaded code (J. R. Bell, Comm. ACM 16 (1973) 370, doi:10.1145/362248.362270) whose accumulators are the eight
// vector registers in which a function takes its arguments: what an instruction makes is in the next one's registers,
// so that memory sees only what is used later. All functions have one signature and end with a call of the next, which
// is a jump. The bodies are those of every tier, so the bits are, too.
#include "fnp/ops/chained.hpp"
#include "fnp/ops/simd.hpp"
#include "kernels/families.hpp"
#include "kernels/honest_flags.hpp"
#include "kernels/stage/lane_transposition.hpp"
#include "kernels/stage/registers.hpp"

namespace fnp::FNP_LEVEL {
namespace {

using kernels::chain_step;
using kernels::held;
using kernels::strip;

typedef float accumulator __attribute__((vector_size(register_bytes)));
using chained = void (*)(chain_step const*, strip const*, accumulator, accumulator, accumulator, accumulator,
                         accumulator, accumulator, accumulator, accumulator) noexcept;
constexpr std::ptrdiff_t accumulators = 8;

template <class... A> FNP_INLINE void go_on(chain_step const* s, strip const* places, A... a) noexcept {
  return reinterpret_cast<chained>(s[1].run)(s + 1, places, a...);
}

// Where an operand's registers come from, one call a register: a strip, or one register for all.
template <class V> struct moving {
  strip from;
  FNP_INLINE V next() noexcept {
    V x;
    V::load(x, reinterpret_cast<typename V::element const*>(from.at));
    from.at += from.step;
    return x;
  }
};
template <class V> struct staying {
  V x;
  explicit staying(strip const& from) noexcept { V::load(x, reinterpret_cast<typename V::element const*>(from.at)); }
  FNP_INLINE V next() const noexcept { return x; }
};

// The bodies of extremes make of comparisons what g++ can inline into any function of a user's; where the whole file is
// compiled for one level a plain selection does, in a third of the instructions.
template <class Op> struct selection_of {
  static constexpr bool offered = false;
};
template <bool Greater> struct extreme_of {
  static constexpr bool offered = true;
  template <class V> FNP_INLINE static void body(V& out, V const& x, V const& y) noexcept {
    auto const better = Greater ? (x.v > y.v ? x.v : y.v) : (x.v < y.v ? x.v : y.v);
    out.v = x.v != x.v ? x.v : better;
  }
};
template <> struct selection_of<ops::maximum> : extreme_of<true> {};
template <> struct selection_of<ops::minimum> : extreme_of<false> {};
template <> struct selection_of<ops::clip> {
  static constexpr bool offered = true;
  template <class V> FNP_INLINE static void body(V& out, V const& x, V const& low, V const& high) noexcept {
    V raised;
    extreme_of<true>::body(raised, x, low);
    extreme_of<false>::body(out, raised, high);
  }
};
template <class Op> using body_in_chain = std::conditional_t<selection_of<Op>::offered, selection_of<Op>, Op>;

// One register of one instruction.
template <class Op, class T, held Held, class X, class Y, class Z>
FNP_INLINE void apply(accumulator& a, X& x, Y& y, Z& z) noexcept {
  using V = ops::simd<T, register_bytes / sizeof(T)>;
  V out, p, q;
  p.v = q.v = reinterpret_cast<typename V::vector>(a);
  if constexpr (Held == held::none || Held == held::second) p = x.next();
  if constexpr (Op::arity > 1 && (Held == held::none || Held == held::first)) q = y.next();
  if constexpr (Op::arity == 1)
    body_in_chain<Op>::body(out, p);
  else if constexpr (Op::arity == 2)
    body_in_chain<Op>::body(out, p, q);
  else
    body_in_chain<Op>::body(out, p, q, z.next());
  a = reinterpret_cast<accumulator>(out.v);
}

// Still: the operands that are not held are one value each.
template <class Op, class T, held Held, bool Still, class... A>
void run_step(chain_step const* s, strip const* places, A... a) noexcept {
  using V = ops::simd<T, register_bytes / sizeof(T)>;
  using source = std::conditional_t<Still, staying<V>, moving<V>>;
  source x{places[s->place[0]]}, y{places[s->place[1]]}, z{places[s->place[2]]};
  (apply<Op, T, Held>(a, x, y, z), ...);
  return go_on(s, places, a...);
}
template <class... A> void load_strip(chain_step const* s, strip const* places, A... a) noexcept {
  strip x = places[s->place[0]];
  ((std::memcpy(&a, x.at, sizeof a), x.at += x.step), ...);
  return go_on(s, places, a...);
}
template <class... A> void store_strip(chain_step const* s, strip const* places, A... a) noexcept {
  strip x = places[s->place[0]];
  ((std::memcpy(x.at, &a, sizeof a), x.at += x.step), ...);
  return go_on(s, places, a...);
}
template <class... A> void stream_strip(chain_step const* s, strip const* places, A... a) noexcept {
  strip x = places[s->place[0]];
  auto const past_caches = [&](accumulator const& given) __attribute__((always_inline)) {
    store_past_caches(x.at, reinterpret_cast<whole_register>(given));
    x.at += x.step;
  };
  (past_caches(a), ...);
  return go_on(s, places, a...);
}

// W: the unsigned integer of an element's size. Runs of eight elements are several registers, or half of one.
template <class W> FNP_INLINE void load_runs(accumulator (&to)[accumulators], strip x) noexcept {
  constexpr std::size_t lanes = register_bytes / sizeof(W), runs = accumulators, n = lanes < runs ? lanes : runs;
  typedef W vector __attribute__((vector_size(register_bytes)));
  vector square[accumulators];
  if constexpr (lanes <= runs) {
#pragma GCC unroll 8
    for (std::size_t l = 0; l < n; ++l)
#pragma GCC unroll 8
      for (std::size_t part = 0; part < runs / n; ++part)
        std::memcpy(&square[part * n + l], x.at + static_cast<std::ptrdiff_t>(l) * x.step + part * register_bytes,
                    register_bytes);
  } else {
    static_assert(lanes == 2 * runs);
    typedef W run __attribute__((vector_size(runs * sizeof(W))));
#pragma GCC unroll 8
    for (std::size_t l = 0; l < n; ++l) {
      run low, high;
      std::memcpy(&low, x.at + static_cast<std::ptrdiff_t>(l) * x.step, sizeof low);
      std::memcpy(&high, x.at + static_cast<std::ptrdiff_t>(l + runs) * x.step, sizeof high);
      square[l] = __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    }
  }
#pragma GCC unroll 8
  for (std::size_t part = 0; part < runs / n; ++part) transpose_squares<lanes, n, n / 2>(square + part * n);
#pragma GCC unroll 8
  for (std::size_t k = 0; k < runs; ++k) to[k] = reinterpret_cast<accumulator>(square[k]);
}
template <class W, class... A> void load_columns(chain_step const* s, strip const* places, A...) noexcept {
  accumulator a[accumulators];
  load_runs<W>(a, places[s->place[0]]);
  return go_on(s, places, a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]);
}

// ops::convert. The processor's truncation to int32 gives the smallest number for what does not fit, as that one does
// by comparisons that compile anywhere; and int32 carries the narrower integers.
template <class To, class From, std::size_t N>
FNP_INLINE void convert_register(ops::simd<To, N>& out, ops::simd<From, N> const& x) noexcept {
#if defined(__x86_64__) && !defined(__clang__)
  constexpr bool carried = std::is_integral_v<To> && !std::is_same_v<To, bool> && !std::is_same_v<To, std::uint32_t>;
  if constexpr (std::is_same_v<From, float> && carried) {
    ops::simd<std::int32_t, N> low;
    asm("%vcvttps2dq %1, %0" : "=v"(low.v) : "v"(x.v));
    return ops::convert(out, low);
  }
#endif
  ops::convert(out, x);
}

template <class From, class To, class... A> void store_cast(chain_step const* s, strip const* places, A... a) noexcept {
  constexpr std::size_t n = register_bytes / sizeof(From);
  auto* to = reinterpret_cast<To*>(places[s->place[0]].at);
  auto const convert_one = [&](accumulator const& given) __attribute__((always_inline)) {
    ops::simd<From, n> x;
    ops::simd<To, n> y;
    x.v = reinterpret_cast<typename ops::simd<From, n>::vector>(given);
    convert_register(y, x);
    ops::simd<To, n>::store(to, y);
    to += n;
  };
  (convert_one(a), ...);
  return go_on(s, places, a...);
}
template <class... A> void end_of_chain(chain_step const*, strip const*, A...) noexcept {}

void run(chain_step const* s, strip const* places) noexcept {
  accumulator const zero{};
  reinterpret_cast<chained>(s->run)(s, places, zero, zero, zero, zero, zero, zero, zero, zero);
}

using kernels::chain_function;
chain_function function_of(chained f) noexcept { return reinterpret_cast<chain_function>(f); }

template <class Op, int I> constexpr bool is_offered() noexcept {
  constexpr ops::loop l = ops::loop_at<Op>(I);
  bool same = l.in[0] == dtype::f4 || l.in[0] == dtype::f8;
  for (int k = 0; k < Op::arity; ++k) same = same && l.in[static_cast<std::size_t>(k)] == l.out[0];
  return same && Op::has_body && Op::outputs == 1;
}

template <class Op, int I, held Held, bool Still> chain_function step_of() noexcept {
  constexpr bool exists = (Held != held::second || Op::arity == 2) && (!Still || (Held != held::none && Op::arity > 1));
  if constexpr (is_offered<Op, I>() && exists)
    return function_of(run_step<Op, element_t<ops::loop_at<Op>(I).in[0]>, Held, Still>);
  else
    return nullptr;
}
template <class Op, int I> FNP_INLINE chain_function step_of(held which, bool still) noexcept {
  switch (which) {
    case held::first: return still ? step_of<Op, I, held::first, true>() : step_of<Op, I, held::first, false>();
    case held::second: return still ? step_of<Op, I, held::second, true>() : step_of<Op, I, held::second, false>();
    case held::none: break;
  }
  return still ? nullptr : step_of<Op, I, held::none, false>();
}
template <class Op, int... I>
FNP_INLINE chain_function step_of(int loop, held which, bool still, std::integer_sequence<int, I...>) noexcept {
  chain_function found = nullptr;
  static_cast<void>(((loop == I ? (found = step_of<Op, I>(which, still), true) : false) || ...));
  return found;
}

template <class... Ops>
FNP_INLINE chain_function look_up(ops::op_list<Ops...>, ops::op_id op, int loop, held which, bool still) noexcept {
  chain_function found = nullptr;
  static_cast<void>((
      (op == ops::id_of<Ops>
           ? (found = step_of<Ops>(loop, which, still, std::make_integer_sequence<int, ops::loop_count<Ops>()>{}), true)
           : false) ||
      ...));
  return found;
}

chain_function find_step(ops::op_id op, int loop, held which, bool still) noexcept {
  return look_up(ops::chained_ops{}, op, loop, which, still);
}

template <class From> chain_function cast_to(dtype to) noexcept {
  switch (to) {
    case dtype::b1: return function_of(store_cast<From, bool>);
    case dtype::i1: return function_of(store_cast<From, std::int8_t>);
    case dtype::u1: return function_of(store_cast<From, std::uint8_t>);
    case dtype::i2: return function_of(store_cast<From, std::int16_t>);
    case dtype::u2: return function_of(store_cast<From, std::uint16_t>);
    case dtype::i4: return function_of(store_cast<From, std::int32_t>);
    case dtype::u4: return function_of(store_cast<From, std::uint32_t>);
    case dtype::f4: return std::is_same_v<From, float> ? nullptr : function_of(store_cast<From, float>);
    default: return nullptr;
  }
}
chain_function find_cast_step(dtype from, dtype to) noexcept {
  return from == dtype::f4 ? cast_to<float>(to) : from == dtype::f8 ? cast_to<double>(to) : nullptr;
}

chain_function find_columns_step(dtype type) noexcept {
  return type == dtype::f4   ? function_of(load_columns<std::uint32_t>)
         : type == dtype::f8 ? function_of(load_columns<std::uint64_t>)
                             : nullptr;
}

}  // namespace

// The reference level runs op by op.
// The table is made when it is asked for: initialisers that run when the library is loaded would do so on processors
// that lack this level's instructions.
kernels::chain_kernels const* find_chains() noexcept {
  if constexpr (reports_flags) return nullptr;
  static kernels::chain_kernels const chains{accumulators * static_cast<std::ptrdiff_t>(register_bytes),
                                             find_step,
                                             find_cast_step,
                                             function_of(load_strip),
                                             function_of(store_strip),
                                             function_of(end_of_chain),
                                             function_of(stream_strip),
                                             find_columns_step,
                                             run};
  return &chains;
}

}  // namespace fnp::FNP_LEVEL
