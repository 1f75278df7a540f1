// Quotients, remainders and common divisors of integers in the lanes of vectors, by the division of floats.
//
// No instruction divides a vector of integers. But with |x| < 2^(p - 2) for a float of p bits, the rounded quotient x /
// y lies strictly between the same two integers as the exact one, or is exact: an exact quotient that is no integer is
// 1 / |y| away from the next one at least, and rounding moves it by less. So q = floor(fl(x / y)) is the quotient, and
// q y and x - q y are exact. float32 serves integers below 2^22, float64 those of 32 bits and those of 64 bits below
// 2^50, as a chunk's largest needs; a chunk that holds others is divided one by one. The divisor 0 is taken for 1.
#pragma once
#include <cmath>
#include <limits>

#include "kernels/elementwise/integer_division.hpp"

namespace fnp::FNP_LEVEL {

template <class T> using widest_real = std::conditional_t<(sizeof(T) <= 2), float, double>;

template <class T, class R = widest_real<T>> struct division_lanes {
  using real = R;
  static constexpr bool narrow = std::is_same_v<R, float>, wide = !narrow && sizeof(T) == 8;
  using bits = std::conditional_t<narrow, std::int32_t, std::int64_t>;
  // Added to a number it leaves its integer part in the lower bits, rounded.
  static constexpr real shifter = narrow ? real(0x1.8p23) : real(0x1.8p52);

  FNP_INLINE static real from(T x) noexcept {
    if constexpr (wide)
      return __builtin_bit_cast(double, static_cast<std::int64_t>(static_cast<std::uint64_t>(x) + shifter_bits())) -
             shifter;
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
  FNP_INLINE static real round(real q) noexcept { return (q + shifter) - shifter; }
  FNP_INLINE static real floor(real q) noexcept {
    real const r = round(q);
    return r - (r > q ? real(1) : real(0));
  }
  FNP_INLINE static real size(real x) noexcept { return std::fabs(x); }

  // Do all x pass through `from` and what becomes of them through `to`?
  FNP_INLINE static bool fits(T const* x, std::ptrdiff_t n) noexcept {
    if constexpr (sizeof(T) <= 2) return true;
    using U = std::make_unsigned_t<T>;
    U seen = 0;
    for (std::ptrdiff_t i = 0; i < n; ++i)
      if constexpr (std::is_signed_v<T> && (wide || narrow))
        seen |= static_cast<U>(x[i] ^ (x[i] >> (8 * static_cast<int>(sizeof(T)) - 1)));
      else if constexpr (std::is_signed_v<T>)
        seen |= static_cast<U>(x[i] == std::numeric_limits<T>::min());
      else
        seen |= x[i];
    return narrow ? seen >> 22 == 0 : wide ? seen >> 50 == 0 : std::is_signed_v<T> ? seen == 0 : seen >> 31 == 0;
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
template <class lanes, class T> FNP_INLINE typename lanes::real divisor_in_lanes(T y) noexcept {
  auto const d = lanes::from(y);
  return d == 0 ? 1 : d;
}

// Of each: the value in lanes, and one by one. Both give 0 where y is 0.
struct quotient_in_lanes {
  template <class lanes, class T> FNP_INLINE static T call(T x, T y) noexcept {
    auto const a = lanes::from(x), d = lanes::from(y);
    return lanes::to(lanes::floor((d == 0 ? 0 : a) / divisor_in_lanes<lanes>(y)));
  }
  template <class T> FNP_INLINE static T alone(T x, T y) noexcept { return divide_floor(x, y).quotient; }
  template <class T> FNP_INLINE static bool wraps(T x, T y) noexcept {
    return std::is_signed_v<T> && is_minus_one(y) && x == std::numeric_limits<T>::min();
  }
};
struct remainder_in_lanes {
  template <class lanes, class T> FNP_INLINE static T call(T x, T y) noexcept {
    auto const a = lanes::from(x), d = divisor_in_lanes<lanes>(y);
    return lanes::to(a - lanes::floor(a / d) * d);
  }
  template <class T> FNP_INLINE static T alone(T x, T y) noexcept { return divide_floor(x, y).remainder; }
  template <class T> FNP_INLINE static bool wraps(T, T) noexcept { return false; }
};
struct truncated_remainder_in_lanes {
  template <class lanes, class T> FNP_INLINE static T call(T x, T y) noexcept {
    auto const a = lanes::from(x), size = lanes::size(a), d = lanes::size(divisor_in_lanes<lanes>(y));
    return lanes::to(std::copysign(size - lanes::floor(size / d) * d, a));
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

// body(lanes) with the first lanes that x and y fit, else false.
template <class T, class Body>
FNP_INLINE bool in_fitting_lanes(T const* x, T const* y, std::ptrdiff_t n, Body const& body) noexcept {
  using narrow = division_lanes<T, float>;
  using widest = division_lanes<T>;
  if (narrow::fits(x, n) && narrow::fits(y, n))
    body(narrow());
  else if (widest::fits(x, n) && widest::fits(y, n))
    body(widest());
  else
    return false;
  return true;
}

template <class F, class T> fp_flags divide_in_lanes(block const& b, void const*) noexcept {
  using U = std::make_unsigned_t<T>;
  U zero = 0, wrapped = 0;
  in_chunks<T>(b, [&](T* out, T const* x, T const* y, std::ptrdiff_t n) {
    for (std::ptrdiff_t i = 0; i < n; ++i) {
      zero |= static_cast<U>(y[i] == 0);
      wrapped |= static_cast<U>(F::wraps(x[i], y[i]));
    }
    bool const divided = in_fitting_lanes(x, y, n, [&](auto lanes) {
      FNP_INDEPENDENT
      for (std::ptrdiff_t i = 0; i < n; ++i) out[i] = F::template call<decltype(lanes)>(T(x[i]), T(y[i]));
    });
    for (std::ptrdiff_t i = divided ? n : 0; i < n; ++i) out[i] = F::alone(T(x[i]), T(y[i]));
  });
  return static_cast<fp_flags>((zero ? fp_divide : 0) | (wrapped ? fp_over : 0));
}

// Euclid's algorithm in all lanes until each has come to its end: (u, v) becomes (v, |u - q v|) with q the nearest
// integer to u / v, so that what is left is at most half of v. pre: n <= spread_length.
template <class lanes>
FNP_INLINE void common_divisors(typename lanes::real* u, typename lanes::real* v, std::ptrdiff_t n) noexcept {
  using real = typename lanes::real;
  typename lanes::bits open = 1;
  while (open != 0) {
    open = 0;
    for (std::ptrdiff_t i = 0; i < n; ++i) {
      real const a = u[i], b = v[i], d = b == 0 ? real(1) : b;
      real const rest = lanes::size(a - lanes::round(a / d) * d);
      u[i] = b == 0 ? a : b;
      v[i] = rest;  // of 1 nothing is left
      open |= __builtin_bit_cast(typename lanes::bits, rest);
    }
  }
}

// F: the divisor g of x and y, or another value from it.
template <class F, class T> fp_flags divisors_in_lanes(block const& b, void const*) noexcept {
  constexpr std::ptrdiff_t chunk = 128;
  in_chunks<T>(b, [](T* out, T const* x, T const* y, std::ptrdiff_t n) {
    for (std::ptrdiff_t at = 0; at < n; at += chunk) {
      std::ptrdiff_t const here = n - at < chunk ? n - at : chunk;
      T const *const p = x + at, *const q = y + at;
      bool const divided = in_fitting_lanes(p, q, here, [&](auto fitting) {
        using lanes = decltype(fitting);
        typename lanes::real u[chunk], v[chunk];
        for (std::ptrdiff_t i = 0; i < here; ++i) {
          u[i] = lanes::size(lanes::from(p[i]));
          v[i] = lanes::size(lanes::from(q[i]));
        }
        common_divisors<lanes>(u, v, here);
        FNP_INDEPENDENT
        for (std::ptrdiff_t i = 0; i < here; ++i) out[at + i] = F::template from_divisor<lanes>(u[i], T(p[i]), T(q[i]));
      });
      for (std::ptrdiff_t i = divided ? here : 0; i < here; ++i) F::call(out[at + i], T(p[i]), T(q[i]));
    }
  });
  return 0;
}

}  // namespace fnp::FNP_LEVEL
