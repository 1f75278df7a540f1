// Registers of numbers as the products of matrices use them: a term, and adding it to a sum.
//
// A complex product needs each part with each part of the other. Where numbers lie interleaved, x y is
//   (xr xr) * (yr yi) + (-xi xi) * (yi yr):
// a - b c and a + (-b) c are the same number, so this has the bits of the formula. The conjugate of x turns the other
// of both signs, which has the bits of conjugating first.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

#include "fnp/base/dtype.hpp"
#include "kernels/math/level.hpp"

namespace fnp::FNP_LEVEL {

#if defined(__AVX512F__)
inline constexpr std::size_t product_register = 64, tile_rows = 8, tile_registers = 3;
#elif defined(__AVX2__)
inline constexpr std::size_t product_register = 32, tile_rows = 6, tile_registers = 2;
#else
inline constexpr std::size_t product_register = 16, tile_rows = 4, tile_registers = 2;
#endif

// How an element is computed with: integers as unsigned ones of their size, which wrap; booleans by or and and.
struct plain_ring {
  template <class V> FNP_INLINE static V term(V x, V y) noexcept { return static_cast<V>(x * y); }
  template <class V> FNP_INLINE static V sum(V x, V y) noexcept { return static_cast<V>(x + y); }
};
struct boolean_ring {
  template <class V> FNP_INLINE static V term(V x, V y) noexcept { return static_cast<V>(x & y); }
  template <class V> FNP_INLINE static V sum(V x, V y) noexcept { return static_cast<V>(x | y); }
};

template <class T> struct number {  // unsigned integers, float, double
  using part = T;
  using ring = plain_ring;
  static constexpr std::size_t parts = 1;
};
template <> struct number<bool> {
  using part = std::uint8_t;
  using ring = boolean_ring;
  static constexpr std::size_t parts = 1;
};
template <class T> struct number<complex<T>> {
  using part = T;
  using ring = plain_ring;
  static constexpr std::size_t parts = 2;
};

template <class Part> struct lanes_of {
  static constexpr std::size_t count = product_register / sizeof(Part);
  typedef Part type __attribute__((vector_size(product_register)));
};
template <class Part> using lanes = typename lanes_of<Part>::type;

template <class V> FNP_INLINE V read(void const* p) noexcept {
  V v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
template <class V> FNP_INLINE void write(void* p, V const& v) noexcept { std::memcpy(p, &v, sizeof v); }
template <class Part> FNP_INLINE lanes<Part> spread_part(Part x) noexcept { return x - lanes<Part>{}; }  // keeps -0

// Interleaved complex numbers in a vector of any length.
template <std::size_t... I> FNP_INLINE auto first_parts(auto x, std::index_sequence<I...>) noexcept {
  return __builtin_shufflevector(x, x, static_cast<int>(I & ~std::size_t{1})...);
}
template <std::size_t... I> FNP_INLINE auto second_parts(auto x, std::index_sequence<I...>) noexcept {
  return __builtin_shufflevector(x, x, static_cast<int>(I | 1)...);
}
template <std::size_t... I> FNP_INLINE auto exchanged_parts(auto x, std::index_sequence<I...>) noexcept {
  return __builtin_shufflevector(x, x, static_cast<int>(I ^ 1)...);
}
template <class Part, class V> FNP_INLINE V exchanged(V x) noexcept {
  return exchanged_parts(x, std::make_index_sequence<sizeof(V) / sizeof(Part)>{});
}
// The sign of every other lane changed, from the first or the second on.
template <class Part, std::size_t First = 0, class V> FNP_INLINE V turned(V x) noexcept {
  using word = std::conditional_t<sizeof(Part) == 4, std::uint32_t, std::uint64_t>;
  typedef word bits __attribute__((vector_size(sizeof(V))));
  bits sign{};
  for (std::size_t i = First; i < sizeof(V) / sizeof(Part); i += 2) sign[i] = word{1} << (8 * sizeof(Part) - 1);
  return reinterpret_cast<V>(reinterpret_cast<bits>(x) ^ sign);
}
// x y, or the conjugate of x times y.
template <class Part, bool Conjugated = false, class V> FNP_INLINE V complex_term(V x, V y) noexcept {
  constexpr auto all = std::make_index_sequence<sizeof(V) / sizeof(Part)>{};
  return first_parts(x, all) * y + turned<Part, Conjugated>(V(second_parts(x, all))) * exchanged<Part>(y);
}

// Terms x y of a register of interleaved numbers, of x perhaps the conjugates.
template <class T, bool Conjugated = false>
FNP_INLINE auto term_of(lanes<typename number<T>::part> x, lanes<typename number<T>::part> y) noexcept {
  using part = typename number<T>::part;
  if constexpr (number<T>::parts == 1)
    return number<T>::ring::term(x, y);
  else
    return complex_term<part, Conjugated>(x, y);
}

// One number. A complex one as a vector of two: from the formula in parts g++ 12 makes vfmaddsub, -ffp-contract=off or
// not.
template <class T> FNP_INLINE void add_term(T& sum, T const& x, T const& y) noexcept {
  if constexpr (number<T>::parts == 2) {
    using part = typename number<T>::part;
    typedef part pair __attribute__((vector_size(sizeof(T))));
    write(&sum, read<pair>(&sum) + complex_term<part>(read<pair>(&x), read<pair>(&y)));
  } else {
    using part = typename number<T>::part;
    using ring = typename number<T>::ring;
    // Narrow unsigned numbers would be promoted to int, whose product may overflow.
    using wide = std::conditional_t<std::is_integral_v<part>, std::uint64_t, part>;
    sum = static_cast<T>(ring::template sum<wide>(
        static_cast<wide>(sum), ring::template term<wide>(static_cast<wide>(x), static_cast<wide>(y))));
  }
}
template <class T> FNP_INLINE void add_number(T& sum, T const& x) noexcept {
  if constexpr (number<T>::parts == 2)
    sum = T(sum.re + x.re, sum.im + x.im);
  else
    sum = static_cast<T>(number<T>::ring::sum(sum, x));
}

}  // namespace fnp::FNP_LEVEL
