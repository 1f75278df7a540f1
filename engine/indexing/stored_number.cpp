// Python numbers as elements: what a[...] = 3 stores.
#include <cmath>
#include <string>

#include "fnp/base/error.hpp"
#include "fnp/lookup.hpp"
#include "fnp/ndarray.hpp"

namespace fnp::lookup {
namespace {

bool fits(scalar const& x, dtype to) {
  scalar const there = x.astype(to);
  return there == x;  // compared as numbers, exactly
}

}  // namespace

array_handle stored_number(scalar const& x, dtype to) {
  char const given = kind(x.dtype());
  if (given == 'c' && kind(to) != 'c' && kind(to) != 'b')
    fail_as("TypeError", error_code::bad_argument,
            std::string(is_integer(to) ? "int()" : "float()") +
                " argument must be a real number, not 'complex': the array is of dtype " + std::string(name(to)));
  if (is_integer(to) && given == 'f') {  // int(x), then its range
    double const v = x.as<double>();
    if (std::isnan(v)) fail(error_code::bad_argument, "cannot convert float NaN to integer");
    if (std::isinf(v)) fail_as("OverflowError", error_code::bad_argument, "cannot convert float infinity to integer");
    double const whole = std::trunc(v);
    if (whole >= 0x1p64 || whole < -0x1p63)
      fail(error_code::python_int_overflow, "Python int too large to convert to C long: " + std::to_string(v));
    return whole < 0x1p63 ? stored_number(static_cast<index>(whole), to)
                          : stored_number(static_cast<std::uint64_t>(whole), to);
  }
  if (is_integer(to) && (given == 'i' || given == 'u') && !fits(x, to))
    fail(error_code::python_int_overflow,
         "Python integer " + (given == 'u' ? std::to_string(x.as<std::uint64_t>()) : std::to_string(x.as<index>())) +
             " out of bounds for " + std::string(name(to)));
  return views::of_scalar(x.astype(to));
}

}  // namespace fnp::lookup
