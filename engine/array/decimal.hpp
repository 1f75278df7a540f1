// Floating-point numbers as decimal text with NumPy's rules of digits.
//
// Digits are the shortest that give the value back in its own type; where they are more than `precision` the exact
// value is rounded to that many (to nearest, ties to even). Where a least number of digits is asked for and the
// shortest are fewer, the digits of the exact value follow, not zeros.
#pragma once
#include <string>

#include "fnp/base/dtype.hpp"

namespace fnp {

inline constexpr int unlimited = 400;  // digits after the point

// "-1.25e+00": `precision` digits after the point at most; trimmed of trailing zeros, or exactly that many.
// The point always stands. pre: x is finite, type is f2, f4 or f8.
std::string scientific(double x, dtype type, int precision, bool trim, int exponent_digits = 2);
// "-1.25", "3.": trimmed, the point always stands.
std::string positional(double x, dtype type, int precision);

}  // namespace fnp
