// Staging copies, registry kernels and compiled regions over real memory.
//
// The interpreter (tier 2) runs a step's instructions one after the other on rows that stay in L1.
#include "engine/execute/byte_backend.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "engine/execute/copy_block.hpp"
#include "engine/execute/matrix_product.hpp"
#include "engine/execute/pieces.hpp"
#include "engine/execute/run_state.hpp"
#include "engine/execute/status_flags.hpp"
#include "engine/execute/thread_scratch.hpp"
#include "engine/plan/column_tiles.hpp"
#include "fnp/base/cache_lines.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::execute {
namespace {

thread_local thread_scratch staging_rows, code_rows;

// Instructions of a chain that is not the whole code: it then enters short blocks, which costs as much as some passes.
constexpr std::size_t worth_entering = 8;

}  // namespace

byte_backend::byte_backend(plan::plan const& p, ir::graph const& g, binding where, engine::options const& o)
    : plan_(p), graph_(g), where_(where), options_(o), level_(p.level), folds_(p.steps.size()) {
  for (std::size_t i = 0; i < p.steps.size(); ++i) {
    plan::step const& s = p.steps[i];
    if (s.what == plan::kind::reduce) folds_[i] = kernels::find_fold(s.fold.op, s.fold.element, level_);
    if (s.compiled || s.what == plan::kind::opaque || (s.what == plan::kind::reduce && s.code.empty())) continue;
    ready_.resize(i + 1);
    chains_.resize(i + 1);
    ready_[i].reserve(s.code.size());
    for (plan::instruction const& in : s.code) ready_[i].push_back(prepare(s, in));
    find_chains(i);
    auto const by_columns = [&](plan::operand const& o) { return plan::is_read_by_columns(s, o); };
    if (std::any_of(s.operands.begin(), s.operands.end(), by_columns) && !chain_by_columns(s))
      fail(error_code::invariant_broken, "a step reads columns, but no chain runs its code");
  }
}

// A shifted write is safe block by block only: it reads a whole block before it writes one.
void byte_backend::find_chains(std::size_t number) {
  plan::step const& s = plan_.steps[number];
  kernels::chain_kernels const* const kernels = kernels::find_chains(level_);
  if (!kernels || s.serial || element_count(s.extent).value < plan::worth_a_chain) return;
  for (std::size_t i = 0; i < s.code.size();)
    if (std::optional<chain> c = chain::from(s, i, *kernels)) {
      std::size_t const length = c->last() - i;
      i = c->last();
      if (length >= worth_entering || length == s.code.size()) chains_[number].push_back(std::move(*c));
    } else
      ++i;
}

byte_backend::ready_instruction byte_backend::prepare(plan::step const& s, plan::instruction const& in) const {
  std::size_t const operands = s.operands.size();
  ready_instruction r{};
  for (std::size_t k = 0; k < in.slots.size(); ++k) {
    std::size_t const slot = in.slots[k];
    if (slot >= s.outputs && slot < operands &&
        (s.operands[slot].map.rank() == 0 || s.operands[slot].map.stride.back() == 0))
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
    if (s.code.size() == 1) r.every_other = kernels::find_every_other(in.op, in.loop, level_);
  }
  if (!r.kernel)
    fail(error_code::invariant_broken, "no kernel for op " + ir::op_name(in.op) + ", loop " + std::to_string(in.loop));
  return r;
}

std::byte* byte_backend::scratch(int, std::size_t bytes) { return staging_rows.get(bytes); }

void byte_backend::copy(kernels::strided_rows to, dtype to_type, kernels::strided_rows from, dtype from_type,
                        std::ptrdiff_t rows, std::ptrdiff_t count) {
  if (fp_flags const raised = copy_block(level_, to, to_type, from, from_type, rows, count))
    raised_.fetch_or(raised, std::memory_order_relaxed);
}

// Into the second cache: the first is full of the tile at hand.
void byte_backend::expect(std::byte const* at, std::ptrdiff_t row, std::ptrdiff_t rows, std::ptrdiff_t bytes) {
  for (std::ptrdiff_t r = 0; r < rows; ++r)
    for (std::ptrdiff_t i = 0; i < bytes; i += 64) __builtin_prefetch(at + r * row + i, 0, 2);
}

void byte_backend::stream(kernels::strided_rows to, dtype to_type, kernels::strided_rows from, dtype from_type,
                          std::ptrdiff_t rows, std::ptrdiff_t count) {
  if (fp_flags const raised = stream_block(level_, to, to_type, from, from_type, rows, count))
    raised_.fetch_or(raised, std::memory_order_relaxed);
}

fp_flags byte_backend::compute(plan::step const& s, block const& where, int) {
  if (s.compiled) return s.compiled(where, s.loops);
  if (chain const* const c = chain_by_columns(s)) {
    c->run_tiles(where, code_rows.get(c->tile_scratch_bytes(where.rows) + 64));
    return 0;
  }
  if (where.element || (where.stream && s.operands[0].how == plan::access::dense)) return call_alone(s, where);
  return interpret(s, where);
}

// The chain that is the whole code of a step whose operands are read by columns.
chain const* byte_backend::chain_by_columns(plan::step const& s) const {
  std::vector<chain> const& chains = chains_[static_cast<std::size_t>(&s - plan_.steps.data())];
  return chains.empty() || !chains[0].reads_columns() || chains[0].last() != s.code.size() ? nullptr : &chains[0];
}

// The planner leaves rows strided, and results to be streamed, to steps of one instruction between operands.
fp_flags byte_backend::call_alone(plan::step const& s, block const& where) const {
  plan::instruction const& in = s.code[0];
  ready_instruction const& ready = ready_[static_cast<std::size_t>(&s - plan_.steps.data())][0];
  piecewise_call c{ready.kernel,
                   ready.every_other,
                   ready.parameters,
                   ready.broadcast,
                   static_cast<int>(in.slots.size()),
                   {},
                   {},
                   {},
                   {},
                   where.rows,
                   where.count,
                   where.stream && s.operands[0].how == plan::access::dense};
  for (std::size_t k = 0; k < in.slots.size(); ++k) {
    std::size_t const slot = in.slots[k];
    c.data[k] = where.data[slot];
    c.row_stride[k] = where.row_stride[slot];
    c.item[k] = static_cast<std::ptrdiff_t>(itemsize(s.operands[slot].as));
    c.element[k] = where.element ? where.element[slot] : c.item[k];
  }
  return run_in_pieces(c, level_);
}

fp_flags byte_backend::interpret(plan::step const& s, block const& where) {
  std::size_t const operands = s.operands.size(), points = static_cast<std::size_t>(where.rows * where.count);
  std::size_t const number = static_cast<std::size_t>(&s - plan_.steps.data());
  std::vector<chain> const& chains = chains_[number];
  std::size_t bytes = 0, strips = 0;
  for (dtype const type : s.scratch) bytes += whole_lines(points * itemsize(type));
  for (chain const& c : chains) strips = std::max(strips, c.scratch_bytes());
  std::byte* const strip_memory = code_rows.get(strips + bytes + 64);
  small_vector<std::byte*, 32> data(operands + s.scratch.size());
  small_vector<std::ptrdiff_t, 32> row_stride(data.size());
  std::copy_n(where.data, operands, data.begin());
  std::copy_n(where.row_stride, operands, row_stride.begin());
  std::byte* next = strip_memory + strips;
  for (std::size_t k = 0; k < s.scratch.size(); ++k) {
    std::size_t const item = itemsize(s.scratch[k]);
    data[operands + k] = next;
    row_stride[operands + k] = where.count * static_cast<std::ptrdiff_t>(item);
    next += whole_lines(points * item);
  }
  std::vector<ready_instruction> const& ready = ready_[number];
  fp_flags raised = 0;
  auto c = chains.begin();
  for (std::size_t i = 0; i < s.code.size(); ++i) {
    if (c != chains.end() && c->first() == i) {
      chain const& here = *c++;
      if (2 * where.count >= here.strip_elements()) {
        here.run(data.data(), row_stride.data(), where.rows, where.count, strip_memory);
        i = here.last() - 1;
        continue;
      }
    }
    plan::instruction const& in = s.code[i];
    std::byte* at[8];
    std::ptrdiff_t row[8];
    for (std::size_t k = 0; k < in.slots.size(); ++k) {
      at[k] = data[in.slots[k]];
      row[k] = row_stride[in.slots[k]];
    }
    raised |= ready[i].kernel({at, row, ready[i].broadcast, where.rows, where.count}, ready[i].parameters);
  }
  return raised;
}

// Sums and products fold by plain arithmetic at the reference level, so the status register tells their conditions.
template <class Fold> void byte_backend::arithmetic(plan::step const& s, Fold fold) {
  auto const is = [&](auto... op) { return ((s.fold.op == op) || ...); };
  bool const plain = is(ops::id_of<ops::add_reduce>, ops::id_of<ops::multiply_reduce>, ops::id_of<ops::wide_add_reduce>,
                        ops::id_of<ops::moments_reduce>);
  if (!options_.watch || !is_inexact(s.fold.element) || !plain) return fold();
  raised_.fetch_or(status_of(fold), std::memory_order_relaxed);
}

// The same where float16 is rounded on the way, in software: an infinity out of finite numbers is an overflow.
template <class Fold>
void byte_backend::rounding(plan::step const& s, std::byte* partial, std::ptrdiff_t results, std::byte const* x,
                            std::ptrdiff_t n, Fold fold_some) {
  if (!options_.watch || s.fold.element != dtype::f2 || s.fold.result != dtype::f2) return arithmetic(s, fold_some);
  auto const is_finite = [](half h) { return (h.bits & 0x7c00u) != 0x7c00u; };
  std::vector<half> before(static_cast<std::size_t>(results)), after(before.size()), given(static_cast<std::size_t>(n));
  fold(s).finish(reinterpret_cast<std::byte*>(before.data()), partial, results);
  std::memcpy(static_cast<void*>(given.data()), x, given.size() * sizeof(half));
  fold_some();
  fold(s).finish(reinterpret_cast<std::byte*>(after.data()), partial, results);
  bool const all_finite = results == 1 && std::all_of(given.begin(), given.end(), is_finite);
  for (std::size_t i = 0; i < before.size(); ++i)
    if (std::isinf(static_cast<float>(after[i])) && is_finite(before[i]) &&
        (results == 1 ? all_finite : is_finite(given[i])))
      raised_.fetch_or(fp_over, std::memory_order_relaxed);
}

void byte_backend::run(plan::step const& s, std::byte* partial, std::byte const* x, std::ptrdiff_t n,
                       std::ptrdiff_t first) {
  arithmetic(s, [&] { fold(s).run(partial, x, n, first); });
}
void byte_backend::run_rows(plan::step const& s, std::byte* partial, std::size_t, std::byte const* x,
                            std::ptrdiff_t rows, std::ptrdiff_t row_stride, std::ptrdiff_t n, std::ptrdiff_t first) {
  arithmetic(s, [&] { fold(s).runs(partial, x, rows, row_stride, n, first); });
}
void byte_backend::run_columns(plan::step const& s, std::byte* partial, std::byte const* x, std::ptrdiff_t rows,
                               std::ptrdiff_t row_stride, std::ptrdiff_t columns, std::ptrdiff_t, std::byte* room) {
  arithmetic(s, [&] { fold(s).columns(partial, x, rows, row_stride, columns, room); });
}
fp_flags byte_backend::sum_computed(plan::step const& s, std::byte* partial, std::size_t, block const& where,
                                    std::ptrdiff_t, int) {
  kernels::find_region_sum(level_)(*s.loops, s.fold.element, where, partial);
  return 0;
}
void byte_backend::join(plan::step const& s, std::byte* left, std::byte const* right, std::ptrdiff_t n) {
  arithmetic(s, [&] { fold(s).join(left, right, n); });
}
void byte_backend::lift(plan::step const& s, std::byte* partial, std::byte const* x, std::ptrdiff_t n,
                        std::ptrdiff_t position) {
  fold(s).lift(partial, x, n, position);
}
void byte_backend::extend(plan::step const& s, std::byte* acc, std::byte const* x, std::ptrdiff_t n,
                          std::ptrdiff_t first) {
  rounding(s, acc, 1, x, n, [&] { fold(s).extend(acc, x, n, first); });
}
void byte_backend::row(plan::step const& s, std::byte* partial, std::byte const* x, std::ptrdiff_t n,
                       std::ptrdiff_t position) {
  rounding(s, partial, n, x, n, [&] { fold(s).rows(partial, x, 1, 0, n, position); });
}
void byte_backend::rows(plan::step const& s, std::byte* partial, std::byte const* x, std::ptrdiff_t count,
                        std::ptrdiff_t row_stride, std::ptrdiff_t n, std::ptrdiff_t position) {
  if (!options_.watch) return fold(s).rows(partial, x, count, row_stride, n, position);
  for (std::ptrdiff_t r = 0; r < count; ++r) row(s, partial, x + r * row_stride, n, position + r);
}
// Conditions of single operations are told by the ways that make no others.
bool byte_backend::folds_spaced(plan::step const& s) const { return !options_.watch && fold(s).spaced != nullptr; }
bool byte_backend::folds_spaced_rows(plan::step const& s, std::ptrdiff_t step) const {
  return !options_.watch && fold(s).spaced_rows && step == 2 * static_cast<std::ptrdiff_t>(itemsize(s.fold.element));
}
void byte_backend::run_spaced(plan::step const& s, std::byte* partial, std::byte const* x, std::ptrdiff_t rows,
                              std::ptrdiff_t row_stride, std::ptrdiff_t step, std::ptrdiff_t n, std::ptrdiff_t first) {
  fold(s).spaced(partial, x, rows, row_stride, step, n, first);
}
void byte_backend::spaced_rows(plan::step const& s, std::byte* partial, std::byte const* x, std::ptrdiff_t rows,
                               std::ptrdiff_t row_stride, std::ptrdiff_t n, std::ptrdiff_t position) {
  fold(s).spaced_rows(partial, x, rows, row_stride, n, position);
}
void byte_backend::clear(plan::step const& s, std::byte* partial, std::ptrdiff_t n) { fold(s).clear(partial, n); }
void byte_backend::finish(plan::step const& s, std::byte* out, std::byte const* partial, std::ptrdiff_t n) {
  fold(s).finish(out, partial, n);
  if (!options_.watch || s.fold.result != dtype::f2 || fold(s).accumulator != dtype::f4) return;
  // The rounding to float16 is no operation of the processor's.
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    half rounded;
    float exact;
    std::memcpy(&rounded, out + i * 2, 2);
    std::memcpy(&exact, partial + static_cast<std::size_t>(i) * fold(s).state, 4);
    if (std::isinf(static_cast<float>(rounded)) && std::isfinite(exact))
      raised_.fetch_or(fp_over, std::memory_order_relaxed);
  }
}

bool byte_backend::settled(plan::step const& s, std::byte const* partial, std::ptrdiff_t n) const {
  if (s.fold.result != dtype::b1 || fold(s).state != 1) return false;
  auto const is = [&](auto... ops) { return ((s.fold.op == ops) || ...); };
  bool const by_true =
      is(ops::id_of<ops::logical_or_reduce>, ops::id_of<ops::bitwise_or_reduce>, ops::id_of<ops::maximum_reduce>);
  bool const by_false =
      is(ops::id_of<ops::logical_and_reduce>, ops::id_of<ops::bitwise_and_reduce>, ops::id_of<ops::minimum_reduce>);
  if (!by_true && !by_false) return false;
  return std::all_of(partial, partial + n, [&](std::byte b) { return (b != std::byte{}) == by_true; });
}

void byte_backend::opaque(plan::step const& s, run_state& run) {
  std::vector<byte_view> views;
  for (plan::operand const& o : s.operands) views.push_back({base(o.buffer) + o.map.offset, o.type, o.map});
  // Float16 is converted on the way, by operations that raise conditions of their own.
  if (!options_.watch || views[0].type == dtype::f2)
    return multiply_matrices(views[0], views[1], views[2], level_, &run);
  // On this thread, whose status register is looked at.
  raised_.fetch_or(status_of([&] { multiply_matrices(views[0], views[1], views[2], level_); }),
                   std::memory_order_relaxed);
}

}  // namespace fnp::execute
