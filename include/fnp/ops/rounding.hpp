// Ops that round to integers and take square roots: exact, or rounded once.
#pragma once
#include "fnp/ops/op.hpp"
#include "fnp/ops/primitives.hpp"

namespace fnp::ops {

FNP_BODIES_BEGIN

inline constexpr dtype_set rounded = booleans | integers | reals;  // integers are left as they are

struct floor : inlined<1> {
  static constexpr std::string_view name = "floor", doc = "the greatest integer not above x";
  static constexpr dtype_set types = rounded;
  template <class V>
  FNP_BODY void body(V& out, V const& x) noexcept {
    if constexpr (primitives<V>::real) primitives<V>::floor(out, x);
    else out = x;
  }
};

struct ceil : inlined<1> {
  static constexpr std::string_view name = "ceil", doc = "the smallest integer not below x";
  static constexpr dtype_set types = rounded;
  template <class V>
  FNP_BODY void body(V& out, V const& x) noexcept {
    if constexpr (primitives<V>::real) primitives<V>::ceil(out, x);
    else out = x;
  }
};

struct trunc : inlined<1> {
  static constexpr std::string_view name = "trunc", doc = "x rounded towards zero";
  static constexpr dtype_set types = rounded;
  template <class V>
  FNP_BODY void body(V& out, V const& x) noexcept {
    if constexpr (primitives<V>::real) primitives<V>::trunc(out, x);
    else out = x;
  }
};

struct rint : inlined<1> {
  static constexpr std::string_view name = "rint", doc = "the nearest integer, ties to even";
  static constexpr dtype_set types = inexact;
  template <class V>
  FNP_BODY void body(V& out, V const& x) noexcept { primitives<V>::rint(out, x); }
};

struct sqrt : inlined<1> {
  static constexpr std::string_view name = "sqrt", doc = "square root, correctly rounded for real numbers";
  static constexpr dtype_set types = inexact;
  template <class V>
  FNP_BODY void body(V& out, V const& x) noexcept { primitives<V>::sqrt(out, x); }
};

FNP_BODIES_END

}  // namespace fnp::ops
