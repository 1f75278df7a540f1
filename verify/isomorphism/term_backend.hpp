// The executor's second world: the walker's own block calls and copies, on shadow memory whose elements are terms.
//
// A kernel may read and write a block in any order, so an output that meets an input of the same call other than at
// the same addresses gives `race` terms. Writes are counted per byte.
#pragma once
#include <map>
#include <span>

#include "engine/execute/backend.hpp"
#include "verify/isomorphism/fold_terms.hpp"
#include "verify/isomorphism/shadow.hpp"

namespace fnp::isomorphism {

// Where a plan's inputs and kept destinations lie; `into` null: a fresh result. Nothing there is read or written.
struct place {
  std::byte* at = nullptr;
  index bytes = 0;
};

// A fault in the execution itself, for mutation tests: which step (and instruction), and what goes wrong there.
struct distortion {
  enum class kind : std::uint8_t {
    none,
    swapped_join,
    wrong_split,
    sequential_run,
    reversed_run,
    contracted,
    lost_lift,
    skipped_finish,
    stale_scratch
  };
  kind what = kind::none;
  std::size_t step = 0, instruction = 0;
};

class term_backend : public execute::backend {
 public:
  term_backend(plan::plan const&, std::span<place const> inputs, std::span<place const> results, distortion = {});
  ~term_backend() override;
  term_backend(term_backend const&) = delete;
  term_backend& operator=(term_backend const&) = delete;

  shadow& memory() noexcept { return memory_; }
  std::byte* base(std::uint32_t buffer) override { return bases_[buffer]; }
  std::byte* scratch(int worker, std::size_t bytes) override;
  void copy(kernels::strided_rows to, dtype to_type, kernels::strided_rows from, dtype from_type, std::ptrdiff_t rows,
            std::ptrdiff_t count) override;
  fp_flags compute(plan::step const&, block const& where, int worker) override;
  void run(plan::step const& s, std::byte* partial, std::byte const* x, std::ptrdiff_t n,
           std::ptrdiff_t first) override {
    run_strided(s, partial, x, static_cast<std::ptrdiff_t>(itemsize(s.fold.element)), n, first);
  }
  void run_columns(plan::step const&, std::byte* partial, std::byte const* x, std::ptrdiff_t rows,
                   std::ptrdiff_t row_stride, std::ptrdiff_t columns, std::ptrdiff_t first, std::byte* room) override;
  void join(plan::step const&, std::byte* left, std::byte const* right, std::ptrdiff_t n) override;
  void lift(plan::step const&, std::byte* partial, std::byte const* x, std::ptrdiff_t n,
            std::ptrdiff_t position) override;
  void row(plan::step const&, std::byte* partial, std::byte const* x, std::ptrdiff_t n,
           std::ptrdiff_t position) override;
  void clear(plan::step const&, std::byte* partial, std::ptrdiff_t n) override;
  void finish(plan::step const&, std::byte* out, std::byte const* partial, std::ptrdiff_t n) override;
  void opaque(plan::step const&, execute::run_state&) override;
  bool stop() override { return false; }
  void progress(std::size_t, std::size_t) override {}

  std::uint64_t points = 0, runs = 0, joins = 0, copies = 0;  // points: of instructions

 private:
  void run_strided(plan::step const&, std::byte* partial, std::byte const* x, std::ptrdiff_t element, std::ptrdiff_t n,
                   std::ptrdiff_t first);
  struct slot_view;
  fold_terms& fold(plan::step const&);
  bool distorted(plan::step const&, distortion::kind) const;
  bool races(plan::step const&, plan::instruction const&, block const&) const;
  std::byte* take(index bytes);

  plan::plan const& plan_;
  distortion fault_;
  shadow memory_;
  std::vector<std::byte*> bases_, owned_;
  std::byte* scratch_ = nullptr;
  std::size_t scratch_bytes_ = 0;
  std::vector<std::vector<term>> rows_;  // scratch slots of the step's code
  std::map<std::pair<ops::op_id, dtype>, fold_terms> folds_;
};

}  // namespace fnp::isomorphism
