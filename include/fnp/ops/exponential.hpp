// Exponentials, logarithms, roots and the error function: ops without a body, computed a block at a time by the
// kernels.
#pragma once
#include "fnp/ops/op.hpp"

namespace fnp::ops {

struct exp : elementwise<1> {
  static constexpr std::string_view name = "exp", doc = "e**x";
  static constexpr dtype_set types = inexact;
  static constexpr int ulps = 1;
};

struct exp2 : elementwise<1> {
  static constexpr std::string_view name = "exp2", doc = "2**x";
  static constexpr dtype_set types = inexact;
  static constexpr int ulps = 1;
};

struct expm1 : elementwise<1> {
  static constexpr std::string_view name = "expm1", doc = "e**x - 1, accurate near zero";
  static constexpr dtype_set types = inexact;
  static constexpr int ulps = 1;
};

struct log : elementwise<1> {
  static constexpr std::string_view name = "log", doc = "natural logarithm";
  static constexpr dtype_set types = inexact;
  static constexpr int ulps = 1;
};

struct log2 : elementwise<1> {
  static constexpr std::string_view name = "log2", doc = "logarithm to base 2";
  static constexpr dtype_set types = inexact;
  static constexpr int ulps = 1;
};

struct log10 : elementwise<1> {
  static constexpr std::string_view name = "log10", doc = "logarithm to base 10";
  static constexpr dtype_set types = inexact;
  static constexpr int ulps = 1;
};

struct log1p : elementwise<1> {
  static constexpr std::string_view name = "log1p", doc = "log(1 + x), accurate near zero";
  static constexpr dtype_set types = inexact;
  static constexpr int ulps = 1;
};

struct cbrt : elementwise<1> {
  static constexpr std::string_view name = "cbrt", doc = "cube root";
  static constexpr dtype_set types = reals;
  static constexpr int ulps = 1;
};

struct logaddexp : elementwise<2> {
  static constexpr std::string_view name = "logaddexp", doc = "log(exp(x) + exp(y)) without overflow";
  static constexpr dtype_set types = reals;
  static constexpr int ulps = 2;
};

struct logaddexp2 : elementwise<2> {
  static constexpr std::string_view name = "logaddexp2", doc = "log2(2**x + 2**y) without overflow";
  static constexpr dtype_set types = reals;
  static constexpr int ulps = 2;
};

// scipy.special's; NumPy has none.
struct erf : elementwise<1> {
  static constexpr std::string_view name = "erf",
                                    doc = "error function, 2 / sqrt(pi) times the integral of exp(-t**2) from 0 to x";
  static constexpr dtype_set types = reals;
  static constexpr int ulps = 1;
};

}  // namespace fnp::ops
