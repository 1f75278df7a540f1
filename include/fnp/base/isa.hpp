// The instruction sets that kernels are built for: one ascending list an architecture, chosen from at run time.
//
// The level `reference` is scalar bodies without vector code; `baseline` is what every CPU of the architecture has,
// `widest` the most that a build can hold. Code that means "every level" walks the arrays: the names of the levels
// themselves exist on their own architecture alone.
#pragma once
#include <cstdint>

namespace fnp {

#if defined(__x86_64__)
enum class isa : std::uint8_t { reference, sse2, avx2, avx512, baseline = sse2, widest = avx512 };
inline constexpr isa isa_levels[] = {isa::reference, isa::sse2, isa::avx2, isa::avx512};
inline constexpr isa vector_levels[] = {isa::sse2, isa::avx2, isa::avx512};
inline constexpr char const* isa_names[] = {"reference", "sse2", "avx2", "avx512"};  // as FNP_SIMD and reports say them
inline constexpr char const* isa_titles[] = {"reference", "SSE2", "AVX2", "AVX-512"};  // as people write them
#elif defined(__aarch64__)
enum class isa : std::uint8_t { reference, neon, baseline = neon, widest = neon };
inline constexpr isa isa_levels[] = {isa::reference, isa::neon};
inline constexpr isa vector_levels[] = {isa::neon};
inline constexpr char const* isa_names[] = {"reference", "neon"};
inline constexpr char const* isa_titles[] = {"reference", "NEON"};
#else
#error "fnp: x86-64 and AArch64 are the architectures that its bits are tested on"
#endif

inline constexpr int isa_count = sizeof(isa_levels) / sizeof(isa);

}  // namespace fnp
