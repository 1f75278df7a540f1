// A run of interpreted instructions that goes strip by strip through registers, not row by row through the first cache.
//
// A value that only the next instruction reads stays in the accumulators; what later ones of the run read lies in a
// strip of its own; what others read, or memory is to hold, is stored where its slot lies. Order and bodies are those
// of the instructions one by one, so the bits are. A row's last elements, fewer than a strip, pass through strips of
// their own.
#pragma once
#include <optional>

#include "engine/plan/loop_nest.hpp"
#include "kernels/registry.hpp"

namespace fnp::execute {

class chain {
 public:
  // The longest chain of the step's code from instruction `first` on; none where it would hold fewer than two, and read
  // no operand by columns. pre: the step is a map that is not serial, or a reduction's map part.
  static std::optional<chain> from(plan::step const&, std::size_t first, kernels::chain_kernels const&);

  std::size_t first() const noexcept { return first_; }
  std::size_t last() const noexcept { return last_; }  // one behind its instructions
  std::ptrdiff_t strip_elements() const noexcept { return kernels_->bytes / item_; }
  // Bytes of scratch that `run` wants, 64-byte aligned.
  std::size_t scratch_bytes() const noexcept { return places_.size() * static_cast<std::size_t>(kernels_->bytes); }

  // data, row_stride: of every slot, operands and scratch rows.
  void run(std::byte* const* data, std::ptrdiff_t const* row_stride, std::ptrdiff_t rows, std::ptrdiff_t count,
           std::byte* scratch) const;

  // Where operands are read by columns (plan/column_tiles.hpp) a strip is a tile of eight rows, a register each.
  bool reads_columns() const noexcept { return !past_caches_.empty(); }
  std::size_t tile_scratch_bytes(std::ptrdiff_t rows) const noexcept;
  // pre: reads_columns(), and the chain is the whole code; where: with `element`.
  void run_tiles(block const& where, std::byte* scratch) const;

 private:
  enum class lies : std::uint8_t { in_rows, spread, in_strip, in_columns };
  struct place {
    lies where;
    plan::slot_number slot;
    std::ptrdiff_t item;  // bytes of an element
    bool read, written;   // of rows
  };
  class tile_walk;
  chain(kernels::chain_kernels const& k, std::ptrdiff_t item) : kernels_(&k), item_(item) {}
  // One element all over a register.
  static void spread(std::byte* to, std::byte const* element, std::ptrdiff_t item, std::ptrdiff_t width);
  small_vector<std::size_t, 16> streams(kernels::strip const* table) const;
  void rows_first();
  void stream_results(kernels::chain_function store, kernels::chain_function stream);
  std::uint16_t place_of(lies, plan::slot_number, std::ptrdiff_t item);

  kernels::chain_kernels const* kernels_;
  std::ptrdiff_t item_;  // bytes of an element
  bool far_ = false;     // operands lie beyond the last cache
  std::size_t first_ = 0, last_ = 0;
  std::vector<place> places_;
  std::size_t rows_ = 0;  // so many places in rows stand first
  std::vector<kernels::chain_step> steps_;
  std::vector<kernels::chain_step> past_caches_;  // of tiles: the same with results past the caches
};

}  // namespace fnp::execute
