// simd<T, N>: N values of a real dtype in one generic vector, and the primitives on them.
//
// The vector extension of g++ and clang compiles to whatever registers the enclosing function's target has; the
// function that loops over such values carries the target attribute, nothing here does. Vectors go by reference: by value
// their calling convention would depend on the target. A bool is one byte, 0 or 1. Same bits as the scalar primitives.
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
  FNP_BODY void splat(simd& out, T x) noexcept { out.v = vector{} + static_cast<element>(x); }

 private:
  template <std::size_t... I>
  FNP_BODY void reverse(simd& out, T const* p, std::index_sequence<I...>) noexcept {
    vector x;
    __builtin_memcpy(&x, p, sizeof(vector));
    out.v = __builtin_shufflevector(x, x, static_cast<int>(N - 1 - I)...);
  }
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

// g++ 12 takes masks apart lane by lane (13 times slower) where an inlined function's comparison lands in a function for
// AVX-512 and folds into a selection or a conversion. So a comparison becomes the integers 0 and 1 at once, `keep` hides
// from the optimiser where they came from, and a selection is arithmetic on bits: four instructions, on every level.
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
template <std::size_t N, class M>
FNP_BODY void narrow_mask(simd<bool, N>& out, M const& zero_or_one) noexcept {
  M bits = zero_or_one;
  keep(bits);
  out.v = __builtin_convertvector(bits, typename simd<bool, N>::vector);
  keep(out.v);
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
  FNP_BODY void scale(V& out, V const& x, double p, double q) noexcept {
    out.v = x.v * (static_cast<T>(p) / static_cast<T>(q));
  }

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
    else if constexpr (std::is_signed_v<T>) {
      S below = x.v < 0 ? S{} + 1 : S{};
      keep(below);
      blend(out.v, below, (X)(-(B)x.v), x.v);
    }
    else out = x;
  }
  FNP_BODY void reciprocal(V& out, V const& x) noexcept {
    if constexpr (real) out.v = (X{} + 1) / x.v;
    else {
      T of_zero{};
      primitives<T>::reciprocal(of_zero, T{0});
      S unit = x.v == 1 ? S{} + 1 : S{}, zero = x.v == 0 ? S{} + 1 : S{}, negative_unit = x.v == (X{} - 1) ? S{} + 1 : S{};
      keep(unit);
      keep(zero);
      keep(negative_unit);
      X const units = std::is_signed_v<T> ? (X)(unit - negative_unit) : (X)unit;
      blend(out.v, zero, X{} + static_cast<E>(of_zero), units);
    }
  }
  FNP_BODY void sign(V& out, V const& x) noexcept {
    X const one = X{} + 1;
    if constexpr (std::is_signed_v<T>) {
      S above = x.v > 0 ? S{} + 1 : S{}, below = x.v < 0 ? S{} + 1 : S{}, zero = x.v == 0 ? S{} + 1 : S{};
      keep(above);
      keep(below);
      keep(zero);
      X nan_or_zero;
      blend(nan_or_zero, zero, X{}, x.v);
      X not_positive;
      blend(not_positive, below, (X)-one, nan_or_zero);
      blend(out.v, above, one, not_positive);
    } else {
      S some = x.v != 0 ? S{} + 1 : S{};
      keep(some);
      out.v = (X)some;
    }
  }

  FNP_BODY void maximum(V& out, V const& x, V const& y) noexcept {
    S first = x.v > y.v ? S{} + 1 : S{}, nan = x.v != x.v ? S{} + 1 : S{};
    keep(first);
    keep(nan);
    blend(out.v, (S)(first | nan), x.v, y.v);
  }
  FNP_BODY void minimum(V& out, V const& x, V const& y) noexcept {
    S first = x.v < y.v ? S{} + 1 : S{}, nan = x.v != x.v ? S{} + 1 : S{};
    keep(first);
    keep(nan);
    blend(out.v, (S)(first | nan), x.v, y.v);
  }
  FNP_BODY void fmax(V& out, V const& x, V const& y) noexcept {
    S first = x.v > y.v ? S{} + 1 : S{}, nan = y.v != y.v ? S{} + 1 : S{};
    keep(first);
    keep(nan);
    blend(out.v, (S)(first | nan), x.v, y.v);
  }
  FNP_BODY void fmin(V& out, V const& x, V const& y) noexcept {
    S first = x.v < y.v ? S{} + 1 : S{}, nan = y.v != y.v ? S{} + 1 : S{};
    keep(first);
    keep(nan);
    blend(out.v, (S)(first | nan), x.v, y.v);
  }

  FNP_BODY void equal(M& out, V const& x, V const& y) noexcept { narrow_mask(out, x.v == y.v ? S{} + 1 : S{}); }
  FNP_BODY void not_equal(M& out, V const& x, V const& y) noexcept { narrow_mask(out, x.v != y.v ? S{} + 1 : S{}); }
  FNP_BODY void less(M& out, V const& x, V const& y) noexcept { narrow_mask(out, x.v < y.v ? S{} + 1 : S{}); }
  FNP_BODY void less_equal(M& out, V const& x, V const& y) noexcept { narrow_mask(out, x.v <= y.v ? S{} + 1 : S{}); }
  FNP_BODY void nonzero(M& out, V const& x) noexcept { narrow_mask(out, x.v != 0 ? S{} + 1 : S{}); }
  FNP_BODY void select(V& out, M const& mask, V const& x, V const& y) noexcept {
    S wide = __builtin_convertvector(mask.v, S);
    keep(wide);
    blend(out.v, wide, x.v, y.v);
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
    S fits = count < width ? S{} + 1 : S{};
    keep(fits);
    blend(out.v, fits, (X)shifted, X{});
  }
  FNP_BODY void shift_right(V& out, V const& x, V const& n) noexcept {
    B const count = (B)n.v;
    X const shifted = x.v >> (X)(count & (width - 1));
    X out_of_range{};
    if constexpr (std::is_signed_v<T>) out_of_range = x.v >> (width - 1);
    S fits = count < width ? S{} + 1 : S{};
    keep(fits);
    blend(out.v, fits, shifted, out_of_range);
  }

  FNP_BODY void sqrt(V& out, V const& x) noexcept { root(out.v, x.v); }
  FNP_BODY void rint(V& out, V const& x) noexcept {
    X const big = X{} + float_format<T>::integral;
    X const a = (X)((B)x.v & ~float_format<T>::sign);
    X const r = (a + big) - big;
    X const with_sign = (X)((B)r | ((B)x.v & float_format<T>::sign));
    S fraction = a < big ? S{} + 1 : S{};
    keep(fraction);
    blend(out.v, fraction, with_sign, x.v);
  }
  FNP_BODY void floor(V& out, V const& x) noexcept {
    V r, less_one;
    rint(r, x);
    less_one.v = r.v - 1;
    copysign(less_one, less_one, x);
    S above = r.v > x.v ? S{} + 1 : S{};
    keep(above);
    blend(out.v, above, less_one.v, r.v);
  }
  FNP_BODY void ceil(V& out, V const& x) noexcept {
    V r, plus_one;
    rint(r, x);
    plus_one.v = r.v + 1;
    copysign(plus_one, plus_one, x);
    S below = r.v < x.v ? S{} + 1 : S{};
    keep(below);
    blend(out.v, below, plus_one.v, r.v);
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
  FNP_BODY void isnan(M& out, V const& x) noexcept { narrow_mask(out, x.v != x.v ? S{} + 1 : S{}); }
  FNP_BODY void isinf(M& out, V const& x) noexcept {
    if constexpr (real) {
      V a;
      absolute(a, x);
      narrow_mask(out, a.v == static_cast<T>(__builtin_huge_val()) ? S{} + 1 : S{});
    } else M::splat(out, false);
  }
  FNP_BODY void isfinite(M& out, V const& x) noexcept {
    if constexpr (real) {
      V a;
      absolute(a, x);
      narrow_mask(out, a.v < static_cast<T>(__builtin_huge_val()) ? S{} + 1 : S{});
    } else M::splat(out, true);
  }
  FNP_BODY void signbit(M& out, V const& x) noexcept { narrow_mask(out, (S)x.v < 0 ? S{} + 1 : S{}); }

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
  narrow_mask(out, (x.v >= 0 ? S{} + 1 : S{}) & (x.v == (S)y.v ? S{} + 1 : S{}));
}
template <std::size_t N>
FNP_BODY void less_mixed(simd<bool, N>& out, simd<std::int64_t, N> const& x, simd<std::uint64_t, N> const& y) noexcept {
  using S = typename simd<std::int64_t, N>::vector;
  using B = typename simd<std::uint64_t, N>::vector;
  narrow_mask(out, (x.v < 0 ? S{} + 1 : S{}) | ((B)x.v < y.v ? S{} + 1 : S{}));
}
template <std::size_t N>
FNP_BODY void less_mixed(simd<bool, N>& out, simd<std::uint64_t, N> const& x, simd<std::int64_t, N> const& y) noexcept {
  using S = typename simd<std::int64_t, N>::vector;
  using B = typename simd<std::uint64_t, N>::vector;
  narrow_mask(out, (y.v >= 0 ? S{} + 1 : S{}) & (x.v < (B)y.v ? S{} + 1 : S{}));
}

template <class I, class F, std::size_t N>
FNP_BODY void truncate_lanes(simd<I, N>& out, simd<F, N> const& x) noexcept {
  using X = typename simd<F, N>::vector;
  using R = typename simd<I, N>::vector;
  constexpr F limit = sizeof(I) == 8 ? static_cast<F>(0x1p63) : static_cast<F>(0x1p31);
  constexpr I smallest = static_cast<I>(std::make_unsigned_t<I>{1} << (8 * sizeof(I) - 1));
  using S = typename simd<lane_mask<F>, N>::vector;
  S low, high = x.v < limit ? S{} + 1 : S{};
  if constexpr (sizeof(I) == 4 && sizeof(F) == 8) low = x.v > static_cast<F>(-0x1.00000002p31) ? S{} + 1 : S{};
  else low = x.v >= -limit ? S{} + 1 : S{};
  keep(low);
  keep(high);
  S inside = low & high;
  X safe;
  blend(safe, inside, x.v, X{});
  R const r = __builtin_convertvector(safe, R);
  keep(inside);
  blend(out.v, __builtin_convertvector(inside, R), r, R{} + smallest);
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
      S high = x.v >= half_range ? S{} + 1 : S{};
      keep(high);
      simd<From, N> reduced;
      blend(reduced.v, high, x.v - half_range, x.v);
      simd<std::int64_t, N> low;
      truncate_lanes(low, reduced);
      R const wide = __builtin_convertvector(high, R);
      out.v = (R)low.v ^ (wide << 63);
    } else {
      simd<std::conditional_t<sizeof(To) == 8 || std::is_same_v<To, std::uint32_t>, std::int64_t, std::int32_t>, N> low;
      truncate_lanes(low, x);
      out.v = __builtin_convertvector(low.v, R);
    }
  } else out.v = __builtin_convertvector(x.v, R);
}

FNP_BODIES_END

}  // namespace fnp::ops
