// Casts between real dtypes as NumPy's unsafe cast does them on x86, without undefined behaviour.
//
// A float outside the integer's range (or NaN) converts as cvttsd2si does and C compilers build on it: int32 and
// int64 give their smallest number, uint32 the low half of the int64, the 8- and 16-bit types the low bits of the
// int32, uint64 that of x - 2^63 with the top bit flipped where x >= 2^63. Everything wraps or truncates otherwise;
// bool is x != 0.
#pragma once
#include "fnp/ops/primitives.hpp"

namespace fnp::ops {

FNP_BODIES_BEGIN

template <class I, class F> FNP_BODY I truncate_to(F x) noexcept {
  constexpr F limit = sizeof(I) == 8 ? static_cast<F>(0x1p63) : static_cast<F>(0x1p31);
  constexpr I smallest = static_cast<I>(std::make_unsigned_t<I>{1} << (8 * sizeof(I) - 1));
  bool inside = false;
  // float64 has numbers between -2^31 - 1 and -2^31, which truncate into the range.
  if constexpr (sizeof(I) == 4 && sizeof(F) == 8)
    inside = (x > static_cast<F>(-0x1.00000002p31)) & (x < limit);
  else
    inside = (x >= -limit) & (x < limit);
  F const safe = inside ? x : F{0};
  I const r = static_cast<I>(safe);
  return inside ? r : smallest;
}

// out := x in To's dtype.
template <class To, class From> FNP_BODY void convert(To& out, From const& x) noexcept {
  if constexpr (std::is_same_v<To, From>)
    out = x;
  else if constexpr (std::is_same_v<To, bool>)
    out = x != From{0};
  else if constexpr (std::is_floating_point_v<From> && std::is_integral_v<To>) {
    if constexpr (std::is_same_v<To, std::uint64_t>) {
      constexpr From half_range = static_cast<From>(0x1p63);
      bool const high = x >= half_range;
      std::int64_t const low = truncate_to<std::int64_t>(high ? x - half_range : x);
      out = static_cast<std::uint64_t>(low) ^ (high ? 0x8000000000000000u : 0u);
    } else if constexpr (sizeof(To) == 8 || std::is_same_v<To, std::uint32_t>) {
      out = static_cast<To>(truncate_to<std::int64_t>(x));
    } else {
      out = static_cast<To>(truncate_to<std::int32_t>(x));
    }
  } else
    out = static_cast<To>(x);
}

FNP_BODIES_END

}  // namespace fnp::ops
