// Arithmetic ops: sums, products, quotients and remainders, signs and powers.
#pragma once
#include "fnp/ops/op.hpp"
#include "fnp/ops/primitives.hpp"

namespace fnp::ops {

FNP_BODIES_BEGIN

struct add : inlined<2> {
  static constexpr std::string_view name = "add", doc = "x + y; bool: or; integers wrap";
  static constexpr dtype_set types = everything;
  template <class V> FNP_BODY void body(V& out, V const& x, V const& y) noexcept { primitives<V>::add(out, x, y); }
};

struct subtract : inlined<2> {
  static constexpr std::string_view name = "subtract", doc = "x - y; integers wrap";
  static constexpr dtype_set types = numbers;
  static constexpr bool rejects_booleans = true;
  template <class V> FNP_BODY void body(V& out, V const& x, V const& y) noexcept { primitives<V>::subtract(out, x, y); }
};

struct multiply : inlined<2> {
  static constexpr std::string_view name = "multiply", doc = "x * y; bool: and; integers wrap";
  static constexpr dtype_set types = everything;
  template <class V> FNP_BODY void body(V& out, V const& x, V const& y) noexcept { primitives<V>::multiply(out, x, y); }
};

struct divide : inlined<2> {
  static constexpr std::string_view name = "divide", doc = "x / y; integers divide as float64";
  static constexpr dtype_set types = inexact;
  static constexpr bool integers_as_float64 = true;
  template <class V> FNP_BODY void body(V& out, V const& x, V const& y) noexcept { primitives<V>::divide(out, x, y); }
};

struct negative : inlined<1> {
  static constexpr std::string_view name = "negative", doc = "-x; integers wrap";
  static constexpr dtype_set types = numbers;
  static constexpr bool rejects_booleans = true;
  template <class V> FNP_BODY void body(V& out, V const& x) noexcept { primitives<V>::negative(out, x); }
};

struct positive : inlined<1> {
  static constexpr std::string_view name = "positive", doc = "+x, a copy";
  static constexpr dtype_set types = numbers;
  static constexpr bool rejects_booleans = true;
  template <class V> FNP_BODY void body(V& out, V const& x) noexcept { out = x; }
};

struct absolute : inlined<1> {
  static constexpr std::string_view name = "absolute",
                                    doc = "|x|; the modulus of a complex number; the smallest integer stays itself";
  static constexpr dtype_set types = everything;
  static constexpr int ulps = 1;  // complex only
  static constexpr dtype result(dtype d) noexcept {
    return d == dtype::c8 ? dtype::f4 : d == dtype::c16 ? dtype::f8 : d;
  }
  template <class R, class V> FNP_BODY void body(R& out, V const& x) noexcept { primitives<V>::absolute(out, x); }
};

struct fabs : inlined<1> {
  static constexpr std::string_view name = "fabs", doc = "|x| as a float";
  static constexpr dtype_set types = reals;
  template <class V> FNP_BODY void body(V& out, V const& x) noexcept { primitives<V>::absolute(out, x); }
};

struct square : inlined<1> {
  static constexpr std::string_view name = "square", doc = "x * x; integers wrap";
  static constexpr dtype_set types = numbers;
  template <class V> FNP_BODY void body(V& out, V const& x) noexcept { primitives<V>::multiply(out, x, x); }
};

struct reciprocal : inlined<1> {
  static constexpr std::string_view name = "reciprocal", doc = "1 / x; truncated for integers";
  static constexpr dtype_set types = numbers;
  template <class V> FNP_BODY void body(V& out, V const& x) noexcept { primitives<V>::reciprocal(out, x); }
};

struct sign : inlined<1> {
  static constexpr std::string_view name = "sign", doc = "-1, 0 or 1; NaN stays NaN; z / |z| for complex numbers";
  static constexpr dtype_set types = numbers;
  static constexpr bool rejects_booleans = true;
  template <class V> FNP_BODY void body(V& out, V const& x) noexcept { primitives<V>::sign(out, x); }
};

// The real dtypes only: for complex numbers the kernel negates the imaginary part.
struct conjugate : inlined<1> {
  static constexpr std::string_view name = "conjugate", doc = "the complex conjugate; a copy of real numbers";
  static constexpr dtype_set types = numbers;
  template <class V> FNP_BODY void body(V& out, V const& x) noexcept {
    if constexpr (requires { primitives<V>::conjugate(out, x); })
      primitives<V>::conjugate(out, x);
    else
      out = x;
  }
};

struct imag : inlined<1> {
  static constexpr std::string_view name = "imag", doc = "the imaginary part of a complex number";
  static constexpr dtype_set types = complexes;
  static constexpr dtype result(dtype d) noexcept { return d == dtype::c8 ? dtype::f4 : dtype::f8; }
  template <class R, class V> FNP_BODY void body(R& out, V const& x) noexcept { out = x.im; }
};

struct floor_divide : elementwise<2> {
  static constexpr std::string_view name = "floor_divide", doc = "the quotient rounded down; integers: x // 0 is 0";
  static constexpr dtype_set types = real_numbers;
};

struct remainder : elementwise<2> {
  static constexpr std::string_view name = "remainder",
                                    doc = "x - floor(x / y) * y, of the divisor's sign; integers: x % 0 is 0";
  static constexpr dtype_set types = real_numbers;
};

struct fmod : elementwise<2> {
  static constexpr std::string_view name = "fmod",
                                    doc = "x - trunc(x / y) * y, of the dividend's sign; integers: 0 where y is 0";
  static constexpr dtype_set types = real_numbers;
};

struct divmod : elementwise<2> {
  static constexpr std::string_view name = "divmod", doc = "floor_divide and remainder at once";
  static constexpr int outputs = 2;
  static constexpr dtype_set types = real_numbers;
};

struct power : elementwise<2> {
  static constexpr std::string_view name = "power", doc = "x to the power y; integers wrap and take no negative powers";
  static constexpr dtype_set types = numbers;
  static constexpr int ulps = 2;
};

struct float_power : elementwise<2> {
  static constexpr std::string_view name = "float_power", doc = "x to the power y in float64 or complex128";
  static constexpr dtype_set types{0x2800};
  static constexpr int ulps = 2;
};

struct gcd : elementwise<2> {
  static constexpr std::string_view name = "gcd", doc = "greatest common divisor, not negative";
  static constexpr dtype_set types = integers;
  static constexpr bool rejects_booleans = true;
};

struct lcm : elementwise<2> {
  static constexpr std::string_view name = "lcm", doc = "least common multiple, not negative; wraps";
  static constexpr dtype_set types = integers;
  static constexpr bool rejects_booleans = true;
};

FNP_BODIES_END

}  // namespace fnp::ops
