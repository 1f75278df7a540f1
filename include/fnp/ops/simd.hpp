// The primitives and casts on simd<T, N>: the same bits as the scalar ones in every lane.
#pragma once
#include "fnp/ops/simd_instructions.hpp"

namespace fnp::ops {

FNP_BODIES_BEGIN

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
      S unit = x.v == 1 ? S{} + 1 : S{}, zero = x.v == 0 ? S{} + 1 : S{},
        negative_unit = x.v == (X{} - 1) ? S{} + 1 : S{};
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
    if constexpr (has_extremes<T, X>) greater_lanes<T>(out.v, x.v, y.v);
    else {
      S first = x.v > y.v ? S{} + 1 : S{}, nan = x.v != x.v ? S{} + 1 : S{};
      keep(first);
      keep(nan);
      blend(out.v, (S)(first | nan), x.v, y.v);
    }
  }
  FNP_BODY void minimum(V& out, V const& x, V const& y) noexcept {
    if constexpr (has_extremes<T, X>) smaller_lanes<T>(out.v, x.v, y.v);
    else {
      S first = x.v < y.v ? S{} + 1 : S{}, nan = x.v != x.v ? S{} + 1 : S{};
      keep(first);
      keep(nan);
      blend(out.v, (S)(first | nan), x.v, y.v);
    }
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

  // R: the mask, or flags where a selection follows.
  template <class R> FNP_BODY void equal(R& out, V const& x, V const& y) noexcept {
    narrow_mask(out, x.v == y.v ? S{} + 1 : S{});
  }
  template <class R> FNP_BODY void not_equal(R& out, V const& x, V const& y) noexcept {
    narrow_mask(out, x.v != y.v ? S{} + 1 : S{});
  }
  template <class R> FNP_BODY void less(R& out, V const& x, V const& y) noexcept {
    narrow_mask(out, x.v < y.v ? S{} + 1 : S{});
  }
  template <class R> FNP_BODY void less_equal(R& out, V const& x, V const& y) noexcept {
    narrow_mask(out, x.v <= y.v ? S{} + 1 : S{});
  }
  template <class R> FNP_BODY void nonzero(R& out, V const& x) noexcept { narrow_mask(out, x.v != 0 ? S{} + 1 : S{}); }
  FNP_BODY void select(V& out, wide_truth<lane_mask<E>, N> const& mask, V const& x, V const& y) noexcept {
    blend(out.v, mask.v, x.v, y.v);
  }
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

  FNP_BODY void sqrt(V& out, V const& x) noexcept { square_roots<T>(out.v, x.v); }
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
};

template <std::size_t N>
FNP_BODY void equal_mixed(simd<bool, N>& out, simd<std::int64_t, N> const& x,
                          simd<std::uint64_t, N> const& y) noexcept {
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
  if constexpr (sizeof(I) == 4 && truncates_to_int32<F, X>) return truncate_to_int32(out.v, x.v);
  else {
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
  } else if constexpr (std::is_same_v<From, std::int32_t> && std::is_same_v<To, double>) widen_integers(out, x);
  else out.v = __builtin_convertvector(x.v, R);
}

FNP_BODIES_END

}  // namespace fnp::ops
