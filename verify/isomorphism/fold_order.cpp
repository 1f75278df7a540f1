// The walk of a reduction, from the eager strides of its operand.
#include "verify/isomorphism/fold_order.hpp"

#include <algorithm>

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
  bool const in_c_order = n.op == ops::id_of<ops::argmin> || n.op == ops::id_of<ops::argmax> ||
                         n.op == ops::id_of<ops::wide_add_reduce> || n.op == ops::id_of<ops::moments_reduce>;
  extents order;
  if (in_c_order) {
    for (int pass = 0; pass < 2; ++pass)
      for (index a = 0; a < static_cast<index>(from.shape.size()); ++a)
        if (is_reduced(a) == (pass == 1)) order.push_back(a);
  } else order = ir::axis_order(from.shape, {&stride, 1});
  for (index const a : order)
    if (from.shape[static_cast<std::size_t>(a)] != 1) w.order.push_back(a);
  if (w.order.empty() || !is_reduced(w.order.back())) return w;
  // Reduced axes from the inside out, those joined that one stride walks.
  struct stretch {
    std::size_t axes;
    index length;
  };
  std::vector<stretch> inside;
  for (std::size_t k = w.order.size(); k-- > 0 && is_reduced(w.order[k]);) {
    auto const outer = static_cast<std::size_t>(w.order[k]);
    auto const inner = static_cast<std::size_t>(w.order[std::min(k + 1, w.order.size() - 1)]);
    bool const continues = in_c_order || stride[outer] == stride[inner] * from.shape[inner];
    if (inside.empty() || !continues) inside.push_back({0, 1});
    ++inside.back().axes;
    inside.back().length *= from.shape[outer];
  }
  w.run = inside[0].axes;
  if (in_c_order) return w;
  constexpr index buffer = 8192;
  index core = 1, size = inside[0].length;
  bool fills = buffered;
  if (inside.size() > 1 && (buffered ? size < buffer : 2 * size <= buffer)) {
    fills = true;
    for (std::size_t k = 1; k < inside.size() && size < buffer; ++k) {
      core = size;
      size *= inside[k].length;
      w.run += inside[k].axes;
    }
  }
  if (fills && size > buffer) w.chunk = core * (buffer / core);
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
      std::size_t const n =
          w.chunk > 0 ? std::min(steps.size() - lo, static_cast<std::size_t>(w.chunk)) : steps.size() - lo;
      std::vector<index> chunk;
      for (std::size_t k = 0; k < n; ++k) chunk.push_back(s + steps[lo + k]);
      r.push_back(std::move(chunk));
      lo += n;
    }
  return r;
}

}  // namespace fnp::isomorphism
