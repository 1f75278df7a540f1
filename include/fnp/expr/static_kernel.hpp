// Tier 1: a region of known structure as one block kernel per instruction set, compiled in the user's file.
//
// The evaluators inline the ops' bodies on vectors of N lanes, the same N for every dtype of the region, so that its
// widest dtype fills a register. A row is walked in whole vectors; what is left over (and what lies before an aligned
// address, when the results are streamed past the caches) goes through small buffers and once more through the same
// loop, which keeps the expression instantiated once. All inputs of a vector are read before it is written.
#pragma once
#include <utility>

#include "fnp/expr/structure.hpp"
#include "fnp/expr/targets.hpp"
#include "fnp/ops/simd.hpp"

namespace fnp::typed {

FNP_BODIES_BEGIN

template <dtype D, std::size_t N>
using lanes = ops::simd<element_t<D>, N>;

// Where a loop stands: each input's address, and how far it moves in one element (0: it stays).
template <int K>
struct cursor {
  std::byte const* at[K];
  std::ptrdiff_t step[K];
};

// evaluator<S>::run: out := S at element i; S's first input is the I-th. Dense: every step is the element's size.
template <class S>
struct evaluator;

template <dtype D>
struct evaluator<in<D>> {
  template <int I, bool Dense, std::size_t N, int K>
  FNP_BODY void run(lanes<D, N>& out, cursor<K> const& c, std::ptrdiff_t i) noexcept {
    std::ptrdiff_t const step = Dense ? static_cast<std::ptrdiff_t>(sizeof(element_t<D>)) : c.step[I];
    lanes<D, N>::load(out, reinterpret_cast<element_t<D> const*>(c.at[I] + i * step));
  }
};
template <dtype D>
struct evaluator<constant_in<D>> {
  template <int I, bool Dense, std::size_t N, int K>
  FNP_BODY void run(lanes<D, N>& out, cursor<K> const& c, std::ptrdiff_t) noexcept {
    lanes<D, N>::load(out, reinterpret_cast<element_t<D> const*>(c.at[I]));
  }
};
template <dtype D, class X>
struct evaluator<cast<D, X>> {
  template <int I, bool Dense, std::size_t N, int K>
  FNP_BODY void run(lanes<D, N>& out, cursor<K> const& c, std::ptrdiff_t i) noexcept {
    lanes<X::type, N> x;
    evaluator<X>::template run<I, Dense, N>(x, c, i);
    ops::convert(out, x);
  }
};

template <dtype D, class Op, class... X>
struct body_evaluator;
template <dtype D, class Op, class X>
struct body_evaluator<D, Op, X> {
  template <int I, bool Dense, std::size_t N, int K>
  FNP_BODY void run(lanes<D, N>& out, cursor<K> const& c, std::ptrdiff_t i) noexcept {
    lanes<X::type, N> x;
    evaluator<X>::template run<I, Dense, N>(x, c, i);
    Op::body(out, x);
  }
};
template <dtype D, class Op, class X, class Y>
struct body_evaluator<D, Op, X, Y> {
  template <int I, bool Dense, std::size_t N, int K>
  FNP_BODY void run(lanes<D, N>& out, cursor<K> const& c, std::ptrdiff_t i) noexcept {
    lanes<X::type, N> x;
    lanes<Y::type, N> y;
    evaluator<X>::template run<I, Dense, N>(x, c, i);
    evaluator<Y>::template run<I + X::inputs, Dense, N>(y, c, i);
    Op::body(out, x, y);
  }
};
template <dtype D, class Op, class X, class Y, class Z>
struct body_evaluator<D, Op, X, Y, Z> {
  template <int I, bool Dense, std::size_t N, int K>
  FNP_BODY void run(lanes<D, N>& out, cursor<K> const& c, std::ptrdiff_t i) noexcept {
    lanes<X::type, N> x;
    lanes<Y::type, N> y;
    lanes<Z::type, N> z;
    evaluator<X>::template run<I, Dense, N>(x, c, i);
    evaluator<Y>::template run<I + X::inputs, Dense, N>(y, c, i);
    evaluator<Z>::template run<I + X::inputs + Y::inputs, Dense, N>(z, c, i);
    Op::body(out, x, y, z);
  }
};
template <class Op, int Loop, class... X>
struct evaluator<apply<Op, Loop, X...>> : body_evaluator<apply<Op, Loop, X...>::type, Op, X...> {};
template <class Map, class... X>
struct evaluator<mapped<Map, X...>> : body_evaluator<Map::result, typename Map::op, X...> {};

// --- the loop -------------------------------------------------------------------------------------------------------

template <class S>
inline constexpr input_table inputs_of = [] {
  input_table t;
  S::list(t);
  return t;
}();

// Fewer than 64 bytes, as overlapping moves: a call of memcpy costs as much as a short row.
FNP_BODY void copy_short(std::byte* to, std::byte const* from, std::size_t bytes) noexcept {
  if (bytes >= 32) {
    __builtin_memmove(to, from, 32);
    __builtin_memmove(to + bytes - 32, from + bytes - 32, 32);
  } else if (bytes >= 16) {
    __builtin_memmove(to, from, 16);
    __builtin_memmove(to + bytes - 16, from + bytes - 16, 16);
  } else if (bytes >= 8) {
    __builtin_memmove(to, from, 8);
    __builtin_memmove(to + bytes - 8, from + bytes - 8, 8);
  } else if (bytes >= 4) {
    __builtin_memmove(to, from, 4);
    __builtin_memmove(to + bytes - 4, from + bytes - 4, 4);
  } else {
    if (bytes & 2) __builtin_memmove(to, from, 2);
    if (bytes & 1) to[bytes - 1] = from[bytes - 1];
  }
}

template <class U, std::size_t N>
FNP_BODY void spread(std::byte* to, std::byte const* value) noexcept {
  U u;
  __builtin_memcpy(&u, value, sizeof u);
  ops::simd<U, N> v;
  ops::simd<U, N>::splat(v, u);
  ops::simd<U, N>::store(reinterpret_cast<U*>(to), v);
}
// One value N times.
template <std::size_t N>
FNP_BODY void fill(std::byte* to, std::byte const* value, std::size_t size) noexcept {
  if (size == 8) spread<std::uint64_t, N>(to, value);
  else if (size == 4) spread<std::uint32_t, N>(to, value);
  else if (size == 2) spread<std::uint16_t, N>(to, value);
  else spread<std::uint8_t, N>(to, value);
}

// A store past the caches. pre: `to` is aligned to the vector.
template <class V>
FNP_BODY void stream(std::byte* to, V const& x) noexcept {
  using vector = typename V::vector;
#if defined(__clang__)
  __builtin_nontemporal_store(x.v, reinterpret_cast<vector*>(to));
#elif defined(__x86_64__)
  if constexpr (sizeof(vector) >= 16) asm volatile("%vmovntps %1, %0" : "=m"(*reinterpret_cast<vector*>(to)) : "v"(x.v));
  else __builtin_memcpy(to, &x.v, sizeof(vector));
#else
  __builtin_memcpy(to, &x.v, sizeof(vector));
#endif
}

template <class S, std::size_t N, bool Dense>
FNP_BODY void loop(block const& b) noexcept {
  constexpr int K = S::inputs;
  constexpr auto const& table = inputs_of<S>;
  using result = lanes<S::type, N>;
  constexpr std::ptrdiff_t item = sizeof(element_t<S::type>), width = item * static_cast<std::ptrdiff_t>(N);
  // Values that stay, N times each; and the inputs and results of a part of a vector.
  alignas(64) std::byte splat[K][64], part[K + 1][64];
  cursor<K> row;
  for (int k = 0; k < K; ++k)
    if ((table.constants >> (k + 1)) & 1) fill<N>(splat[k], b.data[k + 1], table.size[k]);
  bool const streams = b.stream && width >= 16;
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) {
    std::byte* const out = b.data[0] + r * b.row_stride[0];
    for (int k = 0; k < K; ++k) {
      std::byte const* const at = b.data[k + 1] + r * b.row_stride[k + 1];
      bool const constant = (table.constants >> (k + 1)) & 1, stays = !Dense && ((b.broadcast >> (k + 1)) & 1);
      if (stays && !constant) fill<N>(splat[k], at, table.size[k]);
      row.at[k] = constant || stays ? splat[k] : at;
      row.step[k] = constant || stays ? 0 : table.size[k];
    }
    std::ptrdiff_t done = 0, n = 0;
    std::ptrdiff_t const beside = streams ? static_cast<std::ptrdiff_t>(reinterpret_cast<std::uintptr_t>(out) & (width - 1)) : 0;
    bool const aligned = streams && beside % item == 0;
    for (; done < b.count; done += n) {
      cursor<K> c;
      std::byte* to = out + done * item;
      n = b.count - done;
      if (aligned && done == 0 && beside != 0) n = n < (width - beside) / item ? n : (width - beside) / item;
      bool const whole = n >= static_cast<std::ptrdiff_t>(N);
      if (whole) n -= n % static_cast<std::ptrdiff_t>(N);
      for (int k = 0; k < K; ++k) {
        c.step[k] = row.step[k];
        c.at[k] = row.at[k] + done * row.step[k];
        if (!whole && row.step[k] != 0) {
          ops::simd<std::uint64_t, 8> zero{};
          __builtin_memcpy(part[k], &zero, 64);
          copy_short(part[k], c.at[k], static_cast<std::size_t>(n * table.size[k]));
          c.at[k] = part[k];
        }
      }
      std::ptrdiff_t const until = whole ? n : static_cast<std::ptrdiff_t>(N);
      bool const past = aligned && whole;
      if (!whole) to = part[K];
      for (std::ptrdiff_t i = 0; i < until; i += static_cast<std::ptrdiff_t>(N)) {
        result x;
        evaluator<S>::template run<0, Dense, N>(x, c, i);
        if (past) stream(to + i * item, x);
        else result::store(reinterpret_cast<element_t<S::type>*>(to + i * item), x);
      }
      if (!whole) copy_short(out + done * item, part[K], static_cast<std::size_t>(n * item));
    }
  }
#if defined(__x86_64__)
  if (streams) __builtin_ia32_sfence();
#endif
}

// Layouts that are dense but for constants get a loop of their own: broadcast operands cost up to a fifth.
template <class S, std::size_t Bytes>
FNP_BODY void run_segment(block const& b) noexcept {
  constexpr std::size_t N = Bytes / S::widest;
  if ((b.broadcast & ~inputs_of<S>.constants) == 0) loop<S, N, true>(b);
  else loop<S, N, false>(b);
}

FNP_BODIES_END

}  // namespace fnp::typed
