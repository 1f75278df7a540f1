// What the walker drives: bytes and symbolic terms are two implementations of one interface.
//
// The walker alone decides which block is computed when, from where and to where; it does so with real pointer
// arithmetic on the addresses that the backend hands out. For the term backend those are addresses of a shadow memory
// of the same size whose elements stand for terms. So there is one copy of the plan's logic and the checker runs it.
#pragma once
#include <cstddef>

#include "engine/plan/loop_nest.hpp"
#include "fnp/base/block.hpp"
#include "kernels/registry.hpp"

namespace fnp::execute {

struct run_state;

struct backend {
  virtual ~backend() = default;

  virtual std::byte* base(std::uint32_t buffer) = 0;                // address of the buffer's first byte
  virtual std::byte* scratch(int worker, std::size_t bytes) = 0;    // 64-byte aligned, valid until the step ends

  // Around each step, on the thread that called.
  virtual void entered(plan::step const&) {}
  virtual void left(plan::step const&) {}

  // Copies rows x count elements with a cast from `from_type` to `to_type`.
  virtual void copy(kernels::strided_rows to, dtype to_type, kernels::strided_rows from, dtype from_type,
                    std::ptrdiff_t rows, std::ptrdiff_t count) = 0;
  // The same into an output that lies beyond the last cache.
  virtual void stream(kernels::strided_rows to, dtype to_type, kernels::strided_rows from, dtype from_type,
                      std::ptrdiff_t rows, std::ptrdiff_t count) {
    copy(to, to_type, from, from_type, rows, count);
  }
  // Soon, after some hundred other lines, this will be read: rows x bytes.
  virtual void expect(std::byte const* /*at*/, std::ptrdiff_t /*row*/, std::ptrdiff_t /*rows*/,
                      std::ptrdiff_t /*bytes*/) {}
  // Runs the step's code on one block. where.data: the step's operands, then nothing (scratch slots are the backend's).
  virtual fp_flags compute(plan::step const&, block const& where, int worker) = 0;
  // The parts of a fold, as in kernels::fold_kernel.
  virtual void run(plan::step const&, std::byte* partial, std::byte const* x, std::ptrdiff_t n,
                   std::ptrdiff_t first) = 0;
  // `run` for `rows` runs of n elements, row_stride bytes apart, into neighbouring partial results of `state` bytes.
  virtual void run_rows(plan::step const& s, std::byte* partial, std::size_t state, std::byte const* x,
                        std::ptrdiff_t rows, std::ptrdiff_t row_stride, std::ptrdiff_t n, std::ptrdiff_t first) {
    for (std::ptrdiff_t r = 0; r < rows; ++r)
      run(s, partial + static_cast<std::size_t>(r) * state, x + r * row_stride, n, first);
  }
  // `run` for `columns` runs side by side, the elements of each row_stride bytes apart (fold_kernel::columns).
  virtual void run_columns(plan::step const&, std::byte* partial, std::byte const* x, std::ptrdiff_t rows,
                           std::ptrdiff_t row_stride, std::ptrdiff_t columns, std::ptrdiff_t first,
                           std::byte* room) = 0;
  // compute and run_rows in one: where.data[0] has room for the values, which need not be stored. pre: sums_leaves(s)
  virtual fp_flags sum_computed(plan::step const& s, std::byte* partial, std::size_t state, block const& where,
                                std::ptrdiff_t first, int worker) {
    fp_flags const raised = compute(s, where, worker);
    run_rows(s, partial, state, where.data[0], where.rows, where.row_stride[0], where.count, first);
    return raised;
  }
  virtual void join(plan::step const&, std::byte* left, std::byte const* right, std::ptrdiff_t n) = 0;
  virtual void lift(plan::step const&, std::byte* partial, std::byte const* x, std::ptrdiff_t n,
                    std::ptrdiff_t position) = 0;
  virtual void row(plan::step const&, std::byte* partial, std::byte const* x, std::ptrdiff_t n,
                   std::ptrdiff_t position) = 0;
  // `row` for `count` rows of n elements, row_stride bytes apart, one after the other.
  virtual void rows(plan::step const& s, std::byte* partial, std::byte const* x, std::ptrdiff_t count,
                    std::ptrdiff_t row_stride, std::ptrdiff_t n, std::ptrdiff_t position) {
    for (std::ptrdiff_t r = 0; r < count; ++r) row(s, partial, x + r * row_stride, n, position + r);
  }
  virtual void clear(plan::step const&, std::byte* partial, std::ptrdiff_t n) = 0;
  virtual void finish(plan::step const&, std::byte* out, std::byte const* partial, std::ptrdiff_t n) = 0;
  // acc = acc op x[0] op x[1] ..., one element after the other.
  virtual void extend(plan::step const& s, std::byte* acc, std::byte const* x, std::ptrdiff_t n, std::ptrdiff_t first) {
    std::ptrdiff_t const item = static_cast<std::ptrdiff_t>(itemsize(s.fold.element));
    for (std::ptrdiff_t i = 0; i < n; ++i) {
      alignas(16) std::byte next[32];
      lift(s, next, x + i * item, 1, first + i);
      join(s, acc, next, 1);
    }
  }
  // Are elements that lie apart folded where they lie? Then by these two, as kernels::fold_kernel has them; the second
  // one for elements `step` bytes apart that it says so of. Terms are gathered.
  virtual bool folds_spaced(plan::step const&) const { return false; }
  virtual bool folds_spaced_rows(plan::step const&, std::ptrdiff_t /*step*/) const { return false; }
  virtual void run_spaced(plan::step const&, std::byte* /*partial*/, std::byte const* /*x*/, std::ptrdiff_t /*rows*/,
                          std::ptrdiff_t /*row_stride*/, std::ptrdiff_t /*step*/, std::ptrdiff_t /*n*/,
                          std::ptrdiff_t /*first*/) {}
  virtual void spaced_rows(plan::step const&, std::byte* /*partial*/, std::byte const* /*x*/, std::ptrdiff_t /*rows*/,
                           std::ptrdiff_t /*row_stride*/, std::ptrdiff_t /*n*/, std::ptrdiff_t /*position*/) {}
  // Are these partial results what no further element can change? Terms always can.
  virtual bool settled(plan::step const&, std::byte const*, std::ptrdiff_t) const { return false; }
  // A step of whole arrays: asks the run whether to go on and counts its own tiles.
  virtual void opaque(plan::step const&, run_state&) = 0;

  virtual bool watched() { return false; }                          // wants to hear of every tile at once
  virtual bool stop() = 0;                                          // polled once per tile
  virtual void progress(std::size_t done, std::size_t of) = 0;      // in tiles of the whole plan
};

struct cancelled {};  // thrown by `execute` when stop() said so, after all workers came to rest

// Runs all steps in order. Workers: at most plan.threads; one for backends that say so.
fp_flags execute(plan::plan const&, backend&, bool one_worker = false);

}  // namespace fnp::execute
