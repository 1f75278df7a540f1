// The instruction-set level these kernels are compiled for: it names the inner namespace.
//
// Every source below kernels/ is compiled once per level with -DFNP_LEVEL=<level>, so every name with linkage lives in
// fnp::FNP_LEVEL and two levels can never share one definition (the linker would keep either, perhaps the one the
// machine cannot run). Small functions carry FNP_INLINE and leave no symbol at all.
#ifndef FNP_KERNELS_MATH_LEVEL_HPP
#define FNP_KERNELS_MATH_LEVEL_HPP

#ifndef FNP_LEVEL
#define FNP_LEVEL reference
#endif

#ifndef FNP_INLINE
#define FNP_INLINE [[gnu::always_inline]] inline
#endif

#endif
