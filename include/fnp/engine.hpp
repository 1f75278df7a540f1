// The door: what a typed expression, a dynamic array or a program hands to the engine. No templates behind it.
//
// A typed expression describes itself by a constant `program` (postfix code, shared by all expressions of one
// structure) and a row of run-time `leaf` values. Where the whole program, or a part between reductions, is
// elementwise, it is a region and brings one compiled kernel per instruction set along.
#pragma once
#include <cstdint>
#include <string>

#include "fnp/base/block.hpp"
#include "fnp/base/error.hpp"
#include "fnp/base/export.hpp"
#include "fnp/base/sequence.hpp"
#include "fnp/base/storage.hpp"
#include "fnp/base/vector_loop.hpp"
#include "fnp/ops/op.hpp"

namespace fnp::engine {

enum class code : std::uint8_t {
  leaf,     // push leaf `index`: an array, a scalar, or a shared subexpression
  apply,    // pop `arity` values, push the result(s) of elementwise op `op` in its loop `index`
  cast,     // pop one, push it as `type`
  reduce,   // pop one, push op `op` over the axes in leaf `index`
  call,     // opaque op (matmul): pop `arity`
  move,     // pop one, push it seen through the movement in leaf `index`
  map,      // pop `arity`, push the user's kernel in leaf `index`
};

struct instruction {
  code what;
  std::uint8_t arity = 0;
  std::uint16_t index = 0;
  ops::op_id op = 0;
  dtype type = dtype::f8;  // dtype of the value pushed (for a leaf: the dtype the kernel wants it in)
};

// A maximal elementwise part: instructions [first, last) without the parts that lie below its barrier operands. Its
// kernel's operands are the output, then leaves and barrier results in the order in which they are pushed.
struct region {
  std::uint16_t first, last;
  block_kernel const* kernels;  // [isa_count]; entry `reference` may be null
  vector_loops const* loops = nullptr;  // the parameters of `kernels` where they are row_kernels
};

// The library's kernels for regions without calls; their parameters are the region's `vector_loops`.
FNP_EXPORT extern block_kernel const row_kernels[isa_count];

struct program {
  sequence<instruction const> code;
  sequence<region const> regions;
  std::uint16_t leaves;
  dtype type;  // of the result
  bool may_fail = false;  // while it runs: integers whose exponents are known only then
  input_table const* inputs = nullptr;  // set where the whole program is one compiled region over its leaves
  vector_loops const* loops = nullptr;  // and if that region calls nothing and none of its leaves is a number
};

struct axes_argument {
  extents axes;
  bool all = true;  // axis=None
  bool keepdims = false;
  index ddof = 0;
  bool accurate = false;  // one wide tree over all folded elements
};

struct shared_expression;  // fnp::let: see expr/let.hpp
struct user_kernel;
struct movement;

// What stands at a leaf: an array, a scalar, or what `other` points to.
struct leaf {
  enum class meaning : std::uint8_t { none, axes, shared, kernel, move };

  array_body const* array = nullptr;  // if set, nothing else is read
  void const* other = nullptr;
  meaning what = meaning::none;       // of `other`
  dtype type = dtype::f8;             // of the scalar
  weak kind = weak::strong;           // a weak scalar's kind, for printing and range checks
  alignas(16) std::byte bits[16]{};

  leaf() noexcept = default;
  explicit leaf(axes_argument const* a) noexcept : other(a), what(meaning::axes) {}
  explicit leaf(shared_expression const* s) noexcept : other(s), what(meaning::shared) {}
  explicit leaf(user_kernel const* k) noexcept : other(k), what(meaning::kernel) {}
  explicit leaf(movement const* m) noexcept : other(m), what(meaning::move) {}

  axes_argument const* axes() const noexcept { return as<axes_argument>(meaning::axes); }
  shared_expression const* shared() const noexcept { return as<shared_expression>(meaning::shared); }
  user_kernel const* kernel() const noexcept { return as<user_kernel>(meaning::kernel); }
  movement const* move() const noexcept { return as<movement>(meaning::move); }

 private:
  template <class T> T const* as(meaning m) const noexcept {
    return !array && what == m ? static_cast<T const*>(other) : nullptr;
  }
};

// A lambda of the user: its name, dtypes, and one block kernel (compiled in the user's file).
struct user_kernel {
  char const* name;
  std::uint8_t arity;
  dtype in[4];
  dtype out;
  block_kernel kernel;
  void const* parameters;
};

// out axis j walks operand axis i by step[i * out_rank + j]; operand axis i begins at start[i].
struct movement {
  extents start, step, shape;
};

// A subexpression with an identity: evaluated at most once per plan, however often it is named.
struct shared_expression : counted {
  program const* what = nullptr;
  sequence<leaf const> leaves;
  virtual ~shared_expression() = default;
};

struct source_location {
  char const* file = "";
  std::uint32_t line = 0;
};

// Limits and wishes of one evaluation; passed, never global. `defaults()` is read from the environment once
// (FNP_THREADS, FNP_SIMD, FNP_BUDGET, FNP_REWRITE) and may be replaced per thread by a `scope`.
struct options {
  int threads = 0;                   // 0: all that the caller's TBB arena has
  isa level = isa::widest;           // the widest instruction set allowed
  index budget = 0;                  // bytes of temporaries and fresh results; 0: no limit
  bool strict = true;                // policy: strict or hardened
  bool atomic = false;               // a kept destination is written only when all has been computed
  bool tier1 = true;                 // tests switch compiled regions off
  bool rewrite = false;              // apply identities that change values within stated bounds (engine/transform)
  bool (*stop)(void*) = nullptr;     // polled once per tile
  void (*progress)(void*, std::size_t done, std::size_t of) = nullptr;
  void* context = nullptr;           // of stop and progress
  fp_flags watch = 0;                // floating-point conditions to report in `statistics::raised`
};
FNP_EXPORT options defaults();
FNP_EXPORT void set_defaults(options const&);

// The floating-point conditions that evaluations of this thread report, on top of options::watch. Returns the former
// ones. A watched evaluation runs on scalar reference kernels, whose flags are honest.
FNP_EXPORT fp_flags watch(fp_flags) noexcept;

struct statistics {
  std::uint64_t evaluations = 0, temporaries = 0, temporaries_avoided = 0, temporary_bytes = 0, bytes_moved = 0,
                peak_bytes = 0;
  std::uint64_t fast_path = 0, cache_hits = 0, cache_misses = 0, fresh_results = 0;
  fp_flags raised = 0;
};
FNP_EXPORT statistics& counters() noexcept;  // of this thread

// What the short way of small evaluations asks of its thread, found without a call.
struct thread_state {
  std::uint64_t plain =
      0;  // version of the defaults that `level` is from, if nothing is asked for that this way does not know; else 0
  isa level = isa::reference;
  statistics counted;
};
[[gnu::tls_model("initial-exec")]] FNP_EXPORT extern constinit thread_local thread_state state_here;
FNP_EXPORT extern constinit std::uint64_t defaults_version;  // grows with every change

struct job {  // one expression of an evaluation, and where its value goes
  program const* what;
  sequence<leaf const> leaves;
  array_body* into = nullptr;  // null: a fresh result
  array_body const* where = nullptr;  // mask: elements where it is false stay as they are
  source_location from{};
  bool only_if_fits = false;  // `into` is taken where the value has its shape, in C order; else the result is fresh
};

// Evaluates all jobs in one plan. Fresh results are appended to `fresh` in order. Caller errors are thrown before
// anything runs; a stopped or failed run leaves no fresh result.
FNP_EXPORT void evaluate(sequence<job const> jobs, array_handle* fresh, options const& = defaults());

// One expression: the common case, with a path that does not allocate for small dense operands. A null `into` gives a
// fresh result, one that does not fit too; else elements are written there, overlap included.
FNP_EXPORT array_handle evaluate(job const&);

// `name = value` where the program is one compiled region over a few thousand dense elements of one shape: into the
// array of that name if it fits and nobody else holds it, else into a fresh one. All else is left to `otherwise`, with
// the same arguments: so the caller keeps nothing, and the short way stays short.
using binding_function = void (*)(array_handle& name, program const&, leaf const* leaves, source_location const& from);
FNP_EXPORT void bind_dense(array_handle& name, program const&, leaf const* leaves, source_location const& from,
                           binding_function otherwise);
// The same where all leaves are arrays, given one behind the other; and a fresh array, for the caller to adopt.
FNP_EXPORT void bind_arrays(array_handle& name, program const&, array_body const* const* operands,
                            source_location const& from, binding_function otherwise);
FNP_EXPORT array_body* make_value(program const&, array_body const* const* operands, source_location const& from,
                                  binding_function otherwise);

inline constexpr index most_at_once =
    1 << 15;  // elements that are computed without a look at the stop token, by one thread

// What all operands of such a region must have in common with the destination if all own their lines, so that they
// share no byte with each other and may be read and written by whole vectors: everything in `array_form::word` but the
// dtypes. Zero: the destination does not own its lines, is of another dtype, empty or too large.
inline std::uint64_t common_form(array_body const& to, dtype type) noexcept {
  constexpr std::uint64_t asked = array_form{dtype{255}, true, 0, true, 0}.word(),
                          wanted = array_form{dtype{}, true, 0, true, 0}.word();
  std::uint64_t const form = to.word() - static_cast<std::uint64_t>(type);
  bool const fits = (form & asked) == wanted && (form >> 32) - 1 < static_cast<std::uint64_t>(most_at_once);
  return fits ? form : 0;
}
// Have one to four operands this form? (A turn of a loop costs as much as six instructions.)
inline bool have_form(input_table const& inputs, array_body const* const* operands, std::uint64_t form) noexcept {
  auto const differs = [&](int k) { return operands[k]->word() != form + static_cast<std::uint64_t>(inputs.type[k]); };
  int const n = inputs.count;
  return !(differs(0) || (n > 1 && (differs(1) || (n > 2 && (differs(2) || (n > 3 && (n > 4 || differs(3))))))));
}

FNP_EXPORT extents shape_of(program const&, sequence<leaf const>);  // throws as evaluate would

enum class format : std::uint8_t { text, json, dot, html };
FNP_EXPORT std::string explain(sequence<job const> jobs, format, options const& = defaults());
// The same after a few runs: with the time and bytes that were predicted, and those that were measured, for each step.
// Errors: bad_argument for a job with a destination.
FNP_EXPORT std::string profile(sequence<job const> jobs, format, options const& = defaults());

}  // namespace fnp::engine
