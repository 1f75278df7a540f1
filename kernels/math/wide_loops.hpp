// A function of whole registers applied to every element of an array; y == x and z == y are allowed, other overlap not.
//
// A Function has ordinary(rare, x...) for most arguments, which leaves `rare` negative where they are none of those,
// and whole(x...) for all. Where both hold they agree to the bit: so a result depends on its own arguments only, and a
// register without rare arguments costs one test. Without ordinary(), whole() is all there is. The last, shorter
// register is filled up by ones.
#ifndef FNP_KERNELS_MATH_WIDE_LOOPS_HPP
#define FNP_KERNELS_MATH_WIDE_LOOPS_HPP

#include "kernels/math/wide.hpp"

namespace fnp::FNP_LEVEL::math {

// How a register of numbers is fetched from and put into an array of T; `some`: the first n < lanes of them.
template <class T>
struct register_of;

template <class T, class V>
struct plain_register {
  static constexpr std::ptrdiff_t lanes = sizeof(V) / sizeof(T);
  FNP_INLINE static V load(T const* p) {
    V v;
    std::memcpy(&v, p, sizeof v);
    return v;
  }
  FNP_INLINE static void store(T* p, V v) { std::memcpy(p, &v, sizeof v); }
  FNP_INLINE static V load_some(T const* p, std::ptrdiff_t n) {
    T a[lanes];
    for (std::ptrdiff_t i = 0; i < lanes; ++i) a[i] = i < n ? p[i] : T{1};
    return load(a);
  }
  FNP_INLINE static void store_some(T* p, V v, std::ptrdiff_t n) {
    T a[lanes];
    store(a, v);
    for (std::ptrdiff_t i = 0; i < n; ++i) p[i] = a[i];
  }
};

#if FNP_WIDE_BYTES == 64
template <>
struct register_of<double> : plain_register<double, doubles> {
  FNP_INLINE static doubles load_some(double const* p, std::ptrdiff_t n) {
    return (doubles)_mm512_mask_loadu_pd((__m512d)every(1.0), static_cast<__mmask8>((1u << n) - 1), p);
  }
  FNP_INLINE static void store_some(double* p, doubles v, std::ptrdiff_t n) {
    _mm512_mask_storeu_pd(p, static_cast<__mmask8>((1u << n) - 1), (__m512d)v);
  }
};
template <>
struct register_of<float> : plain_register<float, floats> {
  FNP_INLINE static floats load_some(float const* p, std::ptrdiff_t n) {
    return (floats)_mm512_mask_loadu_ps((__m512)every(1.0f), static_cast<__mmask16>((1u << n) - 1), p);
  }
  FNP_INLINE static void store_some(float* p, floats v, std::ptrdiff_t n) {
    _mm512_mask_storeu_ps(p, static_cast<__mmask16>((1u << n) - 1), (__m512)v);
  }
};
#else
template <>
struct register_of<double> : plain_register<double, doubles> {};
template <>
struct register_of<float> : plain_register<float, floats> {};
#endif

// float32 in memory, float64 in the register.
struct widened_floats {
  static constexpr std::ptrdiff_t lanes = double_lanes;
  FNP_INLINE static doubles load(float const* p) {
#if FNP_WIDE_BYTES == 64
    return (doubles)_mm512_maskz_cvtps_pd(0xff, _mm256_loadu_ps(p));
#elif FNP_WIDE_BYTES == 32
    return (doubles)_mm256_cvtps_pd(_mm_loadu_ps(p));
#else
    return static_cast<double>(*p);
#endif
  }
  FNP_INLINE static void store(float* p, doubles v) {
#if FNP_WIDE_BYTES == 64
    _mm256_storeu_ps(p, _mm512_maskz_cvtpd_ps(0xff, (__m512d)v));
#elif FNP_WIDE_BYTES == 32
    _mm_storeu_ps(p, _mm256_cvtpd_ps((__m256d)v));
#else
    *p = static_cast<float>(v);
#endif
  }
  FNP_INLINE static doubles load_some(float const* p, std::ptrdiff_t n) {
    float a[lanes];
    for (std::ptrdiff_t i = 0; i < lanes; ++i) a[i] = i < n ? p[i] : 1.0f;
    return load(a);
  }
  FNP_INLINE static void store_some(float* p, doubles v, std::ptrdiff_t n) {
    float a[lanes];
    store(a, v);
    for (std::ptrdiff_t i = 0; i < n; ++i) p[i] = a[i];
  }
};

template <class Function, class... V>
FNP_INLINE auto whole_if_rare(V... x) {
  if constexpr (requires(decltype((bits_of(x), ...)) & rare) { Function::ordinary(rare, x...); }) {
    auto rare = (bits_of(x), ...);
    auto y = Function::ordinary(rare, x...);
    if (any_negative(rare)) [[unlikely]]
      y = Function::whole(x...);
    return y;
  } else
    return Function::whole(x...);
}

template <class Function, class Register, class T, class... X>
FNP_INLINE void each_register(T* y, std::ptrdiff_t n, X const*... x) noexcept {
  std::ptrdiff_t i = 0;
  for (; i + Register::lanes <= n; i += Register::lanes)
    Register::store(y + i, whole_if_rare<Function>(Register::load(x + i)...));
  if (i < n) Register::store_some(y + i, whole_if_rare<Function>(Register::load_some(x + i, n - i)...), n - i);
}

// The same for a Function whose ordinary(rare, x...) is second(first(rare, x...)): the second stage of a register runs
// beside the first stage of the next. A processor that sees only the next few hundred instructions finds more to do.
template <class Function, class Register, class T, class V, class... X>
FNP_INLINE void put_second_stage(V between, auto rare, T* y, X const*... x) noexcept {
  auto result = Function::second(between);
  if (any_negative(rare)) [[unlikely]]
    result = Function::whole(Register::load(x)...);
  Register::store(y, result);
}
template <class Function, class Register, class T, class... X>
FNP_INLINE void each_register_by_stages(T* y, std::ptrdiff_t n, X const*... x) noexcept {
  constexpr std::ptrdiff_t lanes = Register::lanes;
  std::ptrdiff_t i = 0;
  if (n >= lanes) {
    auto rare = (bits_of(Register::load(x)), ...);
    auto between = Function::first(rare, Register::load(x)...);
    for (; i + 2 * lanes <= n; i += lanes) {
      auto next_rare = rare;
      auto const next = Function::first(next_rare, Register::load(x + i + lanes)...);
      put_second_stage<Function, Register>(between, rare, y + i, x + i...);
      between = next;
      rare = next_rare;
    }
    put_second_stage<Function, Register>(between, rare, y + i, x + i...);
    i += lanes;
  }
  if (i < n) Register::store_some(y + i, whole_if_rare<Function>(Register::load_some(x + i, n - i)...), n - i);
}

// The same up to the first register that holds a rare argument or would not be full; yields where that begins.
template <class Function, class Register, class T, class... X>
FNP_INLINE std::ptrdiff_t ordinary_registers_by_stages(T* y, std::ptrdiff_t n, X const*... x) noexcept {
  constexpr std::ptrdiff_t lanes = Register::lanes;
  if (n < lanes) return 0;
  auto rare = (bits_of(Register::load(x)), ...);
  auto between = Function::first(rare, Register::load(x)...);
  std::ptrdiff_t i = 0;
  for (; i + 2 * lanes <= n; i += lanes) {
    auto next_rare = rare;
    auto const next = Function::first(next_rare, Register::load(x + i + lanes)...);
    auto const result = Function::second(between);
    if (any_negative(rare)) [[unlikely]]
      return i;
    Register::store(y + i, result);
    between = next;
    rare = next_rare;
  }
  if (any_negative(rare)) return i;
  Register::store(y + i, Function::second(between));
  return i + lanes;
}

}  // namespace fnp::FNP_LEVEL::math

#endif
