// simd<T, N>: N values of a real dtype in one generic vector, and the primitives on them.
//
// The vector extension of g++ and clang compiles to whatever registers the enclosing function's target has; the
// function that loops over such values carries the target attribute, nothing here does. Vectors go by reference: by value
// their calling convention would depend on the target. A bool is one byte, 0 or 1. Same bits as the scalar primitives.
#pragma once
#include <cstddef>

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
  FNP_BODY void splat(simd& out, T x) noexcept { out.v = vector{} + static_cast<element>(x); }
};

template <class T, std::size_t N>
struct mask_of<simd<T, N>> {
  using type = simd<bool, N>;
};

// The signed integers of T's size, the form in which the hardware compares; S: as a vector of N.
template <class T>
using lane_mask = std::conditional_t<sizeof(T) == 1, std::int8_t, std::conditional_t<sizeof(T) == 2, std::int16_t,
                  std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>>>;

// Bits of a comparison (0 or -1 a lane, of any width) into bytes 0 or 1.
template <std::size_t N, class M>
FNP_BODY void narrow_mask(simd<bool, N>& out, M const& m) noexcept {
  using bytes = typename simd<std::int8_t, N>::vector;
  out.v = (typename simd<bool, N>::vector)(__builtin_convertvector(m, bytes) & 1);
}

template <class T, std::size_t N>
struct primitives<simd<T, N>> {
  using V = simd<T, N>;
  using M = simd<bool, N>;
  using E = typename V::element;
  using X = typename V::vector;
  using S = typename simd<lane_mask<E>, N>::vector;
  using B = typename simd<std::make_unsigned_t<lane_mask<E>>, N>::vector;
  static constexpr bool boolean = std::is_same_v<T, bool>;
  static constexpr bool integer = std::is_integral_v<T> && !boolean;
  static constexpr bool real = std::is_floating_point_v<T>;

  FNP_BODY void constant(V& out, double c) noexcept { V::splat(out, static_cast<T>(c)); }

  // Signed integers are computed as unsigned ones of the same width: they wrap.
  FNP_BODY void add(V& out, V const& x, V const& y) noexcept {
    if constexpr (boolean) out.v = x.v | y.v;
    else if constexpr (integer) out.v = (X)((B)x.v + (B)y.v);
    else out.v = x.v + y.v;
  }
  FNP_BODY void subtract(V& out, V const& x, V const& y) noexcept {
    if constexpr (boolean) out.v = x.v ^ y.v;
    else if constexpr (integer) out.v = (X)((B)x.v - (B)y.v);
    else out.v = x.v - y.v;
  }
  FNP_BODY void multiply(V& out, V const& x, V const& y) noexcept {
    if constexpr (boolean) out.v = x.v & y.v;
    else if constexpr (integer) out.v = (X)((B)x.v * (B)y.v);
    else out.v = x.v * y.v;
  }
  FNP_BODY void divide(V& out, V const& x, V const& y) noexcept { out.v = x.v / y.v; }
  FNP_BODY void negative(V& out, V const& x) noexcept {
    if constexpr (integer) out.v = (X)(-(B)x.v);
    else out.v = -x.v;
  }
  FNP_BODY void absolute(V& out, V const& x) noexcept {
    if constexpr (real) out.v = (X)((B)x.v & ~float_format<T>::sign);
    else if constexpr (std::is_signed_v<T>) out.v = x.v < 0 ? (X)(-(B)x.v) : x.v;
    else out = x;
  }
  FNP_BODY void reciprocal(V& out, V const& x) noexcept {
    if constexpr (real) out.v = (X{} + 1) / x.v;
    else {
      T of_zero{};
      primitives<T>::reciprocal(of_zero, T{0});
      X const unit = (x.v == 1 ? X{} + 1 : X{});
      X const zero = X{} + static_cast<E>(of_zero);
      out.v = x.v == 0 ? zero : unit;
      if constexpr (std::is_signed_v<T>) out.v = x.v == -1 ? x.v : out.v;
    }
  }
  FNP_BODY void sign(V& out, V const& x) noexcept {
    X const one = X{} + 1;
    if constexpr (std::is_signed_v<T>) {
      X const zero_or_nan = x.v == 0 ? X{} : x.v;
      X const not_positive = x.v < 0 ? -one : zero_or_nan;
      out.v = x.v > 0 ? one : not_positive;
    } else out.v = x.v != 0 ? one : X{};
  }

  FNP_BODY void maximum(V& out, V const& x, V const& y) noexcept { out.v = ((x.v > y.v) | (x.v != x.v)) ? x.v : y.v; }
  FNP_BODY void minimum(V& out, V const& x, V const& y) noexcept { out.v = ((x.v < y.v) | (x.v != x.v)) ? x.v : y.v; }
  FNP_BODY void fmax(V& out, V const& x, V const& y) noexcept { out.v = ((x.v > y.v) | (y.v != y.v)) ? x.v : y.v; }
  FNP_BODY void fmin(V& out, V const& x, V const& y) noexcept { out.v = ((x.v < y.v) | (y.v != y.v)) ? x.v : y.v; }

  FNP_BODY void equal(M& out, V const& x, V const& y) noexcept { narrow_mask(out, (S)(x.v == y.v)); }
  FNP_BODY void not_equal(M& out, V const& x, V const& y) noexcept { narrow_mask(out, (S)(x.v != y.v)); }
  FNP_BODY void less(M& out, V const& x, V const& y) noexcept { narrow_mask(out, (S)(x.v < y.v)); }
  FNP_BODY void less_equal(M& out, V const& x, V const& y) noexcept { narrow_mask(out, (S)(x.v <= y.v)); }
  FNP_BODY void nonzero(M& out, V const& x) noexcept { narrow_mask(out, (S)(x.v != 0)); }
  FNP_BODY void select(V& out, M const& mask, V const& x, V const& y) noexcept {
    S const wide = __builtin_convertvector(mask.v, S);
    out.v = wide != 0 ? x.v : y.v;
  }

  FNP_BODY void bit_and(V& out, V const& x, V const& y) noexcept { out.v = x.v & y.v; }
  FNP_BODY void bit_or(V& out, V const& x, V const& y) noexcept { out.v = x.v | y.v; }
  FNP_BODY void bit_xor(V& out, V const& x, V const& y) noexcept { out.v = x.v ^ y.v; }
  FNP_BODY void bit_not(V& out, V const& x) noexcept {
    if constexpr (boolean) out.v = x.v ^ 1;
    else out.v = ~x.v;
  }
  FNP_BODY void shift_left(V& out, V const& x, V const& n) noexcept {
    B const count = (B)n.v;
    B const shifted = (B)x.v << (count & (width - 1));
    out.v = (S)(count < width) != 0 ? (X)shifted : X{};
  }
  FNP_BODY void shift_right(V& out, V const& x, V const& n) noexcept {
    B const count = (B)n.v;
    X const shifted = x.v >> (X)(count & (width - 1));
    X out_of_range{};
    if constexpr (std::is_signed_v<T>) out_of_range = (X)(x.v < 0);
    out.v = (S)(count < width) != 0 ? shifted : out_of_range;
  }

  FNP_BODY void sqrt(V& out, V const& x) noexcept { root(out.v, x.v); }
  FNP_BODY void rint(V& out, V const& x) noexcept {
    X const big = X{} + float_format<T>::integral;
    X const a = (X)((B)x.v & ~float_format<T>::sign);
    X const r = (a + big) - big;
    X const with_sign = (X)((B)r | ((B)x.v & float_format<T>::sign));
    out.v = a < big ? with_sign : x.v;
  }
  FNP_BODY void floor(V& out, V const& x) noexcept {
    V r, less_one;
    rint(r, x);
    less_one.v = r.v - 1;
    copysign(less_one, less_one, x);
    out.v = r.v > x.v ? less_one.v : r.v;
  }
  FNP_BODY void ceil(V& out, V const& x) noexcept {
    V r, plus_one;
    rint(r, x);
    plus_one.v = r.v + 1;
    copysign(plus_one, plus_one, x);
    out.v = r.v < x.v ? plus_one.v : r.v;
  }
  FNP_BODY void trunc(V& out, V const& x) noexcept {
    V a, r;
    absolute(a, x);
    floor(r, a);
    copysign(out, r, x);
  }

  FNP_BODY void copysign(V& out, V const& x, V const& y) noexcept {
    out.v = (X)(((B)x.v & ~float_format<T>::sign) | ((B)y.v & float_format<T>::sign));
  }
  FNP_BODY void isnan(M& out, V const& x) noexcept { narrow_mask(out, (S)(x.v != x.v)); }
  FNP_BODY void isinf(M& out, V const& x) noexcept {
    if constexpr (real) {
      V a;
      absolute(a, x);
      narrow_mask(out, (S)(a.v == static_cast<T>(__builtin_huge_val())));
    } else M::splat(out, false);
  }
  FNP_BODY void isfinite(M& out, V const& x) noexcept {
    if constexpr (real) {
      V a;
      absolute(a, x);
      narrow_mask(out, (S)(a.v < static_cast<T>(__builtin_huge_val())));
    } else M::splat(out, true);
  }
  FNP_BODY void signbit(M& out, V const& x) noexcept { narrow_mask(out, (S)x.v < 0); }

 private:
  static constexpr std::make_unsigned_t<lane_mask<E>> width = 8 * sizeof(T);

  // Plain -O2 keeps errno, so g++ would compute a square root lane by lane: name the instruction ("%v" becomes "v" where
  // the function has AVX). pre: the function's target has registers of this width.
  FNP_BODY void root(X& out, X const& x) noexcept {
#if defined(__clang__)
    out = __builtin_elementwise_sqrt(x);
#elif defined(__x86_64__)
    if constexpr (sizeof(X) <= 64 && sizeof(X) >= 16) {
      if constexpr (sizeof(T) == 8) asm("%vsqrtpd %1, %0" : "=v"(out) : "v"(x));
      else asm("%vsqrtps %1, %0" : "=v"(out) : "v"(x));
    } else lane_roots(out, x);
#else
    lane_roots(out, x);
#endif
  }
  FNP_BODY void lane_roots(X& out, X const& x) noexcept {
    for (std::size_t i = 0; i < N; ++i) {
      T r{};
      primitives<T>::sqrt(r, x[i]);
      out[i] = r;
    }
  }
};

template <std::size_t N>
FNP_BODY void equal_mixed(simd<bool, N>& out, simd<std::int64_t, N> const& x, simd<std::uint64_t, N> const& y) noexcept {
  using S = typename simd<std::int64_t, N>::vector;
  narrow_mask(out, (S)(x.v >= 0) & (S)(x.v == (S)y.v));
}
template <std::size_t N>
FNP_BODY void less_mixed(simd<bool, N>& out, simd<std::int64_t, N> const& x, simd<std::uint64_t, N> const& y) noexcept {
  using S = typename simd<std::int64_t, N>::vector;
  using B = typename simd<std::uint64_t, N>::vector;
  narrow_mask(out, (S)(x.v < 0) | (S)((B)x.v < y.v));
}
template <std::size_t N>
FNP_BODY void less_mixed(simd<bool, N>& out, simd<std::uint64_t, N> const& x, simd<std::int64_t, N> const& y) noexcept {
  using S = typename simd<std::int64_t, N>::vector;
  using B = typename simd<std::uint64_t, N>::vector;
  narrow_mask(out, (S)(y.v >= 0) & (S)(x.v < (B)y.v));
}

template <class I, class F, std::size_t N>
FNP_BODY void truncate_lanes(simd<I, N>& out, simd<F, N> const& x) noexcept {
  using X = typename simd<F, N>::vector;
  using R = typename simd<I, N>::vector;
  constexpr F limit = sizeof(I) == 8 ? static_cast<F>(0x1p63) : static_cast<F>(0x1p31);
  constexpr I smallest = static_cast<I>(std::make_unsigned_t<I>{1} << (8 * sizeof(I) - 1));
  using S = typename simd<lane_mask<F>, N>::vector;
  S inside;
  if constexpr (sizeof(I) == 4 && sizeof(F) == 8)
    inside = (S)(x.v > static_cast<F>(-0x1.00000002p31)) & (S)(x.v < limit);
  else inside = (S)(x.v >= -limit) & (S)(x.v < limit);
  X const safe = inside != 0 ? x.v : X{};
  R const r = __builtin_convertvector(safe, R);
  out.v = __builtin_convertvector(inside, R) != 0 ? r : R{} + smallest;
}

template <class To, class From, std::size_t N>
FNP_BODY void convert(simd<To, N>& out, simd<From, N> const& x) noexcept {
  using R = typename simd<To, N>::vector;
  if constexpr (std::is_same_v<To, From>) out = x;
  else if constexpr (std::is_same_v<To, bool>) primitives<simd<From, N>>::nonzero(out, x);
  else if constexpr (std::is_floating_point_v<From> && std::is_integral_v<To>) {
    if constexpr (std::is_same_v<To, std::uint64_t>) {
      constexpr From half_range = static_cast<From>(0x1p63);
      using S = typename simd<lane_mask<From>, N>::vector;
      S const high = (S)(x.v >= half_range);
      simd<From, N> reduced;
      reduced.v = high != 0 ? x.v - half_range : x.v;
      simd<std::int64_t, N> low;
      truncate_lanes(low, reduced);
      auto const wide = __builtin_convertvector(high, typename simd<std::int64_t, N>::vector);
      out.v = (R)low.v ^ ((R)wide & 0x8000000000000000u);
    } else {
      simd<std::conditional_t<sizeof(To) == 8 || std::is_same_v<To, std::uint32_t>, std::int64_t, std::int32_t>, N> low;
      truncate_lanes(low, x);
      out.v = __builtin_convertvector(low.v, R);
    }
  } else out.v = __builtin_convertvector(x.v, R);
}

FNP_BODIES_END

}  // namespace fnp::ops
