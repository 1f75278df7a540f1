// What both walks of a reduction share: the axes that are kept, the rows of values, the rounding of partial results.
#pragma once
#include <algorithm>
#include <optional>

#include "engine/execute/frame.hpp"
#include "engine/execute/odometer.hpp"
#include "engine/execute/run_state.hpp"

namespace fnp::execute {

struct alignas(16) partial_value {
  std::byte bytes[32];
};

class folder {
 public:
  folder(plan::step const& s, run_state& run, kernels::fold_kernel const& k);

  bool is_empty() const;  // no point to fold at all
  void fill_empty();

 protected:
  backend& world() { return run_.world; }
  int worker() const { return run_.threads > 1 ? worker_index() : 0; }

  // Partial results to the dtype in which NumPy stores them. `rounded`: room for n elements, a partial result's for one
  // (the symbolic world keeps a term in it).
  void round(std::byte* partial, index n, std::byte* rounded);
  // Does the region add its values itself, so that they are never stored?
  bool sums_leaves() const { return sums_leaves_; }
  // Partial results of `rows` runs of `count` values each. pre: sums_leaves()
  void sum_values(frame& f, extents const& at, std::size_t row_axis, index rows, index count, index first,
                  std::byte* partial);
  // Pointer to `rows` dense rows of `count` values each, at most block_points in all (or memory itself).
  std::byte const* values(frame& f, extents const& at, std::size_t row_axis, index rows, index count,
                          std::ptrdiff_t& row_stride);
  bool is_worth_threads() const;
  void spread(std::size_t tasks, function_ref<void(std::size_t, std::size_t)> range);

  // Is the operand staged for no other reason than that its elements lie apart? Then it may be folded where it lies.
  bool only_apart() const;
  index step() const { return s_.operands[s_.fold.slot].map.stride[rank_ - 1]; }  // from one element to the next

  plan::step const& s_;
  run_state& run_;
  kernels::fold_kernel const& kernel_;
  std::size_t rank_;
  index item_, length_ = 1;  // length_: of a run
  odometer kept_, outer_;    // outer_: reduced axes outside of the run
  bool rounds_ = false, sums_leaves_ = false;
  bool far_ = false;  // sums_leaves_: what is read fills the last cache

 private:
  mutable std::optional<bool> shares_;  // whether this reduction is shared out: asked once
};

// Innermost axis kept: row after row into a row of partial results.
class row_folder : folder {
 public:
  using folder::folder;
  void walk();

 private:
  bool direct() const;
  index panel() const;  // columns that are folded together
  void lift_row(frame& f, std::byte const* x, index count, std::byte* partial);
  bool fold_rows(frame& f, extents& at, index count, std::byte* partial);
  void store_row(frame& f, extents const& at, index count, std::byte const* partial, std::byte* result);

  // Every second column: all of them are folded where they lie.
  bool const apart_ = only_apart() && world().folds_spaced_rows(s_, step());
};

// Innermost axis reduced: runs, each by its tree or in order.
class run_folder : folder {
 public:
  using folder::folder;
  void walk();

 private:
  bool fold_point(extents at, bool split);
  bool direct() const;
  index piece_points() const;     // of one run that are folded at once
  index gathered_points() const;  // that run_values is asked for at once
  index batch_points() const;  // of short runs that are folded together
  bool settled(std::byte const* partial, index rows);
  bool looks() const;
  bool branch(frame& f, extents const& at, index lo, index n, index before, std::byte* partial);
  bool tree(extents const& at, index lo, index n, index before, std::byte* partial, bool split);
  void append(std::byte* acc, std::byte const* x, index step, index n, index position, bool empty);
  bool in_order(extents const& at, index lo, index n, index before, std::byte* acc, bool empty);
  std::byte const* run_values(frame& f, extents at, index lo, index n);
  void walk_batches();
  bool lies_across() const;
  bool side_by_side() const;
  void walk_columns();
  bool column_node(frame& f, extents& at, index columns, index lo, index n, std::byte* partial, std::byte* room);
  void walk_groups();
  void store(frame& f, extents& at, std::size_t row_axis, index rows, std::byte const* partial);
  bool group(frame& f, extents& at, std::size_t row_axis, index rows, index lo, index n, std::byte* partial);
  void fold_piece(frame& f, extents const& at, std::size_t row_axis, index rows, index n, index before, bool empty,
                  std::byte* partial, std::byte* parts);
  // partial, parts: room for a partial result a row; `parts` holds those of one run until they are joined.
  bool fold_batch(frame& f, extents& at, std::size_t row_axis, index rows, std::byte* partial, std::byte* parts);
  bool lies_apart() const;

  bool const apart_ = lies_apart();
};

}  // namespace fnp::execute
