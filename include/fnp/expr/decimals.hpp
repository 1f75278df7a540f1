// round and fix. Rounding at decimals scales, rounds half to even, and scales back: round(2.675, 2) is 2.68.
//
// round<2>(x) is lazy. The number of decimals decides what is computed, so where it is known at run time only,
// round(x, n) evaluates.
#pragma once
#include "fnp/expr/closeness.hpp"

namespace fnp {

// Towards zero; integers stay.
template <lazy X> auto fix(X const& x) { return trunc(x); }

template <index Decimals, lazy X> auto round(X const& x) {
  static_assert(Decimals >= -22 && Decimals <= 22, "fnp: round takes -22 to 22 decimals");
  using T = element_t<typed::type_of<X>>;
  static_assert(Decimals == 0 || !std::is_same_v<T, bool>, "fnp: bool cannot be rounded at decimals");
  static_assert(kind(dtype_of<T>()) != 'c' || Decimals == 0, "fnp: complex numbers round by round(x, decimals)");
  constexpr double power = [] {
    double p = 1;
    for (index k = 0; k < (Decimals < 0 ? -Decimals : Decimals); ++k) p *= 10;
    return p;
  }();
  if constexpr (is_integer(dtype_of<T>()) && Decimals >= 0)
    return wrap(x);
  else if constexpr (Decimals == 0)
    return rint(x);
  else if constexpr (Decimals > 0)
    return rint(x * power) / power;
  else if constexpr (is_integer(dtype_of<T>()))
    return astype<T>(rint(x / power) * power);
  else
    return rint(x / power) * power;
}
template <lazy X> auto round(X const& x) { return round<0>(x); }
template <lazy X> auto round(X const& x, index decimals) {
  return array<element_t<typed::type_of<X>>>(formulas::round(concrete(x).body(), decimals));
}
template <lazy X> auto around(X const& x, index decimals = 0) { return round(x, decimals); }

}  // namespace fnp
