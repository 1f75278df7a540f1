// The order of NumPy's sorts as signed integers: elements that are equal have equal keys, and NaN has the greatest.
//
// The bits of a float are its magnitude and a sign. With the magnitude of negative numbers complemented they order as
// integers; both zeros are given the key 0, every NaN the key `nan`, which is beyond that of infinity.
//
// Complex numbers go by real part, then by imaginary part; behind them come, in this order, those with a NaN as
// imaginary part, as real part, and as both, the first two by the part that is a number. So a key has two halves: real
// and imaginary part, or one of three first halves beyond infinity and the part that is a number. The halves of
// complex64 share one word of 64 bits, those of complex128 are two words.
#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "fnp/base/dtype.hpp"
#include "kernels/math/level.hpp"

namespace fnp::FNP_LEVEL {

template <class T> struct float_layout;
template <> struct float_layout<half> {
  using bits = std::int16_t;
  static constexpr bits infinity = 0x7c00;
};
template <> struct float_layout<float> {
  using bits = std::int32_t;
  static constexpr bits infinity = 0x7f800000;
};
template <> struct float_layout<double> {
  using bits = std::int64_t;
  static constexpr bits infinity = 0x7ff0000000000000;
};

// The magnitude of negative numbers complemented; its own inverse.
template <class I> FNP_INLINE I ordered_bits(I bits) noexcept {
  return static_cast<I>(bits ^ ((bits >> (8 * sizeof(I) - 1)) & std::numeric_limits<I>::max()));
}

template <class T> FNP_INLINE auto float_key(T x) noexcept {
  using layout = float_layout<T>;
  using I = typename layout::bits;
  constexpr I all = std::numeric_limits<I>::max();
  I const bits = __builtin_bit_cast(I, x);
  I const magnitude = static_cast<I>(bits & all);
  // By masks: loops over branches stay scalar.
  I const not_zero = static_cast<I>(-static_cast<I>(magnitude != 0));
  I const nan = static_cast<I>(-static_cast<I>(magnitude > layout::infinity));
  return static_cast<I>((ordered_bits(bits) & not_zero & ~nan) | (all & nan));
}

template <class T> struct complex_key {
  std::int64_t first, second;
};
template <class T> FNP_INLINE complex_key<T> key_of_parts(complex<T> const& x) noexcept {
  constexpr std::int64_t infinity = float_layout<T>::infinity;
  std::int64_t const re = float_key(x.re), im = float_key(x.im);
  bool const no_re = re > infinity, no_im = im > infinity;
  std::int64_t const first = no_re ? (no_im ? infinity + 3 : infinity + 2) : no_im ? infinity + 1 : re;
  return {first, no_re && no_im ? 0 : no_im ? re : im};
}

// The key of an element in the narrowest integer that holds it: what short rows are ranked by. Not of complex128.
template <class T> FNP_INLINE auto narrow_key(T const& x) noexcept {
  if constexpr (std::is_same_v<T, bool>)
    return static_cast<std::int8_t>(x);
  else if constexpr (std::is_same_v<T, complex64>) {
    complex_key<float> const k = key_of_parts(x);
    std::uint32_t const low = static_cast<std::uint32_t>(k.second) ^ 0x80000000u;
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(k.first) << 32 | low);
  } else if constexpr (std::is_unsigned_v<T>) {
    using I = std::make_signed_t<T>;
    return static_cast<I>(x ^ (T{1} << (8 * sizeof(T) - 1)));
  } else if constexpr (std::is_integral_v<T>)
    return x;
  else
    return float_key(x);
}

template <class T> inline constexpr int words_of_key = std::is_same_v<T, complex128> ? 2 : 1;

// One word of the key of an element; words compare one after the other.
template <class T, int Word> FNP_INLINE std::int64_t wide_key(T const& x) noexcept {
  if constexpr (std::is_same_v<T, complex128>) {
    complex_key<double> const k = key_of_parts(x);
    return Word == 0 ? k.first : k.second;
  } else {
    return narrow_key(x);
  }
}

}  // namespace fnp::FNP_LEVEL
