// Casts between all fourteen dtypes: NumPy's unsafe cast, as base for the engine's staging.
//
// Reals follow ops/casting.hpp. float16 comes from float64 in one rounding and from anything else through float32. A
// complex number loses its imaginary part, but is true where either part is not zero.
#include "kernels/families.hpp"
#include "kernels/honest_flags.hpp"
#include "kernels/loops.hpp"

namespace fnp::FNP_LEVEL {
namespace {

template <class To, class From> FNP_INLINE void cast_value(To& out, From const& x) noexcept {
  if constexpr (std::is_same_v<To, From>)
    out = x;
  else if constexpr (is_complex_v<To>) {
    using part = decltype(out.re);
    if constexpr (is_complex_v<From>)
      out = To(static_cast<part>(x.re), static_cast<part>(x.im));
    else {
      part re{};
      cast_value(re, x);
      out = To(re, 0);
    }
  } else if constexpr (is_complex_v<From>) {
    if constexpr (std::is_same_v<To, bool>)
      out = (x.re != 0) | (x.im != 0);
    else
      cast_value(out, x.re);
  } else if constexpr (std::is_same_v<From, half>) {
    if constexpr (std::is_same_v<To, bool>)
      out = (x.bits & 0x7fffu) != 0;
    else
      ops::convert(out, float(x));
  } else if constexpr (std::is_same_v<To, half>) {
    if constexpr (std::is_same_v<From, double>)
      out = half(x);
    else
      out = half(static_cast<float>(x));
  } else
    ops::convert(out, x);
}

struct cast_function {
  template <class To, class From> FNP_INLINE static void call(To& out, From const& x) noexcept { cast_value(out, x); }
};

// What the conversion of one element raises: invalid where the integer that carries it cannot hold it, overflow and
// underflow where a narrower float cannot.
template <class To, class From> FNP_INLINE fp_flags real_flags(From const& x) noexcept {
  value_class const in = class_of(x);
  To out{};
  cast_value(out, x);
  if constexpr (std::is_integral_v<To> && !std::is_same_v<To, bool>) {
    double v = 0;
    cast_value(v, x);
    constexpr bool wide = sizeof(To) == 8 || std::is_same_v<To, std::uint32_t>;
    constexpr double low = wide ? -0x1p63 : -0x1.00000002p31;
    constexpr double high = std::is_same_v<To, std::uint64_t> ? 0x1p64 : wide ? 0x1p63 : 0x1p31;
    bool const fits = (wide ? v >= low : v > low) && v < high;
    return fits ? fp_flags{0} : fp_flags{fp_invalid};
  } else if constexpr (kind(dtype_of<To>()) == 'f' || kind(dtype_of<To>()) == 'c') {
    value_class const r = class_of(out);
    if (r.infinite && !in.infinite && !in.nan) return fp_over;
    From back{};
    cast_value(back, out);
    bool same = false;
    ops::primitives<From>::equal(same, back, x);
    bool const tiny = !in.infinite && !in.nan && (r.subnormal || (r.zero && !in.zero)) && !same;
    return tiny ? fp_flags{fp_under} : fp_flags{0};
  }
  return 0;
}

template <class To, class From> FNP_INLINE fp_flags cast_flags(From const& x) noexcept {
  constexpr bool discards = is_complex_v<From> && !is_complex_v<To> && !std::is_same_v<To, bool>;
  return static_cast<fp_flags>(real_flags<To>(x) | (discards ? complex_discarded : 0));
}

template <class To, class From> fp_flags honest_cast(block const& b, void const* parameters) noexcept {
  unsigned raised = 0;
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) {
    From const* const x = row_of<From>(b, 1, r);
    std::ptrdiff_t const n = is_broadcast(b, 1) ? (b.count > 0 ? 1 : 0) : b.count;
    for (std::ptrdiff_t i = 0; i < n; ++i) raised |= cast_flags<To>(x[i]);
  }
  unary<cast_function, To, From>(b, parameters);
  return static_cast<fp_flags>(raised);
}

template <int From, int To> constexpr block_kernel cast_kernel() noexcept {
  using X = element_t<static_cast<dtype>(From)>;
  using Out = element_t<static_cast<dtype>(To)>;
  constexpr bool may_fail = is_inexact(static_cast<dtype>(From)) || std::is_same_v<Out, half>;
  if constexpr (reports_flags && !std::is_same_v<X, Out> && may_fail)
    return honest_cast<Out, X>;
  else
    return unary<cast_function, Out, std::conditional_t<std::is_same_v<X, bool>, std::uint8_t, X>>;  // a bool is 0 or 1
}

template <int From, class Indices = std::make_integer_sequence<int, dtype_count>> struct casts_from;
template <int From, int... To> struct casts_from<From, std::integer_sequence<int, To...>> {
  static constexpr block_kernel to[] = {cast_kernel<From, To>()...};
};

template <int... From>
FNP_INLINE block_kernel const* row_of_casts(dtype from, std::integer_sequence<int, From...>) noexcept {
  static constexpr block_kernel const* rows[] = {casts_from<From>::to...};
  return rows[static_cast<int>(from)];
}

}  // namespace

block_kernel find_cast(dtype from, dtype to) noexcept {
  return row_of_casts(from, std::make_integer_sequence<int, dtype_count>{})[static_cast<int>(to)];
}

}  // namespace fnp::FNP_LEVEL
