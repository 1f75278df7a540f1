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
  if (kept && !kept->shared() && kept->writeable && kept->c_contiguous && !kept->memory->shared()) {
    job.into = kept;
    job.only_if_fits = true;
  }
  if (array_handle fresh = run(job)) name = static_cast<array_handle&&>(fresh);
}
inline constexpr engine::source_location nowhere{};
[[gnu::noinline]] static inline void bind(array_handle& name, engine::program const& what, engine::leaf const* leaves,
                                          engine::source_location const& from) {
  trust_flags();
  engine::bind_dense(name, what, leaves, from, bind_planned);
}
[[gnu::noinline]] static inline void bind_operands(array_handle& name, engine::program const& what,
                                                   array_body const* const* operands,
                                                   engine::source_location const& from) {
  trust_flags();
  engine::bind_arrays(name, what, operands, from, bind_planned);
}

// The commonest assignment: into an array of this thread's own, of operands like it, four at most. A call costs four
// cycles, an instruction a sixth of one: so nothing is called but the compiled loop. Anything else is the engine's.
[[gnu::noinline]] static inline void bind_kept(array_handle& name, engine::program const& what,
                                               array_body const* const* operands) {
  array_body* const kept = name.get();
  engine::thread_state& here = engine::state_here;
  if (!flags_checked || !what.loops || !kept || !kept->sole_here() || kept->memory->shared() ||
      here.plain != __atomic_load_n(&engine::defaults_version, __ATOMIC_ACQUIRE)) [[unlikely]]
    return bind_operands(name, what, operands, nowhere);
  input_table const& inputs = *what.inputs;
  std::uint64_t const form = engine::common_form(*kept, what.type);
  if (form == 0 || kept->rank > 1 || !engine::have_form(inputs, operands, form)) [[unlikely]]
    return bind_operands(name, what, operands, nowhere);
  ++here.counted.evaluations;
  ++here.counted.fast_path;
  here.counted.bytes_moved += (form >> 32) * static_cast<unsigned>(inputs.moved);
  what.loops->loop[static_cast<int>(here.level)](kept->data, reinterpret_cast<located_pointer const*>(operands),
                                                 nullptr, static_cast<index>(form >> 32), false);
}

[[gnu::noinline]] static inline array_body* value_of_operands(engine::program const& what,
                                                              array_body const* const* operands,
                                                              engine::source_location const& from) {
  trust_flags();
  return engine::make_value(what, operands, from, bind_planned);
}

// The value of an expression, by the shortest way that its type allows.
template <class E> array_handle fresh_value(E const& e, engine::source_location const& from) {
  if constexpr (nothing_but_arrays<E>) {
    return array_handle::adopt(value_of_operands(program_for<E>(), arrays_in(e), from));
  } else {
    array_handle fresh;
    leaves_of const leaves(e);
    bind(fresh, *leaves.what, leaves.row, from);
    return fresh;
  }
}
template <class E> void rebind(array_handle& name, E const& e) {
  if constexpr (nothing_but_arrays<E>) {
    bind_kept(name, program_for<E>(), arrays_in(e));
  } else {
    leaves_of const leaves(e);
    bind(name, *leaves.what, leaves.row, nowhere);
  }
}

}  // namespace fnp::typed
