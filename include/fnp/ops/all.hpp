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
            logical_or_reduce, bitwise_and_reduce, bitwise_or_reduce, bitwise_xor_reduce, argmin, argmax, matmul>;

inline constexpr op_id no_op = 0xffff;
inline constexpr op_id first_reserved_id = 0xff00;

template <class Op, class... Ops> constexpr op_id position_in(op_list<Ops...>) noexcept {
  op_id at = 0;
  bool const found = ((std::is_same_v<Op, Ops> || (++at, false)) || ...);
  return found ? at : no_op;
}
template <class Op> inline constexpr op_id id_of = position_in<Op>(all_ops{});

template <class Op>
inline constexpr auto loop_table = [] {
  std::array<loop, static_cast<std::size_t>(loop_count<Op>())> r{};
  for (int i = 0; i < loop_count<Op>(); ++i) r[static_cast<std::size_t>(i)] = loop_at<Op>(i);
  return r;
}();

// An op as the run-time parts see it.
struct op_info {
  std::string_view name, doc;
  family kind;
  std::uint8_t arity, outputs, ulps;
  bool has_body, rejects_booleans, integers_as_float64, mixed_as_booleans;
  loop const* loops;
  int loop_count;
};

template <class... Ops> constexpr auto describe(op_list<Ops...>) noexcept {
  return std::array<op_info, sizeof...(Ops)>{
      {{Ops::name, Ops::doc, Ops::kind, Ops::arity, Ops::outputs, Ops::ulps, Ops::has_body, Ops::rejects_booleans,
        Ops::integers_as_float64, Ops::mixed_as_booleans, loop_table<Ops>.data(), loop_count<Ops>()}...}};
}
inline constexpr auto op_table = describe(all_ops{});

// The id of NumPy's name, or no_op.
constexpr op_id find_op(std::string_view name) noexcept {
  for (std::size_t i = 0; i < op_table.size(); ++i)
    if (op_table[i].name == name) return static_cast<op_id>(i);
  return no_op;
}

// find_loop for an op known at run time only. pre: `count` is the op's arity.
constexpr int find_loop(op_info const& op, dtype const* in, std::size_t count) noexcept {
  bool booleans_only = true, same = true, discrete = true;
  for (std::size_t k = 0; k < count; ++k) {
    booleans_only = booleans_only && in[k] == dtype::b1;
    same = same && in[k] == in[0];
    discrete = discrete && !is_inexact(in[k]);
  }
  if (op.rejects_booleans && booleans_only) return -1;
  for (int i = 0; i < op.loop_count; ++i) {
    bool fits = true;
    for (std::size_t k = 0; k < count; ++k) {
      dtype const d = op.mixed_as_booleans && !same        ? dtype::b1
                      : op.integers_as_float64 && discrete ? dtype::f8
                                                           : in[k];
      fits = fits && can_cast(d, op.loops[i].in[k]);
    }
    if (fits) return i;
  }
  return -1;
}

}  // namespace fnp::ops
