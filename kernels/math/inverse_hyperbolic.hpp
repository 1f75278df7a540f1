// arcsinh, arccosh, arctanh as logarithms of a number v >= 1 in two parts.
//
//   arcsinh a = log(a + sqrt(a^2 + 1)),   arccosh x = log(x + sqrt(x^2 - 1)),   2 arctanh a = log((1 + a) / (1 - a)).
//
// What the rounding of a square root or of a quotient leaves is found by a fused multiply-add and divided by what it
// came from, so v is known to twice the precision. float32 is done in float32. From 2^28 on, v is 2 |x|.
#ifndef FNP_KERNELS_MATH_INVERSE_HYPERBOLIC_HPP
#define FNP_KERNELS_MATH_INVERSE_HYPERBOLIC_HPP

#include <type_traits>

#include "kernels/math/log_of_parts.hpp"

namespace fnp::FNP_LEVEL::math {

FNP_INLINE double square_root_of(double x) { return __builtin_sqrt(x); }
FNP_INLINE float square_root_of(float x) { return __builtin_sqrtf(x); }
#if FNP_WIDE_BYTES == 64
FNP_INLINE doubles square_root_of(doubles x) { return (doubles)_mm512_maskz_sqrt_pd(0xff, (__m512d)x); }
FNP_INLINE floats square_root_of(floats x) { return (floats)_mm512_maskz_sqrt_ps(0xffff, (__m512)x); }
#elif FNP_WIDE_BYTES == 32
FNP_INLINE doubles square_root_of(doubles x) { return (doubles)_mm256_sqrt_pd((__m256d)x); }
FNP_INLINE floats square_root_of(floats x) { return (floats)_mm256_sqrt_ps((__m256)x); }
#endif

// What the functions say about a register V of numbers.
template <class V> struct inverse_hyperbolic {
  using number = std::conditional_t<std::is_same_v<V, doubles>, double, float>;
  using bits = decltype(bits_of(V{}));
  using parts = parts_of<V>;
  static constexpr number limit = 0x1p28f;
  static constexpr number below_one =
      std::is_same_v<number, double> ? static_cast<number>(0x1.fffffffffffffp-1) : 0x1.fffffep-1f;

  struct unsigned_log {
    parts v;
    bits sign;
  };

  FNP_INLINE static V magnitude(V x) { return real_of(magnitude_of(x)); }
  FNP_INLINE static V with_sign_bit(V y, bits sign) { return real_of((bits)(bits_of(y) | sign)); }
  FNP_INLINE static V not_a_number() { return V{} + static_cast<number>(__builtin_nanf("")); }
  FNP_INLINE static V infinity() { return V{} + static_cast<number>(__builtin_inff()); }
  FNP_INLINE static bits bits_of_one() { return bits_of(V{} + number{1}); }
  // Negative if |x| <= 1; masks of |x| = 1 and of infinities and NaN.
  FNP_INLINE static bits up_to_one(V x) { return magnitude_of(x) - bits_of_one() - 1; }
  FNP_INLINE static bits is_one(V x) {
    bits const apart = magnitude_of(x) - bits_of_one();
    return ~mask_of((bits)(apart | -apart));
  }
  FNP_INLINE static bits not_finite(V x) { return mask_of((bits)(bits_of(infinity()) - 1 - magnitude_of(x))); }

  // log v inside; log 2a = log(a / 4) + 3 log 2 where a is large.
  FNP_INLINE static V log_of_double(V a, bits large, bits inside, parts v) {
    return log_of_parts(parts{chosen(inside, v.hi, a * number{0.25f}), kept(inside, v.lo)},
                        kept(large, V{} + number{3}));
  }

  // a + b exactly, where |a| >= |b|.
  FNP_INLINE static parts sum(V a, V b) {
    V const s = a + b;
    return {s, b - (s - a)};
  }
  // a + sqrt(v), sqrt(v) >= a or at most that where `a_leads`.
  template <bool a_leads> FNP_INLINE static parts sum_with_root(V a, parts v) {
    V const h = square_root_of(v.hi);
    V const h_lo = (fma(-h, h, v.hi) + v.lo) * (number{0.5f} / h);
    parts const s = a_leads ? sum(a, h) : sum(h, a);
    return {s.hi, s.lo + h_lo};
  }
};

// Measured maximum errors: float64 0.59, float32 0.59 ULP.
template <class V> struct arcsinh_function : inverse_hyperbolic<V> {
  using base = inverse_hyperbolic<V>;
  using typename base::bits, typename base::parts, typename base::unsigned_log;

  FNP_INLINE static parts exponential(V a) {
    V const square = a * a, s = square + typename base::number{1}, t = s - square;
    return base::template sum_with_root<false>(
        a, {s, (square - (s - t)) + ((typename base::number{1} - t) + fma(a, a, -square))});
  }
  FNP_INLINE static unsigned_log first(bits& rare, V x) {
    rare = beyond_limit(x, base::limit);
    return {exponential(base::magnitude(x)), sign_of(x)};
  }
  FNP_INLINE static V second(unsigned_log const& l) { return base::with_sign_bit(log_of_parts(l.v), l.sign); }
  FNP_INLINE static V ordinary(bits& rare, V x) { return second(first(rare, x)); }
  FNP_INLINE static V whole(V x) {
    V const a = base::magnitude(x);
    bits const large = mask_of(beyond_limit(x, base::limit));
    parts const v = exponential(limited_magnitude(x, base::limit));
    V const y = base::log_of_double(a, large, (bits)~large, v);
    return chosen(base::not_finite(x), x, base::with_sign_bit(y, sign_of(x)));
  }
};

// Measured maximum errors: float64 0.59, float32 0.52 ULP.
template <class V> struct arccosh_function : inverse_hyperbolic<V> {
  using base = inverse_hyperbolic<V>;
  using typename base::bits, typename base::parts;

  FNP_INLINE static parts exponential(V x) {
    V const square = x * x;
    parts const less = base::sum(square, V{} - typename base::number{1});
    return base::template sum_with_root<true>(x, base::sum(less.hi, less.lo + fma(x, x, -square)));
  }
  FNP_INLINE static parts first(bits& rare, V x) {
    rare = base::up_to_one(x) | bits_of(x) | beyond_limit(x, base::limit);
    return exponential(x);
  }
  FNP_INLINE static V second(parts const& v) { return log_of_parts(v); }
  FNP_INLINE static V ordinary(bits& rare, V x) { return second(first(rare, x)); }
  FNP_INLINE static V whole(V x) {
    V const a = base::magnitude(x);
    bits const low = mask_of(base::up_to_one(x)), large = mask_of(beyond_limit(x, base::limit)),
               inside = ~(low | large);
    parts const v = exponential(chosen(inside, a, V{} + typename base::number{2}));
    V const y = base::log_of_double(a, large, inside, v);
    V const z = chosen(low, chosen(base::is_one(x), V{}, base::not_a_number()), y);
    bits const negative = mask_of(bits_of(x)) & ~mask_if_nan(x);
    return chosen(negative, base::not_a_number(), chosen(base::not_finite(x), x, z));
  }
};

// Measured maximum errors: float64 0.59, float32 0.59 ULP. Up to `tiny` it is x itself.
template <class V> struct arctanh_function : inverse_hyperbolic<V> {
  using base = inverse_hyperbolic<V>;
  using number = typename base::number;
  using typename base::bits, typename base::parts;
  static constexpr number tiny = std::is_same_v<number, double> ? 0x1p-27f : 0x1p-13f;

  struct quotient {
    parts v;
    V x;
  };
  // (1 + a) / (1 - a)
  FNP_INLINE static quotient quotient_of(V x, V a) {
    parts const n = base::sum(V{} + number{1}, a), d = base::sum(V{} + number{1}, -a);
    V const reciprocal = number{1} / d.hi, q = n.hi * reciprocal;
    return {{q, (fma(-q, d.hi, n.hi) + fma(-q, d.lo, n.lo)) * reciprocal}, x};
  }
  FNP_INLINE static quotient first(bits& rare, V x) {
    rare = beyond_limit(x, base::below_one);
    return quotient_of(x, base::magnitude(x));
  }
  FNP_INLINE static V second(quotient const& q) {
    V const y = base::with_sign_bit(number{0.5f} * log_of_parts(q.v), sign_of(q.x));
    return chosen(mask_of(beyond_limit(q.x, tiny)), y, q.x);
  }
  FNP_INLINE static V ordinary(bits& rare, V x) { return second(first(rare, x)); }
  FNP_INLINE static V whole(V x) {
    bits const outside = mask_of(beyond_limit(x, base::below_one));
    V const y = second(quotient_of(x, kept((bits)~outside, base::magnitude(x))));
    V const pole = chosen(base::is_one(x), base::with_sign_bit(base::infinity(), sign_of(x)), base::not_a_number());
    return chosen(mask_if_nan(x), x, chosen(outside, pole, y));
  }
};

#define FNP_BY_STAGES(NAME)                                                          \
  inline void NAME(double const* x, double* y, std::ptrdiff_t n) noexcept {          \
    each_register_by_stages<NAME##_function<doubles>, register_of<double>>(y, n, x); \
  }                                                                                  \
  inline void NAME(float const* x, float* y, std::ptrdiff_t n) noexcept {            \
    each_register_by_stages<NAME##_function<floats>, register_of<float>>(y, n, x);   \
  }
FNP_BY_STAGES(arcsinh)
FNP_BY_STAGES(arccosh)
FNP_BY_STAGES(arctanh)
#undef FNP_BY_STAGES

}  // namespace fnp::FNP_LEVEL::math

#endif
