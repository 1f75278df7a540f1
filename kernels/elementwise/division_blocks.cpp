// Kernels of the ops that divide to integers, and of integer powers: ops/arithmetic.hpp's ops without a body.
//
// Floored division of integers is in integer_division.hpp, that of floats in float_division.hpp, powers in
// integer_power.hpp.
#include "kernels/elementwise/float_division.hpp"
#include "kernels/elementwise/integer_division.hpp"
#include "kernels/elementwise/integer_power.hpp"
#include "kernels/elementwise/lane_division.hpp"

namespace fnp::FNP_LEVEL {
namespace {

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
  template <class lanes, class T> FNP_INLINE static T from_divisor(typename lanes::real g, T, T) noexcept {
    return lanes::to(g);
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
  template <class lanes, class T> FNP_INLINE static T from_divisor(typename lanes::real g, T x, T y) noexcept {
    typename lanes::real const d = g == 0 ? 1 : g;
    T const part = lanes::to(lanes::size(lanes::from(x)) / d), other = lanes::to(lanes::size(lanes::from(y)));
    T product{};
    ops::primitives<T>::multiply(product, part, other);
    return product;
  }
};

}  // namespace

// The reference level divides one by one.
#define FNP_CHOOSE(op, function)                                                       \
  template <> struct kernel_choice<ops::op> {                                          \
    template <int I> static constexpr block_kernel at() noexcept {                     \
      if constexpr (reports_flags)                                                     \
        return loop_kernel<ops::op, I, function>();                                    \
      else                                                                             \
        return divisors_in_lanes<function, element_t<ops::loop_at<ops::op>(I).in[0]>>; \
    }                                                                                  \
  };
#define FNP_CHOOSE_BY_KIND(op, function, lanes, part)                    \
  template <> struct kernel_choice<ops::op> {                            \
    template <int I> static constexpr block_kernel at() noexcept {       \
      constexpr dtype d = ops::loop_at<ops::op>(I).in[0];                \
      if constexpr (kind(d) == 'f')                                      \
        return honest<ops::op, I, float_division<element_t<d>, part>>(); \
      else if constexpr (reports_flags)                                  \
        return loop_kernel<ops::op, I, function>();                      \
      else                                                               \
        return divide_in_lanes<lanes, element_t<d>>;                     \
    }                                                                    \
  };
FNP_CHOOSE_BY_KIND(floor_divide, quotient_of, quotient_in_lanes, floored_quotient)
FNP_CHOOSE_BY_KIND(remainder, remainder_of, remainder_in_lanes, floored_remainder)
FNP_CHOOSE_BY_KIND(fmod, truncated_remainder_of, truncated_remainder_in_lanes, truncated_remainder)
#undef FNP_CHOOSE_BY_KIND
FNP_CHOOSE(gcd, gcd_of)
FNP_CHOOSE(lcm, lcm_of)
#undef FNP_CHOOSE

template <> struct kernel_choice<ops::divmod> {
  template <int I> static constexpr block_kernel at() noexcept {
    constexpr dtype d = ops::loop_at<ops::divmod>(I).in[0];
    if constexpr (kind(d) == 'f')
      return honest<ops::divmod, I, float_divmod<element_t<d>>>();
    else
      return honest<ops::divmod, I, divmod_block<element_t<d>>>();
  }
};
// Integer powers only: exponential_blocks.cpp has the inexact loops.
template <> struct kernel_choice<ops::power> {
  template <int I> static constexpr block_kernel at() noexcept {
    if constexpr (is_integer(ops::loop_at<ops::power>(I).in[0]))
      return integer_powers<element_t<ops::loop_at<ops::power>(I).in[0]>>;
    else
      return nullptr;
  }
};

block_kernel find_division(ops::op_id op, int loop) noexcept {
  using namespace ops;
  return look_up(op_list<floor_divide, ops::remainder, ops::fmod, divmod, power, gcd, lcm>{}, op, loop);
}

}  // namespace fnp::FNP_LEVEL
