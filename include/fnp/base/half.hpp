// float16: storage, and conversion to and from float32 and float64 with one rounding (to nearest, ties to even).
//
// Arithmetic on float16 runs in float32 and rounds once per operation, as NumPy's does.
#pragma once
#include <bit>
#include <cstdint>

namespace fnp {

// The float32 value of a binary16 pattern; exact. Branch-free so that loops of it vectorise.
[[gnu::always_inline]] constexpr inline float half_to_float(std::uint16_t bits) noexcept {
  std::uint32_t const sign = static_cast<std::uint32_t>(bits & 0x8000u) << 16;
  std::uint32_t const rest = static_cast<std::uint32_t>(bits & 0x7fffu) << 13;
  // Rebias by a multiplication with 2^112, which also normalises subnormals.
  float const scaled = std::bit_cast<float>(rest) * std::bit_cast<float>(0x77800000u);
  std::uint32_t const finite = std::bit_cast<std::uint32_t>(scaled);
  std::uint32_t const special = rest | 0x7f800000u;
  return std::bit_cast<float>(sign | (rest >= 0x0f800000u ? special : finite));
}

// The binary16 pattern nearest to x, ties to even; overflow gives infinity, NaN stays NaN.
[[gnu::always_inline]] constexpr inline std::uint16_t float_to_half(float x) noexcept {
  std::uint32_t const all = std::bit_cast<std::uint32_t>(x);
  std::uint32_t const sign = (all >> 16) & 0x8000u;
  std::uint32_t const magnitude = all & 0x7fffffffu;
  // Normal results: add half an ulp (less one, plus the lowest kept bit) and rebias.
  std::uint32_t const odd = (magnitude >> 13) & 1u;
  std::uint32_t const normal = (magnitude - 0x38000000u + 0xfffu + odd) >> 13;
  // Subnormal results: adding 0.5 aligns the significand so that the hardware rounds it.
  float const aligned = std::bit_cast<float>(magnitude < 0x38800000u ? magnitude : 0u) + 0.5f;
  std::uint32_t const subnormal = std::bit_cast<std::uint32_t>(aligned) - 0x3f000000u;
  std::uint32_t const nan = 0x7e00u | ((magnitude >> 13) & 0x1ffu);
  std::uint32_t r = magnitude < 0x38800000u ? subnormal : normal;
  r = magnitude >= 0x477ff000u ? 0x7c00u : r;
  r = magnitude > 0x7f800000u ? nan : r;
  return static_cast<std::uint16_t>(sign | r);
}

// As above from float64, with a single rounding: the float32 in between is rounded to odd.
[[gnu::always_inline]] constexpr inline std::uint16_t double_to_half(double x) noexcept {
  float const near = static_cast<float>(x);
  std::uint32_t bits = std::bit_cast<std::uint32_t>(near);
  bool const finite = (bits & 0x7f800000u) != 0x7f800000u;
  double const back = static_cast<double>(near);
  bool const inexact = finite && back != x;
  bool const away = (x < 0 ? -back : back) > (x < 0 ? -x : x);
  std::uint32_t const truncated = inexact && away ? bits - 1 : bits;
  bits = inexact ? truncated | 1u : bits;
  return float_to_half(std::bit_cast<float>(bits));
}

struct half {
  std::uint16_t bits = 0;

  constexpr half() = default;
  constexpr half(float x) noexcept : bits(float_to_half(x)) {}
  constexpr half(double x) noexcept : bits(double_to_half(x)) {}
  constexpr half(int x) noexcept : bits(double_to_half(x)) {}
  constexpr operator float() const noexcept { return half_to_float(bits); }
  static constexpr half from_bits(std::uint16_t b) noexcept {
    half h;
    h.bits = b;
    return h;
  }
};

}  // namespace fnp
