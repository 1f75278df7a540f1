// Bitwise ops on integers and bool.
#pragma once
#include "fnp/ops/op.hpp"
#include "fnp/ops/primitives.hpp"

namespace fnp::ops {

FNP_BODIES_BEGIN

struct bitwise_and : inlined<2> {
  static constexpr std::string_view name = "bitwise_and", doc = "x & y";
  static constexpr dtype_set types = booleans | integers;
  template <class V> FNP_BODY void body(V& out, V const& x, V const& y) noexcept { primitives<V>::bit_and(out, x, y); }
};

struct bitwise_or : inlined<2> {
  static constexpr std::string_view name = "bitwise_or", doc = "x | y";
  static constexpr dtype_set types = booleans | integers;
  template <class V> FNP_BODY void body(V& out, V const& x, V const& y) noexcept { primitives<V>::bit_or(out, x, y); }
};

struct bitwise_xor : inlined<2> {
  static constexpr std::string_view name = "bitwise_xor", doc = "x ^ y";
  static constexpr dtype_set types = booleans | integers;
  template <class V> FNP_BODY void body(V& out, V const& x, V const& y) noexcept { primitives<V>::bit_xor(out, x, y); }
};

struct invert : inlined<1> {
  static constexpr std::string_view name = "invert", doc = "~x; bool: not";
  static constexpr dtype_set types = booleans | integers;
  template <class V> FNP_BODY void body(V& out, V const& x) noexcept { primitives<V>::bit_not(out, x); }
};

struct left_shift : inlined<2> {
  static constexpr std::string_view name = "left_shift", doc = "x << y; 0 where y is negative or not below the width";
  static constexpr dtype_set types = integers;
  template <class V> FNP_BODY void body(V& out, V const& x, V const& y) noexcept {
    primitives<V>::shift_left(out, x, y);
  }
};

struct right_shift : inlined<2> {
  static constexpr std::string_view name = "right_shift",
                                    doc = "x >> y; the sign alone where y is negative or not below the width";
  static constexpr dtype_set types = integers;
  template <class V> FNP_BODY void body(V& out, V const& x, V const& y) noexcept {
    primitives<V>::shift_right(out, x, y);
  }
};

struct bitwise_count : elementwise<1> {
  static constexpr std::string_view name = "bitwise_count", doc = "number of one bits in |x|";
  static constexpr dtype_set types = integers;
  static constexpr dtype result(dtype) noexcept { return dtype::u1; }
};

FNP_BODIES_END

}  // namespace fnp::ops
