// sinc and angle of typed arguments: NumPy's formulas, lazily.
//
//     sinc(x) = sin(y) / y,  y = pi x, or a tiny number where that is zero
//     angle(z) = arctan2(im z, re z)
#pragma once
#include "fnp/expr/closeness.hpp"

namespace fnp {

template <lazy X> auto sinc(X const& x) {
  auto const scaled = 3.141592653589793 * x;
  constexpr dtype d = typed::type_of<decltype(scaled)>;
  constexpr double tiny = d == dtype::f2 ? 0x1p-10 : d == dtype::f4 ? 0x1p-23 : d == dtype::f8 ? 0x1p-52 : 1e-20;
  auto const y = where(astype<bool>(scaled), scaled, tiny);
  return sin(y) / y;
}

// In radians, or in degrees. Of complex numbers not lazy: their parts are views.
template <lazy X> auto angle(X const& z) {
  constexpr dtype d = typed::type_of<X>;
  if constexpr (kind(d) == 'c')
    return array<element_t<d == dtype::c8 ? dtype::f4 : dtype::f8>>(formulas::angle(concrete(z).body(), false));
  else
    return arctan2(0, z);
}
struct degrees_argument {};
inline constexpr degrees_argument in_degrees{};
template <lazy X> auto angle(X const& z, degrees_argument) { return angle(z) * (180 / 3.141592653589793); }

}  // namespace fnp
