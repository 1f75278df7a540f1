// Builders of NumPy's formulas that are no single op: elementwise ones of several steps, products that are matmul's.
#pragma once
#include "engine/ir/graph.hpp"
#include "fnp/base/maybe.hpp"

namespace fnp::ir {

// A value and its weak kind: weak ones are constants of that kind's default dtype.
struct weak_value {
  value at;
  weak kind = weak::strong;
};

// |x - y| <= atol + rtol |y|, y finite; or x == y; or both NaN if they count as equal. pre: a weak y is no integer.
value make_isclose(graph&, weak_value x, weak_value y, weak_value rtol, weak_value atol, bool equal_nan);
// What NaN and the infinities become; empty: the largest and the smallest number of the dtype.
struct replacements {
  double nan = 0;
  maybe<double> positive{}, negative{};
};
value make_nan_to_num(graph&, value, replacements const&);  // pre: no complex dtype
// Scaled, rounded to even, scaled back. pre: no complex dtype, |decimals| <= 22, where powers of ten are exact.
value make_round(graph&, value, index decimals);
value make_angle(graph&, weak_value imaginary, value real, bool degrees);
value make_sinc(graph&, value);  // sin(pi x) / (pi x)
value make_is_infinity(graph&, value, bool negative);  // isposinf, isneginf; no_loop for complex
value make_all_equal(graph&, value, value, bool equal_nan);  // one bool; pre: the shapes broadcast

value make_dot(graph&, value, value);
value make_inner(graph&, value, value);
value make_outer(graph&, value, value);
value make_vdot(graph&, value, value);
// Sums over pairs of axes; axes as they are counted in NumPy, negative ones from the end.
value make_tensordot(graph&, value, value, extents const& axes_a, extents const& axes_b);
value make_matvec(graph&, value, value);
value make_vecmat(graph&, value, value);          // the vector conjugated
value make_vecdot(graph&, value, value, index axis);  // the first conjugated
value make_trace(graph&, value, index offset, index axis1, index axis2, dtype const* type = nullptr);

}  // namespace fnp::ir
