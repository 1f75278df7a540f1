// Operations on vectors that one named instruction does and g++ 12 does not find: roots, extremes, truncation, integers to float64.
//
// From comparisons and selections of a generic vector g++ makes masks of integers, seven instructions an extreme. The
// templates of instructions leave out what the enclosing function's target decides.
#pragma once
#include "fnp/ops/simd_lanes.hpp"

namespace fnp::ops {

FNP_BODIES_BEGIN

template <class T, class X>
FNP_BODY void square_roots_by_lane(X& out, X const& x) noexcept {
  for (std::size_t i = 0; i < sizeof(X) / sizeof(T); ++i) {
    T r{};
    primitives<T>::sqrt(r, x[i]);
    out[i] = r;
  }
}
// Plain -O2 keeps errno, so g++ would compute a square root lane by lane: name the instruction (x86: "%v" becomes "v"
// where the function has AVX). pre: the function's target has registers of this width.
template <class T, class X>
FNP_BODY void square_roots(X& out, X const& x) noexcept {
#if defined(__clang__)
  out = __builtin_elementwise_sqrt(x);
#elif defined(__x86_64__)
  if constexpr (sizeof(X) <= 64 && sizeof(X) >= 16) {
    if constexpr (sizeof(T) == 8) asm("%vsqrtpd %1, %0" : "=v"(out) : "v"(x));
    else asm("%vsqrtps %1, %0" : "=v"(out) : "v"(x));
  } else square_roots_by_lane<T>(out, x);
#else
  if constexpr (sizeof(X) == 16 || (sizeof(X) == 8 && sizeof(T) == 4)) {
    if constexpr (sizeof(T) == 8) asm("fsqrt %0.2d, %1.2d" : "=w"(out) : "w"(x));
    else if constexpr (sizeof(X) == 16) asm("fsqrt %0.4s, %1.4s" : "=w"(out) : "w"(x));
    else asm("fsqrt %0.2s, %1.2s" : "=w"(out) : "w"(x));
  } else square_roots_by_lane<T>(out, x);
#endif
}

// g++ 12 takes int32 apart lane by lane, or in halves. pre: the function's target has registers of the result's width.
template <std::size_t N>
FNP_BODY void widen_integers(simd<double, N>& out, simd<std::int32_t, N> const& x) noexcept {
#if defined(__x86_64__) && !defined(__clang__)
  if constexpr (N >= 2 && N <= 8) asm("%vcvtdq2pd %1, %0" : "=v"(out.v) : "v"(x.v));
  else
#endif
    out.v = __builtin_convertvector(x.v, typename simd<double, N>::vector);
}

#if defined(__x86_64__) && !defined(__clang__)
// Vectors of floats in registers that only targets with three-operand instructions have.
template <class T, class X>
inline constexpr bool has_extremes =
    (std::is_same_v<T, float> || std::is_same_v<T, double>)&&(sizeof(X) == 32 || sizeof(X) == 64);
template <class T, class X>
inline constexpr bool truncates_to_int32 = std::is_same_v<T, float> && sizeof(X) >= 16 && sizeof(X) <= 64;

// The instruction takes y where x is a NaN; then x is put there, bit for bit.
#define FNP_EXTREME(name, suffix)                                                                           \
  if constexpr (sizeof(X) == 64) {                                                                          \
    std::uint16_t nan;                                                                                      \
    asm(name suffix " %3, %2, %0\n\tvcmpunord" suffix " %2, %2, %1\n\tvmova" suffix " %2, %0%{%1%}"          \
        : "=&v"(out), "=&Yk"(nan)                                                                           \
        : "v"(x), "v"(y));                                                                                  \
  } else {                                                                                                  \
    X nan;                                                                                                  \
    asm(name suffix " %3, %2, %0\n\tvcmpunord" suffix " %2, %2, %1\n\tvblendv" suffix " %1, %2, %0, %0"      \
        : "=&x"(out), "=&x"(nan)                                                                            \
        : "x"(x), "x"(y));                                                                                  \
  }
template <class T, class X>
FNP_BODY void greater_lanes(X& out, X const& x, X const& y) noexcept {
  if constexpr (sizeof(T) == 8) FNP_EXTREME("vmax", "pd")
  else FNP_EXTREME("vmax", "ps")
}
template <class T, class X>
FNP_BODY void smaller_lanes(X& out, X const& x, X const& y) noexcept {
  if constexpr (sizeof(T) == 8) FNP_EXTREME("vmin", "pd")
  else FNP_EXTREME("vmin", "ps")
}
#undef FNP_EXTREME

// float32 to int32; whatever does not fit becomes the smallest.
template <class R, class X>
FNP_BODY void truncate_to_int32(R& out, X const& x) noexcept {
  asm("%vcvttps2dq %1, %0" : "=v"(out) : "v"(x));
}
#else
template <class T, class X>
inline constexpr bool has_extremes = false;
template <class T, class X>
inline constexpr bool truncates_to_int32 = false;
#endif

FNP_BODIES_END

}  // namespace fnp::ops
