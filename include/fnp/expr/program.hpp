// The constant program of a structure: its code, its regions, and their kernels for every instruction set.
#pragma once
#include "fnp/expr/segments.hpp"

namespace fnp::typed {

#if !defined(__clang__)
#define FNP_KERNEL(attributes) attributes
#else
#define FNP_KERNEL(attributes) attributes
#endif

template <class S, std::size_t Bytes, isa Level>
FNP_BODY fp_flags run_region(block const& b) noexcept {
  if constexpr (S::calls) return run_chunks<S, Bytes, Level>(b);
  else {
    run_segment<S, Bytes>(b);
    return 0;
  }
}
