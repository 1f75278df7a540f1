// Staging copies, registry kernels and compiled regions over real memory.
//
// The interpreter (tier 2) runs a step's instructions one after the other on rows that stay in L1.
#include "engine/execute/byte_backend.hpp"

#include <algorithm>

#include "engine/execute/matrix_product.hpp"
#include "engine/execute/run_state.hpp"
#include "engine/execute/thread_scratch.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::execute {
namespace {

thread_local thread_scratch staging_rows, code_rows, cast_rows;

}  // namespace

byte_backend::byte_backend(plan::plan const& p, ir::graph const& g, binding where, engine::options const& o)
    : plan_(p), graph_(g), where_(where), options_(o), level_(p.level), folds_(p.steps.size()), ready_(p.steps.size()) {
  for (std::size_t i = 0; i < p.steps.size(); ++i) {
    plan::step const& s = p.steps[i];
    if (s.what == plan::kind::reduce) folds_[i] = kernels::find_fold(s.fold.op, s.fold.element, level_);
    if (s.compiled || s.what == plan::kind::opaque) continue;
    ready_[i].reserve(s.code.size());
    for (plan::instruction const& in : s.code) ready_[i].push_back(prepare(s, in));
  }
}

byte_backend::ready_instruction byte_backend::prepare(plan::step const& s, plan::instruction const& in) const {
  std::size_t const operands = s.operands.size();
  ready_instruction r{};
  for (std::size_t k = 0; k < in.slots.size(); ++k) {
    std::size_t const slot = in.slots[k];
    if (slot >= s.outputs && slot < operands && (s.operands[slot].map.rank() == 0 || s.operands[slot].map.stride.back() == 0))
      r.broadcast |= std::uint64_t{1} << k;
  }
  if (in.op == ir::op_map) {
    engine::user_kernel const& user = *graph_.kernels[static_cast<std::size_t>(in.kernel)];
    r.kernel = user.kernel;
    r.parameters = user.parameters;
  } else if (in.op == ir::op_cast) {
    auto const type = [&](std::size_t slot) {
      if (s.what == plan::kind::reduce && slot == 0) return s.fold.element;
      return slot < operands ? s.operands[slot].as : s.scratch[slot - operands];
    };
    r.kernel = kernels::find_cast(type(in.slots[1]), type(in.slots[0]), level_);
  } else {
    r.kernel = kernels::find(in.op, in.loop, level_);
  }
  if (!r.kernel) fail(error_code::invariant_broken, "no kernel for op " + ir::op_name(in.op) + ", loop " + std::to_string(in.loop));
  return r;
}

std::byte* byte_backend::scratch(int, std::size_t bytes) { return staging_rows.get(bytes); }

void byte_backend::copy(kernels::strided_rows to, dtype to_type, kernels::strided_rows from, dtype from_type, std::ptrdiff_t rows,
                        std::ptrdiff_t count) {
  std::ptrdiff_t const to_item = static_cast<std::ptrdiff_t>(itemsize(to_type)), from_item = static_cast<std::ptrdiff_t>(itemsize(from_type));
  if (to_type == from_type) return kernels::find_copy(itemsize(to_type), level_)(to, from, rows, count);
  // A cast kernel wants dense rows on both sides: gather before, scatter after, where they are not.
  bool const dense_from = from.element == from_item || count == 1, dense_to = to.element == to_item || count == 1;
  std::size_t const points = static_cast<std::size_t>(rows * count);
  std::byte* const rows_memory = cast_rows.get(2 * points * 16 + 128);
  kernels::strided_rows in = from, out = to;
  if (!dense_from) {
    in = {rows_memory, count * from_item, from_item};
    kernels::find_copy(itemsize(from_type), level_)(in, from, rows, count);
  }
  if (!dense_to) out = {rows_memory + (points * 16 + 63) / 64 * 64, count * to_item, to_item};
  std::byte* const data[] = {out.at, in.at};
  std::ptrdiff_t const row_stride[] = {out.row, in.row};
  fp_flags const raised = kernels::find_cast(from_type, to_type, level_)({data, row_stride, 0, rows, count}, nullptr);
  if (raised) raised_.fetch_or(raised, std::memory_order_relaxed);
  if (!dense_to) kernels::find_copy(itemsize(to_type), level_)(to, out, rows, count);
}

fp_flags byte_backend::compute(plan::step const& s, block const& where, int) {
  if (s.compiled) return s.compiled(where, s.loops);
  return interpret(s, where);
}

fp_flags byte_backend::interpret(plan::step const& s, block const& where) {
  std::size_t const operands = s.operands.size(), points = static_cast<std::size_t>(where.rows * where.count);
  std::size_t bytes = 0;
  small_vector<std::size_t, 16> at(s.scratch.size(), 0);
  for (std::size_t k = 0; k < s.scratch.size(); ++k) {
    at[k] = bytes;
    bytes += (points * itemsize(s.scratch[k]) + 63) / 64 * 64;
  }
  std::byte* const scratch = code_rows.get(bytes + 64);
  std::vector<ready_instruction> const& ready = ready_[static_cast<std::size_t>(&s - plan_.steps.data())];
  fp_flags raised = 0;
  for (std::size_t i = 0; i < s.code.size(); ++i) {
    plan::instruction const& in = s.code[i];
    std::byte* data[8];
    std::ptrdiff_t row_stride[8];
    for (std::size_t k = 0; k < in.slots.size(); ++k) {
      std::size_t const slot = in.slots[k];
      if (slot < operands) {
        data[k] = where.data[slot];
        row_stride[k] = where.row_stride[slot];
      } else {
        data[k] = scratch + at[slot - operands];
        row_stride[k] = where.count * static_cast<std::ptrdiff_t>(itemsize(s.scratch[slot - operands]));
      }
    }
    bool const stream = where.stream && in.slots[0] < s.outputs;
    raised |= ready[i].kernel({data, row_stride, ready[i].broadcast, where.rows, where.count, stream}, ready[i].parameters);
  }
  return raised;
}

void byte_backend::run(plan::step const& s, std::byte* partial, std::byte const* x, std::ptrdiff_t n, std::ptrdiff_t first) {
  fold(s).run(partial, x, n, first);
}
void byte_backend::run_rows(plan::step const& s, std::byte* partial, std::size_t state, std::byte const* x, std::ptrdiff_t rows,
                            std::ptrdiff_t row_stride, std::ptrdiff_t n, std::ptrdiff_t first) {
  auto const run = fold(s).run;
  for (std::ptrdiff_t r = 0; r < rows; ++r) run(partial + static_cast<std::size_t>(r) * state, x + r * row_stride, n, first);
}
void byte_backend::join(plan::step const& s, std::byte* left, std::byte const* right, std::ptrdiff_t n) { fold(s).join(left, right, n); }
void byte_backend::lift(plan::step const& s, std::byte* partial, std::byte const* x, std::ptrdiff_t n, std::ptrdiff_t position) {
  fold(s).lift(partial, x, n, position);
}
void byte_backend::extend(plan::step const& s, std::byte* acc, std::byte const* x, std::ptrdiff_t n, std::ptrdiff_t first) {
  fold(s).extend(acc, x, n, first);
}
void byte_backend::row(plan::step const& s, std::byte* partial, std::byte const* x, std::ptrdiff_t n, std::ptrdiff_t position) {
  fold(s).row(partial, x, n, position);
}
void byte_backend::rows(plan::step const& s, std::byte* partial, std::byte const* x, std::ptrdiff_t count, std::ptrdiff_t row_stride,
                        std::ptrdiff_t n, std::ptrdiff_t position) {
  auto const row = fold(s).row;
  for (std::ptrdiff_t r = 0; r < count; ++r) row(partial, x + r * row_stride, n, position + r);
}
void byte_backend::clear(plan::step const& s, std::byte* partial, std::ptrdiff_t n) { fold(s).clear(partial, n); }
void byte_backend::finish(plan::step const& s, std::byte* out, std::byte const* partial, std::ptrdiff_t n) { fold(s).finish(out, partial, n); }

void byte_backend::opaque(plan::step const& s, run_state& run) {
  std::vector<byte_view> views;
  for (plan::operand const& o : s.operands) views.push_back({base(o.buffer) + o.map.offset, o.type, o.map});
  multiply_matrices(views[0], views[1], views[2], level_, &run);
}

}  // namespace fnp::execute
