// One scalar function applied to every element of an array; y == x and z == y are allowed, other overlap is not.
//
// The core is a template argument, so it is inlined and the compiler vectorises the loop whole. float32 goes through
// float64: the function's error there is far below the spacing of float32, so all but about one result in 10^9 is
// the correctly rounded one.
#ifndef FNP_KERNELS_MATH_LANE_LOOPS_HPP
#define FNP_KERNELS_MATH_LANE_LOOPS_HPP

#include <cstddef>
#include <cstdint>

#include "kernels/math/level.hpp"

// Without this promise the compiler guards the loop by an overlap test that y == x fails. clang takes it for an order
// to vectorise and warns where it may not, as at -O0 or where sqrt sets errno.
#ifdef __clang__
#pragma clang diagnostic ignored "-Wpass-failed"
#define FNP_INDEPENDENT_ITERATIONS _Pragma("clang loop vectorize(assume_safety)")
#else
#define FNP_INDEPENDENT_ITERATIONS _Pragma("GCC ivdep")
#endif

namespace fnp::FNP_LEVEL::math {

template <double (*core)(double), class T>
FNP_INLINE void elementwise(T const* x, T* y, std::ptrdiff_t n) noexcept {
  FNP_INDEPENDENT_ITERATIONS
  for (std::ptrdiff_t i = 0; i < n; ++i) y[i] = static_cast<T>(core(static_cast<double>(x[i])));
}

template <double (*core)(double, double), class T>
FNP_INLINE void elementwise(T const* x, T const* z, T* y, std::ptrdiff_t n) noexcept {
  FNP_INDEPENDENT_ITERATIONS
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    y[i] = static_cast<T>(core(static_cast<double>(x[i]), static_cast<double>(z[i])));
  }
}

// A block in L1 whose elements all lie in the ordinary part of the domain is done by a core without the selects for
// the rest of it. There both cores agree to the bit, so a result still depends on its own argument only. outside(x) is
// negative if x is not ordinary. A block is done as an ordinary one while it is searched, and once more if that was
// wrong; where y would overwrite what is needed then, the search comes first.
inline constexpr std::ptrdiff_t domain_block = 512;

template <double (*core)(double), double (*ordinary)(double), std::int64_t (*outside)(double), class T>
FNP_INLINE void elementwise_by_domain(T const* x, T* y, std::ptrdiff_t n) noexcept {
  for (std::ptrdiff_t begin = 0; begin < n; begin += domain_block) {
    std::ptrdiff_t const end = n - begin < domain_block ? n : begin + domain_block;
    std::int64_t any = 0;
    if (x == y)
      for (std::ptrdiff_t i = begin; i < end; ++i) any |= outside(static_cast<double>(x[i]));
    if (any >= 0) {
      FNP_INDEPENDENT_ITERATIONS
      for (std::ptrdiff_t i = begin; i < end; ++i) {
        double const one = static_cast<double>(x[i]);
        any |= outside(one);
        y[i] = static_cast<T>(ordinary(one));
      }
    }
    if (any < 0) elementwise<core>(x + begin, y + begin, end - begin);
  }
}

}  // namespace fnp::FNP_LEVEL::math

#endif
