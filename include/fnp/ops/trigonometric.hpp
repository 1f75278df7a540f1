// Trigonometric and hyperbolic ops, and the conversion of angles.
#pragma once
#include "fnp/ops/op.hpp"
#include "fnp/ops/primitives.hpp"

namespace fnp::ops {

struct sin : elementwise<1> {
  static constexpr std::string_view name = "sin", doc = "sine";
  static constexpr dtype_set types = inexact;
  static constexpr int ulps = 1;
};

struct cos : elementwise<1> {
  static constexpr std::string_view name = "cos", doc = "cosine";
  static constexpr dtype_set types = inexact;
  static constexpr int ulps = 1;
};

struct tan : elementwise<1> {
  static constexpr std::string_view name = "tan", doc = "tangent";
  static constexpr dtype_set types = inexact;
  static constexpr int ulps = 2;
};

struct arcsin : elementwise<1> {
  static constexpr std::string_view name = "arcsin", doc = "inverse sine";
  static constexpr dtype_set types = inexact;
  static constexpr int ulps = 1;
};

struct arccos : elementwise<1> {
  static constexpr std::string_view name = "arccos", doc = "inverse cosine";
  static constexpr dtype_set types = inexact;
  static constexpr int ulps = 1;
};

struct arctan : elementwise<1> {
  static constexpr std::string_view name = "arctan", doc = "inverse tangent";
  static constexpr dtype_set types = inexact;
  static constexpr int ulps = 1;
};

struct sinh : elementwise<1> {
  static constexpr std::string_view name = "sinh", doc = "hyperbolic sine";
  static constexpr dtype_set types = inexact;
  static constexpr int ulps = 1;
};

struct cosh : elementwise<1> {
  static constexpr std::string_view name = "cosh", doc = "hyperbolic cosine";
  static constexpr dtype_set types = inexact;
  static constexpr int ulps = 1;
};

struct tanh : elementwise<1> {
  static constexpr std::string_view name = "tanh", doc = "hyperbolic tangent";
  static constexpr dtype_set types = inexact;
  static constexpr int ulps = 1;
};

struct arcsinh : elementwise<1> {
  static constexpr std::string_view name = "arcsinh", doc = "inverse hyperbolic sine";
  static constexpr dtype_set types = inexact;
  static constexpr int ulps = 1;
};

struct arccosh : elementwise<1> {
  static constexpr std::string_view name = "arccosh", doc = "inverse hyperbolic cosine";
  static constexpr dtype_set types = inexact;
  static constexpr int ulps = 1;
};

struct arctanh : elementwise<1> {
  static constexpr std::string_view name = "arctanh", doc = "inverse hyperbolic tangent";
  static constexpr dtype_set types = inexact;
  static constexpr int ulps = 1;
};

struct arctan2 : elementwise<2> {
  static constexpr std::string_view name = "arctan2", doc = "the angle of the point (y, x), in (-pi, pi]";
  static constexpr dtype_set types = reals;
  static constexpr int ulps = 1;
};

struct hypot : elementwise<2> {
  static constexpr std::string_view name = "hypot", doc = "sqrt(x*x + y*y) without overflow";
  static constexpr dtype_set types = reals;
  static constexpr int ulps = 1;
};

FNP_BODIES_BEGIN

// NumPy divides 180 by pi in the computing type (float32 for float16) and multiplies once.
inline constexpr double pi = 3.141592653589793238462643383279502884;

struct degrees : inlined<1> {
  static constexpr std::string_view name = "degrees", doc = "radians to degrees";
  static constexpr dtype_set types = reals;
  template <class V>
  FNP_BODY void body(V& out, V const& x) noexcept {
    primitives<V>::scale(out, x, 180, pi);
  }
};

struct rad2deg : degrees {
  static constexpr std::string_view name = "rad2deg";
};

struct radians : inlined<1> {
  static constexpr std::string_view name = "radians", doc = "degrees to radians";
  static constexpr dtype_set types = reals;
  template <class V>
  FNP_BODY void body(V& out, V const& x) noexcept {
    primitives<V>::scale(out, x, pi, 180);
  }
};

struct deg2rad : radians {
  static constexpr std::string_view name = "deg2rad";
};

FNP_BODIES_END

}  // namespace fnp::ops
