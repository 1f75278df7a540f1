// x^y = e^(y log|x|) with the logarithm in two parts of together 64 bits or more, and the sign and limits of C99.
//
// An error d of y log|x| is a relative error d of the result, and |y log|x|| reaches 745. log(1 + r), log_double.hpp,
// is r - r^2/2 in exact parts and a polynomial times r^3, whose rounding lies 64 bits below r.
#ifndef FNP_KERNELS_MATH_POWER_HPP
#define FNP_KERNELS_MATH_POWER_HPP

#include "kernels/math/exp_double.hpp"
#include "kernels/math/log_double.hpp"

namespace fnp::FNP_LEVEL::math {

FNP_INLINE two_parts log_in_parts(cell_of_number const& n) {
  two_parts const s = leading_log(n);
  doubles const half = n.r * -0.5;
  doubles const square = half * n.r;
  doubles const square_lo = fma(half, n.r, -square);
  doubles const r2 = square * -2.0;
  doubles const high = cubic(n.r, r2, -0x1.ffffb7db1078ap-4, 0x1.c71c0b8a1564cp-4, -0x1.9aa243d66925bp-4,
                             0x1.758376e381cffp-4);
  doubles const low = cubic(n.r, r2, -0x1.ffffffffffda3p-3, 0x1.99999999990f3p-3, -0x1.5555555957cb6p-3,
                            0x1.2492492c98ccdp-3);
  // Few roundings at the size of the cube: they decide the result's error.
  doubles const slope = n.r * fma(fma(high, r2 * r2, low), n.r, every(0x1.5555555555555p-2));
  doubles const first = s.hi + square;
  // What r2 has lost, times r / 3, belongs to it as well.
  doubles const square_rest = fma(line(n.r, 1.0, -0x1.5555555555555p-1), square_lo, s.lo);
  doubles const rest = fma(slope, r2, ((s.hi - first) + square) + square_rest);
  doubles const hi = first + rest;
  return {hi, (first - hi) + rest};
}

// All ones where y is an integer; and the sign bit where it is an odd one. From 2^53 on every number is an even
// integer, infinity too. Adding 2^52 rounds |y| to an integer and brings its lowest bit to the end of the significand,
// where it is already from 2^52 on.
struct integer_kind {
  longs integer, odd_sign;
};
FNP_INLINE integer_kind kind_of_integer(doubles y) {
  doubles const a = real_of(magnitude_of(limited(y, 0x1p53)));
  doubles const offset = kept(mask_of((longs)(bits_of(a) - 0x4330000000000000)), every(0x1p52));
  doubles const shifted = a + offset;
  longs const integer = mask_if_equal(bits_of(shifted - offset), bits_of(a));
  return {integer, shifted_left(bits_of(shifted), 63) & integer};
}

// What C99 says of x^y for zero, infinite, negative and NaN x and y, given r = |x|^y for all the others.
FNP_INLINE doubles special_power(doubles x, doubles y, doubles r) {
  std::int64_t const inf = 0x7ff0000000000000;
  longs const a = magnitude_of(x);
  integer_kind const kind = kind_of_integer(y);
  longs const undefined = mask_of(bits_of(x)) & ~kind.integer;
  r = chosen(undefined, every(__builtin_nan("")), r);
  longs const zero = mask_of((longs)(a - 1));
  longs const grows = mask_of((longs)(bits_of(y) ^ ~zero));
  r = chosen((longs)(zero | mask_of((longs)(inf - 1 - a))), kept(grows, every(__builtin_inf())), r);
  r = real_of((longs)(bits_of(r) | (bits_of(x) & kind.odd_sign)));
  r = chosen((longs)(mask_if_nan(x) | mask_if_nan(y)), every(__builtin_nan("")), r);
  return chosen(mask_of((longs)(magnitude_of(y) - 1)), every(1.0), r);
}

// y unless x is 1: 1^y is 1 for every y, NaN too, just as x^0 is.
FNP_INLINE doubles effective_exponent(doubles x, doubles y) {
  return kept(~mask_if_equal(bits_of(x), bits_of(every(1.0))), y);
}

// Measured maximum error: 1.06 ULP, for x in [1.028, 1.037] and results near the ends of the range; elsewhere 0.91.
struct power_function {
  FNP_INLINE static two_parts first(longs& rare, doubles x, doubles y) {
    two_parts const l = log_in_parts(find_cell(x));
    doubles const h = y * l.hi;
    rare = unless_positive_normal(x) | beyond_limit(h, 708.0);
    return {h, fma(y, l.lo, fma(y, l.hi, -h))};
  }
  FNP_INLINE static doubles second(two_parts h) { return ordinary_number(exponential_of(h.hi, h.lo)); }
  FNP_INLINE static doubles ordinary(longs& rare, doubles x, doubles y) { return second(first(rare, x, y)); }
  FNP_INLINE static doubles whole(doubles x, doubles y_given) {
    doubles const given = effective_exponent(x, y_given);
    // |log x| >= 2^-53 unless x is 1, so beyond 2^64 the size of y no longer matters.
    doubles const y = limited(given, 0x1p64);
    normal_number const p = normalised(real_of(magnitude_of(x)));
    cell_of_number n = find_cell(p.x);
    n.k = n.k - p.shift;
    two_parts const l = log_in_parts(n);
    doubles const h = y * l.hi;
    doubles const c = limited(h, 746.0);
    doubles const rest = kept(mask_if_equal(bits_of(c), bits_of(h)), fma(y, l.lo, fma(y, l.hi, -h)));
    return special_power(x, given, any_number(exponential_of(c, rest)));
  }
};

inline void power(double const* x, double const* z, double* y, std::ptrdiff_t n) noexcept {
  each_register_by_stages<power_function, register_of<double>>(y, n, x, z);
}

}  // namespace fnp::FNP_LEVEL::math

#endif
