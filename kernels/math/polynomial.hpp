// Polynomials by pairs (G. Estrin): the same multiplications as Horner's rule but for the powers, in a shorter chain.
//
// A vector loop is rarely bound by the number of its multiplications: the chain of one element's is longer than what
// the processor's schedulers hold, so a chain half as long is nearly twice as fast. Coefficients start at the constant.
// One argument or a register of them.
#ifndef FNP_KERNELS_MATH_POLYNOMIAL_HPP
#define FNP_KERNELS_MATH_POLYNOMIAL_HPP

#include "kernels/math/wide.hpp"

namespace fnp::FNP_LEVEL::math {

template <class V, class C>
FNP_INLINE V line(V z, C c0, C c1) {
  return fma(V{} + c1, z, V{} + c0);
}

template <class V, class C>
FNP_INLINE V quadratic(V z, V z2, C c0, C c1, C c2) {
  return fma(V{} + c2, z2, line(z, c0, c1));
}

template <class V, class C>
FNP_INLINE V cubic(V z, V z2, C c0, C c1, C c2, C c3) {
  return fma(line(z, c2, c3), z2, line(z, c0, c1));
}

template <class V, class C>
FNP_INLINE V quartic(V z, V z2, C c0, C c1, C c2, C c3, C c4) {
  return fma(quadratic(z, z2, c2, c3, c4), z2, line(z, c0, c1));
}

template <class V, class C>
FNP_INLINE V quintic(V z, V z2, C c0, C c1, C c2, C c3, C c4, C c5) {
  return fma(cubic(z, z2, c2, c3, c4, c5), z2, line(z, c0, c1));
}

}  // namespace fnp::FNP_LEVEL::math

#endif
