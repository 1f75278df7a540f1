// The iterator's choice of core and fill, by its own estimate of cost.
#include "engine/ir/iterator_cut.hpp"

#include <algorithm>

#include "fnp/ops/all.hpp"

namespace fnp::ir {

iterator_cut cut_iteration(extents const& extent, std::span<iterated const> operands) {
  std::size_t const rank = extent.size();
  auto const at = [rank](extents const& v, std::size_t from_inside) { return v[rank - 1 - from_inside]; };
  small_vector<std::size_t> single(operands.size(), 1);  // axes that are one stride of the operand
  index cost = 1;
  for (iterated const& o : operands) cost += o.cast;
  std::size_t outside = 0, best = 0;
  index size = rank == 0 ? 1 : at(extent, 0), best_size = size, best_cost = cost, core = 1;
  for (std::size_t d = 1; d < rank && outside == 0; ++d) {
    if (size >= iterator_buffer && cost > 1) break;
    for (std::size_t k = 0; k < operands.size(); ++k) {
      iterated const& o = operands[k];
      index const inner = at(o.stride, d - 1), outer = at(o.stride, d);
      if (single[k] == d) {
        if (inner * at(extent, d - 1) == outer) {
          ++single[k];
          continue;
        }
        cost += !o.cast;
      }
      if (o.written && (inner == 0 || outer == 0)) outside = d;
    }
    index const inside = size;
    size *= at(extent, d);
    if (size == 0) break;
    index const fill = cost > 1 ? std::min(size, iterator_buffer) : size;
    if (static_cast<double>(cost) * static_cast<double>(best_size) >
        static_cast<double>(best_cost) * static_cast<double>(fill))
      continue;
    best_cost = cost;
    best_size = size;
    core = inside;
    best = d;
  }
  iterator_cut r{best + 1, core, best_size, outside != 0 && best == outside, 0};
  for (std::size_t k = 0; k < operands.size(); ++k) {
    iterated const& o = operands[k];
    bool const turns = o.written && best > 0 && (at(o.stride, best) == 0 || at(o.stride, best - 1) == 0);
    bool const over = r.folds_outside && (turns || (single[k] == best && !o.cast) ||
                                          (at(o.stride, outside) == 0 && single[k] <= best));
    if (o.cast || single[k] + over <= best) r.buffered |= std::uint64_t{1} << k;
  }
  if (r.buffered && best_size > iterator_buffer) r.fill = core * (iterator_buffer / core);
  return r;
}

bool folds_in_c_order(ops::op_id op) noexcept {
  return op == ops::id_of<ops::argmin> || op == ops::id_of<ops::argmax> || op == ops::id_of<ops::wide_add_reduce> ||
         op == ops::id_of<ops::moments_reduce>;
}

index points_at_once(ops::op_id op, dtype element) noexcept {
  bool const wide = op == ops::id_of<ops::wide_add_reduce> || op == ops::id_of<ops::moments_reduce>;
  return wide ? 16 * 512 / static_cast<index>(itemsize(element == dtype::f2 ? dtype::f4 : element)) : 128;
}

fold_run run_of_fold(extents const& extent, extents const& stride, std::uint64_t reduced, bool cast) {
  std::size_t const rank = extent.size();
  auto const folded = [reduced](std::size_t axis) { return ((reduced >> axis) & 1) != 0; };
  if (rank == 0 || !folded(rank - 1)) return {};
  // Axes that the iterator walks as one; `width` says how many of the given axes each of them is.
  extents shape, width;
  iterated from{{}, cast, false}, to{{}, false, true};
  for (std::size_t i = 0; i < rank; ++i) {
    if (i > 0 && folded(i) == folded(i - 1) && stride[i - 1] == stride[i] * extent[i]) {
      shape.back() *= extent[i];
      from.stride.back() = stride[i];
      ++width.back();
      continue;
    }
    shape.push_back(extent[i]);
    from.stride.push_back(stride[i]);
    to.stride.push_back(folded(i) ? 0 : 1);
    width.push_back(1);
  }
  index dense = 1;
  for (std::size_t i = shape.size(); i-- > 0;) {
    if (to.stride[i] == 0) continue;
    to.stride[i] = dense;
    dense *= shape[i];
  }
  iterated const operands[] = {to, from};
  iterator_cut const cut = cut_iteration(shape, operands);
  fold_run r;
  index length = 1;
  for (std::size_t d = 0; d + cut.folds_outside < cut.axes; ++d) {
    r.axes += static_cast<std::size_t>(width[width.size() - 1 - d]);
    length *= shape[shape.size() - 1 - d];
  }
  if (!cut.folds_outside && cut.fill < length) r.chunk = cut.fill;
  return r;
}

}  // namespace fnp::ir
