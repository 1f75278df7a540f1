// The order of the loops: smallest strides innermost.
//
// A map may be walked in any order, so its axes are sorted by the strides of its outputs, then of its inputs. A
// reduction must be walked as NumPy walks the eager operand, because float sums depend on it to the bit: axes sorted by
// the strides of (result, operand) with NumPy's rule, arg reductions and fnp::accurate in C order, rows of candidates
// where one axis is kept and that one is innermost in memory. Axes of one point are dropped.
#include "engine/ir/axis_order.hpp"
#include "engine/ir/iterator_cut.hpp"
#include "engine/plan/draft.hpp"
#include "fnp/ops/all.hpp"

namespace fnp::plan {
namespace {

void permute(extents& v, extents const& to) {
  extents r(to.size());
  for (std::size_t i = 0; i < to.size(); ++i) r[i] = v[static_cast<std::size_t>(to[i])];
  v = std::move(r);
}

void apply(step& s, extents const& to) {
  permute(s.extent, to);
  for (operand& o : s.operands) {
    permute(o.map.extent, to);
    permute(o.map.stride, to);
  }
  if (s.what != kind::reduce) return;
  permute(s.fold.eager, to);
  std::uint64_t axes = 0;
  for (std::size_t i = 0; i < to.size(); ++i)
    if (reduced(s.fold.axes, static_cast<std::size_t>(to[i]))) axes |= std::uint64_t{1} << i;
  s.fold.axes = axes;
}

// Without the axes of one point; the permutation may then be shorter than the rank.
extents without_points(extents const& order, extents const& extent) {
  extents r;
  for (index const axis : order)
    if (extent[static_cast<std::size_t>(axis)] != 1) r.push_back(axis);
  return r;
}

bool is_positional(ops::op_id op) { return op == ops::id_of<ops::argmin> || op == ops::id_of<ops::argmax>; }

// The one kept axis, where the folded ones lie outside of it in memory: positions run in C order over these, and a row
// of candidates is walked inside. Else none. Rows of complex numbers are no vectors: they are walked only where they
// lie so.
std::size_t row_of_candidates(step const& s) {
  std::size_t const none = s.extent.size();
  std::size_t kept = none;
  for (std::size_t i = 0; i < s.extent.size(); ++i) {
    if (s.extent[i] == 1 || reduced(s.fold.axes, i)) continue;
    if (kept != none) return none;
    kept = i;
  }
  bool const is_complex = fnp::kind(s.fold.element) == 'c';
  for (std::size_t i = 0; kept != none && i < s.extent.size(); ++i) {
    if (i == kept || s.extent[i] == 1) continue;
    if ((is_complex && i > kept) || std::abs(s.fold.eager[i]) <= std::abs(s.fold.eager[kept])) return none;
  }
  return kept;
}

extents order_of(step const& s) {
  std::vector<extents> strides;
  if (s.what == kind::map) {
    for (operand const& o : s.operands) strides.push_back(o.map.stride);
    return ir::axis_order(s.extent, strides);
  }
  if (ir::folds_in_c_order(s.fold.op)) {
    extents r;
    if (std::size_t const row = is_positional(s.fold.op) ? row_of_candidates(s) : s.extent.size();
        row < s.extent.size()) {
      for (std::size_t i = 0; i < s.extent.size(); ++i)
        if (i != row) r.push_back(static_cast<index>(i));
      r.push_back(static_cast<index>(row));
      return r;
    }
    for (std::size_t pass = 0; pass < 2; ++pass)
      for (std::size_t i = 0; i < s.extent.size(); ++i)
        if (reduced(s.fold.axes, i) == (pass == 1)) r.push_back(static_cast<index>(i));
    return r;
  }
  // The result is allocated by NumPy in the order of the walk: only its zeros matter here.
  strides.push_back(s.fold.eager);
  return ir::axis_order(s.extent, strides);
}

}  // namespace

void order_axes(draft& d) {
  std::size_t moved = 0;
  for (step& s : d.out.steps) {
    if (s.what == kind::opaque) continue;
    extents const order = order_of(s);
    for (std::size_t i = 0; i < order.size(); ++i) moved += order[i] != static_cast<index>(i);
    apply(s, without_points(order, s.extent));
  }
  d.out.log.push_back("order_axes: " + std::to_string(moved) + " axes moved");
}

}  // namespace fnp::plan
