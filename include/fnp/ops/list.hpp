// The list of ops. Its order is the op_id; append, never reorder: ids are stored in artifacts.
//
// Ids from `first_reserved_id` on belong to the engine (inputs, constants, casts, views).
#pragma once
#include "fnp/ops/arithmetic.hpp"
#include "fnp/ops/bitwise.hpp"
#include "fnp/ops/comparison.hpp"
#include "fnp/ops/contraction.hpp"
#include "fnp/ops/exponential.hpp"
#include "fnp/ops/floating.hpp"
#include "fnp/ops/logical.hpp"
#include "fnp/ops/reduction.hpp"
#include "fnp/ops/rounding.hpp"
#include "fnp/ops/selection.hpp"
#include "fnp/ops/trigonometric.hpp"

namespace fnp::ops {

template <class... Ops> struct op_list {
  static constexpr std::size_t size = sizeof...(Ops);
};

using all_ops =
    op_list<add, subtract, multiply, divide, negative, positive, absolute, fabs, square, reciprocal, sign, conjugate,
            floor_divide, remainder, fmod, divmod, power, float_power, gcd, lcm, equal, not_equal, less, less_equal,
            greater, greater_equal, logical_and, logical_or, logical_xor, logical_not, bitwise_and, bitwise_or,
            bitwise_xor, invert, left_shift, right_shift, bitwise_count, maximum, minimum, fmax, fmin, clip, where,
            floor, ceil, trunc, rint, sqrt, isnan, isinf, isfinite, signbit, copysign, nextafter, spacing, heaviside,
            ldexp, frexp, modf, exp, exp2, expm1, log, log2, log10, log1p, cbrt, logaddexp, logaddexp2, sin, cos, tan,
            arcsin, arccos, arctan, arctan2, sinh, cosh, tanh, arcsinh, arccosh, arctanh, hypot, degrees, radians,
            rad2deg, deg2rad, add_reduce, multiply_reduce, minimum_reduce, maximum_reduce, logical_and_reduce,
            logical_or_reduce, bitwise_and_reduce, bitwise_or_reduce, bitwise_xor_reduce, argmin, argmax, matmul, erf,
            wide_add_reduce, imag, moments_reduce>;

inline constexpr op_id no_op = 0xffff;
inline constexpr op_id first_reserved_id = 0xff00;

template <class Op, class... Ops> constexpr op_id position_in(op_list<Ops...>) noexcept {
  op_id at = 0;
  bool const found = ((std::is_same_v<Op, Ops> || (++at, false)) || ...);
  return found ? at : no_op;
}
template <class Op> inline constexpr op_id id_of = position_in<Op>(all_ops{});

}  // namespace fnp::ops
