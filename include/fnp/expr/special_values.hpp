// nan_to_num, isposinf and isneginf of typed arguments: lazy, and fused.
#pragma once
#include <limits>

#include "fnp/expr/closeness.hpp"

namespace fnp {
namespace typed {

template <class T> constexpr double largest_number() noexcept {
  if constexpr (std::is_same_v<T, half>)
    return 65504;
  else
    return static_cast<double>(std::numeric_limits<T>::max());
}

}  // namespace typed

// NaN and infinities replaced by numbers. Of integers a copy; of complex numbers part by part, and so not lazy.
template <lazy X> auto nan_to_num(X const& x, numbers_for const& with = {}) {
  using T = element_t<typed::type_of<X>>;
  if constexpr (kind(dtype_of<T>()) == 'f') {
    double const top = with.positive_infinity.value_or(typed::largest_number<T>());
    double const bottom = with.negative_infinity.value_or(-typed::largest_number<T>());
    double const infinity = std::numeric_limits<double>::infinity();
    return where(isnan(x), with.nan, where(equal(x, infinity), top, where(equal(x, -infinity), bottom, x)));
  } else {
    return array<T>(formulas::nan_to_num(concrete(x).body(), with));
  }
}

template <lazy X> auto isposinf(X const& x) {
  static_assert(kind(typed::type_of<X>) != 'c', "fnp: isposinf of complex numbers would be ambiguous");
  return isinf(x) & ~signbit(x);
}
template <lazy X> auto isneginf(X const& x) {
  static_assert(kind(typed::type_of<X>) != 'c', "fnp: isneginf of complex numbers would be ambiguous");
  return isinf(x) & signbit(x);
}

}  // namespace fnp
