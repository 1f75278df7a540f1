// Polynomials by pairs (G. Estrin): the same multiplications as Horner's rule but for the powers, in a shorter chain.
//
// A vector loop is rarely bound by the number of its multiplications: the chain of one element's is longer than what
// the processor's schedulers hold, so a chain half as long is nearly twice as fast. Coefficients start at the constant.
#ifndef FNP_KERNELS_MATH_POLYNOMIAL_HPP
#define FNP_KERNELS_MATH_POLYNOMIAL_HPP

#include "kernels/math/level.hpp"

namespace fnp::FNP_LEVEL::math {

FNP_INLINE double line(double z, double c0, double c1) { return __builtin_fma(c1, z, c0); }

FNP_INLINE double cubic(double z, double z2, double c0, double c1, double c2, double c3) {
  return __builtin_fma(line(z, c2, c3), z2, line(z, c0, c1));
}

FNP_INLINE double quintic(double z, double z2, double c0, double c1, double c2, double c3, double c4, double c5) {
  return __builtin_fma(cubic(z, z2, c2, c3, c4, c5), z2, line(z, c0, c1));
}

FNP_INLINE float line(float z, float c0, float c1) { return __builtin_fmaf(c1, z, c0); }

FNP_INLINE float quadratic(float z, float z2, float c0, float c1, float c2) {
  return __builtin_fmaf(c2, z2, line(z, c0, c1));
}

FNP_INLINE float cubic(float z, float z2, float c0, float c1, float c2, float c3) {
  return __builtin_fmaf(line(z, c2, c3), z2, line(z, c0, c1));
}

}  // namespace fnp::FNP_LEVEL::math

#endif
