// Index arithmetic that reports overflow instead of wrapping.
//
// Every product or sum of extents, strides and offsets goes through here. A `checked` value remembers that some
// step overflowed; the question is asked once, at the end of a computation.
#pragma once
#include <cstdint>

namespace fnp {

using index = std::int64_t;

struct checked {
  index value = 0;
  bool ok = true;

  constexpr checked() = default;
  constexpr checked(index v) noexcept : value(v) {}  // implicit: an index is a checked value that has not overflowed
  constexpr checked(index v, bool fits) noexcept : value(v), ok(fits) {}

  friend constexpr checked operator+(checked a, checked b) noexcept {
    index r = 0;
    bool const bad = __builtin_add_overflow(a.value, b.value, &r);
    return {r, a.ok && b.ok && !bad};
  }
  friend constexpr checked operator-(checked a, checked b) noexcept {
    index r = 0;
    bool const bad = __builtin_sub_overflow(a.value, b.value, &r);
    return {r, a.ok && b.ok && !bad};
  }
  friend constexpr checked operator*(checked a, checked b) noexcept {
    index r = 0;
    bool const bad = __builtin_mul_overflow(a.value, b.value, &r);
    return {r, a.ok && b.ok && !bad};
  }
  constexpr checked& operator+=(checked b) noexcept { return *this = *this + b; }
  constexpr checked& operator*=(checked b) noexcept { return *this = *this * b; }
};

}  // namespace fnp
