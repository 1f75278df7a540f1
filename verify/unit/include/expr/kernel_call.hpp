// The compiled kernel of an expression called as the engine calls it, at every level, on blocks of many lengths.
#pragma once
#include <cstdint>
#include <vector>

#include "fnp/fnp.hpp"

namespace kernel_call {

using fnp::isa;

template <class E> void call_kernel(E const&, isa level, struct fnp::block const& b) {
  fnp::engine::region const& r = fnp::typed::program_for<E>().regions[0];
  r.kernels[static_cast<int>(level)](b, r.loops);
}

template <class T> std::vector<T> values(std::ptrdiff_t n, double from, double step) {
  std::vector<T> v(static_cast<std::size_t>(n));
  for (std::size_t i = 0; i < v.size(); ++i) v[i] = static_cast<T>(from + step * static_cast<double>(i));
  return v;
}

inline bool runs_here(isa level) {
#if defined(__x86_64__)
  if (level == isa::avx512)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
  if (level == isa::avx2) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
  return level >= isa::baseline;
}

template <class F> void for_each_case(F f) {
  for (isa const level : fnp::vector_levels)
    if (runs_here(level))
      for (std::ptrdiff_t const count :
           {0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 130, 511, 512, 513, 1030})
        for (std::ptrdiff_t const rows : {1, 3}) f(level, rows, count);
}

}  // namespace kernel_call
