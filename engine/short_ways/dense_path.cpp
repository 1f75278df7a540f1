// One compiled region over dense operands, without graph and plan.
//
// `y = a + b * c` of one element takes some six nanoseconds here: the checks are a dozen instructions an operand.
// Planning the same would cost a microsecond, and to find the plan again a third of that. On one axis an operand may
// also be reversed or every other element of a row: the kernel reads those where they lie.
#include "engine/short_ways/dense_path.hpp"

#include <algorithm>

#include "engine/execute/parallel.hpp"
#include "engine/memory/seating.hpp"
#include "engine/plan/cost.hpp"
#include "engine/settings.hpp"
#include "engine/short_ways/single_fold.hpp"
#include "fnp/ops/all.hpp"
#include "kernels/registry.hpp"

namespace fnp::engine {
namespace {

constexpr index piece = most_at_once;      // elements between two looks at the stop token
constexpr index called_piece = 1 << 12;    // where vector math takes tens of nanoseconds an element

// So few elements are computed at once, by this thread.
index whole_piece(region const& r) { return r.loops ? piece : called_piece / 2; }

constexpr std::ptrdiff_t no_stride[64] = {};  // one row: no operand moves on

// What the kernel walks: outputs first, as in a block.
struct row {
  std::byte* data[64];
  std::ptrdiff_t element[64];  // bytes from element to element, where `strided`
  bool strided = false;        // not all inputs are dense
};

// An input that does not lie dense: does the kernel read it where it lies? Gives its first byte.
[[gnu::noinline]] bool gather_strided(array_body const& a, index item, std::ptrdiff_t& element,
                                      std::byte*& first) noexcept {
  if (a.layout.extent.size() != 1) return false;
  element = a.layout.stride[0];
  if (element != -item && element != 2 * item) return false;
  first = a.data + (element < 0 ? element * (a.count - 1) : 0);
  return true;
}

// The rows of the kernel: the inputs stand where it wants them if all are dense or, for a kernel of `loops` that say
// so, strided, of the kernel's dtypes and of one shape, and each meets the destination in no byte or is the same
// address sequence. False: not so, and who knows more decides.
[[gnu::always_inline]] inline bool gather(input_table const& inputs, vector_loops const* loops, leaf const* leaves,
                                          array_body const& shape, std::byte* out, dtype type, row& r) noexcept {
  std::size_t const rank = shape.layout.extent.size();
  index const count = shape.count;
  auto const out_bytes = static_cast<std::uint64_t>(count) * inputs.result;
  r.element[0] = inputs.result;
  for (int k = 0; k < inputs.count; ++k) {
    leaf const& l = leaves[k];
    array_body const* const a = l.array;
    if (!a) {
      bool const number =
          l.what == leaf::meaning::none && l.type == inputs.type[k] && (inputs.constants >> (k + 1)) & 1;
      if (!number) return false;
      r.data[k + 1] = const_cast<std::byte*>(l.bits);
      r.element[k + 1] = 0;
      continue;
    }
    if (a->type != inputs.type[k] || a->count != count || a->layout.extent.size() != rank) return false;
    if (rank > 1 && a != &shape && !(a->layout.extent == shape.layout.extent)) return false;
    std::byte* first = r.data[k + 1] = a->data;
    index const item = r.element[k + 1] = inputs.size[k];
    std::uint64_t in_bytes = static_cast<std::uint64_t>(count * item);
    if (!a->c_contiguous) {
      if (!loops || !loops->strided || !gather_strided(*a, item, r.element[k + 1], first)) return false;
      if (r.element[k + 1] > 0) in_bytes *= 2;
      r.strided = true;
    } else if (a->data == out && a->type == type) {
      continue;
    }
    // The distance of the two, moved so that all that is too near lies in [0, in_bytes + out_bytes - 1).
    auto const apart = reinterpret_cast<std::uintptr_t>(out) - reinterpret_cast<std::uintptr_t>(first) + out_bytes;
    if (out && apart - 1 < in_bytes + out_bytes - 1) return false;
  }
  return true;
}

array_body const* first_array(leaf const* leaves, int count) noexcept {
  for (int k = 0; k < count; ++k)
    if (leaves[k].array) return leaves[k].array;
  return nullptr;
}

void run_kernel(region const& r, isa level, row const& w, std::uint64_t broadcast, index count, bool stream) noexcept {
  r.kernels[static_cast<int>(level)]({w.data, no_stride, broadcast, 1, count, stream, w.strided ? w.element : nullptr},
                                     r.loops);
}

// Work that may be shared out is cut so that two threads have something to share.
index piece_of(program const& p, index count, double time) {
  bool const calls = std::any_of(p.code.begin(), p.code.end(), [](instruction const& i) {
    return i.what == code::apply && !ops::op_table[i.op].has_body;
  });
  index const most = calls ? called_piece : piece, eighth = (count / 8 + 63) / 64 * 64;
  return time < plan::least_shared(plan::this_machine().worth_a_thread) ? most : std::clamp(eighth, most / 8, most);
}

// Estimated nanoseconds of one thread.
double time_of(program const& p, index bytes, index count) {
  double work = 0;
  for (instruction const& i : p.code)
    if (i.what == code::apply) work += plan::operation_time(plan::this_machine(), i.op, i.index);
  return std::max(plan::moving_time(bytes, plan::this_machine()), work * static_cast<double>(count));
}

// Bytes of memory that the row fetches and stores.
index bytes_of(input_table const& inputs, row const& r, index count) {
  index moved = inputs.moved;
  for (int k = 0; r.strided && k < inputs.count; ++k)
    if (r.element[k + 1] > inputs.size[k]) moved += inputs.size[k];
  return moved * count;
}

void run_pieces(program const& p, row const& whole, index count, options const& o, bool& stopped) {
  input_table const& inputs = *p.inputs;
  index const moved = bytes_of(inputs, whole, count);
  double const time = time_of(p, moved, count);
  index const step = piece_of(p, count, time);
  bool const stream = moved > plan::this_machine().stream_from;
  auto const range = [&](std::size_t first, std::size_t last) {
    kernels::settled_streams const settled{stream};
    for (std::size_t n = first; n < last; ++n) {
      if (o.stop && o.stop(o.context)) {
        __atomic_store_n(&stopped, true, __ATOMIC_RELAXED);
        break;
      }
      index const from = static_cast<index>(n) * step;
      row part;
      for (int k = 0; k <= inputs.count; ++k)
        part.data[k] = whole.data[k] + from * (part.element[k] = whole.element[k]);
      part.strided = whole.strided;
      run_kernel(p.regions[0], o.level, part, inputs.constants, std::min(step, count - from), stream);
    }
  };
  std::size_t const pieces = static_cast<std::size_t>((count + step - 1) / step);
  execute::share_ranges(pieces, time, plan::this_machine().worth_a_thread, o.threads, range);
}

// Do all operands have this form and the shape of `to`?
[[gnu::always_inline]] inline bool all_alike(input_table const& inputs, array_body const* const* operands,
                                             array_body const& to, std::uint64_t form) noexcept {
  if (form == 0) [[unlikely]]
    return false;
  if (inputs.count <= 4) {
    if (!have_form(inputs, operands, form)) [[unlikely]]
      return false;
  } else {
    for (int k = 0; k < inputs.count; ++k)
      if (operands[k]->word() != form + static_cast<std::uint64_t>(inputs.type[k])) return false;
  }
  if (to.rank > 1) [[unlikely]]
    for (int k = 0; k < inputs.count; ++k)
      if (!(operands[k]->layout.extent == to.layout.extent)) return false;
  return true;
}

[[gnu::always_inline]] inline void run_lines(program const& p, std::byte* to, array_body const* const* operands,
                                             index count) noexcept {
  p.loops->loop[static_cast<int>(state_here.level)](to, reinterpret_cast<located_pointer const*>(operands), nullptr,
                                                    count, false);
}

// The operands as leaves.
[[gnu::noinline]] void bind_leaves(array_handle& name, program const& p, array_body const* const* operands,
                                   source_location const& from, binding_function otherwise) {
  small_vector<leaf, 8> leaves(p.leaves);
  for (std::size_t k = 0; k < p.leaves; ++k) leaves[k].array = operands[k];
  bind_dense(name, p, leaves.data(), from, otherwise);
}

}  // namespace

array_body* make_value(program const& p, array_body const* const* operands, source_location const& from,
                       binding_function otherwise) {
  if (!p.loops || !is_plain() ||
      !all_alike(*p.inputs, operands, *operands[0], common_form(*operands[0], p.inputs->type[0]))) [[unlikely]] {
    array_handle made;
    bind_leaves(made, p, operands, from, otherwise);
    return made.release();
  }
  array_body* const fresh = memory::make_dense(p.type, *operands[0]);
  count_short_way(true, fresh->count * p.inputs->moved);
  run_lines(p, fresh->data, operands, fresh->count);
  return fresh;
}

void bind_arrays(array_handle& name, program const& p, array_body const* const* operands, source_location const& from,
                 binding_function otherwise) {
  array_body* const kept = name.get();
  bool const reused = kept && !kept->shared() && !kept->memory->shared();
  // What owns its lines may be written.
  if (!reused || !p.loops || !is_plain() || !all_alike(*p.inputs, operands, *kept, common_form(*kept, p.type)))
    return bind_leaves(name, p, operands, from, otherwise);
  count_short_way(false, kept->count * p.inputs->moved);
  run_lines(p, kept->data, operands, kept->count);
}

void bind_dense(array_handle& name, program const& p, leaf const* leaves, source_location const& from,
                binding_function otherwise) {
  options const& o = cached_defaults();
  if (!is_plain()) return otherwise(name, p, leaves, from);
  if (!p.inputs) {
    array_body* const value = name ? nullptr : fold_to_one(p, leaves, o.level);
    if (!value) return otherwise(name, p, leaves, from);
    name = array_handle::adopt(value);
    return;
  }
  input_table const& inputs = *p.inputs;
  array_body* const kept = name.get();
  bool const reused = kept && !kept->shared() && kept->type == p.type && kept->c_contiguous && kept->writeable &&
                      !kept->memory->shared();
  array_body const* const shape = reused ? kept : first_array(leaves, inputs.count);
  region const& r = p.regions[0];
  row operands;
  if (!shape || shape->count > whole_piece(r) ||
      !gather(inputs, r.loops, leaves, *shape, reused ? kept->data : nullptr, p.type, operands))
    return otherwise(name, p, leaves, from);
  array_handle fresh;
  if (!reused) fresh = array_handle::adopt(memory::make_dense(p.type, *shape));
  operands.data[0] = reused ? kept->data : fresh->data;
  index const count = shape->count;
  count_short_way(!reused, count * inputs.moved);
  if (r.loops && !operands.strided) settings_here.row(*r.loops, operands.data, count);
  else run_kernel(r, o.level, operands, inputs.constants, count, false);
  if (!reused) name = std::move(fresh);
}

bool run_dense(job const& j, options const& o, array_handle& fresh) {
  program const& p = *j.what;
  if (!p.inputs || j.where || o.watch || o.atomic || !o.tier1 || o.rewrite || o.level == isa::reference) return false;
  array_body const* const shape = j.into ? j.into : first_array(j.leaves.data(), p.inputs->count);
  if (!shape) return false;
  if (j.into && (j.into->type != p.type || !j.into->c_contiguous || !j.into->writeable)) return false;
  row operands;
  if (!gather(*p.inputs, p.regions[0].loops, j.leaves.data(), *shape, j.into ? j.into->data : nullptr, p.type,
              operands))
    return false;
  index const count = shape->count;
  if (!j.into) {
    if (o.budget > 0 && count * p.inputs->result > o.budget) return false;  // the planner has the words for it
    fresh = array_handle::adopt(memory::make_dense(p.type, *shape));
  }
  operands.data[0] = j.into ? j.into->data : fresh->data;
  count_short_way(!j.into, count * p.inputs->moved);
  if (count <= whole_piece(p.regions[0]) && !o.stop && !o.progress) {
    run_kernel(p.regions[0], o.level, operands, p.inputs->constants, count, false);
    return true;
  }
  bool stopped = false;
  run_pieces(p, operands, count, o, stopped);
  if (stopped) {
    fresh = {};
    fail(error_code::cancelled, j.into ? "the evaluation was stopped; its kept destination is partly written"
                                       : "the evaluation was stopped; nothing was written");
  }
  if (o.progress) o.progress(o.context, 1, 1);
  return true;
}

}  // namespace fnp::engine
