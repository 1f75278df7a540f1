// Elements for kernel tests: random bit patterns, small numbers and adversaries; and equality of bits with NaN as a
// class.
#pragma once
#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

#include "fnp/base/dtype.hpp"

namespace fnp::samples {

template <class T> T any_of(std::mt19937_64& random) {
  std::uint64_t const r = random(), kind = r % 8, pick = (r >> 8) % 16;
  if constexpr (std::is_same_v<T, bool>)
    return r & 16;
  else if constexpr (std::is_integral_v<T>) {
    using L = std::numeric_limits<T>;
    T const edge[] = {0,
                      1,
                      2,
                      3,
                      7,
                      static_cast<T>(-1),
                      L::max(),
                      L::min(),
                      static_cast<T>(L::max() - 1),
                      static_cast<T>(L::min() + 1),
                      static_cast<T>(8 * sizeof(T)),
                      static_cast<T>(8 * sizeof(T) - 1),
                      static_cast<T>(L::max() / 2),
                      10,
                      100,
                      64};
    return kind < 3   ? static_cast<T>(random())
           : kind < 5 ? static_cast<T>(static_cast<std::int64_t>(pick) - (L::is_signed ? 8 : 0))
                      : edge[pick];
  } else if constexpr (std::is_floating_point_v<T>) {
    using L = std::numeric_limits<T>;
    T const edge[] = {
        T(0),           T(-0.0),        T(1),     T(-1),     T(0.5),   T(-2.5),         T(1.5),           L::infinity(),
        -L::infinity(), L::quiet_NaN(), L::max(), -L::max(), L::min(), L::denorm_min(), -L::denorm_min(), T(0x1p53)};
    if (kind < 2) {
      std::uint64_t const bits = random();
      T x;
      std::memcpy(&x, &bits, sizeof x);
      return std::isnan(x) ? L::quiet_NaN() : x;
    }
    return kind < 5 ? static_cast<T>(std::normal_distribution<double>(0, kind == 2 ? 30 : 2)(random)) : edge[pick];
  } else if constexpr (std::is_same_v<T, half>) {
    std::uint16_t const bits = static_cast<std::uint16_t>(random());
    bool const nan = (bits & 0x7fff) > 0x7c00;
    return kind < 4 ? half::from_bits(nan ? 0x7e00 : bits) : half(any_of<float>(random));
  } else {
    auto const re = any_of<decltype(T{}.re)>(random), im = any_of<decltype(T{}.re)>(random);
    return T(re, im);
  }
}

template <class T> std::vector<T> many(std::size_t n, std::mt19937_64& random) {
  std::vector<T> r;
  for (std::size_t i = 0; i < n; ++i) r.push_back(any_of<T>(random));
  return r;
}

template <class T> bool is_nan(T const& x) {
  if constexpr (std::is_floating_point_v<T>)
    return x != x;
  else if constexpr (std::is_same_v<T, half>)
    return (x.bits & 0x7fff) > 0x7c00;
  else
    return false;
}
template <class T> bool same_bits(T const& a, T const& b) {
  if constexpr (is_complex_v<T>)
    return same_bits(a.re, b.re) && same_bits(a.im, b.im);
  else
    return std::memcmp(&a, &b, sizeof a) == 0 || (is_nan(a) && is_nan(b));
}
inline bool same_bits(dtype d, std::byte const* a, std::byte const* b) {
  return visit_dtype(d, [&](auto zero) {
    auto x = zero, y = zero;
    std::memcpy(&x, a, sizeof x);
    std::memcpy(&y, b, sizeof y);
    return same_bits(x, y);
  });
}

// n elements of a dtype as bytes.
inline std::vector<std::byte> bytes(dtype d, std::size_t n, std::mt19937_64& random) {
  std::vector<std::byte> r(n * itemsize(d));
  visit_dtype(d, [&](auto zero) {
    for (std::size_t i = 0; i < n; ++i) {
      auto const x = any_of<decltype(zero)>(random);
      std::memcpy(r.data() + i * sizeof x, &x, sizeof x);
    }
  });
  return r;
}

}  // namespace fnp::samples
