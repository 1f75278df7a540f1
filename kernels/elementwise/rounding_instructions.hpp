// floor, ceil and trunc by the one instruction that most levels have for them; the ops' bodies are arithmetic, for all.
//
// The instruction makes a signalling NaN a quiet one, where the bodies leave a NaN as it is. So do these.
#pragma once
#include "fnp/ops/simd.hpp"
#include "kernels/honest_flags.hpp"

namespace fnp::FNP_LEVEL {

#if defined(__AVX__) && !defined(__clang__)
inline constexpr bool rounds_in_one = true;
#else
inline constexpr bool rounds_in_one = false;
#endif

template <class Op> inline constexpr bool is_rounding = one_of<Op, ops::floor, ops::ceil, ops::trunc>;
template <class Op, class T>
inline constexpr bool has_instruction = rounds_in_one && is_rounding<Op> && one_of<T, float, double>;

// The instruction's direction: down, up, towards zero; and 8: without a flag for inexact results.
template <class Op> inline constexpr int direction = 8 | (one_of<Op, ops::floor> ? 1 : one_of<Op, ops::ceil> ? 2 : 3);

#if defined(__AVX__)
template <class Op, class T, std::size_t N>
FNP_INLINE void round_register(ops::simd<T, N>& out, ops::simd<T, N> const& x) noexcept {
  auto r = x.v;
#if defined(__AVX512F__)
  if constexpr (sizeof(T) == 4)
    asm("vrndscaleps %2, %1, %0" : "=v"(r) : "v"(x.v), "i"(direction<Op>));
  else
    asm("vrndscalepd %2, %1, %0" : "=v"(r) : "v"(x.v), "i"(direction<Op>));
#else
  if constexpr (sizeof(T) == 4)
    asm("vroundps %2, %1, %0" : "=x"(r) : "x"(x.v), "i"(direction<Op>));
  else
    asm("vroundpd %2, %1, %0" : "=x"(r) : "x"(x.v), "i"(direction<Op>));
#endif
  out.v = x.v == x.v ? r : x.v;
}
#endif

// The same for one element, in loops that the compiler turns into vectors.
template <class Op> struct rounding_of {
  FNP_INLINE static void call(float& out, float const& x) noexcept {
    float const r = one_of<Op, ops::floor>  ? __builtin_floorf(x)
                    : one_of<Op, ops::ceil> ? __builtin_ceilf(x)
                                            : __builtin_truncf(x);
    out = x == x ? r : x;
  }
  FNP_INLINE static void call(double& out, double const& x) noexcept {
    double const r = one_of<Op, ops::floor>  ? __builtin_floor(x)
                     : one_of<Op, ops::ceil> ? __builtin_ceil(x)
                                             : __builtin_trunc(x);
    out = x == x ? r : x;
  }
};

}  // namespace fnp::FNP_LEVEL
