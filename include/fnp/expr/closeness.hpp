// isclose of typed arguments: a lazy mask that fuses with what is made of it.
//
//     (|x - y| <= atol + rtol |y|  and  y finite)  or  x == y
//
// y takes part as a float, as NumPy has it. A number for y gives the bound once, NaN if it is not finite.
#pragma once
#include "fnp/expr/calls.hpp"
#include "fnp/formulas.hpp"

namespace fnp {
namespace typed {

template <class E> constexpr dtype type_of = lowering<wrapped_t<E const&>>::type.type;
template <class E> using inexact_t = element_t<promote_weak(weak::real, type_of<E>)>;

// y as an expression of an inexact dtype.
template <class Y> auto inexact(Y const& y) {
  if constexpr (is_inexact(type_of<Y>))
    return wrap(y);
  else
    return astype<inexact_t<Y>>(y);
}

}  // namespace typed

template <operand X, operand Y>
  requires(lazy<X> || lazy<Y>)
auto isclose(X const& x, Y const& y, tolerance const& t = {}) {
  if constexpr (lazy<Y>) {
    auto const z = typed::inexact(y);
    return (less_equal(abs(x - z), t.absolute + t.relative * abs(z)) & isfinite(z)) | equal(x, z);
  } else {
    double const z = static_cast<double>(y), rest = z - z;
    double const bound = rest == 0 ? t.absolute + t.relative * (z < 0 ? -z : z) : rest + __builtin_nan("");
    return less_equal(abs(x - z), bound) | equal(x, z);
  }
}
template <lazy X, lazy Y> auto isclose(X const& x, Y const& y, tolerance const& t, equal_nan_argument) {
  return isclose(x, y, t) | (isnan(x) & isnan(typed::inexact(y)));
}

}  // namespace fnp
