// C++ numbers as leaves: the dtype that a number takes beside arrays, and its value in that dtype.
#pragma once
#include "fnp/expr/expression.hpp"

namespace fnp::typed {

template <class T> inline constexpr ops::operand_type type_of_number = {dtype::c16, weak::imaginary};
template <class T>
  requires std::is_same_v<T, bool>
inline constexpr ops::operand_type type_of_number<T> = {dtype::b1, weak::boolean};
template <class T>
  requires(std::is_integral_v<T> && !std::is_same_v<T, bool>)
inline constexpr ops::operand_type type_of_number<T> = {dtype::i8, weak::integer};
template <class T>
  requires std::is_floating_point_v<T>
inline constexpr ops::operand_type type_of_number<T> = {dtype::f8, weak::real};
template <> inline constexpr ops::operand_type type_of_number<half> = {dtype::f2, weak::strong};

[[noreturn, gnu::cold, gnu::noinline]] inline void fail_range(std::int64_t value, bool positive_overflow, dtype to) {
  fail(error_code::python_int_overflow,
       "integer " + (positive_overflow ? std::to_string(static_cast<std::uint64_t>(value)) : std::to_string(value)) +
           " does not fit into " + std::string(name(to)));
}

template <class To, class T> constexpr bool fits_integer(T x) noexcept {
  if constexpr (std::is_same_v<To, bool>)
    return true;
  else {
    constexpr bool to_signed = std::is_signed_v<To>;
    if (x < T{0}) {
      if constexpr (!to_signed)
        return false;
      else
        return static_cast<std::int64_t>(x) >= static_cast<std::int64_t>(std::int64_t{-1} << (8 * sizeof(To) - 1));
    }
    constexpr std::uint64_t most = ~std::uint64_t{0} >> (64 - 8 * sizeof(To) + to_signed);
    return static_cast<std::uint64_t>(x) <= most;
  }
}

// `x` as a leaf of dtype W. An integer that does not fit is the caller's error, as NumPy's.
template <dtype W, class T> void fill_scalar(engine::leaf& p, T const& x) {
  using element = element_t<W>;
  element value{};
  if constexpr (is_complex_like<T>) {
    if constexpr (kind(W) == 'c')
      value = {static_cast<decltype(value.re)>(x.real()), static_cast<decltype(value.re)>(x.imag())};
    else
      static_assert(kind(W) == 'c', "fnp: a complex number takes no real dtype");
  } else {
    if constexpr (std::is_integral_v<T> && std::is_integral_v<element> && !std::is_same_v<T, bool>)
      if (!fits_integer<element>(x)) [[unlikely]]
        fail_range(static_cast<std::int64_t>(x), x > T{0}, W);
    if constexpr (kind(W) == 'c')
      value = element(static_cast<decltype(value.re)>(x));
    else if constexpr (W == dtype::f2)
      value = half(static_cast<double>(x));
    else
      value = static_cast<element>(x);
  }
  p = engine::leaf{};
  p.type = W;
  p.kind = type_of_number<T>.kind;
  __builtin_memcpy(p.bits, &value, sizeof value);
}

// `x` as an operand of an op whose loop takes W. An integer that does not fit keeps its value and the dtype of its own
// kind: the engine refuses it, or answers as NumPy does where the op has an answer (a comparison).
template <dtype W, class T> void fill_operand(engine::leaf& p, T const& x) {
  if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool> && is_integer(W)) {
    if (!fits_integer<element_t<W>>(x)) [[unlikely]]
      return fits_integer<std::int64_t>(x) ? fill_scalar<dtype::i8>(p, x) : fill_scalar<dtype::u8>(p, x);
  }
  fill_scalar<W>(p, x);
}

}  // namespace fnp::typed
