// Casts of single elements, through the same bodies as the cast kernels.
#include "engine/ir/constant.hpp"

#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>

#include "engine/ir/element_cast.hpp"

namespace fnp::ir {
namespace {

template <class T> T load(void const* element) {
  T x;
  std::memcpy(&x, element, sizeof x);
  return x;
}
template <class T> element_bits store(T x) {
  element_bits bits{};
  std::memcpy(bits.data(), &x, sizeof x);
  return bits;
}

}  // namespace

element_bits cast_element(dtype from, void const* element, dtype to) {
  return visit_dtype(from, [&](auto x) {
    return visit_dtype(to, [&](auto y) { return store(convert_to<decltype(y)>(load<decltype(x)>(element))); });
  });
}

fp_flags overflow_of_cast(dtype from, void const* element, dtype to) {
  double const limit = to == dtype::f2 ? 65520 : to == dtype::f4 || to == dtype::c8 ? 0x1.ffffffp127 : HUGE_VAL;
  auto const wide = load<complex128>(cast_element(from, element, dtype::c16).data());
  for (double const x : {wide.real(), wide.imag()})
    if (std::isfinite(x) && std::abs(x) >= limit) return fp_over;
  return 0;
}

element_bits cast_weak(dtype from, void const* element, dtype to) {
  if (!is_integer(from) || !is_inexact(to)) return cast_element(from, element, to);
  element_bits const real = cast_element(from, element, dtype::f8);
  return cast_element(dtype::f8, real.data(), to);
}

bool is_negative(dtype d, void const* element) {
  return visit_dtype(d, [&](auto x) {
    using T = decltype(x);
    if constexpr (std::is_signed_v<T>)
      return load<T>(element) < T{};
    else
      return false;
  });
}

fit fit_integer(dtype from, void const* element, dtype to) {
  if (from == dtype::f8) return load<double>(element) < 0 ? fit::below : fit::above;  // beyond 64 bits
  bool const negative = is_negative(from, element);
  auto const magnitude_bits = load<std::int64_t>(cast_element(from, element, dtype::i8).data());
  return visit_dtype(to, [&](auto y) {
    using T = decltype(y);
    if constexpr (std::is_integral_v<T>) {
      if (negative)
        return std::is_signed_v<T> && magnitude_bits >= static_cast<std::int64_t>(std::numeric_limits<T>::min())
                   ? fit::inside
                   : fit::below;
      return static_cast<std::uint64_t>(magnitude_bits) <= static_cast<std::uint64_t>(std::numeric_limits<T>::max())
                 ? fit::inside
                 : fit::above;
    } else
      return fit::inside;
  });
}

element_bits largest(dtype d) {
  return visit_dtype(d, [](auto x) {
    using T = decltype(x);
    if constexpr (std::is_integral_v<T>)
      return store(std::numeric_limits<T>::max());
    else
      return element_bits{};
  });
}

std::string number_text(dtype d, void const* element) {
  return visit_dtype(d, [&](auto x) -> std::string {
    using T = decltype(x);
    if constexpr (std::is_integral_v<T>)
      return std::to_string(load<T>(element));
    else if constexpr (is_complex_v<T>)
      return std::to_string(load<T>(element).re) + "+" + std::to_string(load<T>(element).im) + "j";
    else
      return std::to_string(static_cast<double>(load<T>(element)));
  });
}

}  // namespace fnp::ir
