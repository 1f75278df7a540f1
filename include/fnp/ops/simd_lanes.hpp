// simd<T, N>: N values of a real dtype in one generic vector; masks, and the instructions that must be named.
//
// The vector extension of g++ and clang compiles to whatever registers the enclosing function's target has; the
// function that loops over such values carries the target attribute, nothing here does. Vectors go by reference: by
// value their calling convention would depend on the target. A bool is one byte, 0 or 1. What depends on the
// architecture is in `keep`, `load_either_way` and simd_instructions.hpp alone.
#pragma once
#include <cstddef>
#include <utility>

#include "fnp/ops/casting.hpp"

namespace fnp::ops {

FNP_BODIES_BEGIN

template <class T>
struct vector_element {
  using type = T;
};
template <>
struct vector_element<bool> {
  using type = std::uint8_t;
};

template <class T, std::size_t N>
struct simd {
  using element = typename vector_element<T>::type;
  typedef element vector __attribute__((vector_size(N * sizeof(element))));
  static constexpr std::size_t lanes = N;
  vector v;

  // No alignment is asked of p.
  FNP_BODY void load(simd& out, T const* p) noexcept { __builtin_memcpy(&out.v, p, sizeof(vector)); }
  FNP_BODY void store(T* p, simd const& x) noexcept { __builtin_memcpy(p, &x.v, sizeof(vector)); }
  // The elements p[0], p[-1], ... and p[0], p[2], ...; of the latter the element behind the last is read as well.
  FNP_BODY void load_backwards(simd& out, T const* p) noexcept {
    reverse(out, p - (N - 1), std::make_index_sequence<N>{});
  }
  FNP_BODY void load_every_other(simd& out, T const* p) noexcept {
    skip(out, p, std::make_index_sequence<N>{});
  }
#if defined(__x86_64__) && !defined(__clang__)
  // p[0], p[-1], ... where step < 0, else p[0], p[1], ...: one permutation instead of a question a vector.
  static constexpr bool turns = (sizeof(element) == 4 || sizeof(element) == 8) && N * sizeof(element) >= 32;
  FNP_BODY void load_either_way(simd& out, T const* p, std::ptrdiff_t step) noexcept {
    turn(out, p, step >> (8 * sizeof step - 1), std::make_index_sequence<N * sizeof(element) / 4>{});
  }
#else
  static constexpr bool turns = false;
#endif
  FNP_BODY void splat(simd& out, T x) noexcept { out.v = vector{} + static_cast<element>(x); }

 private:
  template <std::size_t... I>
  FNP_BODY void reverse(simd& out, T const* p, std::index_sequence<I...>) noexcept {
    vector x;
    __builtin_memcpy(&x, p, sizeof(vector));
    out.v = __builtin_shufflevector(x, x, static_cast<int>(N - 1 - I)...);
  }
#if defined(__x86_64__) && !defined(__clang__)
  // all: -1 or 0. In words of four bytes; as N is a power of two, backwards a word's number has other bits above those
  // of its place in an element.
  template <std::size_t... I>
  FNP_BODY void turn(simd& out, T const* p, std::ptrdiff_t all, std::index_sequence<I...>) noexcept {
    using words = typename simd<std::int32_t, sizeof...(I)>::vector;
    constexpr std::size_t bits = (N - 1) * sizeof(element) / 4;
    words const order = words{static_cast<std::int32_t>(I)...} ^ (words{} + static_cast<std::int32_t>(all & bits));
    words x;
    __builtin_memcpy(&x, p + (all & (1 - static_cast<std::ptrdiff_t>(N))), sizeof x);
    x = __builtin_shuffle(x, order);
    __builtin_memcpy(&out.v, &x, sizeof x);
  }
#endif
  template <std::size_t... I>
  FNP_BODY void skip(simd& out, T const* p, std::index_sequence<I...>) noexcept {
    vector x, y;
    __builtin_memcpy(&x, p, sizeof(vector));
    __builtin_memcpy(&y, p + N, sizeof(vector));
    out.v = __builtin_shufflevector(x, y, static_cast<int>(2 * I)...);
  }
};

template <class T, std::size_t N>
struct mask_of<simd<T, N>> {
  using type = simd<bool, N>;
};

// The signed integers of T's size, the form in which the hardware compares; S: as a vector of N.
template <class T>
using lane_mask = std::conditional_t<sizeof(T) == 1, std::int8_t, std::conditional_t<sizeof(T) == 2, std::int16_t,
                  std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>>>;

// g++ 12 takes masks apart lane by lane (13 times slower) where an inlined function's comparison lands in a function
// for AVX-512 and folds into a selection or a conversion. So a comparison becomes the integers 0 and 1 at once, `keep`
// hides from the optimiser where they came from, and a selection is arithmetic on bits: four instructions, on every
// level.
template <class M>
FNP_BODY void keep([[maybe_unused]] M& mask) noexcept {
#if !defined(__clang__) && defined(__x86_64__)
  if constexpr (sizeof(M) >= 8 && sizeof(M) <= 64) asm("" : "+v"(mask));
#endif
}
// out := mask ? x : y, bit for bit; the mask holds 0 or 1 in integers of the lanes' size.
template <class S, class X>
FNP_BODY void blend(X& out, S const& zero_or_one, X const& x, X const& y) noexcept {
  S const all = S{} - zero_or_one;
  out = (X)(((S)x & all) | ((S)y & ~all));
}
// A comparison's result that is used at once: 0 or 1 in integers of the compared lanes' size. Mask: their type.
template <class Mask, std::size_t N>
struct wide_truth {
  typename simd<Mask, N>::vector v;
};

template <class V, class M, std::size_t... I>
FNP_BODY void lowest_bytes(V& out, M const& m, std::index_sequence<I...>) noexcept {
  typedef std::uint8_t bytes __attribute__((vector_size(sizeof(M))));
  out = __builtin_shufflevector((bytes)m, (bytes)m, static_cast<int>(I * (sizeof(M) / sizeof...(I)))...);
}
template <std::size_t N, class M>
FNP_BODY void narrow_mask(simd<bool, N>& out, M const& zero_or_one) noexcept {
  M bits = zero_or_one;
  keep(bits);
#if !defined(__clang__) && defined(__x86_64__)
  // Below AVX-512 g++ 12 narrows lane by lane, in thrice the instructions.
  if constexpr (sizeof(M) <= 32 && sizeof(M) > N) lowest_bytes(out.v, bits, std::make_index_sequence<N>{});
  else
#endif
    out.v = __builtin_convertvector(bits, typename simd<bool, N>::vector);
  keep(out.v);
}
template <class Mask, std::size_t N, class M>
FNP_BODY void narrow_mask(wide_truth<Mask, N>& out, M const& zero_or_one) noexcept {
  out.v = zero_or_one;
  keep(out.v);
}

FNP_BODIES_END

}  // namespace fnp::ops
