// Quotient and remainder of integers, rounded down.
#pragma once
#include "kernels/loops.hpp"

namespace fnp::FNP_LEVEL {

template <class T> struct division {
  T quotient{}, remainder{};
  fp_flags raised = 0;
};

// Floored division of integers: by zero it gives 0 and a flag, of the smallest number by -1 itself and another flag.
template <class T> FNP_INLINE division<T> divide_floor(T x, T y) noexcept {
  if (y == 0) return {0, 0, fp_divide};
  if constexpr (std::is_signed_v<T>) {
    if (y == -1) {
      T minus{};
      ops::primitives<T>::negative(minus, x);
      bool const wrapped = x != 0 && minus == x;
      return {minus, 0, wrapped ? fp_flags{fp_over} : fp_flags{0}};
    }
    T q = static_cast<T>(x / y), m = static_cast<T>(x % y);
    bool const adjust = m != 0 && (m < 0) != (y < 0);
    return {static_cast<T>(q - adjust), static_cast<T>(adjust ? m + y : m), 0};
  } else {
    return {static_cast<T>(x / y), static_cast<T>(x % y), 0};
  }
}

}  // namespace fnp::FNP_LEVEL
