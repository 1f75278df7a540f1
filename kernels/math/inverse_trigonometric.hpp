// arcsin, arccos: the polynomial itself for |x| <= 1/2, else pi/2 - 2 arcsin(sqrt((1 - |x|) / 2)).
//
// 1 - |x| is exact there. The root's rounding error would cost a whole ULP near |x| = 1; its remainder z - s^2, over
// 2 s, restores it, and for that quotient the precision of float32 is enough.
#ifndef FNP_KERNELS_MATH_INVERSE_TRIGONOMETRIC_HPP
#define FNP_KERNELS_MATH_INVERSE_TRIGONOMETRIC_HPP

#include "kernels/math/float_bits.hpp"
#include "kernels/math/double_double.hpp"
#include "kernels/math/lane_loops.hpp"
#include "kernels/math/masks.hpp"
#include "kernels/math/polynomial.hpp"

namespace fnp::FNP_LEVEL::math {

// (asin s - s) / s^3 for 0 <= s <= 1/2, minimax in s^2, error 2^-55.9 of asin s.
FNP_INLINE double arcsine_tail(double z) {
  double const z2 = z * z;
  double const z4 = z2 * z2;
  double const low = cubic(z, z2, 0x1.5555555555390p-3, 0x1.333333336e82cp-4, 0x1.6db6db42786bbp-5,
                           0x1.f1c72c39c0dcap-6);
  double const middle = cubic(z, z2, 0x1.6e89f42a99c55p-6, 0x1.1c6be30efd753p-6, 0x1.c6fda382ae6f1p-7,
                              0x1.8ec3cfe01af59p-7);
  double const high = cubic(z, z2, 0x1.abc7d5083e6aap-8, 0x1.3ffa0e441884cp-6, -0x1.09dbf6e720077p-6,
                            0x1.05708d0245d2ap-5);
  return __builtin_fma(__builtin_fma(high, z4, middle), z4, low);
}

struct small_arcsine {
  std::int64_t near_one;  // a mask
  double_double value;  // arcsin of |x|, or of sqrt((1 - |x|) / 2) if |x| > 1/2
};

// |x| > 1 takes the root of a negative number: a NaN, and "invalid" is raised.
FNP_INLINE small_arcsine reduced_arcsine(double x) {
  double const a = absolute(x);
  std::int64_t const near_one = mask_if_greater(to_bits(a), to_bits(0.5));
  double const half_rest = __builtin_fma(-0.5, a, 0.5);
  double const z = select(near_one, half_rest, a * a);
  double const root = __builtin_sqrt(half_rest);
  double const s = select(near_one, root, a);
  // At s == 0 the remainder is 0 and must not meet 1 / 0.
  float const divisor = to_bits(root) == 0 ? 1.0f : static_cast<float>(root);
  double const root_lo = __builtin_fma(-root, root, half_rest) * static_cast<double>(0.5f / divisor);
  return {near_one, {s, __builtin_fma(s * z, arcsine_tail(z), keep(near_one, root_lo))}};
}

inline constexpr double_double half_pi_pair = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54};

// Measured maximum errors: arcsin 0.76, arccos 0.72 ULP.
FNP_INLINE double arcsin_core(double x) {
  small_arcsine const f = reduced_arcsine(x);
  double_double const head = fast_two_sum(half_pi_pair.hi, -2.0 * f.value.hi);
  double const far = head.hi + (head.lo + __builtin_fma(-2.0, f.value.lo, half_pi_pair.lo));
  return with_sign(select(f.near_one, far, f.value.hi + f.value.lo), x);
}

// pi/2 - arcsin x for |x| <= 1/2; 2 arcsin s for x near 1, pi - 2 arcsin s for x near -1.
FNP_INLINE double arccos_core(double x) {
  small_arcsine const f = reduced_arcsine(x);
  std::int64_t const negative = mask_if_negative(x);
  double const factor = flip_sign(select(f.near_one, 2.0, -1.0), negative & sign_mask);
  double const turns = select(f.near_one, keep(negative, 2.0), 1.0);
  double_double const head = fast_two_sum(turns * half_pi_pair.hi, factor * f.value.hi);
  return head.hi + (head.lo + __builtin_fma(factor, f.value.lo, turns * half_pi_pair.lo));
}

inline void arcsin(double const* x, double* y, std::ptrdiff_t n) noexcept { elementwise<arcsin_core>(x, y, n); }
inline void arccos(double const* x, double* y, std::ptrdiff_t n) noexcept { elementwise<arccos_core>(x, y, n); }

}  // namespace fnp::FNP_LEVEL::math

#endif
