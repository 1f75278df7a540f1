// primitives<symbol>: what the bodies of ops become over terms. The same templates that kernels are made of run here.
#pragma once
#include "fnp/ops/primitives.hpp"
#include "verify/isomorphism/term.hpp"

namespace fnp::isomorphism {

struct symbol {
  term is = 0;
};

}  // namespace fnp::isomorphism

namespace fnp::ops {

template <>
struct mask_of<isomorphism::symbol> {
  using type = isomorphism::symbol;
};

template <>
struct primitives<isomorphism::symbol> {
  using S = isomorphism::symbol;
  static constexpr bool real = true, integer = false, boolean = false;  // one reading of each body serves all dtypes

  static void constant(S& out, double c) noexcept {
    out.is = isomorphism::make_term(isomorphism::tag("constant"), {__builtin_bit_cast(std::uint64_t, c)});
  }

#define FNP_SYMBOLIC_1(name) \
  static void name(S& out, S const& x) noexcept { out.is = isomorphism::make_term(isomorphism::tag(#name), {x.is}); }
#define FNP_SYMBOLIC_2(name)                                                \
  static void name(S& out, S const& x, S const& y) noexcept {               \
    out.is = isomorphism::make_term(isomorphism::tag(#name), {x.is, y.is}); \
  }
  FNP_SYMBOLIC_1(negative)
  FNP_SYMBOLIC_1(absolute)
  FNP_SYMBOLIC_1(reciprocal)
  FNP_SYMBOLIC_1(sign)
  FNP_SYMBOLIC_1(conjugate)
  FNP_SYMBOLIC_1(nonzero)
  FNP_SYMBOLIC_1(bit_not)
  FNP_SYMBOLIC_1(sqrt)
  FNP_SYMBOLIC_1(rint)
  FNP_SYMBOLIC_1(floor)
  FNP_SYMBOLIC_1(ceil)
  FNP_SYMBOLIC_1(trunc)
  FNP_SYMBOLIC_1(isnan)
  FNP_SYMBOLIC_1(isinf)
  FNP_SYMBOLIC_1(isfinite)
  FNP_SYMBOLIC_1(signbit)
  FNP_SYMBOLIC_2(add)
  FNP_SYMBOLIC_2(subtract)
  FNP_SYMBOLIC_2(multiply)
  FNP_SYMBOLIC_2(divide)
  FNP_SYMBOLIC_2(maximum)
  FNP_SYMBOLIC_2(minimum)
  FNP_SYMBOLIC_2(fmax)
  FNP_SYMBOLIC_2(fmin)
  FNP_SYMBOLIC_2(equal)
  FNP_SYMBOLIC_2(not_equal)
  FNP_SYMBOLIC_2(less)
  FNP_SYMBOLIC_2(less_equal)
  FNP_SYMBOLIC_2(bit_and)
  FNP_SYMBOLIC_2(bit_or)
  FNP_SYMBOLIC_2(bit_xor)
  FNP_SYMBOLIC_2(shift_left)
  FNP_SYMBOLIC_2(shift_right)
  FNP_SYMBOLIC_2(copysign)
#undef FNP_SYMBOLIC_1
#undef FNP_SYMBOLIC_2
  static void scale(S& out, S const& x, double up, double down) noexcept {
    out.is = isomorphism::make_term(isomorphism::tag("scale"), {x.is, __builtin_bit_cast(std::uint64_t, up),
                                                                __builtin_bit_cast(std::uint64_t, down)});
  }
  static void select(S& out, S const& mask, S const& x, S const& y) noexcept {
    out.is = isomorphism::make_term(isomorphism::tag("select"), {mask.is, x.is, y.is});
  }
};

}  // namespace fnp::ops
