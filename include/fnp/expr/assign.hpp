// Where the value of an expression goes: a fresh result, a kept buffer that nobody else holds, or through a view.
#pragma once
#include "fnp/errstate.hpp"
#include "fnp/expr/lower.hpp"

namespace fnp::typed {

// --- the file's floating-point flags ---------------------------------------------------------------------------------
// No macro tells of -ffp-contract=fast, and start files of -ffast-math set flush-to-zero for the whole process. So
// each translation unit multiplies and subtracts once, compiled as its kernels are.

static FNP_FOR_FMA inline double difference_of_product(double const* v) noexcept {
  double product = 0, r = 0;
  ops::multiply::body(product, v[0], v[1]);
  ops::subtract::body(r, product, v[2]);
  return r;
}
static inline bool keeps_roundings() noexcept {
#if defined(__x86_64__)
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return true;
#endif
  // (1 + 2^-30)^2 - 1 - 2^-29 is 2^-60 exactly, and 0 with the product rounded.
  double values[] = {1 + 0x1p-30, 1 + 0x1p-30, 1 + 0x1p-29};
  asm volatile("" : : "r"(values) : "memory");
  double smallest = 0x1p-1022;
  asm volatile("" : "+m"(smallest));
  double half_of_it = 0;
  ops::multiply::body(half_of_it, smallest, 0.5);
  asm volatile("" : "+m"(half_of_it));
  std::uint64_t bits = 0;
  __builtin_memcpy(&bits, &half_of_it, sizeof bits);
  return difference_of_product(values) == 0 && bits != 0;
}
static inline bool flags_checked = false;
[[gnu::cold, gnu::noinline]] static inline void check_flags() {
  if (!keeps_roundings())
    fail(error_code::invariant_broken,
         "this file's floating-point flags change results: products are fused with sums (-ffp-contract=fast) or "
         "subnormal numbers are flushed to zero (-ffast-math when linking); use -ffp-contract=off and no fast-math");
  flags_checked = true;
}
[[gnu::always_inline]] static inline void trust_flags() {
  if (!flags_checked) [[unlikely]]
    check_flags();
}

// --- destinations ----------------------------------------------------------------------------------------------------

// Does an operand that lies so leave results in C order? (NumPy orders the axes by the sizes of their strides.)
inline bool in_c_order(strided const& layout) noexcept {
  std::uint64_t outer = 0;
  for (std::size_t i = 0; i < layout.rank(); ++i) {
    auto const stride = static_cast<std::uint64_t>(layout.stride[i]), step = layout.stride[i] < 0 ? 0 - stride : stride;
    if (step == 0 || layout.extent[i] == 1) continue;
    if (outer != 0 && step > outer) return false;
    outer = step;
  }
  return true;
}

// Would the value have this shape, in C order? A dense elementwise program answers without the engine.
[[gnu::noinline]] inline bool has_shape(engine::job const& job, extents const& shape) {
  bool simple = true, reached = false;
  for (engine::instruction const& i : job.what->code)
    simple = simple && (i.what == engine::code::leaf || i.what == engine::code::apply || i.what == engine::code::cast);
  for (engine::leaf const& l : job.leaves) {
    if (l.shared() || l.move()) return false;  // a let or a movement may have another order in memory
    if (!l.array) continue;
    if (!l.array->c_contiguous && !in_c_order(l.array->layout)) return false;
    if (l.array->layout.extent == shape)
      reached = true;
    else if (l.array->layout.rank() != 0)
      simple = false;
  }
  return simple ? reached : engine::shape_of(*job.what, job.leaves) == shape;
}

[[gnu::noinline]] inline array_handle run(engine::job const& job) {
  trust_flags();
  errstate::begin();
  array_handle fresh = engine::evaluate(job);
  errstate::finish();
  return fresh;
}

// `name = expression`: the buffer is used again only if it fits and nobody else holds it.
inline void bind_planned(array_handle& name, engine::program const& what, engine::leaf const* leaves,
                         engine::source_location const& from) {
  engine::job job{&what, {leaves, what.leaves}, nullptr, nullptr, from};
  array_body* const kept = name.get();
  if (kept && !kept->shared() && kept->writeable && kept->c_contiguous && !kept->memory->shared() && has_shape(job, kept->layout.extent)) {
    job.into = kept;
    run(job);
  } else {
    name = run(job);
  }
}
[[gnu::cold, gnu::noinline]] static inline void bind_first(array_handle& name, engine::program const& what, engine::leaf const* leaves,
                                                           engine::source_location const& from) {
  check_flags();
  engine::bind_dense(name, what, leaves, from, bind_planned);
}
[[gnu::noinline]] static inline void bind(array_handle& name, engine::program const& what, engine::leaf const* leaves,
                                          engine::source_location const& from) {
  if (!flags_checked) [[unlikely]]
    return bind_first(name, what, leaves, from);
  engine::bind_dense(name, what, leaves, from, bind_planned);
}
inline constexpr engine::source_location nowhere{};

}  // namespace fnp::typed
