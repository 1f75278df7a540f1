// The backend of real memory: staging copies, registry kernels, compiled regions.
#pragma once
#include <atomic>
#include <mutex>
#include <span>

#include "engine/execute/backend.hpp"
#include "engine/execute/chain.hpp"

namespace fnp::execute {

// Where the buffers of a plan lie for one run.
struct binding {
  std::span<std::byte* const> bases;  // by buffer
};

class byte_backend : public backend {
 public:
  byte_backend(plan::plan const&, ir::graph const&, binding, engine::options const&);

  std::byte* base(std::uint32_t buffer) override { return where_.bases[buffer]; }
  std::byte* scratch(int worker, std::size_t bytes) override;
  void copy(kernels::strided_rows to, dtype to_type, kernels::strided_rows from, dtype from_type, std::ptrdiff_t rows,
            std::ptrdiff_t count) override;
  void stream(kernels::strided_rows to, dtype to_type, kernels::strided_rows from, dtype from_type, std::ptrdiff_t rows,
              std::ptrdiff_t count) override;
  void expect(std::byte const* at, std::ptrdiff_t row, std::ptrdiff_t rows, std::ptrdiff_t bytes) override;
  fp_flags compute(plan::step const&, block const& where, int worker) override;
  void run(plan::step const&, std::byte* partial, std::byte const* x, std::ptrdiff_t n, std::ptrdiff_t first) override;
  void run_rows(plan::step const&, std::byte* partial, std::size_t state, std::byte const* x, std::ptrdiff_t rows,
                std::ptrdiff_t row_stride, std::ptrdiff_t n, std::ptrdiff_t first) override;
  void run_columns(plan::step const&, std::byte* partial, std::byte const* x, std::ptrdiff_t rows,
                   std::ptrdiff_t row_stride, std::ptrdiff_t columns, std::ptrdiff_t first, std::byte* room) override;
  fp_flags sum_computed(plan::step const&, std::byte* partial, std::size_t state, block const& where,
                        std::ptrdiff_t first, int worker) override;
  void join(plan::step const&, std::byte* left, std::byte const* right, std::ptrdiff_t n) override;
  void lift(plan::step const&, std::byte* partial, std::byte const* x, std::ptrdiff_t n,
            std::ptrdiff_t position) override;
  void extend(plan::step const&, std::byte* acc, std::byte const* x, std::ptrdiff_t n, std::ptrdiff_t first) override;
  void row(plan::step const&, std::byte* partial, std::byte const* x, std::ptrdiff_t n,
           std::ptrdiff_t position) override;
  void rows(plan::step const&, std::byte* partial, std::byte const* x, std::ptrdiff_t count, std::ptrdiff_t row_stride,
            std::ptrdiff_t n, std::ptrdiff_t position) override;
  void clear(plan::step const&, std::byte* partial, std::ptrdiff_t n) override;
  void finish(plan::step const&, std::byte* out, std::byte const* partial, std::ptrdiff_t n) override;
  bool folds_spaced(plan::step const&) const override;
  bool folds_spaced_rows(plan::step const&, std::ptrdiff_t step) const override;
  void run_spaced(plan::step const&, std::byte* partial, std::byte const* x, std::ptrdiff_t rows,
                  std::ptrdiff_t row_stride, std::ptrdiff_t step, std::ptrdiff_t n, std::ptrdiff_t first) override;
  void spaced_rows(plan::step const&, std::byte* partial, std::byte const* x, std::ptrdiff_t rows,
                   std::ptrdiff_t row_stride, std::ptrdiff_t n, std::ptrdiff_t position) override;
  bool settled(plan::step const&, std::byte const* partial, std::ptrdiff_t n) const override;
  void opaque(plan::step const&, run_state&) override;
  // What the casts of staging, folds and products raised; the kernels' own conditions come from `compute`.
  fp_flags raised() const noexcept { return raised_.load(std::memory_order_relaxed); }
  bool watched() override { return options_.progress != nullptr; }
  bool stop() override { return options_.stop && options_.stop(options_.context); }
  void progress(std::size_t done, std::size_t of) override {
    if (!options_.progress) return;
    std::lock_guard const lock(telling_);
    if (done <= told_) return;  // another worker was ahead: what is told only grows
    told_ = done;
    options_.progress(options_.context, done, of);
  }

 private:
  // What the interpreter needs of an instruction, looked up once.
  struct ready_instruction {
    block_kernel kernel, every_other;
    void const* parameters;
    std::uint64_t broadcast;  // bit k: slot k holds one value a row
  };
  kernels::fold_kernel const& fold(plan::step const& s) const {
    return *folds_[static_cast<std::size_t>(&s - plan_.steps.data())];
  }
  ready_instruction prepare(plan::step const&, plan::instruction const&) const;
  void find_chains(std::size_t step);
  chain const* chain_by_columns(plan::step const&) const;
  fp_flags call_alone(plan::step const&, block const& where) const;
  fp_flags interpret(plan::step const&, block const& where);
  template <class Fold> void arithmetic(plan::step const&, Fold);
  template <class Fold>
  void rounding(plan::step const&, std::byte* partial, std::ptrdiff_t results, std::byte const* x, std::ptrdiff_t n,
                Fold);

  plan::plan const& plan_;
  ir::graph const& graph_;
  binding where_;
  engine::options const& options_;
  isa level_;
  std::atomic<fp_flags> raised_{0};
  std::mutex telling_;
  std::size_t told_ = 0;
  small_vector<kernels::fold_kernel const*> folds_;    // by step; looked up once, since a row of 1000 takes 20 ns
  std::vector<std::vector<ready_instruction>> ready_;  // by step, as far as the last one without a compiled kernel
  std::vector<std::vector<chain>> chains_;             // as far as these, in the order of the code
};

}  // namespace fnp::execute
