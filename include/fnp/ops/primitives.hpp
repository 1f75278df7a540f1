// primitives<V>: the operations that op bodies are written in, here for one scalar of a real dtype.
//
// simd.hpp specialises them for generic vectors, the kernels for float16 and complex numbers, the checker for terms.
// All specialisations give the same bits (any NaN equals any NaN). Integers wrap: arithmetic goes through unsigned
// numbers of at least 32 bits, so that no promotion to int overflows.
#pragma once
#include <cstdint>
#include <type_traits>

#include "fnp/ops/inlining.hpp"

namespace fnp::ops {

FNP_BODIES_BEGIN

// The result of a comparison of V: bool for scalars, a vector of bool for vectors.
template <class V> struct mask_of {
  using type = bool;
};
template <class V> using mask_t = typename mask_of<V>::type;

// The unsigned type in which integers of type T are computed.
template <class T>
using wrapping = std::conditional_t<(sizeof(T) < 4), std::uint32_t,
                                    std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>>;

// The bits of a float: sign mask and the power of two above which every value is an integer.
template <class T> struct float_format;
template <> struct float_format<float> {
  using bits = std::uint32_t;
  static constexpr bits sign = 0x80000000u;
  static constexpr float integral = 0x1p23f;
};
template <> struct float_format<double> {
  using bits = std::uint64_t;
  static constexpr bits sign = 0x8000000000000000u;
  static constexpr double integral = 0x1p52;
};

template <class T> struct primitives {
  static constexpr bool boolean = std::is_same_v<T, bool>;
  static constexpr bool integer = std::is_integral_v<T> && !boolean;
  static constexpr bool real = std::is_floating_point_v<T>;
  using U = wrapping<T>;

  // out := the constant c in the type of V. pre: T holds c.
  FNP_BODY void constant(T& out, double c) noexcept { out = static_cast<T>(c); }

  // out := x * (p / q), the factor rounded first. pre: real.
  FNP_BODY void scale(T& out, T const& x, double p, double q) noexcept {
    out = x * (static_cast<T>(p) / static_cast<T>(q));
  }

  FNP_BODY void add(T& out, T const& x, T const& y) noexcept {
    if constexpr (boolean)
      out = x | y;
    else if constexpr (integer)
      out = static_cast<T>(static_cast<U>(x) + static_cast<U>(y));
    else
      out = x + y;
  }
  FNP_BODY void subtract(T& out, T const& x, T const& y) noexcept {
    if constexpr (boolean)
      out = x ^ y;
    else if constexpr (integer)
      out = static_cast<T>(static_cast<U>(x) - static_cast<U>(y));
    else
      out = x - y;
  }
  FNP_BODY void multiply(T& out, T const& x, T const& y) noexcept {
    if constexpr (boolean)
      out = x & y;
    else if constexpr (integer)
      out = static_cast<T>(static_cast<U>(x) * static_cast<U>(y));
    else
      out = x * y;
  }
  FNP_BODY void divide(T& out, T const& x, T const& y) noexcept { out = x / y; }
  FNP_BODY void negative(T& out, T const& x) noexcept {
    if constexpr (integer)
      out = static_cast<T>(U{0} - static_cast<U>(x));
    else
      out = -x;
  }
  FNP_BODY void absolute(T& out, T const& x) noexcept {
    if constexpr (real)
      out = from_bits(bits(x) & ~float_format<T>::sign);
    else if constexpr (std::is_signed_v<T>)
      out = x < 0 ? static_cast<T>(U{0} - static_cast<U>(x)) : x;
    else
      out = x;
  }
  // 1 / x. Integers: as NumPy's detour over float64 gives it, so 0 becomes the smallest number, or 0 in narrow types.
  FNP_BODY void reciprocal(T& out, T const& x) noexcept {
    if constexpr (real)
      out = 1 / x;
    else
      out = x == 0 ? reciprocal_of_zero() : x == 1 ? T{1} : is_minus_one(x) ? static_cast<T>(-1) : T{0};
  }
  FNP_BODY void sign(T& out, T const& x) noexcept {
    if constexpr (std::is_signed_v<T>)
      out = x > 0 ? T{1} : x < 0 ? static_cast<T>(-1) : x == 0 ? T{0} : x;
    else
      out = static_cast<T>(x != 0);
  }

  // Selections copy their operands: between references they would be selections of addresses, which do not vectorise.
  // maximum and minimum propagate NaN, fmax and fmin drop it; the second operand wins a tie of zeros.
  FNP_BODY void maximum(T& out, T const& x, T const& y) noexcept { out = unless_nan(x > y ? T(x) : T(y), x); }
  FNP_BODY void minimum(T& out, T const& x, T const& y) noexcept { out = unless_nan(x < y ? T(x) : T(y), x); }
  FNP_BODY void fmax(T& out, T const& x, T const& y) noexcept { out = ((x > y) | (y != y)) ? T(x) : T(y); }
  FNP_BODY void fmin(T& out, T const& x, T const& y) noexcept { out = ((x < y) | (y != y)) ? T(x) : T(y); }

  FNP_BODY void equal(bool& out, T const& x, T const& y) noexcept { out = x == y; }
  FNP_BODY void not_equal(bool& out, T const& x, T const& y) noexcept { out = x != y; }
  FNP_BODY void less(bool& out, T const& x, T const& y) noexcept { out = x < y; }
  FNP_BODY void less_equal(bool& out, T const& x, T const& y) noexcept { out = x <= y; }
  FNP_BODY void nonzero(bool& out, T const& x) noexcept { out = x != T{0}; }
  FNP_BODY void select(T& out, bool const& mask, T const& x, T const& y) noexcept {
    out = __builtin_bit_cast(std::uint8_t, mask) != 0 ? T(x) : T(y);
  }

  FNP_BODY void bit_and(T& out, T const& x, T const& y) noexcept { out = static_cast<T>(x & y); }
  FNP_BODY void bit_or(T& out, T const& x, T const& y) noexcept { out = static_cast<T>(x | y); }
  FNP_BODY void bit_xor(T& out, T const& x, T const& y) noexcept { out = static_cast<T>(x ^ y); }
  FNP_BODY void bit_not(T& out, T const& x) noexcept {
    if constexpr (boolean)
      out = !x;
    else
      out = static_cast<T>(~x);
  }
  // A count outside [0, width) shifts everything out: 0, or the sign for a signed number shifted right.
  FNP_BODY void shift_left(T& out, T const& x, T const& n) noexcept {
    bool const in = static_cast<std::make_unsigned_t<T>>(n) < width;
    U const shifted = static_cast<U>(static_cast<U>(x) << (static_cast<unsigned>(n) & (width - 1)));
    out = in ? static_cast<T>(shifted) : T{0};
  }
  FNP_BODY void shift_right(T& out, T const& x, T const& n) noexcept {
    bool const in = static_cast<std::make_unsigned_t<T>>(n) < width;
    T const shifted = static_cast<T>(x >> (static_cast<unsigned>(n) & (width - 1)));
    out = in ? shifted : x < 0 ? static_cast<T>(-1) : T{0};
  }

  FNP_BODY void sqrt(T& out, T const& x) noexcept {
    if constexpr (sizeof(T) == 4)
      out = __builtin_sqrtf(x);
    else
      out = __builtin_sqrt(x);
  }
  // Rounding: adding and taking away 2^23 or 2^52 rounds to even; the sign is put back for results that are zero.
  FNP_BODY void rint(T& out, T const& x) noexcept {
    constexpr T big = float_format<T>::integral;
    T const a = magnitude(x);
    out = a < big ? from_bits(bits((a + big) - big) | (bits(x) & float_format<T>::sign)) : x;
  }
  FNP_BODY void floor(T& out, T const& x) noexcept {
    T r{};
    rint(r, x);
    out = r > x ? with_sign(r - 1, x) : r;
  }
  FNP_BODY void ceil(T& out, T const& x) noexcept {
    T r{};
    rint(r, x);
    out = r < x ? with_sign(r + 1, x) : r;
  }
  FNP_BODY void trunc(T& out, T const& x) noexcept {
    T r{};
    floor(r, magnitude(x));
    out = with_sign(r, x);
  }

  FNP_BODY void copysign(T& out, T const& x, T const& y) noexcept { out = with_sign(magnitude(x), y); }
  FNP_BODY void isnan(bool& out, T const& x) noexcept { out = x != x; }
  FNP_BODY void isinf(bool& out, T const& x) noexcept {
    if constexpr (real)
      out = magnitude(x) == infinity();
    else
      out = false;
  }
  FNP_BODY void isfinite(bool& out, T const& x) noexcept {
    if constexpr (real)
      out = magnitude(x) < infinity();
    else
      out = true;
  }
  FNP_BODY void signbit(bool& out, T const& x) noexcept { out = (bits(x) & float_format<T>::sign) != 0; }

 private:
  FNP_BODY T unless_nan(T chosen, T x) noexcept { return x != x ? x : chosen; }

  static constexpr unsigned width = 8 * sizeof(T);

  FNP_BODY auto bits(T x) noexcept { return __builtin_bit_cast(typename float_format<T>::bits, x); }
  template <class B> FNP_BODY T from_bits(B b) noexcept { return __builtin_bit_cast(T, b); }
  FNP_BODY T magnitude(T x) noexcept { return from_bits(bits(x) & ~float_format<T>::sign); }
  FNP_BODY T with_sign(T x, T y) noexcept {
    return from_bits((bits(x) & ~float_format<T>::sign) | (bits(y) & float_format<T>::sign));
  }
  FNP_BODY T infinity() noexcept { return static_cast<T>(__builtin_huge_val()); }
  FNP_BODY T reciprocal_of_zero() noexcept {
    return std::is_signed_v<T> && sizeof(T) >= 4 ? static_cast<T>(U{1} << (width - 1)) : T{0};
  }
  FNP_BODY bool is_minus_one(T x) noexcept {
    if constexpr (std::is_signed_v<T>)
      return x == -1;
    else
      return false;
  }
};

// int64 against uint64, exactly: a negative number is below every unsigned one.
FNP_BODY void equal_mixed(bool& out, std::int64_t const& x, std::uint64_t const& y) noexcept {
  out = (x >= 0) & (static_cast<std::uint64_t>(x) == y);
}
FNP_BODY void less_mixed(bool& out, std::int64_t const& x, std::uint64_t const& y) noexcept {
  out = (x < 0) | (static_cast<std::uint64_t>(x) < y);
}
FNP_BODY void less_mixed(bool& out, std::uint64_t const& x, std::int64_t const& y) noexcept {
  out = (y >= 0) & (x < static_cast<std::uint64_t>(y));
}

FNP_BODIES_END

}  // namespace fnp::ops
