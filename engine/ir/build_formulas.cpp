// NumPy's formulas of several elementwise steps: isclose, nan_to_num, sinc, angle, isposinf, array_equal, ...
//
// Each follows NumPy's own program step by step, because its roundings and dtypes show.
#include "engine/ir/composites.hpp"

#include <limits>

#include "fnp/base/scalar.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::ir {
namespace {

template <class Op> value apply(graph& g, std::initializer_list<weak_value> operands) {
  small_vector<value> values;
  small_vector<weak> kinds;
  for (weak_value const& w : operands) {
    values.push_back(w.at);
    kinds.push_back(w.kind);
  }
  return make_elementwise(g, ops::id_of<Op>, {values.data(), values.size()}, {kinds.data(), kinds.size()});
}

weak_value real_number(graph& g, double x) { return {make_constant(g, dtype::f8, &x), weak::real}; }
value number_in(graph& g, dtype type, double x) {
  scalar const s = scalar(x).astype(type);
  return make_constant(g, type, s.data());
}

double largest(dtype type) {
  return type == dtype::f2   ? 65504.0
         : type == dtype::f4 ? double{std::numeric_limits<float>::max()}
                             : std::numeric_limits<double>::max();
}
double smallest_step(dtype type) { return type == dtype::f2 ? 0x1p-10 : type == dtype::f4 ? 0x1p-23 : 0x1p-52; }

}  // namespace

value make_isclose(graph& g, weak_value x, weak_value y, weak_value rtol, weak_value atol, bool equal_nan) {
  // y takes part as a float, so that the magnitude of the smallest integer is one.
  if (y.kind == weak::strong) {
    dtype const inexact = promote_weak(weak::real, g.type(y.at));
    if (inexact != g.type(y.at)) y.at = make_cast(g, y.at, inexact);
  }
  value const difference = apply<ops::absolute>(g, {{apply<ops::subtract>(g, {x, y})}});
  value const size = apply<ops::absolute>(g, {y});
  value const allowed = apply<ops::add>(g, {atol, {apply<ops::multiply>(g, {rtol, {size}})}});
  value const near = apply<ops::less_equal>(g, {{difference}, {allowed}});
  value const finite = apply<ops::bitwise_and>(g, {{near}, {apply<ops::isfinite>(g, {y})}});
  value r = apply<ops::bitwise_or>(g, {{finite}, {apply<ops::equal>(g, {x, y})}});
  if (equal_nan) {
    value const nans = apply<ops::bitwise_and>(g, {{apply<ops::isnan>(g, {x})}, {apply<ops::isnan>(g, {y})}});
    r = apply<ops::bitwise_or>(g, {{r}, {nans}});
  }
  return r;
}

value make_nan_to_num(graph& g, value x, replacements const& with) {
  dtype const type = g.type(x);
  if (kind(type) != 'f') return x;
  double const infinity = std::numeric_limits<double>::infinity();
  auto const chosen = [&](value where, double y, value otherwise) {
    return apply<ops::where>(g, {{where}, {number_in(g, type, y)}, {otherwise}});
  };
  auto const is = [&](double y) { return apply<ops::equal>(g, {{x}, {number_in(g, type, y)}}); };
  value r = chosen(is(-infinity), with.negative.value_or(-largest(type)), x);
  r = chosen(is(infinity), with.positive.value_or(largest(type)), r);
  return chosen(apply<ops::isnan>(g, {{x}}), with.nan, r);
}

value make_round(graph& g, value x, index decimals) {
  dtype const type = g.type(x);
  if (is_integer(type) && decimals >= 0) return x;
  if (decimals == 0) return apply<ops::rint>(g, {{x}});
  if (kind(type) == 'b') fail_cast(dtype::f8, dtype::b1, "same_kind", "round output");
  double power = 1;
  for (index k = 0; k < (decimals < 0 ? -decimals : decimals); ++k) power *= 10;
  weak_value const ten = real_number(g, power);
  value const scaled = decimals > 0 ? apply<ops::multiply>(g, {{x}, ten}) : apply<ops::divide>(g, {{x}, ten});
  value const whole = apply<ops::rint>(g, {{scaled}});
  value const r = decimals > 0 ? apply<ops::divide>(g, {{whole}, ten}) : apply<ops::multiply>(g, {{whole}, ten});
  return is_integer(type) ? make_cast(g, r, type) : r;
}

value make_angle(graph& g, weak_value imaginary, value real, bool degrees) {
  value const a = apply<ops::arctan2>(g, {imaginary, {real}});
  if (!degrees) return a;
  return apply<ops::multiply>(g, {{a}, real_number(g, 180 / 3.141592653589793)});
}

value make_sinc(graph& g, value x) {
  value const scaled = apply<ops::multiply>(g, {real_number(g, 3.141592653589793), {x}});
  dtype const type = g.type(scaled);
  value const small = number_in(g, type, kind(type) == 'f' ? smallest_step(type) : 1e-20);
  value const y = apply<ops::where>(g, {{make_cast(g, scaled, dtype::b1)}, {scaled}, {small}});
  return apply<ops::divide>(g, {{apply<ops::sin>(g, {{y}})}, {y}});
}

value make_is_infinity(graph& g, value x, bool negative) {
  if (kind(g.type(x)) == 'c')
    fail(error_code::no_loop, "This operation is not supported for " + std::string(name(g.type(x))) +
                                  " values because it would be ambiguous.");
  value const sign = apply<ops::signbit>(g, {{x}});
  return apply<ops::logical_and>(g,
                                 {{apply<ops::isinf>(g, {{x}})}, {negative ? sign : apply<ops::invert>(g, {{sign}})}});
}

value make_all_equal(graph& g, value a, value b, bool equal_nan) {
  value same = apply<ops::equal>(g, {{a}, {b}});
  if (equal_nan && is_inexact(g.type(a)) && is_inexact(g.type(b))) {
    value const nans = apply<ops::logical_and>(g, {{apply<ops::isnan>(g, {{a}})}, {apply<ops::isnan>(g, {{b}})}});
    same = apply<ops::logical_or>(g, {{same}, {nans}});
  }
  return make_reduce(g, ops::id_of<ops::logical_and_reduce>, same, {});
}

}  // namespace fnp::ir
