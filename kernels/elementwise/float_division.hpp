// Floored division and remainders of floats, in vectors: fmod from one rounded quotient where that is certain.
//
// With q = trunc(fl(x / y)), q is the truncated quotient or one more in size, as rounding is monotonic. While q has no
// more bits than a product with y can be exact in, x - q y is exact, and one more y repairs a q too large. Other
// operands (quotients beyond, zeros, infinities, NaN) go to the C library one by one. fmod is exact, so both ways give
// the same bits.
//
// Floors follow Python: where m = fmod(x, y) is not zero and has not y's sign, m += y; the quotient is (x - m) / y
// rounded to the nearest integer, which repairs its last bit.
#pragma once
#include "kernels/op_kernels.hpp"

namespace fnp::FNP_LEVEL {

// Selections by masks of whole lanes: from conditions g++ 12 makes branches here, and no vectors.
template <class R> using lane_bits = std::make_signed_t<typename ops::float_format<R>::bits>;
template <class R> FNP_INLINE lane_bits<R> lane_of(R x) noexcept { return __builtin_bit_cast(lane_bits<R>, x); }
template <class R> FNP_INLINE lane_bits<R> size_of(R x) noexcept {
  return lane_of(x) & static_cast<lane_bits<R>>(~ops::float_format<R>::sign);
}
template <class R> FNP_INLINE R keep_where(lane_bits<R> mask, R x) noexcept {
  return __builtin_bit_cast(R, static_cast<lane_bits<R>>(lane_of(x) & mask));
}
template <class R> FNP_INLINE R choose_where(lane_bits<R> mask, R x, R y) noexcept {
  return __builtin_bit_cast(R, static_cast<lane_bits<R>>((lane_of(x) & mask) | (lane_of(y) & ~mask)));
}
template <class R> FNP_INLINE lane_bits<R> mask_of_nonzero(R x) noexcept {
  return static_cast<lane_bits<R>>(-size_of(x) >> (8 * sizeof(R) - 1));
}
// Where x is not zero and its sign not that of y.
template <class R> FNP_INLINE lane_bits<R> mask_of_other_side(R x, R y) noexcept {
  return static_cast<lane_bits<R>>(((lane_of(x) ^ lane_of(y)) & -size_of(x)) >> (8 * sizeof(R) - 1));
}
template <class R> FNP_INLINE R with_sign_of(R x, R y) noexcept {
  ops::primitives<R>::copysign(x, x, y);
  return x;
}

struct remainder_attempt {
  double remainder;
  std::int64_t doubt;  // negative where it is not certain
};

FNP_INLINE remainder_attempt finish_attempt(double x, double y, double quotient, double limit, double r) noexcept {
  double const repaired = r + keep_where(mask_of_other_side(r, x), with_sign_of(y, x));
  return {with_sign_of(repaired, x),
          (lane_of(limit) - 1 - size_of(quotient)) | (lane_of(__builtin_huge_val()) - 1 - size_of(y))};
}
FNP_INLINE double truncated(double x) noexcept {
  double r = 0;
  ops::primitives<double>::trunc(r, x);
  return r;
}
// A product of 28 and 24 bits is exact in float64, and of 51 and 53 in a fused multiply-add.
FNP_INLINE remainder_attempt attempt_fmod(float x_narrow, float y_narrow) noexcept {
  double const x = static_cast<double>(x_narrow), y = static_cast<double>(y_narrow), quotient = x / y;
  return finish_attempt(x, y, quotient, 0x1p28, x - truncated(quotient) * y);
}
FNP_INLINE remainder_attempt attempt_fmod(double x, double y) noexcept {
  double const quotient = x / y;
  return finish_attempt(x, y, quotient, 0x1p51, __builtin_fma(-truncated(quotient), y, x));
}
FNP_INLINE float exact_fmod(float x, float y) noexcept { return __builtin_fmodf(x, y); }
FNP_INLINE double exact_fmod(double x, double y) noexcept { return __builtin_fmod(x, y); }

template <class R> FNP_INLINE void fmod_run(R const* x, R const* y, R* m, std::ptrdiff_t n) noexcept {
  std::int64_t doubt = 0;
  FNP_INDEPENDENT
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    remainder_attempt const a = attempt_fmod(x[i], y[i]);
    m[i] = static_cast<R>(a.remainder);
    doubt |= a.doubt;
  }
  if (doubt < 0)
    for (std::ptrdiff_t i = 0; i < n; ++i)
      if (attempt_fmod(x[i], y[i]).doubt < 0) m[i] = exact_fmod(x[i], y[i]);
}

template <class R> struct floored {
  R quotient, remainder;
};
template <class R> FNP_INLINE floored<R> floor_from(R x, R y, R m) noexcept {
  lane_bits<R> const other_side = mask_of_other_side(m, y), divides = mask_of_nonzero(y);
  R const q = (x - m) / y - keep_where(other_side, R{1}), exact = x / y;
  R whole{};
  ops::primitives<R>::floor(whole, q);
  R const nearest = q - whole > R{0.5} ? whole + 1 : whole;
  R const quotient = choose_where(mask_of_nonzero(q), nearest, with_sign_of(R{0}, exact));
  R const remainder = choose_where(mask_of_nonzero(m), m + keep_where(other_side, y), with_sign_of(R{0}, y));
  return {choose_where(divides, quotient, exact), choose_where(divides, remainder, m)};
}

struct floored_quotient {
  template <class R> FNP_INLINE static R of(R x, R y, R m) noexcept { return floor_from(x, y, m).quotient; }
};
struct floored_remainder {
  template <class R> FNP_INLINE static R of(R x, R y, R m) noexcept { return floor_from(x, y, m).remainder; }
};
struct truncated_remainder {
  template <class R> FNP_INLINE static R of(R, R, R m) noexcept { return m; }
};

// Both operands of a piece and fmod of them. float16: of the float32 values.
template <class T> struct divided_piece {
  using R = std::conditional_t<std::is_same_v<T, half>, float, T>;
  T x_one[spread_length], y_one[spread_length];
  R x[spread_length], y[spread_length], m[spread_length];

  FNP_INLINE void load(block const& b, int first, std::ptrdiff_t row, std::ptrdiff_t i, std::ptrdiff_t n) noexcept {
    T const* const from_x = spread(b, first, row_of<T>(b, first, row), i, n, x_one);
    T const* const from_y = spread(b, first + 1, row_of<T>(b, first + 1, row), i, n, y_one);
    for (std::ptrdiff_t k = 0; k < n; ++k) {
      x[k] = from_x[k];
      y[k] = from_y[k];
    }
    fmod_run(x, y, m, n);
  }
};

template <class T, class Part> fp_flags float_division(block const& b, void const*) noexcept {
  divided_piece<T> p;
  for (std::ptrdiff_t r = 0; r < b.rows; ++r)
    for (std::ptrdiff_t i = 0; i < b.count; i += spread_length) {
      std::ptrdiff_t const n = b.count - i < spread_length ? b.count - i : spread_length;
      p.load(b, 1, r, i, n);
      T* const out = row_of<T>(b, 0, r) + i;
      for (std::ptrdiff_t k = 0; k < n; ++k) out[k] = static_cast<T>(Part::of(p.x[k], p.y[k], p.m[k]));
    }
  return 0;
}

// Quotient and remainder, two outputs.
template <class T> fp_flags float_divmod(block const& b, void const*) noexcept {
  divided_piece<T> p;
  for (std::ptrdiff_t r = 0; r < b.rows; ++r)
    for (std::ptrdiff_t i = 0; i < b.count; i += spread_length) {
      std::ptrdiff_t const n = b.count - i < spread_length ? b.count - i : spread_length;
      p.load(b, 2, r, i, n);
      T* const q = row_of<T>(b, 0, r) + i;
      T* const m = row_of<T>(b, 1, r) + i;
      for (std::ptrdiff_t k = 0; k < n; ++k) {
        auto const d = floor_from(p.x[k], p.y[k], p.m[k]);
        q[k] = static_cast<T>(d.quotient);
        m[k] = static_cast<T>(d.remainder);
      }
    }
  return 0;
}

}  // namespace fnp::FNP_LEVEL
