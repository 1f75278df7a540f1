// Kernels of the ops in ops/floating.hpp: bodies, and bit manipulation for those without one.
#include "kernels/math/wide.hpp"
#include "kernels/op_kernels.hpp"

namespace fnp::FNP_LEVEL {
namespace {

// A real format as an integer: patterns of positive numbers are ordered as the numbers are.
template <class T> struct format;
template <> struct format<half> {
  using bits = std::uint16_t;
  static constexpr int fraction = 10, bias = 15;
};
template <> struct format<float> {
  using bits = std::uint32_t;
  static constexpr int fraction = 23, bias = 127;
};
template <> struct format<double> {
  using bits = std::uint64_t;
  static constexpr int fraction = 52, bias = 1023;
};
template <class T> using bits_t = typename format<T>::bits;
template <class T> inline constexpr bits_t<T> sign_bit = static_cast<bits_t<T>>(bits_t<T>{1} << (8 * sizeof(T) - 1));
template <class T>
inline constexpr bits_t<T> infinity_bits =
    static_cast<bits_t<T>>(bits_t<T>{2 * format<T>::bias + 1} << format<T>::fraction);

template <class T> FNP_INLINE bits_t<T> to_bits(T x) noexcept { return __builtin_bit_cast(bits_t<T>, x); }
template <class T, class B> FNP_INLINE T of_bits(B b) noexcept {
  return __builtin_bit_cast(T, static_cast<bits_t<T>>(b));
}
template <class T> FNP_INLINE bits_t<T> magnitude_bits(T x) noexcept {
  return static_cast<bits_t<T>>(to_bits(x) & ~sign_bit<T>);
}

// All in one width of integers and by masks, so that a vector does it: a comparison of float16 would be one of float32.
struct next_after {
  template <class T> FNP_INLINE static void call(T& out, T const& x, T const& y) noexcept {
    using B = bits_t<T>;
    auto const mask = [](bool is) { return static_cast<B>(-static_cast<B>(is)); };
    auto const chosen = [](B where, B first, B second) {
      return static_cast<B>((first & where) | (second & static_cast<B>(~where)));
    };
    B const p = to_bits(x), q = to_bits(y), a = magnitude_bits(x), b = magnitude_bits(y);
    B const nan = static_cast<B>(mask(a > infinity_bits<T>) | mask(b > infinity_bits<T>));
    B const same = static_cast<B>(mask(p == q) | mask(static_cast<B>(a | b) == 0));
    // Away from zero if x's sign and the direction agree; from zero the smallest number of y's sign.
    B const away = static_cast<B>(mask(rank<T>(p) < rank<T>(q)) ^ mask((p & sign_bit<T>) != 0));
    B const step = static_cast<B>(p + (static_cast<B>(away & 2) - 1));
    B const from_zero = static_cast<B>((q & sign_bit<T>) | 1);
    B const other = chosen(mask(a == 0), from_zero, step);
    B const number = chosen(same, std::is_same_v<T, half> ? p : q, other);  // as NumPy's float16 has it
    out = of_bits<T>(chosen(nan, static_cast<B>(infinity_bits<T> | 1 | (infinity_bits<T> >> 1)), number));
  }

 private:
  // Bits as an integer that orders as the numbers do, -0 below +0.
  template <class T> FNP_INLINE static auto rank(bits_t<T> p) noexcept {
    using signed_bits = std::make_signed_t<bits_t<T>>;
    signed_bits const s = static_cast<signed_bits>(p);
    constexpr int top = 8 * static_cast<int>(sizeof(T)) - 1;
    return static_cast<signed_bits>(s ^ static_cast<signed_bits>(static_cast<bits_t<T>>(s >> top) >> 1));
  }
};

// The gap to a neighbour; NaN for infinities. float32 and float64 look away from zero and give the gap x's sign (+ at
// -0), float16 looks upwards: so NumPy defines them.
struct spacing_of {
  template <class T> FNP_INLINE static void call(T& out, T const& x) noexcept {
    if (magnitude_bits(x) >= infinity_bits<T>) {
      out = of_bits<T>(infinity_bits<T> | (infinity_bits<T> >> 1));
      return;
    }
    if constexpr (std::is_same_v<T, half>) {
      bool const down = (x.bits & 0x8000u) != 0 && magnitude_bits(x) != 0;
      half const next = half::from_bits(static_cast<std::uint16_t>(down ? x.bits - 1 : magnitude_bits(x) + 1));
      out = half(float(next) - float(magnitude_bits(x) == 0 ? half{} : x));
    } else {
      T const gap = of_bits<T>(magnitude_bits(x) + 1) - of_bits<T>(magnitude_bits(x));
      ops::primitives<T>::copysign(out, gap, magnitude_bits(x) == 0 ? T{0} : x);
    }
  }
};

struct step_at_zero {
  template <class T> FNP_INLINE static void call(T& out, T const& x, T const& y) noexcept {
    bool const nan = magnitude_bits(x) > infinity_bits<T>;
    bool const negative = (to_bits(x) & sign_bit<T>) != 0;
    T const side = of_bits<T>(negative ? bits_t<T>{0} : bits_t<T>{format<T>::bias} << format<T>::fraction);
    out = nan ? x : magnitude_bits(x) == 0 ? y : side;
  }
};

// x * 2^n, rounded once; the exponent is cut to a range beyond which nothing changes. Narrow types have it in one
// product of float64. float64 takes up to three: what leads below the normal numbers keeps 53 bits above them until the
// last.
struct scale_by_power {
  template <class T, class N> FNP_INLINE static void call(T& out, T const& x, N const& n) noexcept {
    if constexpr (std::is_same_v<T, double>) {
      std::int64_t const e = n > 3000 ? 3000 : n < -3000 ? -3000 : static_cast<std::int64_t>(n);
      std::int64_t const first = step(e), second = step(e - first), rest = e - first - second;
      out = x * power_of_two(first) * power_of_two(second) *
            power_of_two(rest < -1022  ? -1022
                         : rest > 1023 ? 1023
                                       : rest);
    } else {
      std::int64_t const e = n > 400 ? 400 : n < -400 ? -400 : static_cast<std::int64_t>(n);
      double const product = static_cast<double>(static_cast<float>(x)) * power_of_two(e);
      if constexpr (std::is_same_v<T, float>)
        out = static_cast<float>(product);
      else
        out = half(product);
    }
  }
  // How much of e goes first: all that one factor holds, or 2^-969.
  FNP_INLINE static std::int64_t step(std::int64_t e) noexcept { return e > 1023 ? 1023 : e < -1022 ? -969 : 0; }
  FNP_INLINE static double power_of_two(std::int64_t e) noexcept {
    return of_bits<double>(static_cast<std::uint64_t>(e + 1023) << 52);
  }
};

// float64 by pieces: where all exponents are those of normal numbers, one factor does.
template <class N> fp_flags scale_doubles(block const& b, void const*) noexcept {
  double x_one[spread_length];
  N n_one[spread_length];
  for (std::ptrdiff_t r = 0; r < b.rows; ++r)
    for (std::ptrdiff_t i = 0; i < b.count; i += spread_length) {
      std::ptrdiff_t const m = b.count - i < spread_length ? b.count - i : spread_length;
      double* const out = row_of<double>(b, 0, r) + i;
      double const* const x = spread(b, 1, row_of<double>(b, 1, r), i, m, x_one);
      N const* const n = spread(b, 2, row_of<N>(b, 2, r), i, m, n_one);
      N beyond = 0;
      for (std::ptrdiff_t k = 0; k < m; ++k) beyond |= static_cast<N>(n[k] > 1023) | static_cast<N>(n[k] < -1022);
      FNP_INDEPENDENT
      for (std::ptrdiff_t k = 0; k < m; ++k) {
        if (beyond)
          scale_by_power::call(out[k], x[k], n[k]);
        else
          out[k] = x[k] * scale_by_power::power_of_two(static_cast<std::int64_t>(n[k]));
      }
    }
  return 0;
}

#if defined(__AVX512F__)
// One instruction of registers, rounded once, for any exponent.
FNP_INLINE void scale_register(double* y, double const* x, std::int32_t const* n) noexcept {
  _mm512_storeu_pd(y, _mm512_maskz_scalef_pd(
                          0xff, _mm512_loadu_pd(x),
                          _mm512_maskz_cvtepi32_pd(0xff, _mm256_loadu_si256(reinterpret_cast<__m256i const*>(n)))));
}
FNP_INLINE void scale_register(double* y, double const* x, std::int64_t const* n) noexcept {
  _mm512_storeu_pd(
      y, _mm512_maskz_scalef_pd(0xff, _mm512_loadu_pd(x), _mm512_maskz_cvtepi64_pd(0xff, _mm512_loadu_si512(n))));
}
FNP_INLINE void scale_register(float* y, float const* x, std::int32_t const* n) noexcept {
  _mm512_storeu_ps(
      y, _mm512_maskz_scalef_ps(0xffff, _mm512_loadu_ps(x), _mm512_maskz_cvtepi32_ps(0xffff, _mm512_loadu_si512(n))));
}
template <class T, class N> fp_flags scale_in_registers(block const& b, void const*) noexcept {
  constexpr std::ptrdiff_t lanes = static_cast<std::ptrdiff_t>(64 / sizeof(T));
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) {
    T* const y = row_of<T>(b, 0, r);
    T const* const x = row_of<T>(b, 1, r);
    N const* const n = row_of<N>(b, 2, r);
    T x_some[spread_length], y_some[lanes];
    N n_some[spread_length];
    for (std::ptrdiff_t i = 0; i < b.count; i += spread_length) {
      std::ptrdiff_t const m = b.count - i < spread_length ? b.count - i : spread_length;
      T const* const x_here = spread(b, 1, x, i, m, x_some);
      N const* const n_here = spread(b, 2, n, i, m, n_some);
      std::ptrdiff_t k = 0;
      for (; k + lanes <= m; k += lanes) scale_register(y + i + k, x_here + k, n_here + k);
      if (k == m) continue;
      T x_last[lanes] = {};
      N n_last[lanes] = {};
      std::memcpy(x_last, x_here + k, static_cast<std::size_t>(m - k) * sizeof(T));
      std::memcpy(n_last, n_here + k, static_cast<std::size_t>(m - k) * sizeof(N));
      scale_register(y_some, x_last, n_last);
      std::memcpy(y + i + k, y_some, static_cast<std::size_t>(m - k) * sizeof(T));
    }
  }
  return 0;
}
#endif

// What holds of every integer.
template <bool Truth> fp_flags one_truth(block const& b, void const*) noexcept {
  for (std::ptrdiff_t r = 0; r < b.rows; ++r)
    std::memset(row_of<bool>(b, 0, r), Truth, static_cast<std::size_t>(b.count));
  return 0;
}
template <class Op, int I> constexpr block_kernel classification_kernel() noexcept {
  if constexpr (is_inexact(ops::loop_at<Op>(I).in[0]))
    return loop_kernel<Op, I, body_of<Op>>();
  else
    return one_truth<one_of<Op, ops::isfinite>>;
}

template <class T> fp_flags frexp_block(block const& b, void const*) noexcept {
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) {
    T* const mantissa = row_of<T>(b, 0, r);
    std::int32_t* const exponent = row_of<std::int32_t>(b, 1, r);
    T const* const x = row_of<T>(b, 2, r);
    T const first = b.count > 0 ? x[0] : T{};
    for (std::ptrdiff_t i = 0; i < b.count; ++i) {
      T const v = is_broadcast(b, 2) ? first : T(x[i]);
      int e = 0;
      bool const finite = magnitude_bits(v) < infinity_bits<T>;
      if constexpr (std::is_same_v<T, double>)
        mantissa[i] = finite ? __builtin_frexp(v, &e) : v;
      else if constexpr (std::is_same_v<T, float>)
        mantissa[i] = finite ? __builtin_frexpf(v, &e) : v;
      else
        mantissa[i] = finite ? half(__builtin_frexpf(float(v), &e)) : v;
      exponent[i] = e;
    }
  }
  return 0;
}

template <class T> fp_flags modf_block(block const& b, void const*) noexcept {
  using P = ops::primitives<T>;
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) {
    T* const fraction = row_of<T>(b, 0, r);
    T* const whole = row_of<T>(b, 1, r);
    T const* const x = row_of<T>(b, 2, r);
    T const first = b.count > 0 ? x[0] : T{};
    for (std::ptrdiff_t i = 0; i < b.count; ++i) {
      T const v = is_broadcast(b, 2) ? first : T(x[i]);
      T integral{}, rest{};
      P::trunc(integral, v);
      P::subtract(rest, v, integral);
      if (magnitude_bits(v) == infinity_bits<T>) rest = T{};
      P::copysign(fraction[i], rest, v);
      whole[i] = integral;
    }
  }
  return 0;
}

}  // namespace

#define FNP_CHOOSE(op, kernel)                                                      \
  template <> struct kernel_choice<ops::op> {                                       \
    template <int I> static constexpr block_kernel at() noexcept { return kernel; } \
  };
FNP_CHOOSE(nextafter, (loop_kernel<ops::nextafter, I, next_after>()))
FNP_CHOOSE(spacing, (loop_kernel<ops::spacing, I, spacing_of>()))
FNP_CHOOSE(heaviside, (loop_kernel<ops::heaviside, I, step_at_zero>()))
FNP_CHOOSE(frexp, (honest<ops::frexp, I, frexp_block<element_t<ops::loop_at<ops::frexp>(I).in[0]>>>()))
FNP_CHOOSE(isnan, (classification_kernel<ops::isnan, I>()))
FNP_CHOOSE(isinf, (classification_kernel<ops::isinf, I>()))
FNP_CHOOSE(isfinite, (classification_kernel<ops::isfinite, I>()))
FNP_CHOOSE(modf, (honest<ops::modf, I, modf_block<element_t<ops::loop_at<ops::modf>(I).in[0]>>>()))
#undef FNP_CHOOSE
template <> struct kernel_choice<ops::ldexp> {
  template <int I> static constexpr block_kernel at() noexcept {
    constexpr ops::loop l = ops::loop_at<ops::ldexp>(I);
#if defined(__AVX512F__)
    if constexpr (l.in[0] == dtype::f8 || (l.in[0] == dtype::f4 && l.in[1] == dtype::i4))
      return scale_in_registers<element_t<l.in[0]>, element_t<l.in[1]>>;
    else
#endif
        if constexpr (l.in[0] == dtype::f8)
      return honest<ops::ldexp, I, scale_doubles<element_t<l.in[1]>>>();
    else
      return loop_kernel<ops::ldexp, I, scale_by_power>();
  }
};

block_kernel find_floating(ops::op_id op, int loop) noexcept {
  using namespace ops;
  return look_up(op_list<ops::isnan, ops::isinf, ops::isfinite, ops::signbit, ops::copysign, ops::nextafter, spacing,
                         heaviside, ops::ldexp, ops::frexp, ops::modf>{},
                 op, loop);
}

}  // namespace fnp::FNP_LEVEL
