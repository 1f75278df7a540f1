// Kernels of the ops that divide to integers, and of integer powers: ops/arithmetic.hpp's ops without a body.
//
// Floats follow Python: m = fmod(x, y) exactly; where m is not zero and has not y's sign, m += y; the quotient is
// (x - m) / y rounded to the nearest integer, which repairs its last bit. Integers divide by zero to 0 with a flag, and
// the smallest number by -1 to itself with another. fmod is exact and thus no function of the instruction set.
#include "kernels/op_kernels.hpp"

namespace fnp::FNP_LEVEL {
namespace {

template <class T> struct division {
  T quotient{}, remainder{};
  fp_flags raised = 0;
};

// Floored division of integers.
template <class T>
  requires std::is_integral_v<T>
FNP_INLINE division<T> divide_floor(T x, T y) noexcept {
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

FNP_INLINE float exact_fmod(float x, float y) noexcept { return __builtin_fmodf(x, y); }
FNP_INLINE double exact_fmod(double x, double y) noexcept { return __builtin_fmod(x, y); }

template <class T>
  requires std::is_floating_point_v<T>
FNP_INLINE division<T> divide_floor(T x, T y) noexcept {
  T m = exact_fmod(x, y);
  if (y == 0) return {x / y, m, 0};
  T q = (x - m) / y;
  if (m != 0) {
    if ((y < 0) != (m < 0)) {
      m += y;
      q -= 1;
    }
  } else
    ops::primitives<T>::copysign(m, T{0}, y);
  if (q != 0) {
    T whole{};
    ops::primitives<T>::floor(whole, q);
    if (q - whole > T{0.5}) whole += 1;
    q = whole;
  } else
    ops::primitives<T>::copysign(q, T{0}, x / y);
  return {q, m, 0};
}
// float16: quotient and remainder of the float32 values, rounded once.
FNP_INLINE division<half> divide_floor(half x, half y) noexcept {
  division<float> const d = divide_floor(float(x), float(y));
  return {half(d.quotient), half(d.remainder), 0};
}

struct quotient_of {
  template <class T> FNP_INLINE static fp_flags call(T& out, T const& x, T const& y) noexcept {
    division<T> const d = divide_floor(x, y);
    out = d.quotient;
    return d.raised;
  }
};
struct remainder_of {
  template <class T> FNP_INLINE static fp_flags call(T& out, T const& x, T const& y) noexcept {
    division<T> const d = divide_floor(x, y);
    out = d.remainder;
    return d.raised & fp_divide;
  }
};
struct truncated_remainder_of {
  template <class T> FNP_INLINE static fp_flags call(T& out, T const& x, T const& y) noexcept {
    if constexpr (std::is_same_v<T, half>) {
      out = half(exact_fmod(float(x), float(y)));
      return 0;
    } else if constexpr (std::is_floating_point_v<T>) {
      out = exact_fmod(x, y);
      return 0;
    } else {
      if (y == 0) {
        out = 0;
        return fp_divide;
      }
      if constexpr (std::is_signed_v<T>)
        out = y == -1 ? T{0} : static_cast<T>(x % y);
      else
        out = static_cast<T>(x % y);
      return 0;
    }
  }
};

// Two outputs, hence a loop of its own.
template <class T> fp_flags divmod_block(block const& b, void const*) noexcept {
  unsigned raised = 0;
  for (std::ptrdiff_t r = 0; r < b.rows; ++r) {
    T* const q = row_of<T>(b, 0, r);
    T* const m = row_of<T>(b, 1, r);
    T const* const x = row_of<T>(b, 2, r);
    T const* const y = row_of<T>(b, 3, r);
    std::ptrdiff_t const dx = is_broadcast(b, 2) ? 0 : 1, dy = is_broadcast(b, 3) ? 0 : 1;
    T const x0 = b.count > 0 ? x[0] : T{}, y0 = b.count > 0 ? y[0] : T{};  // an output may lie on a broadcast operand
    for (std::ptrdiff_t i = 0; i < b.count; ++i) {
      division<T> const d = divide_floor(dx ? T(x[i]) : x0, dy ? T(y[i]) : y0);
      q[i] = d.quotient;
      m[i] = d.remainder;
      raised |= d.raised;
    }
  }
  return static_cast<fp_flags>(raised);
}

// By repeated squaring, modulo 2^width. A negative exponent has no value: it is reported, and the evaluation fails.
struct integer_power_of {
  template <class T> FNP_INLINE static fp_flags call(T& out, T const& x, T const& y) noexcept {
    if constexpr (std::is_signed_v<T>)
      if (y < 0) {
        out = 0;
        return negative_exponent;
      }
    ops::wrapping<T> base = static_cast<ops::wrapping<T>>(x), r = 1;
    for (auto n = static_cast<std::make_unsigned_t<T>>(y); n != 0; n = static_cast<decltype(n)>(n >> 1)) {
      if (n & 1) r *= base;
      base *= base;
    }
    out = static_cast<T>(r);
    return 0;
  }
};

template <class T> FNP_INLINE std::make_unsigned_t<T> divisor_of(T x, T y) noexcept {
  using U = std::make_unsigned_t<T>;
  T a{}, b{};
  ops::primitives<T>::absolute(a, x);
  ops::primitives<T>::absolute(b, y);
  U u = static_cast<U>(a), v = static_cast<U>(b);
  while (v != 0) {
    U const rest = static_cast<U>(u % v);
    u = v;
    v = rest;
  }
  return u;
}
struct gcd_of {
  template <class T> FNP_INLINE static void call(T& out, T const& x, T const& y) noexcept {
    out = static_cast<T>(divisor_of(x, y));
  }
};
struct lcm_of {
  template <class T> FNP_INLINE static void call(T& out, T const& x, T const& y) noexcept {
    auto const g = divisor_of(x, y);
    T a{}, b{};
    ops::primitives<T>::absolute(a, x);
    ops::primitives<T>::absolute(b, y);
    using U = std::make_unsigned_t<T>;
    out = g == 0 ? T{0}
                 : static_cast<T>(static_cast<ops::wrapping<T>>(static_cast<U>(a) / g) *
                                  static_cast<ops::wrapping<T>>(static_cast<U>(b)));
  }
};

}  // namespace

#define FNP_CHOOSE(op, function)                                                                                 \
  template <> struct kernel_choice<ops::op> {                                                                    \
    template <int I> static constexpr block_kernel at() noexcept { return loop_kernel<ops::op, I, function>(); } \
  };
FNP_CHOOSE(floor_divide, quotient_of)
FNP_CHOOSE(remainder, remainder_of)
FNP_CHOOSE(fmod, truncated_remainder_of)
FNP_CHOOSE(gcd, gcd_of)
FNP_CHOOSE(lcm, lcm_of)
#undef FNP_CHOOSE

template <> struct kernel_choice<ops::divmod> {
  template <int I> static constexpr block_kernel at() noexcept {
    return honest<ops::divmod, I, divmod_block<element_t<ops::loop_at<ops::divmod>(I).in[0]>>>();
  }
};
// Integer powers only: exponential_blocks.cpp has the inexact loops.
template <> struct kernel_choice<ops::power> {
  template <int I> static constexpr block_kernel at() noexcept {
    if constexpr (is_integer(ops::loop_at<ops::power>(I).in[0]))
      return loop_kernel<ops::power, I, integer_power_of>();
    else
      return nullptr;
  }
};

block_kernel find_division(ops::op_id op, int loop) noexcept {
  using namespace ops;
  return look_up(op_list<floor_divide, ops::remainder, ops::fmod, divmod, power, gcd, lcm>{}, op, loop);
}

}  // namespace fnp::FNP_LEVEL
