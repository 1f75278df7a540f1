// Ops on the parts of a floating-point number: class, sign, exponent, neighbours.
#pragma once
#include "fnp/ops/op.hpp"
#include "fnp/ops/primitives.hpp"

namespace fnp::ops {

FNP_BODIES_BEGIN

struct classification : inlined<1> {
  static constexpr dtype_set types = everything;
  static constexpr dtype result(dtype) noexcept { return dtype::b1; }
};

struct isnan : classification {
  static constexpr std::string_view name = "isnan", doc = "is it not a number?";
  template <class M, class V>
  FNP_BODY void body(M& out, V const& x) noexcept { primitives<V>::isnan(out, x); }
};

struct isinf : classification {
  static constexpr std::string_view name = "isinf", doc = "is it infinite?";
  template <class M, class V>
  FNP_BODY void body(M& out, V const& x) noexcept { primitives<V>::isinf(out, x); }
};

struct isfinite : classification {
  static constexpr std::string_view name = "isfinite", doc = "is it neither infinite nor NaN?";
  template <class M, class V>
  FNP_BODY void body(M& out, V const& x) noexcept { primitives<V>::isfinite(out, x); }
};

struct signbit : inlined<1> {
  static constexpr std::string_view name = "signbit", doc = "is the sign bit set?";
  static constexpr dtype_set types = reals;
  static constexpr dtype result(dtype) noexcept { return dtype::b1; }
  template <class M, class V>
  FNP_BODY void body(M& out, V const& x) noexcept { primitives<V>::signbit(out, x); }
};

struct copysign : inlined<2> {
  static constexpr std::string_view name = "copysign", doc = "x with the sign of y";
  static constexpr dtype_set types = reals;
  template <class V>
  FNP_BODY void body(V& out, V const& x, V const& y) noexcept { primitives<V>::copysign(out, x, y); }
};

struct nextafter : elementwise<2> {
  static constexpr std::string_view name = "nextafter", doc = "the next number after x towards y";
  static constexpr dtype_set types = reals;
};

struct spacing : elementwise<1> {
  static constexpr std::string_view name = "spacing", doc = "distance from x to its neighbour away from zero";
  static constexpr dtype_set types = reals;
};

struct heaviside : elementwise<2> {
  static constexpr std::string_view name = "heaviside", doc = "0 below zero, 1 above, y at zero";
  static constexpr dtype_set types = reals;
};

struct ldexp : elementwise<2> {
  static constexpr std::string_view name = "ldexp", doc = "x * 2**n";
  static constexpr std::array<loop, 6> loops{{{{dtype::f2, dtype::i4}, {dtype::f2}},
                                              {{dtype::f4, dtype::i4}, {dtype::f4}},
                                              {{dtype::f2, dtype::i8}, {dtype::f2}},
                                              {{dtype::f4, dtype::i8}, {dtype::f4}},
                                              {{dtype::f8, dtype::i4}, {dtype::f8}},
                                              {{dtype::f8, dtype::i8}, {dtype::f8}}}};
};

struct frexp : elementwise<1> {
  static constexpr std::string_view name = "frexp", doc = "mantissa in [0.5, 1) and exponent of two";
  static constexpr int outputs = 2;
  static constexpr std::array<loop, 3> loops{{{{dtype::f2}, {dtype::f2, dtype::i4}},
                                              {{dtype::f4}, {dtype::f4, dtype::i4}},
                                              {{dtype::f8}, {dtype::f8, dtype::i4}}}};
};

struct modf : elementwise<1> {
  static constexpr std::string_view name = "modf", doc = "fractional and integral part, both of x's sign";
  static constexpr int outputs = 2;
  static constexpr dtype_set types = reals;
};

FNP_BODIES_END

}  // namespace fnp::ops
