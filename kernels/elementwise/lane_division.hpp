// Quotients, remainders and common divisors of integers in the lanes of vectors, by the division of floats.
//
// No instruction divides a vector of integers. But with |x| < 2^(p - 2) for a float of p bits, the rounded quotient x / y
// lies strictly between the same two integers as the exact one, or is exact: an exact quotient that is no integer is
// 1 / |y| away from the next one at least, and rounding moves it by less. So q = floor(fl(x / y)) is the quotient, and
// q y and x - q y are exact. float32 serves integers of 16 bits, float64 those of 32 and of 64 bits below 2^50; a chunk
// that holds others is divided one by one. Divisors 0 and -1 are taken for 1 and put right afterwards.
#pragma once
#include <limits>

#include "kernels/elementwise/integer_division.hpp"

namespace fnp::FNP_LEVEL {

template <class T> struct division_lanes {
  using real = std::conditional_t<(sizeof(T) <= 2), float, double>;
  using bits = std::conditional_t<(sizeof(T) <= 2), std::int32_t, std::int64_t>;
  static constexpr bool wide = sizeof(T) == 8;
  // Added to a number it leaves its integer part in the lower bits, rounded.
  static constexpr real shifter = sizeof(T) <= 2 ? real(0x1.8p23) : real(0x1.8p52);

  FNP_INLINE static real from(T x) noexcept {
    if constexpr (wide)
      return __builtin_bit_cast(double, static_cast<std::int64_t>(static_cast<std::uint64_t>(x) + shifter_bits())) - shifter;
    else
      return static_cast<real>(static_cast<std::int32_t>(x));
  }
  // pre: r is an integer.
  FNP_INLINE static T to(real r) noexcept {
    if constexpr (wide)
      return static_cast<T>(__builtin_bit_cast(std::uint64_t, r + shifter) - shifter_bits());
    else
      return static_cast<T>(static_cast<std::int32_t>(r));
  }
  FNP_INLINE static real floor(real q) noexcept {
    real const r = (q + shifter) - shifter;
    return r > q ? r - 1 : r;
  }
  FNP_INLINE static real size(real x) noexcept { return x < 0 ? -x : x; }

  // Do all x pass through `from` and what becomes of them through `to`?
  FNP_INLINE static bool fits(T const* x, std::ptrdiff_t n) noexcept {
    if constexpr (sizeof(T) <= 2) return true;
    using U = std::make_unsigned_t<T>;
    U seen = 0;
    for (std::ptrdiff_t i = 0; i < n; ++i)
      if constexpr (wide && std::is_signed_v<T>)
        seen |= static_cast<U>(x[i] ^ (x[i] >> 63));
      else if constexpr (std::is_signed_v<T>)
        seen |= static_cast<U>(x[i] == std::numeric_limits<T>::min());
      else
        seen |= x[i];
    return wide ? seen >> 50 == 0 : std::is_signed_v<T> ? seen == 0 : seen >> 31 == 0;
  }

 private:
  FNP_INLINE static std::uint64_t shifter_bits() noexcept { return __builtin_bit_cast(std::uint64_t, double(shifter)); }
};

template <class T> FNP_INLINE bool is_minus_one(T y) noexcept {
  if constexpr (std::is_signed_v<T>)
    return y == -1;
  else
    return false;
}
template <class T> FNP_INLINE T divisor_in_lanes(T y) noexcept {
  return static_cast<int>(y == 0) | static_cast<int>(is_minus_one(y)) ? T{1} : y;
}

// Of each: the value in lanes, and one by one. Both give 0 where y is 0.
struct quotient_in_lanes {
  template <class T> FNP_INLINE static T call(T x, T y) noexcept {
    using lanes = division_lanes<T>;
    T const q = lanes::to(lanes::floor(lanes::from(x) / lanes::from(divisor_in_lanes(y))));
    T minus{};
    ops::primitives<T>::negative(minus, x);
    T const found = is_minus_one(y) ? minus : q;
    return y == 0 ? T{0} : found;
  }
  template <class T> FNP_INLINE static T alone(T x, T y) noexcept { return divide_floor(x, y).quotient; }
  template <class T> FNP_INLINE static bool wraps(T x, T y) noexcept {
    return std::is_signed_v<T> && is_minus_one(y) && x == std::numeric_limits<T>::min();
  }
};
struct remainder_in_lanes {
  template <class T> FNP_INLINE static T call(T x, T y) noexcept {
    using lanes = division_lanes<T>;
    auto const a = lanes::from(x), d = lanes::from(divisor_in_lanes(y));
    T const m = lanes::to(a - lanes::floor(a / d) * d);
    return static_cast<int>(y == 0) | static_cast<int>(is_minus_one(y)) ? T{0} : m;
  }
  template <class T> FNP_INLINE static T alone(T x, T y) noexcept { return divide_floor(x, y).remainder; }
  template <class T> FNP_INLINE static bool wraps(T, T) noexcept { return false; }
};
struct truncated_remainder_in_lanes {
  template <class T> FNP_INLINE static T call(T x, T y) noexcept {
    using lanes = division_lanes<T>;
    auto const a = lanes::from(x), size = lanes::size(a), d = lanes::size(lanes::from(divisor_in_lanes(y)));
    auto const m = size - lanes::floor(size / d) * d;
    T const found = lanes::to(a < 0 ? -m : m);
    return static_cast<int>(y == 0) | static_cast<int>(is_minus_one(y)) ? T{0} : found;
  }
  template <class T> FNP_INLINE static T alone(T x, T y) noexcept {
    return static_cast<int>(y == 0) | static_cast<int>(is_minus_one(y)) ? T{0} : static_cast<T>(x % y);
  }
  template <class T> FNP_INLINE static bool wraps(T, T) noexcept { return false; }
};

// body(out, x, y, n) for chunks of the rows, single values spread.
template <class T, class Body> FNP_INLINE void in_chunks(block const& b, Body const& body) noexcept {
  T x_buffer[spread_length], y_buffer[spread_length];
  for (std::ptrdiff_t r = 0; r < b.rows; ++r)
    for (std::ptrdiff_t i = 0; i < b.count; i += spread_length) {
      std::ptrdiff_t const n = b.count - i < spread_length ? b.count - i : spread_length;
      T const* const x = spread(b, 1, row_of<T>(b, 1, r), i, n, x_buffer);
      T const* const y = spread(b, 2, row_of<T>(b, 2, r), i, n, y_buffer);
      body(row_of<T>(b, 0, r) + i, x, y, n);
    }
}

template <class F, class T> fp_flags divide_in_lanes(block const& b, void const*) noexcept {
  using U = std::make_unsigned_t<T>;
  U zero = 0, wrapped = 0;
  in_chunks<T>(b, [&](T* out, T const* x, T const* y, std::ptrdiff_t n) {
    using lanes = division_lanes<T>;
    for (std::ptrdiff_t i = 0; i < n; ++i) {
      zero |= static_cast<U>(y[i] == 0);
      wrapped |= static_cast<U>(F::wraps(x[i], y[i]));
    }
    if (lanes::fits(x, n) && lanes::fits(y, n)) {
      FNP_INDEPENDENT
      for (std::ptrdiff_t i = 0; i < n; ++i) out[i] = F::call(T(x[i]), T(y[i]));
    } else {
      for (std::ptrdiff_t i = 0; i < n; ++i) out[i] = F::alone(T(x[i]), T(y[i]));
    }
  });
  return static_cast<fp_flags>((zero ? fp_divide : 0) | (wrapped ? fp_over : 0));
}

// Euclid's algorithm in all lanes until each has come to its end: (u, v) becomes (v, u mod v). pre: n <= spread_length.
template <class T> FNP_INLINE void common_divisors(typename division_lanes<T>::real* u, typename division_lanes<T>::real* v, std::ptrdiff_t n) noexcept {
  using lanes = division_lanes<T>;
  using real = typename lanes::real;
  typename lanes::bits open = 1;
  while (open != 0) {
    open = 0;
    for (std::ptrdiff_t i = 0; i < n; ++i) {
      real const a = u[i], b = v[i], d = b == 0 ? real(1) : b;
      real const rest = a - lanes::floor(a / d) * d;
      u[i] = b == 0 ? a : b;
      v[i] = rest;  // of 1 nothing is left
      open |= __builtin_bit_cast(typename lanes::bits, rest);
    }
  }
}

// F: the divisor g of x and y, or another value from it.
template <class F, class T> fp_flags divisors_in_lanes(block const& b, void const*) noexcept {
  using lanes = division_lanes<T>;
  constexpr std::ptrdiff_t chunk = 64;
  in_chunks<T>(b, [](T* out, T const* x, T const* y, std::ptrdiff_t n) {
    for (std::ptrdiff_t at = 0; at < n; at += chunk) {
      std::ptrdiff_t const here = n - at < chunk ? n - at : chunk;
      T const *const p = x + at, *const q = y + at;
      if (!lanes::fits(p, here) || !lanes::fits(q, here)) {
        for (std::ptrdiff_t i = 0; i < here; ++i) F::call(out[at + i], T(p[i]), T(q[i]));
        continue;
      }
      typename lanes::real u[chunk], v[chunk];
      for (std::ptrdiff_t i = 0; i < here; ++i) {
        u[i] = lanes::size(lanes::from(p[i]));
        v[i] = lanes::size(lanes::from(q[i]));
      }
      common_divisors<T>(u, v, here);
      FNP_INDEPENDENT
      for (std::ptrdiff_t i = 0; i < here; ++i) out[at + i] = F::from_divisor(u[i], T(p[i]), T(q[i]));
    }
  });
  return 0;
}

}  // namespace fnp::FNP_LEVEL
