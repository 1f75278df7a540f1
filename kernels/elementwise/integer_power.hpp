// Integer powers by repeated squaring, modulo 2^width: all elements of a piece take the steps of its largest exponent.
//
// A negative exponent has no value: it is reported, and the evaluation fails; the element is 1.
#pragma once
#include "kernels/loops.hpp"

namespace fnp::FNP_LEVEL {

// x^y for y >= 0.
template <class T> FNP_INLINE T power_of(T x, T y) noexcept {
  using U = std::make_unsigned_t<T>;
  auto const times = [](U a, U b) {
    return static_cast<U>(static_cast<ops::wrapping<T>>(a) * static_cast<ops::wrapping<T>>(b));
  };
  U base = static_cast<U>(x), left = static_cast<U>(y), power = 1;
  if (base <= 1) return left == 0 ? T{1} : x;
  for (; left != 0; left = static_cast<U>(left >> 1)) {
    if (left & 1u) power = times(power, base);
    base = times(base, base);
  }
  return static_cast<T>(power);
}

template <class T> struct powers_of_piece {
  using U = std::make_unsigned_t<T>;
  U base[spread_length], left[spread_length], power[spread_length];

  FNP_INLINE static U times(U a, U b) noexcept {
    return static_cast<U>(static_cast<ops::wrapping<T>>(a) * static_cast<ops::wrapping<T>>(b));
  }
  // True if some exponent is negative; it counts as 0.
  FNP_INLINE bool run(T const* x, T const* y, std::ptrdiff_t n) noexcept {
    U any = 0, signs = 0;
    for (std::ptrdiff_t k = 0; k < n; ++k) {
      U const negative = std::is_signed_v<T> ? static_cast<U>(y[k] >> (8 * sizeof(T) - 1)) : U{0};
      U const exponent = static_cast<U>(static_cast<U>(y[k]) & static_cast<U>(~negative)), b = static_cast<U>(x[k]);
      // 0 and 1 need no steps, whatever the exponent.
      base[k] = b;
      left[k] = b > 1 ? exponent : U{0};
      power[k] = b > 1 || exponent == 0 ? U{1} : b;
      any = static_cast<U>(any | left[k]);
      signs = static_cast<U>(signs | negative);
    }
    for (; any != 0; any = static_cast<U>(any >> 1))
      for (std::ptrdiff_t k = 0; k < n; ++k) {
        U const odd = static_cast<U>(left[k] & 1u), mask = static_cast<U>(-static_cast<ops::wrapping<T>>(odd));
        power[k] = times(power[k], static_cast<U>((base[k] & mask) | (odd ^ 1u)));
        base[k] = times(base[k], base[k]);
        left[k] = static_cast<U>(left[k] >> 1);
      }
    return signs != 0;
  }
};

template <class T> fp_flags integer_powers(block const& b, void const*) noexcept {
  powers_of_piece<T> p;
  T x_one[spread_length], y_one[spread_length];
  bool some_negative = false;
  for (std::ptrdiff_t r = 0; r < b.rows; ++r)
    for (std::ptrdiff_t i = 0; i < b.count; i += spread_length) {
      std::ptrdiff_t const n = b.count - i < spread_length ? b.count - i : spread_length;
      T* const out = row_of<T>(b, 0, r) + i;
      T const* const x = spread(b, 1, row_of<T>(b, 1, r), i, n, x_one);
      T const* const y = spread(b, 2, row_of<T>(b, 2, r), i, n, y_one);
      some_negative |= p.run(x, y, n);
      for (std::ptrdiff_t k = 0; k < n; ++k) out[k] = static_cast<T>(p.power[k]);
    }
  return some_negative ? negative_exponent : 0;
}

}  // namespace fnp::FNP_LEVEL
