// Promotion and casting: NumPy 2's tables (NEP 50) as compile-time data.
//
// Rows and columns stand in the order of the enum `dtype`. A C++ arithmetic literal is a weak scalar: it takes
// part by its kind alone, like a Python number. The loop that an op computes in is the first of the op's loops
// that every operand casts to safely (`ops/op.hpp`); promotion is what that search uses for weak operands.
#pragma once
#include "fnp/base/dtype.hpp"

namespace fnp {

enum class casting : std::uint8_t { no, equiv, safe, same_kind, unsafe };
enum class weak : std::uint8_t { strong, boolean, integer, real, imaginary };  // kind of a weak scalar; strong: none

inline constexpr std::uint8_t promotion_table[dtype_count][dtype_count] = {
    { 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13},
    { 1,  1,  2,  3,  4,  2,  3,  4, 11,  9, 10, 11, 12, 13},
    { 2,  2,  2,  3,  4,  2,  3,  4, 11, 10, 10, 11, 12, 13},
    { 3,  3,  3,  3,  4,  3,  3,  4, 11, 11, 11, 11, 13, 13},
    { 4,  4,  4,  4,  4,  4,  4,  4, 11, 11, 11, 11, 13, 13},
    { 5,  2,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13},
    { 6,  3,  3,  3,  4,  6,  6,  7,  8, 10, 10, 11, 12, 13},
    { 7,  4,  4,  4,  4,  7,  7,  7,  8, 11, 11, 11, 13, 13},
    { 8, 11, 11, 11, 11,  8,  8,  8,  8, 11, 11, 11, 13, 13},
    { 9,  9, 10, 11, 11,  9, 10, 11, 11,  9, 10, 11, 12, 13},
    {10, 10, 10, 11, 11, 10, 10, 11, 11, 10, 10, 11, 12, 13},
    {11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 13, 13},
    {12, 12, 12, 13, 13, 12, 12, 13, 13, 12, 12, 13, 12, 13},
    {13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13}};

// Bit j of row i: dtype i casts to dtype j.
inline constexpr std::uint16_t safe_casts[dtype_count] = {0x3fff, 0x3e1e, 0x3c1c, 0x2818, 0x2810, 0x3ffc, 0x3dd8,
                                                          0x2990, 0x2900, 0x3e00, 0x3c00, 0x2800, 0x3000, 0x2000};
inline constexpr std::uint16_t same_kind_casts[dtype_count] = {0x3fff, 0x3e1e, 0x3e1e, 0x3e1e, 0x3e1e, 0x3ffe, 0x3ffe,
                                                               0x3ffe, 0x3ffe, 0x3e00, 0x3e00, 0x3e00, 0x3000, 0x3000};

// The smallest dtype that both operands cast to safely (numpy.promote_types).
constexpr dtype promote(dtype a, dtype b) noexcept {
  return static_cast<dtype>(promotion_table[static_cast<int>(a)][static_cast<int>(b)]);
}

// May a value of dtype `from` be stored as `to` under this rule (numpy.can_cast)?
constexpr bool can_cast(dtype from, dtype to, casting rule = casting::safe) noexcept {
  auto const bit = 1u << static_cast<int>(to);
  switch (rule) {
    case casting::no:
    case casting::equiv: return from == to;
    case casting::safe: return (safe_casts[static_cast<int>(from)] & bit) != 0;
    case casting::same_kind: return (same_kind_casts[static_cast<int>(from)] & bit) != 0;
    case casting::unsafe: return true;
  }
  return false;
}

constexpr std::string_view name(casting rule) noexcept {
  constexpr std::string_view names[] = {"no", "equiv", "safe", "same_kind", "unsafe"};
  return names[static_cast<int>(rule)];
}

// The dtype of a weak scalar beside an operand of dtype `other`.
constexpr dtype promote_weak(weak w, dtype other) noexcept {
  switch (w) {
    case weak::strong:
    case weak::boolean: return other;
    case weak::integer: return other == dtype::b1 ? dtype::i8 : other;
    case weak::real: return is_inexact(other) ? other : dtype::f8;
    case weak::imaginary:
      if (other == dtype::f2 || other == dtype::f4 || other == dtype::c8) return dtype::c8;
      return dtype::c16;
  }
  return other;
}

// The dtype of a weak scalar among weak scalars only: that of the Python number.
constexpr dtype default_dtype(weak w) noexcept {
  switch (w) {
    case weak::boolean: return dtype::b1;
    case weak::integer: return dtype::i8;
    case weak::imaginary: return dtype::c16;
    default: return dtype::f8;
  }
}

}  // namespace fnp
