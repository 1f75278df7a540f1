// NumPy's iteration of a reduction: which elements each call of the inner loop sees, and for which result.
//
// The operands are the result, the array and a mask; axes are ordered by all their strides and joined where all of them
// allow it, then cut into fills (engine/ir/iterator_cut.hpp). Elements reach a call dense and in the loop's dtype.
#pragma once
#include <algorithm>
#include <vector>

#include "engine/ir/iterator_cut.hpp"
#include "fnp/base/storage.hpp"

namespace fnp::ufunc_on {

struct fold_call {
  std::byte* result;    // of the first element
  bool single;          // all elements go into that one; else into neighbours
  bool first;           // the result has met no element yet
  bool ends_fill;       // the last call of a fill: a cast result goes to memory and may come back
  index count;
  std::byte const* x;     // dense, of the loop's operand dtype
  std::byte const* mask;  // dense bool, or null
};

class fold_iteration {
 public:
  // reduced: bit an axis of `a`. out: what the result is written to in the end, or null. mask: of the shape of `a`.
  fold_iteration(array_body const& a, std::uint64_t reduced, dtype type, dtype operand, strided const* out,
                 dtype out_type, strided const* mask, std::byte const* mask_data);

  // Results in the loop's dtype, dense in the order of iteration, with the strides of `a`'s axes (0 where reduced).
  extents const& result_strides() const noexcept { return result_strides_; }
  template <class Call> void run(std::byte* results, Call&& call);

 private:
  struct walked {
    index extent;
    index result, x, mask;  // bytes
  };
  // Elements lo .. lo + n of the `axes` innermost axes, dense and cast; where they lie so already, as they lie.
  std::byte const* gather(std::byte const* from, index walked::*stride, std::size_t axes, index lo, index n,
                          dtype have, dtype want, std::vector<std::byte>& scratch);

  array_body const& a_;
  dtype operand_;
  std::byte const* mask_data_;
  std::vector<walked> axes_;  // outermost first
  extents result_strides_;
  ir::iterator_cut cut_;
  std::vector<std::byte> x_scratch_, cast_scratch_, mask_scratch_;
};

template <class Call> void fold_iteration::run(std::byte* results, Call&& call) {
  std::size_t const rank = axes_.size(), inside = std::min(cut_.axes, rank), outside = rank - inside;
  extents at(outside, 0);
  index size = 1;
  for (walked const& w : axes_)
    if (w.extent == 0) return;
  for (std::size_t i = outside; i < rank; ++i) size *= axes_[i].extent;
  index const item = static_cast<index>(itemsize(operand_));
  for (;;) {
    std::byte *result = results, *x = a_.data;
    std::byte const* mask = mask_data_;
    bool first = true;
    for (std::size_t i = 0; i < outside; ++i) {
      result += at[i] * axes_[i].result;
      x += at[i] * axes_[i].x;
      if (mask) mask += at[i] * axes_[i].mask;
      first = first && (axes_[i].result != 0 || at[i] == 0);
    }
    for (index lo = 0; lo < size; lo += cut_.fill) {
      index const n = std::min(cut_.fill, size - lo);
      std::byte const* const elements = gather(x, &walked::x, inside, lo, n, a_.type, operand_, x_scratch_);
      std::byte const* const flags =
          mask ? gather(mask, &walked::mask, inside, lo, n, dtype::b1, dtype::b1, mask_scratch_) : nullptr;
      index const core = cut_.folds_outside ? cut_.core : n;
      for (index done = 0; done < n; done += core) {
        index const begin = lo + done, step = cut_.folds_outside ? begin / cut_.core : 0;
        index const within = cut_.folds_outside ? 0 : begin;
        index const inner = rank == 0 ? 0 : axes_.back().result, outer = inside > 0 ? axes_[outside].result : 0;
        bool const fresh = first && (cut_.folds_outside ? outer != 0 || step == 0 : inner != 0 || within == 0);
        // A row that the next fill goes on with stays in its buffer.
        bool const stays = cut_.folds_outside && outer == 0 && lo + n < size;
        call(fold_call{result + step * outer + within * inner, inner == 0, fresh, done + core >= n && !stays,
                       std::min(core, n - done), elements + done * item, flags ? flags + done : nullptr});
      }
    }
    std::size_t i = outside;
    while (i-- > 0) {
      if (++at[i] < axes_[i].extent) break;
      at[i] = 0;
    }
    if (i == static_cast<std::size_t>(-1)) return;
  }
}

}  // namespace fnp::ufunc_on
