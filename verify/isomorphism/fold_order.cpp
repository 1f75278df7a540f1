// The walk of a reduction, from the eager strides of its operand.
#include "verify/isomorphism/fold_order.hpp"

#include "engine/ir/axis_order.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::isomorphism {

fold_walk walk_of(ir::graph const& g, ir::node const& n) {
  ir::node const& from = g[n.operands[0]];
  extents const& stride = ir::walked_strides(g, n.operands[0]);
  bool const buffered = from.op == ir::op_cast && ir::find_attribute(from, "buffered");
  fold_walk w;
  for (index const axis : ir::find_attribute(n, "axes")->integers) w.reduced |= std::uint64_t{1} << axis;
  auto const is_reduced = [&](index axis) { return (w.reduced >> axis & 1) != 0; };
  bool const positions = n.op == ops::id_of<ops::argmin> || n.op == ops::id_of<ops::argmax>;
  extents order;
  if (positions) {
    for (int pass = 0; pass < 2; ++pass)
      for (index a = 0; a < static_cast<index>(from.shape.size()); ++a)
        if (is_reduced(a) == (pass == 1)) order.push_back(a);
  } else order = ir::axis_order(from.shape, {&stride, 1});
  for (index const a : order)
    if (from.shape[static_cast<std::size_t>(a)] != 1) w.order.push_back(a);
  if (w.order.empty() || !is_reduced(w.order.back())) return w;
  auto const continues = [&](std::size_t k) {  // loop axis k by loop axis k + 1
    auto const outer = static_cast<std::size_t>(w.order[k]), inner = static_cast<std::size_t>(w.order[k + 1]);
    if (!is_reduced(w.order[k])) return false;
    return positions || buffered || stride[outer] == stride[inner] * from.shape[inner];
  };
  w.run = 1;
  while (w.run < w.order.size() && continues(w.order.size() - w.run - 1)) ++w.run;
  if (buffered) w.chunk = 8192;
  return w;
}

std::vector<std::vector<index>> chunks_of(fold_walk const& w, extents const& shape, extents const& kept) {
  extents const stride = c_strides(shape, 1);
  std::vector<std::size_t> outer, run;
  for (std::size_t k = 0; k < w.order.size(); ++k) {
    auto const axis = static_cast<std::size_t>(w.order[k]);
    if (k + w.run >= w.order.size()) run.push_back(axis);
    else if (w.reduced >> axis & 1) outer.push_back(axis);
  }
  index base = 0;
  for (std::size_t i = 0; i < shape.size(); ++i) base += kept[i] * stride[i];
  std::function<void(std::vector<std::size_t> const&, std::size_t, index, std::vector<index>&)> const list =
      [&](std::vector<std::size_t> const& axes, std::size_t k, index at, std::vector<index>& to) {
        if (k == axes.size()) return to.push_back(at);
        for (index i = 0; i < shape[axes[k]]; ++i) list(axes, k + 1, at + i * stride[axes[k]], to);
      };
  std::vector<index> starts, steps;
  list(outer, 0, base, starts);
  list(run, 0, 0, steps);
  std::vector<std::vector<index>> r;
  for (index const s : starts)
    for (std::size_t lo = 0; lo < steps.size();) {
      std::size_t const n = w.chunk > 0 ? std::min(steps.size() - lo, static_cast<std::size_t>(w.chunk)) : steps.size() - lo;
      std::vector<index> chunk;
      for (std::size_t k = 0; k < n; ++k) chunk.push_back(s + steps[lo + k]);
      r.push_back(std::move(chunk));
      lo += n;
    }
  return r;
}

}  // namespace fnp::isomorphism
