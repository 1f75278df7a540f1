// NumPy's constants, as double.
#pragma once
#include <limits>

namespace fnp {

inline constexpr double e = 2.718281828459045235360287471352662498, pi = 3.141592653589793238462643383279502884,
                        euler_gamma = 0.577215664901532860606512090082402431,
                        inf = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();

}  // namespace fnp
