// Questions about dtypes: limits, kinds, common types; all but the text forms are compile-time functions.
//
// finfo<float>() and finfo(dtype::f4) give numpy.finfo, iinfo numpy.iinfo; issubdtype walks NumPy's tree of abstract
// types; result_type is n-ary, which is no left fold: floats meet first, then integers meet them one by one.
#pragma once
#include <array>
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

#include "fnp/base/error.hpp"
#include "fnp/base/maybe.hpp"
#include "fnp/base/promotion.hpp"
#include "fnp/base/scalar.hpp"
#include "fnp/base/sequence.hpp"

namespace fnp {

// --- attributes of a dtype -------------------------------------------------------------------------------------------

constexpr std::size_t alignment(dtype d) noexcept { return kind(d) == 'c' ? itemsize(d) / 2 : itemsize(d); }
constexpr char byteorder(dtype d) noexcept { return itemsize(d) == 1 ? '|' : '='; }
constexpr char type_char(dtype d) noexcept { return std::string_view("?bhilBHILefdFD")[static_cast<std::size_t>(d)]; }
// NumPy's type number.
constexpr int type_number(dtype d) noexcept {
  constexpr std::array<std::uint8_t, dtype_count> numbers{0, 1, 3, 5, 7, 2, 4, 6, 8, 23, 11, 12, 14, 15};
  return numbers[static_cast<std::size_t>(d)];
}

// A dtype of fnp is one plain number in this machine's byte order: what NumPy asks of records and the like has one
// answer.
constexpr dtype base(dtype d) noexcept { return d; }
constexpr bool isnative(dtype) noexcept { return true; }
constexpr int isbuiltin(dtype) noexcept { return 1; }
constexpr bool hasobject(dtype) noexcept { return false; }
constexpr bool isalignedstruct(dtype) noexcept { return false; }
constexpr int flags(dtype) noexcept { return 0; }
constexpr std::size_t ndim(dtype) noexcept { return 0; }
inline extents shape(dtype) noexcept { return {}; }
constexpr none_t names(dtype) noexcept { return none; }  // no fields,
constexpr none_t fields(dtype) noexcept { return none; }
constexpr none_t subdtype(dtype) noexcept { return none; }  // no array of another dtype
// numpy.dtype.newbyteorder, by the first letter of the order: S (swapped), '<' or L, '>' or B, '=' or N, '|' or I (as
// it is). Dtypes of one byte have no order. Errors: bad_argument for another letter, and where the answer is a swapped
// dtype.
constexpr dtype newbyteorder(dtype d, char order = 'S') {
  constexpr bool little = std::endian::native == std::endian::little;
  constexpr std::string_view native = little ? "=NnIi|<Ll" : "=NnIi|>Bb", swapped = little ? "Ss>Bb" : "Ss<Ll";
  if (native.find(order) != native.npos || (swapped.find(order) != swapped.npos && itemsize(d) == 1)) return d;
  if (swapped.find(order) == swapped.npos)
    fail(error_code::bad_argument, "byteorder not recognized (got '" + std::string(1, order) + "')");
  fail(error_code::bad_argument,
       std::string(name(d)) + " in the order '" + order + "': no dtype of fnp has its bytes swapped");
}
inline constexpr bool little_endian = std::endian::native == std::endian::little;

// --- limits ----------------------------------------------------------------------------------------------------------

// numpy.finfo of a real float, or of the parts of a complex one. Values are exact as float64.
struct float_limits {
  fnp::dtype dtype;
  int bits, nmant, nexp, iexp, maxexp, minexp, machep, negep, precision;
  double eps, epsneg, max, min, tiny, smallest_normal, smallest_subnormal;
  double resolution;  // in the dtype: rounded to it
};

namespace typed {
constexpr double power_of_two(int n) noexcept {
  double r = 1;
  for (; n > 0; --n) r *= 2;
  for (; n < 0; ++n) r /= 2;
  return r;
}
}  // namespace typed

constexpr float_limits finfo(dtype d) {
  if (d == dtype::c8) d = dtype::f4;
  if (d == dtype::c16) d = dtype::f8;
  if (kind(d) != 'f') fail(error_code::bad_argument, "data type " + std::string(name(d)) + " not inexact");
  int const digits = d == dtype::f2   ? 10
                     : d == dtype::f4 ? 23
                                      : 52,
            exponents = d == dtype::f2   ? 5
                        : d == dtype::f4 ? 8
                                         : 11;
  int const bias = (1 << (exponents - 1)) - 1;
  double const eps = typed::power_of_two(-digits), normal = typed::power_of_two(1 - bias);
  double const largest = (2 - eps) * typed::power_of_two(bias);
  return {d, static_cast<int>(8 * itemsize(d)), digits, exponents, exponents, bias + 1, 1 - bias, -digits, -digits - 1,
          d == dtype::f2 ? 3 : d == dtype::f4 ? 6 : 15, eps, eps / 2, largest, -largest, normal, normal, normal * eps,
          d == dtype::f2 ? 1e-3 : d == dtype::f4 ? 1e-6 : 1e-15};
}
template <class T> constexpr float_limits finfo() { return finfo(dtype_of<T>()); }

// numpy.iinfo.
struct integer_limits {
  fnp::dtype dtype;
  int bits;
  char kind;
  std::int64_t min;
  std::uint64_t max;
};
constexpr integer_limits iinfo(dtype d) {
  if (!is_integer(d)) fail(error_code::bad_argument, "Invalid integer data type '" + std::string(1, kind(d)) + "'.");
  int const bits = static_cast<int>(8 * itemsize(d));
  bool const has_sign = kind(d) == 'i';
  std::uint64_t const max = (~std::uint64_t{0} >> (64 - bits)) >> has_sign;
  return {d, bits, kind(d), has_sign ? -static_cast<std::int64_t>(max) - 1 : 0, max};
}
template <class T> constexpr integer_limits iinfo() { return iinfo(dtype_of<T>()); }

// --- kinds -----------------------------------------------------------------------------------------------------------

// NumPy's abstract scalar types.
enum class abstract_type : std::uint8_t {
  generic, number, integer, signedinteger, unsignedinteger, inexact, floating, complexfloating
};
constexpr bool issubdtype(dtype d, abstract_type t) noexcept {
  char const k = kind(d);
  switch (t) {
    case abstract_type::generic: return true;
    case abstract_type::number: return k != 'b';
    case abstract_type::integer: return k == 'i' || k == 'u';
    case abstract_type::signedinteger: return k == 'i';
    case abstract_type::unsignedinteger: return k == 'u';
    case abstract_type::inexact: return k == 'f' || k == 'c';
    case abstract_type::floating: return k == 'f';
    case abstract_type::complexfloating: return k == 'c';
  }
  return false;
}
constexpr bool issubdtype(dtype d, dtype t) noexcept { return d == t; }

// numpy.isdtype for a kind's name: "bool", "integral", "real floating", ... Throws bad_argument for another.
constexpr bool isdtype(dtype d, std::string_view kind_name) {
  char const k = kind(d);
  if (kind_name == "bool") return k == 'b';
  if (kind_name == "signed integer") return k == 'i';
  if (kind_name == "unsigned integer") return k == 'u';
  if (kind_name == "integral") return is_integer(d);
  if (kind_name == "real floating") return k == 'f';
  if (kind_name == "complex floating") return k == 'c';
  if (kind_name == "numeric") return k != 'b';
  fail(error_code::bad_argument,
       "kind argument is a string, but '" + std::string(kind_name) + "' is not a known kind name.");
}
constexpr bool isdtype(dtype d, dtype t) noexcept { return d == t; }

// --- common types ----------------------------------------------------------------------------------------------------

constexpr dtype promote_types(dtype a, dtype b) noexcept { return promote(a, b); }

// numpy.result_type of at least one dtype, and of the widest weak scalar beside them. Throws zero_argument.
constexpr dtype result_type(sequence<dtype const> types, weak scalars = weak::strong) {
  if (types.empty()) {
    if (scalars == weak::strong) fail(error_code::zero_argument, "at least one array or dtype is required");
    return default_dtype(scalars);
  }
  dtype r{};
  bool any = false;
  auto const meet = [&](auto belongs, bool one_by_one) {
    dtype group{};
    bool found = false;
    for (dtype const d : types) {
      if (!belongs(kind(d))) continue;
      if (one_by_one && any) r = promote(r, d);
      group = found ? promote(group, d) : d;
      found = true;
    }
    if (found && !(one_by_one && any)) r = any ? promote(r, group) : group;
    any = any || found;
  };
  meet([](char k) { return k == 'c'; }, false);
  meet([](char k) { return k == 'f'; }, false);
  meet([](char k) { return k == 'i' || k == 'u'; }, true);
  meet([](char k) { return k == 'b'; }, false);
  return promote_weak(scalars, r);
}

// numpy.common_type: the inexact dtype that holds all; integers count as float64. Throws no_promotion for bool.
constexpr dtype common_type(sequence<dtype const> types) {
  dtype widest = dtype::f2;
  bool complex = false;
  for (dtype const d : types) {
    if (d == dtype::b1) fail(error_code::no_promotion, "can't get common type for non-numeric array of dtype bool");
    dtype const real = is_integer(d) || d == dtype::c16 ? dtype::f8 : d == dtype::c8 ? dtype::f4 : d;
    widest = real > widest ? real : widest;
    complex = complex || kind(d) == 'c';
  }
  if (!complex) return widest;
  return widest == dtype::f8 ? dtype::c16 : dtype::c8;
}

// numpy.min_scalar_type: the smallest dtype of its kind that holds the value; a weak integer is given as int64 or
// uint64.
FNP_EXPORT dtype min_scalar_type(scalar const&) noexcept;

}  // namespace fnp
