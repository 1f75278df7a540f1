// Products of complex numbers: many at once down columns, one after the other along a run.
//
//   (a + b i) (c + d i) = (a c + b (-d)) + (b c + a d) i
//
// In a register the parts lie side by side: x times the real parts of y, plus x with its parts exchanged times the
// imaginary parts, of which every first one has its sign flipped. As a sum of two products each part is rounded as by
// the definition; the sign is flipped off the chain of results, whose next step then waits for one multiplication and
// one addition.
#pragma once
#include <cstring>
#include <utility>

#include "fnp/base/cache_lines.hpp"
#include "kernels/loops.hpp"
#include "kernels/stage/registers.hpp"

namespace fnp::FNP_LEVEL {

template <class C> struct complex_products {
  using part = decltype(C{}.re);
  using bits = std::conditional_t<sizeof(part) == 8, std::uint64_t, std::uint32_t>;
  static constexpr bits sign = bits{1} << (8 * sizeof(part) - 1);
  static constexpr std::size_t lanes = register_bytes / sizeof(part);
  static constexpr std::ptrdiff_t width = lanes / 2;  // numbers in a register
  typedef part vector __attribute__((vector_size(register_bytes)));
  typedef bits pattern __attribute__((vector_size(register_bytes)));

  FNP_INLINE static part flipped(part x) noexcept {
    return __builtin_bit_cast(part, static_cast<bits>(__builtin_bit_cast(bits, x) ^ sign));
  }
  // As four scalar products: g++ would put both parts into one register, whose shuffles lie on the chain.
  FNP_INLINE static void apart([[maybe_unused]] part& x) noexcept {
#if defined(__x86_64__)
    asm("" : "+x"(x));
#endif
  }
  FNP_INLINE static void chain(C& s, C const& y) noexcept {
    part first = s.re * y.re, second = s.im * flipped(y.im), third = s.im * y.re;
    apart(first);
    apart(second);
    apart(third);
    s = C(first + second, third + s.re * y.im);
  }

  template <std::size_t... L>
  FNP_INLINE static void multiply(vector& x, vector const& y, pattern const& signs,
                                  std::index_sequence<L...>) noexcept {
    vector const re = __builtin_shufflevector(y, y, static_cast<int>(L & ~std::size_t{1})...);
    vector const im = vector(pattern(__builtin_shufflevector(y, y, static_cast<int>(L | 1)...)) ^ signs);
    vector const turned = __builtin_shufflevector(x, x, static_cast<int>(L ^ 1)...);
    x = x * re + turned * im;
  }
  // Rows, while results stay in registers. So many instructions a vector leave no room to foresee what memory brings.
  template <int Rows>
  FNP_INLINE static void multiply_rows(C* s, std::byte const* x, std::ptrdiff_t stride, std::ptrdiff_t n,
                                       pattern const& signs) noexcept {
    constexpr std::ptrdiff_t ahead = 2048;
    for (std::ptrdiff_t i = 0; i < n; i += width) {
      vector v, y;
      std::memcpy(&v, static_cast<void const*>(s + i), sizeof v);
#pragma GCC unroll 4
      for (int k = 0; k < Rows; ++k) {
        std::byte const* const at = x + k * stride + i * static_cast<std::ptrdiff_t>(sizeof(C));
        expect_line(at, ahead);
        std::memcpy(&y, at, sizeof y);
        multiply(v, y, signs, std::make_index_sequence<lanes>{});
      }
      std::memcpy(static_cast<void*>(s + i), &v, sizeof v);
    }
  }
  // s[i] = s[i] times column i of every row, for the first so many columns as it returns.
  static std::ptrdiff_t rows(C* s, std::byte const* x, std::ptrdiff_t rows, std::ptrdiff_t stride,
                             std::ptrdiff_t n) noexcept {
    pattern signs{};
    for (std::size_t k = 0; k < lanes; k += 2) signs[k] = sign;
    std::ptrdiff_t const whole = n - n % width;
    for (std::ptrdiff_t r = 0; r < rows; r += 4) {
      std::byte const* const row = x + r * stride;
      if (rows - r >= 4)
        multiply_rows<4>(s, row, stride, whole, signs);
      else if (rows - r == 3)
        multiply_rows<3>(s, row, stride, whole, signs);
      else if (rows - r == 2)
        multiply_rows<2>(s, row, stride, whole, signs);
      else
        multiply_rows<1>(s, row, stride, whole, signs);
    }
    return whole;
  }
};

}  // namespace fnp::FNP_LEVEL
