// FNP_BODY: how an op's body is inlined into every tier without a change of its floating-point meaning.
//
// A user's file may be compiled with -ffast-math or with an FMA target. g++ honours per-function options only where the
// always-inlined function carries them as well as the function it lands in. clang takes pragmas, one pair round each
// header of bodies, in this order: `precise` alone would allow contraction within an expression. The library's own
// kernels (FNP_LEVEL is set) get the options from their command line: there g++'s attribute would only undo
// -fno-trapping-math.
#pragma once

#if defined(__clang__)
#define FNP_BODY [[gnu::always_inline]] static inline
#define FNP_BODIES_BEGIN \
  _Pragma("float_control(push)") _Pragma("float_control(precise, on)") _Pragma("clang fp contract(off)")
#define FNP_BODIES_END _Pragma("float_control(pop)")
#elif defined(FNP_LEVEL)
#define FNP_BODY [[gnu::always_inline]] static inline
#define FNP_BODIES_BEGIN
#define FNP_BODIES_END
#else
#define FNP_BODY [[gnu::always_inline, gnu::optimize("O1", "fp-contract=off", "no-fast-math")]] static inline
#define FNP_BODIES_BEGIN
#define FNP_BODIES_END
#endif
