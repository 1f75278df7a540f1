// Real memory with a clock: how long each step took and how many bytes its blocks touched.
//
// Bytes are those that kernels and staging copies were given: an operand read in place counts once a block, a staged
// one as it is copied. A value that a whole row shares counts once a block. So a stencil counts each of its shifted
// reads.
#pragma once
#include <chrono>
#include <vector>

#include "engine/execute/byte_backend.hpp"
#include "engine/execute/step_measure.hpp"

namespace fnp::execute {

class measuring_backend : public byte_backend {
 public:
  measuring_backend(plan::plan const& p, ir::graph const& g, binding where, engine::options const& o)
      : byte_backend(p, g, where, o), plan_(p), bytes_(p.steps.size()), times_(p.steps.size()) {}

  std::vector<step_measure> measures() const;

  void entered(plan::step const&) override;
  void left(plan::step const&) override;
  void copy(kernels::strided_rows to, dtype to_type, kernels::strided_rows from, dtype from_type, std::ptrdiff_t rows,
            std::ptrdiff_t count) override;
  void stream(kernels::strided_rows to, dtype to_type, kernels::strided_rows from, dtype from_type, std::ptrdiff_t rows,
              std::ptrdiff_t count) override;
  fp_flags compute(plan::step const&, block const& where, int worker) override;
  fp_flags sum_computed(plan::step const&, std::byte* partial, std::size_t state, block const& where,
                        std::ptrdiff_t first, int worker) override;
  void run(plan::step const&, std::byte* partial, std::byte const* x, std::ptrdiff_t n, std::ptrdiff_t first) override;
  void run_rows(plan::step const&, std::byte* partial, std::size_t state, std::byte const* x, std::ptrdiff_t rows,
                std::ptrdiff_t row_stride, std::ptrdiff_t n, std::ptrdiff_t first) override;
  void run_columns(plan::step const&, std::byte* partial, std::byte const* x, std::ptrdiff_t rows,
                   std::ptrdiff_t row_stride, std::ptrdiff_t columns, std::ptrdiff_t first, std::byte* room) override;
  void extend(plan::step const&, std::byte* acc, std::byte const* x, std::ptrdiff_t n, std::ptrdiff_t first) override;
  void row(plan::step const&, std::byte* partial, std::byte const* x, std::ptrdiff_t n,
           std::ptrdiff_t position) override;
  void rows(plan::step const&, std::byte* partial, std::byte const* x, std::ptrdiff_t count, std::ptrdiff_t row_stride,
            std::ptrdiff_t n, std::ptrdiff_t position) override;
  void run_spaced(plan::step const&, std::byte* partial, std::byte const* x, std::ptrdiff_t rows,
                  std::ptrdiff_t row_stride, std::ptrdiff_t step, std::ptrdiff_t n, std::ptrdiff_t first) override;
  void spaced_rows(plan::step const&, std::byte* partial, std::byte const* x, std::ptrdiff_t rows,
                   std::ptrdiff_t row_stride, std::ptrdiff_t n, std::ptrdiff_t position) override;
  void opaque(plan::step const&, run_state&) override;

 private:
  using clock = std::chrono::steady_clock;
  std::size_t number(plan::step const& s) const { return static_cast<std::size_t>(&s - plan_.steps.data()); }
  void count(std::size_t step, std::ptrdiff_t bytes) { __atomic_fetch_add(&bytes_[step], bytes, __ATOMIC_RELAXED); }
  void count_read(plan::step const&, block const& where);
  void count_folded(plan::step const&, std::ptrdiff_t elements);

  plan::plan const& plan_;
  std::vector<index> bytes_;
  std::vector<double> times_;
  std::size_t now_ = 0;  // the step that runs: steps run one after the other
  clock::time_point begun_;
};

}  // namespace fnp::execute
