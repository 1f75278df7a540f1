// How a kernel in a user's file is compiled for each instruction set, and what the file's own flags may not do to it.
//
// Target attributes list features instead of naming an architecture: under -march=native the bodies have more features
// than an `arch=` wrapper and could not be inlined. What the file's flags already offer needs no attribute, and lower
// levels are then left out. Inlined bodies carry their own floating-point options (ops/inlining.hpp).
#pragma once
#include "fnp/base/block.hpp"
#include "fnp/ops/inlining.hpp"

#if defined(__clang__)
#if defined(__FAST_MATH__) || __FINITE_MATH_ONLY__
#error "fnp: -ffast-math and -ffinite-math-only change the results of expressions; compile this file without them"
#endif
#define FNP_FLOATING
#define FNP_SUMMING
#define FNP_TARGET(features, width) __attribute__((target(features), min_vector_width(width)))
#define FNP_WIDTH(width) __attribute__((min_vector_width(width)))
#else
// Passes that find something in a loop of loads, vector operations and a store: those of -O1, what hoists constants out
// of branches, and vzeroupper (an "expensive optimization"). The others took a third of its compile time. Where a short
// loop lies within a cache line decides over up to 70 % of its time; so it begins with one.
#define FNP_KERNEL_OPTIONS                                                                                            \
  optimize("O1", "expensive-optimizations", "rerun-cse-after-loop", "fp-contract=off", "no-fast-math", "no-tree-ccp", \
           "no-ivopts", "no-tree-dominator-opts", "no-tree-pta", "align-functions=64", "align-loops=64")
#define FNP_FLOATING __attribute__((FNP_KERNEL_OPTIONS))
// A loop that keeps sums needs a pass more, or it carries them through memory (W9b 0.43 instead of 0.09 ns an element).
#define FNP_SUMMING __attribute__((optimize("tree-dominator-opts")))
#define FNP_TARGET(features, width) __attribute__((target(features), FNP_KERNEL_OPTIONS))
#define FNP_WIDTH(width) FNP_FLOATING
#endif

#if defined(__x86_64__)
#define FNP_AVX2_FEATURES "avx,avx2,fma,bmi,bmi2,f16c,lzcnt,movbe"
#define FNP_AVX512_FEATURES FNP_AVX2_FEATURES ",avx512f,avx512bw,avx512cd,avx512dq,avx512vl"

#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512CD__) && defined(__AVX512DQ__) && \
    defined(__AVX512VL__)
#define FNP_COMPILED_FOR 3
#define FNP_FOR_AVX512 FNP_WIDTH(512)
#elif defined(__AVX2__) && defined(__FMA__)
#define FNP_COMPILED_FOR 2
#else
#define FNP_COMPILED_FOR 1
#endif
#ifndef FNP_FOR_AVX512
#define FNP_FOR_AVX512 FNP_TARGET(FNP_AVX512_FEATURES, 512)
#endif
#if FNP_COMPILED_FOR >= 2
#define FNP_FOR_AVX2 FNP_WIDTH(256)
#else
#define FNP_FOR_AVX2 FNP_TARGET(FNP_AVX2_FEATURES, 256)
#endif
#define FNP_FOR_FMA FNP_FOR_AVX2  // the lowest level that could fuse a product with a sum
#else
#define FNP_FOR_FMA FNP_FLOATING
#endif
