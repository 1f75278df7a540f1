// The fourteen element types: their names, sizes, kinds, and the C++ types that hold them.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include "fnp/base/half.hpp"

namespace fnp {

enum class dtype : std::uint8_t { b1, i1, i2, i4, i8, u1, u2, u4, u8, f2, f4, f8, c8, c16 };
inline constexpr int dtype_count = 14;

// Two reals side by side, as C, Fortran and NumPy store a complex number. Converts from and to any type with
// real() and imag(), such as std::complex, whose header is too heavy to include here.
template <class T>
struct complex {
  T re{}, im{};

  constexpr complex() = default;
  constexpr complex(T r, T i = T{}) noexcept : re(r), im(i) {}
  template <class Z>
    requires requires(Z z) {
      z.real();
      z.imag();
    }
  constexpr complex(Z const& z) noexcept : re(static_cast<T>(z.real())), im(static_cast<T>(z.imag())) {}
  constexpr T real() const noexcept { return re; }
  constexpr T imag() const noexcept { return im; }
  friend constexpr bool operator==(complex const&, complex const&) = default;
};
using complex64 = complex<float>;
using complex128 = complex<double>;

struct dtype_info {
  std::string_view name;   // NumPy's name
  std::string_view descr;  // array-protocol string
  char kind;               // b i u f c
  std::uint8_t itemsize;   // bytes
};

inline constexpr std::array<dtype_info, dtype_count> dtype_table{{{"bool", "|b1", 'b', 1},
                                                                 {"int8", "|i1", 'i', 1},
                                                                 {"int16", "<i2", 'i', 2},
                                                                 {"int32", "<i4", 'i', 4},
                                                                 {"int64", "<i8", 'i', 8},
                                                                 {"uint8", "|u1", 'u', 1},
                                                                 {"uint16", "<u2", 'u', 2},
                                                                 {"uint32", "<u4", 'u', 4},
                                                                 {"uint64", "<u8", 'u', 8},
                                                                 {"float16", "<f2", 'f', 2},
                                                                 {"float32", "<f4", 'f', 4},
                                                                 {"float64", "<f8", 'f', 8},
                                                                 {"complex64", "<c8", 'c', 8},
                                                                 {"complex128", "<c16", 'c', 16}}};

constexpr dtype_info const& info(dtype d) noexcept { return dtype_table[static_cast<std::size_t>(d)]; }
constexpr std::string_view name(dtype d) noexcept { return info(d).name; }
constexpr std::size_t itemsize(dtype d) noexcept { return info(d).itemsize; }
constexpr char kind(dtype d) noexcept { return info(d).kind; }
constexpr bool is_integer(dtype d) noexcept { return kind(d) == 'i' || kind(d) == 'u'; }
constexpr bool is_inexact(dtype d) noexcept { return kind(d) == 'f' || kind(d) == 'c'; }

// The C++ type that holds an element of dtype D.
template <dtype D>
struct element;
template <> struct element<dtype::b1> { using type = bool; };
template <> struct element<dtype::i1> { using type = std::int8_t; };
template <> struct element<dtype::i2> { using type = std::int16_t; };
template <> struct element<dtype::i4> { using type = std::int32_t; };
template <> struct element<dtype::i8> { using type = std::int64_t; };
template <> struct element<dtype::u1> { using type = std::uint8_t; };
template <> struct element<dtype::u2> { using type = std::uint16_t; };
template <> struct element<dtype::u4> { using type = std::uint32_t; };
template <> struct element<dtype::u8> { using type = std::uint64_t; };
template <> struct element<dtype::f2> { using type = half; };
template <> struct element<dtype::f4> { using type = float; };
template <> struct element<dtype::f8> { using type = double; };
template <> struct element<dtype::c8> { using type = complex64; };
template <> struct element<dtype::c16> { using type = complex128; };
template <dtype D>
using element_t = typename element<D>::type;

// Calls f with a value-initialised element of dtype d.
template <class F>
constexpr decltype(auto) visit_dtype(dtype d, F&& f) {
  switch (d) {
    case dtype::b1: return f(bool{});
    case dtype::i1: return f(std::int8_t{});
    case dtype::i2: return f(std::int16_t{});
    case dtype::i4: return f(std::int32_t{});
    case dtype::i8: return f(std::int64_t{});
    case dtype::u1: return f(std::uint8_t{});
    case dtype::u2: return f(std::uint16_t{});
    case dtype::u4: return f(std::uint32_t{});
    case dtype::u8: return f(std::uint64_t{});
    case dtype::f2: return f(half{});
    case dtype::f4: return f(float{});
    case dtype::f8: return f(double{});
    case dtype::c8: return f(complex64{});
    case dtype::c16: return f(complex128{});
  }
  __builtin_unreachable();
}

// The dtype of a C++ type. `long long` and the like map to the fixed-width type of their size and sign, `char` to int8
// on every architecture.
template <class T>
constexpr bool is_element_v = std::is_arithmetic_v<T> && !std::is_same_v<T, long double>;
template <>
inline constexpr bool is_element_v<half> = true;
template <>
inline constexpr bool is_element_v<complex64> = true;
template <>
inline constexpr bool is_element_v<complex128> = true;

template <class T>
constexpr bool is_complex_v = false;
template <>
inline constexpr bool is_complex_v<complex64> = true;
template <>
inline constexpr bool is_complex_v<complex128> = true;

template <class T>
  requires is_element_v<T>
constexpr dtype dtype_of() noexcept {
  if constexpr (std::is_same_v<T, bool>) return dtype::b1;
  else if constexpr (std::is_same_v<T, half>) return dtype::f2;
  else if constexpr (std::is_same_v<T, float>) return dtype::f4;
  else if constexpr (std::is_same_v<T, double>) return dtype::f8;
  else if constexpr (std::is_same_v<T, complex64>) return dtype::c8;
  else if constexpr (std::is_same_v<T, complex128>) return dtype::c16;
  else {
    constexpr int log2 = sizeof(T) == 1 ? 0 : sizeof(T) == 2 ? 1 : sizeof(T) == 4 ? 2 : 3;
    constexpr bool is_signed = std::is_signed_v<T> || std::is_same_v<T, char>;
    return static_cast<dtype>(log2 + static_cast<int>(is_signed ? dtype::i1 : dtype::u1));
  }
}

}  // namespace fnp
