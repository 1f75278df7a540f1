// primitives<half>: float16 operations through float32, rounded once each.
#pragma once
#include "fnp/base/half.hpp"
#include "fnp/ops/primitives.hpp"

namespace fnp::ops {

FNP_BODIES_BEGIN

template <>
struct primitives<half> {
  using F = primitives<float>;
  static constexpr bool boolean = false, integer = false, real = true;

  FNP_BODY void constant(half& out, double c) noexcept { out = half(c); }
  FNP_BODY void scale(half& out, half const& x, double p, double q) noexcept {
    out = half(float(x) * (static_cast<float>(p) / static_cast<float>(q)));
  }
  FNP_BODY void add(half& out, half const& x, half const& y) noexcept { out = half(float(x) + float(y)); }
  FNP_BODY void subtract(half& out, half const& x, half const& y) noexcept { out = half(float(x) - float(y)); }
  FNP_BODY void multiply(half& out, half const& x, half const& y) noexcept { out = half(float(x) * float(y)); }
  FNP_BODY void divide(half& out, half const& x, half const& y) noexcept { out = half(float(x) / float(y)); }
  FNP_BODY void negative(half& out, half const& x) noexcept { out.bits = static_cast<std::uint16_t>(x.bits ^ 0x8000u); }
  FNP_BODY void absolute(half& out, half const& x) noexcept { out.bits = x.bits & 0x7fffu; }
  FNP_BODY void reciprocal(half& out, half const& x) noexcept { out = half(1.0f / float(x)); }
  FNP_BODY void sign(half& out, half const& x) noexcept {
    bool nan = false;
    isnan(nan, x);
    std::uint16_t const one = static_cast<std::uint16_t>(0x3c00u | (x.bits & 0x8000u));
    out.bits = nan ? x.bits : (x.bits & 0x7fffu) == 0 ? std::uint16_t{0} : one;
  }

  // NumPy's float16 loops give a tie of zeros to the first operand.
  FNP_BODY void maximum(half& out, half const& x, half const& y) noexcept {
    float const a = x, b = y;
    out.bits = ((a >= b) | (a != a)) ? x.bits : y.bits;
  }
  FNP_BODY void minimum(half& out, half const& x, half const& y) noexcept {
    float const a = x, b = y;
    out.bits = ((a <= b) | (a != a)) ? x.bits : y.bits;
  }
  FNP_BODY void fmax(half& out, half const& x, half const& y) noexcept {
    float const a = x, b = y;
    out.bits = ((a >= b) | (b != b)) ? x.bits : y.bits;
  }
  FNP_BODY void fmin(half& out, half const& x, half const& y) noexcept {
    float const a = x, b = y;
    out.bits = ((a <= b) | (b != b)) ? x.bits : y.bits;
  }

  FNP_BODY void equal(bool& out, half const& x, half const& y) noexcept { out = float(x) == float(y); }
  FNP_BODY void not_equal(bool& out, half const& x, half const& y) noexcept { out = float(x) != float(y); }
  FNP_BODY void less(bool& out, half const& x, half const& y) noexcept { out = float(x) < float(y); }
  FNP_BODY void less_equal(bool& out, half const& x, half const& y) noexcept { out = float(x) <= float(y); }
  FNP_BODY void nonzero(bool& out, half const& x) noexcept { out = (x.bits & 0x7fffu) != 0; }
  FNP_BODY void select(half& out, bool const& mask, half const& x, half const& y) noexcept {
    out.bits = mask ? x.bits : y.bits;
  }

  FNP_BODY void sqrt(half& out, half const& x) noexcept { out = half(__builtin_sqrtf(float(x))); }
  FNP_BODY void rint(half& out, half const& x) noexcept { through<&F::rint>(out, x); }
  FNP_BODY void floor(half& out, half const& x) noexcept { through<&F::floor>(out, x); }
  FNP_BODY void ceil(half& out, half const& x) noexcept { through<&F::ceil>(out, x); }
  FNP_BODY void trunc(half& out, half const& x) noexcept { through<&F::trunc>(out, x); }
  FNP_BODY void copysign(half& out, half const& x, half const& y) noexcept {
    out.bits = static_cast<std::uint16_t>((x.bits & 0x7fffu) | (y.bits & 0x8000u));
  }
  FNP_BODY void isnan(bool& out, half const& x) noexcept { out = (x.bits & 0x7fffu) > 0x7c00u; }
  FNP_BODY void isinf(bool& out, half const& x) noexcept { out = (x.bits & 0x7fffu) == 0x7c00u; }
  FNP_BODY void isfinite(bool& out, half const& x) noexcept { out = (x.bits & 0x7fffu) < 0x7c00u; }
  FNP_BODY void signbit(bool& out, half const& x) noexcept { out = (x.bits & 0x8000u) != 0; }

 private:
  template <auto Function>
  FNP_BODY void through(half& out, half const& x) noexcept {
    float r = 0;
    Function(r, float(x));
    out = half(r);
  }
};

FNP_BODIES_END

}  // namespace fnp::ops
