// Where NumPy's buffered iterator cuts a loop: the elements that one call of an inner loop sees.
//
// Float sums restart their pairwise tree with every call, so the cuts are part of a result's bits. Axes are given
// outermost first, sorted and coalesced as the iterator has them. From the inside out an axis joins the *core* as long
// as it pays: with n buffered operands, a fill of f elements costs (1 + n) / f. An operand is buffered where it is cast
// or where the axes of the core are no single stride of it; a fill then holds at most 8192 elements, a whole number of
// cores. Where the written operand changes between one element and many, that axis is the last one (reduce mode): the
// core is walked as a whole and the axis outside it call by call.
#pragma once
#include <span>

#include "fnp/base/dtype.hpp"
#include "fnp/base/strided.hpp"
#include "fnp/ops/op.hpp"

namespace fnp::ir {

inline constexpr index iterator_buffer = 8192;

struct iterated {
  extents stride;        // by axis; 0 where the operand is stretched or folded
  bool cast = false;     // its dtype is not the loop's
  bool written = false;  // folded: an axis of stride 0 is summed over
};

struct iterator_cut {
  std::size_t axes = 1;       // the innermost axes that one fill lies in
  index core = 1, fill = 1;   // elements of all those axes but the outermost; elements of the largest fill
  bool folds_outside = false;  // reduce mode: each call sees one core
  std::uint64_t buffered = 0;  // bit: operand
};

iterator_cut cut_iteration(extents const& extent, std::span<iterated const> operands);

// Is all that is folded one run in C order, whatever the layout? Positions count so, and so goes the tree of
// fnp::accurate.
bool folds_in_c_order(ops::op_id) noexcept;
// Points of a run that its kernel must be given at once: a leaf of that tree (16 times 512 bytes of running sums), else
// any 128 will do.
index points_at_once(ops::op_id, dtype element) noexcept;

// The fold of one operand into a fresh result: the innermost axes whose elements form one run, which is cut every
// `chunk` elements (0: never). No axes where the innermost one is kept. pre: no axis of one point.
struct fold_run {
  std::size_t axes = 0;
  index chunk = 0;
};
fold_run run_of_fold(extents const& extent, extents const& stride, std::uint64_t reduced, bool cast);

}  // namespace fnp::ir
