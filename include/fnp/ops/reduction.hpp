// Reductions: ops that fold an axis. Sums and products of bool and narrow integers widen to 64 bits.
#pragma once
#include "fnp/ops/op.hpp"

namespace fnp::ops {

constexpr dtype widened(dtype d) noexcept {
  if (kind(d) == 'b' || kind(d) == 'i') return dtype::i8;
  return kind(d) == 'u' ? dtype::u8 : d;
}
// One loop a dtype of `loop_order`, with the result that `f` gives.
template <class F> constexpr std::array<loop, dtype_count> fold_loops(F f) noexcept {
  std::array<loop, dtype_count> r{};
  for (std::size_t i = 0; i < dtype_count; ++i) r[i] = {{loop_order[i]}, {f(loop_order[i])}};
  return r;
}

struct add_reduce : reduction {
  static constexpr std::string_view name = "add.reduce", doc = "sum; NumPy's pairwise tree for floats";
  static constexpr auto loops = fold_loops(widened);
};

// fnp::accurate sums by this one (kernels/reduce/wide_sums.hpp).
struct wide_add_reduce : reduction {
  static constexpr std::string_view name = "wide_add.reduce",
                                    doc = "sum by a fixed wide tree over the folded elements in C order";
  static constexpr dtype_set types = inexact;
};

// Of x its sum, and the sum of (x - mean)^2, in one pass: the parts of a complex number
// (kernels/reduce/moment_folds.cpp).
struct moments_reduce : reduction {
  static constexpr std::string_view name = "moments.reduce",
                                    doc = "sum + i * sum of squared deviations from the mean, in one pass";
  static constexpr std::array<loop, 2> loops{{{{dtype::f4}, {dtype::c8}}, {{dtype::f8}, {dtype::c16}}}};
};

struct multiply_reduce : reduction {
  static constexpr std::string_view name = "multiply.reduce", doc = "product, one element after the other";
  static constexpr auto loops = fold_loops(widened);
};

struct minimum_reduce : reduction {
  static constexpr std::string_view name = "minimum.reduce", doc = "the smallest element; NaN wins; -0 is below +0";
  static constexpr dtype_set types = everything;
};

struct maximum_reduce : reduction {
  static constexpr std::string_view name = "maximum.reduce", doc = "the greatest element; NaN wins; -0 is below +0";
  static constexpr dtype_set types = everything;
};

struct logical_and_reduce : reduction {
  static constexpr std::string_view name = "logical_and.reduce", doc = "are all elements true?";
  static constexpr dtype_set types = everything;
  static constexpr dtype result(dtype) noexcept { return dtype::b1; }
};

struct logical_or_reduce : reduction {
  static constexpr std::string_view name = "logical_or.reduce", doc = "is any element true?";
  static constexpr dtype_set types = everything;
  static constexpr dtype result(dtype) noexcept { return dtype::b1; }
};

struct bitwise_and_reduce : reduction {
  static constexpr std::string_view name = "bitwise_and.reduce", doc = "and of all elements";
  static constexpr dtype_set types = booleans | integers;
};

struct bitwise_or_reduce : reduction {
  static constexpr std::string_view name = "bitwise_or.reduce", doc = "or of all elements";
  static constexpr dtype_set types = booleans | integers;
};

struct bitwise_xor_reduce : reduction {
  static constexpr std::string_view name = "bitwise_xor.reduce", doc = "exclusive or of all elements";
  static constexpr dtype_set types = booleans | integers;
};

struct argmin : reduction {
  static constexpr std::string_view name = "argmin",
                                    doc = "position of the smallest element; of the first NaN if there is one";
  static constexpr dtype_set types = everything;
  static constexpr dtype result(dtype) noexcept { return dtype::i8; }
};

struct argmax : reduction {
  static constexpr std::string_view name = "argmax",
                                    doc = "position of the greatest element; of the first NaN if there is one";
  static constexpr dtype_set types = everything;
  static constexpr dtype result(dtype) noexcept { return dtype::i8; }
};

}  // namespace fnp::ops
