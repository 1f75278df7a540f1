// Conversion of single elements between all pairs of dtypes.
#pragma once
#include <type_traits>

#include "fnp/base/dtype.hpp"
#include "fnp/ops/casting.hpp"

namespace fnp {

// As NumPy's casting loops: float16 goes through float32, except from float64, which rounds once.
template <class To, class From> To convert_to(From const& x) noexcept {
  if constexpr (std::is_same_v<To, From>)
    return x;
  else if constexpr (is_complex_v<From> && std::is_same_v<To, bool>)
    return x.re != 0 || x.im != 0;
  else if constexpr (is_complex_v<From> && is_complex_v<To>)
    return {static_cast<decltype(To::re)>(x.re), static_cast<decltype(To::re)>(x.im)};
  else if constexpr (is_complex_v<From>)
    return convert_to<To>(x.re);
  else if constexpr (is_complex_v<To>)
    return {convert_to<decltype(To::re)>(x), 0};
  else if constexpr (std::is_same_v<From, half>)
    return convert_to<To>(static_cast<float>(x));
  else if constexpr (std::is_same_v<To, half> && std::is_same_v<From, double>)
    return half(x);
  else if constexpr (std::is_same_v<To, half>)
    return half(static_cast<float>(x));
  else {
    To r{};
    ops::convert<To, From>(r, x);
    return r;
  }
}

}  // namespace fnp
