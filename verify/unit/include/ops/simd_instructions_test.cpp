// The named instructions against the scalar bodies, in registers of every width that this machine has.
#include "fnp/ops/simd_instructions.hpp"

#include <boost/test/unit_test.hpp>

#include "fnp/expr/targets.hpp"
#include "fnp/ops/all.hpp"
#include "verify/unit/kernels/samples.hpp"

namespace fnp::ops {
namespace {

#if defined(__x86_64__) && !defined(__clang__)

template <class T, std::size_t N> struct results {
  T greater[N], smaller[N];
  std::int32_t truncated[N];
};
template <class T, std::size_t N> FNP_BODY void compute(results<T, N>& out, T const* x, T const* y) noexcept {
  using V = simd<T, N>;
  V a, b, r;
  V::load(a, x);
  V::load(b, y);
  greater_lanes<T>(r.v, a.v, b.v);
  V::store(out.greater, r);
  smaller_lanes<T>(r.v, a.v, b.v);
  V::store(out.smaller, r);
  if constexpr (truncates_to_int32<T, typename V::vector>) {
    simd<std::int32_t, N> whole;
    truncate_to_int32(whole.v, a.v);
    simd<std::int32_t, N>::store(out.truncated, whole);
  }
}
template <class T> FNP_FOR_AVX2 void in_32_bytes(results<T, 32 / sizeof(T)>& out, T const* x, T const* y) noexcept {
  compute(out, x, y);
}
template <class T> FNP_FOR_AVX512 void in_64_bytes(results<T, 64 / sizeof(T)>& out, T const* x, T const* y) noexcept {
  compute(out, x, y);
}

template <class T, std::size_t N>
void compare(void (*run)(results<T, N>&, T const*, T const*) noexcept, std::mt19937_64& random) {
  std::size_t different = 0;
  for (int round = 0; round < 2000; ++round) {
    std::vector<T> const x = samples::many<T>(N, random), y = samples::many<T>(N, random);
    results<T, N> got;
    run(got, x.data(), y.data());
    for (std::size_t i = 0; i < N; ++i) {
      T most{}, least{};
      primitives<T>::maximum(most, x[i], y[i]);
      primitives<T>::minimum(least, x[i], y[i]);
      different += __builtin_memcmp(&got.greater[i], &most, sizeof(T)) != 0;
      different += __builtin_memcmp(&got.smaller[i], &least, sizeof(T)) != 0;
      if constexpr (sizeof(T) == 4) {
        std::int32_t whole{};
        convert(whole, x[i]);
        different += got.truncated[i] != whole;
      }
    }
  }
  BOOST_TEST(different == 0u);
}

BOOST_AUTO_TEST_SUITE(ops_simd_instructions)

BOOST_AUTO_TEST_CASE(extremes_and_truncation_have_the_bits_of_the_scalar_bodies) {
  std::mt19937_64 random(31);
  if (__builtin_cpu_supports("avx2")) {
    compare<float, 8>(in_32_bytes<float>, random);
    compare<double, 4>(in_32_bytes<double>, random);
  }
  if (__builtin_cpu_supports("avx512dq")) {
    compare<float, 16>(in_64_bytes<float>, random);
    compare<double, 8>(in_64_bytes<double>, random);
  }
}

BOOST_AUTO_TEST_SUITE_END()

#endif

}  // namespace
}  // namespace fnp::ops
