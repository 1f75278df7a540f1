// The C compiler's complex types, through which the C library's complex functions are called.
#pragma once
#include "fnp/base/dtype.hpp"
#include "fnp/ops/inlining.hpp"

namespace fnp::ops {

template <class T>
struct c_number;
template <>
struct c_number<float> {
  __extension__ typedef _Complex float type;
};
template <>
struct c_number<double> {
  __extension__ typedef _Complex double type;
};

template <class T>
FNP_BODY typename c_number<T>::type to_c(complex<T> const& x) noexcept {
  typename c_number<T>::type z = x.re;
  __imag__ z = x.im;
  return z;
}
template <class T>
FNP_BODY complex<T> from_c(typename c_number<T>::type z) noexcept {
  return complex<T>(__real__ z, __imag__ z);
}

}  // namespace fnp::ops
