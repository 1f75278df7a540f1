// The second loop of a region below a sum: its values are added where they are computed, and never stored.
//
// A leaf of NumPy's pairwise tree is a run of units of eight elements, whose lanes it adds
// (kernels/reduce/pairwise.hpp); one of fnp::accurate has units of 512 bytes (kernels/reduce/wide_sums.hpp). The
// library walks the tree, joins lanes and leaves and computes what fills no unit; compiled here is the loop over leaves
// alone, and only where a sum stands over the region. Booleans are counted lane by lane, a vector at a time.
#pragma once
#include "fnp/base/cache_lines.hpp"
#include "fnp/expr/static_kernel.hpp"
#include "fnp/ops/reduction.hpp"

namespace fnp::typed {

template <class S, class Reader>
inline constexpr bool has_leaf_loops =
    (std::is_same_v<Reader, ops::add_reduce> &&
     (S::type == dtype::f4 || S::type == dtype::f8 || S::type == dtype::b1)) ||
    (std::is_same_v<Reader, ops::wide_add_reduce> && (S::type == dtype::f4 || S::type == dtype::f8));

FNP_BODIES_BEGIN

// How often each of N lanes of dtype D was true, in unsigned integers of its size.
template <dtype D, std::size_t N>
using truth_sum = ops::simd<std::make_unsigned_t<ops::lane_mask<element_t<D>>>, N>;

// The terms that S adds, N at a time: numbers as they are, and booleans as integers, which need not be narrowed to
// bytes where S compares.
template <class S> struct terms_of {
  template <std::size_t N> using sum = lanes<S::type == dtype::b1 ? dtype::u1 : S::type, N>;
  template <std::size_t N, class C> FNP_BODY void run(sum<N>& out, C const& c, std::ptrdiff_t i) noexcept {
    lanes<S::type, N> x;
    evaluator<S>::template run<0, all_dense, N>(x, c, i);
    out.v = x.v;
  }
};
template <class Op, int Loop, class X, class Y>
  requires(std::is_base_of_v<ops::comparison, Op> && X::type == Y::type && X::type != dtype::b1)
struct terms_of<apply<Op, Loop, X, Y>> {
  template <std::size_t N> using sum = truth_sum<X::type, N>;
  template <std::size_t N, class C> FNP_BODY void run(sum<N>& out, C const& c, std::ptrdiff_t i) noexcept {
    lanes<X::type, N> x, y;
    evaluator<X>::template run<0, all_dense, N>(x, c, i);
    evaluator<Y>::template run<X::inputs, all_dense, N>(y, c, i);
    ops::wide_truth<ops::lane_mask<element_t<X::type>>, N> r;
    Op::body(r, x, y);
    out.v = (typename sum<N>::vector)r.v;
  }
};
template <class X, bool Asked>
  requires(X::type != dtype::b1)
struct terms_of<cast<dtype::b1, X, Asked>> {
  template <std::size_t N> using sum = truth_sum<X::type, N>;
  template <std::size_t N, class C> FNP_BODY void run(sum<N>& out, C const& c, std::ptrdiff_t i) noexcept {
    lanes<X::type, N> x;
    evaluator<X>::template run<0, all_dense, N>(x, c, i);
    ops::wide_truth<ops::lane_mask<element_t<X::type>>, N> r;
    ops::primitives<lanes<X::type, N>>::nonzero(r, x);
    out.v = (typename sum<N>::vector)r.v;
  }
};

// Elements of a unit of S below Reader. Of booleans 64 bytes of what they are made of: a loop of one vector of 16 bytes
// takes twice the time.
template <class S, class Reader>
inline constexpr std::size_t unit_of = S::type == dtype::b1 ? 64 / S::widest
                                       : std::is_same_v<Reader, ops::wide_add_reduce> ? 512 / itemsize(S::type)
                                                                                       : 8;

// Adds the parts of the unit that begins with the i-th elements.
template <class S, std::size_t width, std::size_t parts, class Sum, class C>
FNP_BODY void add_unit(Sum (&s)[parts], C const& c, std::ptrdiff_t i) noexcept {
#pragma GCC unroll 8
  for (std::size_t p = 0; p < parts; ++p) {
    Sum x;
    terms_of<S>::template run<width>(x, c, i + static_cast<std::ptrdiff_t>(p * width));
    s[p].v = s[p].v + x.v;
  }
}

// Asks for the `part` elements from the i-th on, which the next pass adds: beyond the caches each pass would wait for
// lines of its own.
template <class S, std::size_t part, int... I, class C>
FNP_BODY void expect_part(C const& c, std::ptrdiff_t i, std::integer_sequence<int, I...>) noexcept {
  constexpr auto count = static_cast<std::ptrdiff_t>(part);
#pragma GCC unroll 8
  for (std::ptrdiff_t line = 0; line < count * S::widest; line += line_bytes)
    ((line < count * inputs_of<S>.step[I] ? expect_line(c.at[I], i * inputs_of<S>.step[I] + line) : void()), ...);
}

// N: lanes of the widest dtype in a vector. A unit of floats has as many elements on every level, in one or several
// vectors; those that are more than registers hold are summed a part of the unit after the other. Where they are few
// two units are added at a time: a loop of a dozen instructions takes up to twice the time of its additions.
template <class S, class Reader, std::size_t N, int... I>
FNP_BODY void add_leaves(run_of_leaves const& r, std::integer_sequence<int, I...>) noexcept {
  constexpr std::size_t whole = unit_of<S, Reader>, width = N < whole ? N : whole, most = 8;
  constexpr std::size_t parts = whole / width < most ? whole / width : most;
  constexpr auto unit = static_cast<std::ptrdiff_t>(whole), step = parts <= 2 ? 2 * unit : unit;
  using sum = typename terms_of<S>::template sum<width>;
  cursor<S::inputs, width * S::widest> c;
  ((c.at[I] = r.at[I]), ...);
  ((c.step[I] = r.step[I]), ...);
  ((inputs_of<S>.step[I] == 0 ? (void)__builtin_memcpy(&c.fixed[I], c.at[I], sizeof c.fixed[I]) : void()), ...);
  std::byte* to = r.to;
  std::ptrdiff_t const common = r.units * unit;
  std::uint32_t longer = r.longer;
  for (int leaf = r.leaves; leaf > 0; --leaf, longer >>= 1) {
    std::ptrdiff_t const n = common + (longer & 1 ? unit : 0);
    for (std::size_t first = 0; first < whole; first += parts * width) {
      sum s[parts];
      // NumPy begins with the first unit. That is the same but for a leaf of negative zeros, and the whole sum is added
      // to zero.
#pragma GCC unroll 8
      for (std::size_t p = 0; p < parts; ++p) s[p].v = typename sum::vector{};
      auto i = static_cast<std::ptrdiff_t>(first);
      if (step > unit && n & unit) {
        add_unit<S, width>(s, c, i);
        i += unit;
      }
      for (; i < n; i += step) {
        if constexpr (parts * width < whole)
          expect_part<S, parts * width>(c, i + static_cast<std::ptrdiff_t>(parts * width),
                                        std::integer_sequence<int, I...>{});
        add_unit<S, width>(s, c, i);
        if constexpr (step > unit) add_unit<S, width>(s, c, i + unit);
      }
#pragma GCC unroll 8
      for (std::size_t p = 0; p < parts; ++p, to += sizeof(sum)) __builtin_memcpy(to, &s[p].v, sizeof(sum));
    }
    ((c.at[I] += n * c.step[I]), ...);
  }
}

template <class S, class R, std::size_t Bytes> FNP_BODY void add_leaves_of(run_of_leaves const& r) noexcept {
  add_leaves<S, R, Bytes / S::widest>(r, std::make_integer_sequence<int, S::inputs>{});
}
template <class S, class R> FNP_FLOATING FNP_SUMMING void add_leaves_128(run_of_leaves const& r) noexcept {
  add_leaves_of<S, R, 16>(r);
}
#if defined(__x86_64__)
template <class S, class R> FNP_FOR_AVX2 FNP_SUMMING void add_leaves_256(run_of_leaves const& r) noexcept {
  add_leaves_of<S, R, 32>(r);
}
template <class S, class R> FNP_FOR_AVX512 FNP_SUMMING void add_leaves_512(run_of_leaves const& r) noexcept {
  add_leaves_of<S, R, 64>(r);
}
#endif

FNP_BODIES_END

template <class S, class Reader, isa Level> constexpr leaf_loop leaf_loop_for() noexcept {
#if defined(__x86_64__)
  if constexpr (Level == isa::avx512)
    return add_leaves_512<S, Reader>;
  else if constexpr (Level == isa::avx2)
    return add_leaves_256<S, Reader>;
  else
#endif
    return add_leaves_128<S, Reader>;
}

template <class S, class Reader, isa> inline constexpr auto unit_at = static_cast<std::ptrdiff_t>(unit_of<S, Reader>);

// loops_of, and the leaves.
template <class S, class Reader, class Levels = std::make_integer_sequence<int, isa_count>>
inline constexpr vector_loops summed_loops_of{};
template <class S, class Reader, int Reference, int... Level>
inline constexpr vector_loops summed_loops_of<S, Reader, std::integer_sequence<int, Reference, Level...>>{
    &inputs_of<S>,
    S::inputs <= most_strided,
    {0, lanes_at_level<isa{Level}>(S::widest)...},
    {nullptr, vector_loop_of<S, compiled_level(isa{Level})>...},
    {nullptr, leaf_loop_for<S, Reader, compiled_level(isa{Level})>()...},
    {0, unit_at<S, Reader, isa{Level}>...},
    sizeof(typename terms_of<S>::template sum<4>) / 4};

}  // namespace fnp::typed
