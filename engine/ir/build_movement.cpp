// Movements: every view is one affine index map, and views of views are composed on the spot.
//
// Their index maps are found by applying the view functions of arrays to probing layouts (fnp/expr/move.hpp).
#include <algorithm>

#include "engine/ir/operand.hpp"
#include "fnp/view.hpp"

namespace fnp {

engine::movement engine::movement_of(extents const& shape, view_function see, void const* context) {
  static std::byte place[1];
  array_body probe;
  probe.memory = adopt_memory(place, 1, false, nullptr, nullptr);
  probe.data = place;
  probe.type = dtype::u1;
  probe.count = element_count(shape).value;
  movement m;
  for (std::size_t i = 0; i < std::max<std::size_t>(shape.size(), 1); ++i) {
    probe.layout = {shape, extents(shape.size()), 0};
    if (!shape.empty()) probe.layout.stride[i] = 1;
    array_handle const seen = see(context, probe);
    m.shape = seen->layout.extent;
    if (shape.empty()) break;
    m.start.push_back(seen->layout.offset);
    for (index const s : seen->layout.stride) m.step.push_back(s);
  }
  return m;
}

}  // namespace fnp

namespace fnp::ir {
namespace {

// start, then step[i][j]; x_operand = start + step * x_view.
struct affine {
  extents start, step, shape;
};

// Through `inner` (a view node's map over an operand of `rank` axes), then `outer`. False on overflow.
bool compose(extents const& inner, std::size_t rank, affine& outer) {
  std::size_t const middle = outer.start.size(), out = outer.shape.size();
  affine r;
  r.shape = outer.shape;
  checked all;
  for (std::size_t i = 0; i < rank; ++i) {
    index const* row = inner.data() + rank + i * middle;
    checked at = inner[i];
    for (std::size_t m = 0; m < middle; ++m) at += checked(row[m]) * outer.start[m];
    r.start.push_back(at.value);
    all += checked(0, at.ok);
    for (std::size_t j = 0; j < out; ++j) {
      checked step;
      for (std::size_t m = 0; m < middle; ++m) step += checked(row[m]) * outer.step[m * out + j];
      r.step.push_back(step.value);
      all += checked(0, step.ok);
    }
  }
  if (all.ok) outer = std::move(r);
  return all.ok;
}

bool is_identity(affine const& a, extents const& shape) {
  if (!(a.shape == shape)) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (a.start[i] != 0) return false;
    for (std::size_t j = 0; j < shape.size(); ++j)
      if (a.step[i * shape.size() + j] != (i == j && shape[i] != 1 ? 1 : 0) && shape[j] != 1) return false;
  }
  return true;
}

value add_view(graph& g, value v, affine a) {
  if (is_identity(a, g.shape(v))) return v;
  node const& from = g[v];
  if (from.op == op_view && compose(from.attributes[0].integers, g.shape(from.operands[0]).size(), a))
    return add_view(g, from.operands[0], std::move(a));
  node n;
  n.op = op_view;
  n.operands = {v};
  n.shape = a.shape;
  attribute map{"map", std::move(a.start), {}};
  for (index const s : a.step) map.integers.push_back(s);
  n.attributes = {std::move(map)};
  return g.add(std::move(n));
}

// The view that a view function of arrays gives.
template <class See> value viewed(graph& g, value v, See const& see) {
  engine::movement m = engine::movement_of(
      g.shape(v), [](void const* s, array_body const& a) { return (*static_cast<See const*>(s))(a); }, &see);
  return add_view(g, v, {std::move(m.start), std::move(m.step), std::move(m.shape)});
}

extents const* listed(engine::axes_argument const& a) { return a.all ? nullptr : &a.axes; }
extents list(std::span<index const> xs) { return {xs.begin(), xs.end()}; }

}  // namespace

value make_view(graph& g, value v, engine::movement const& m) {
  if (m.start.size() != g.shape(v).size() || m.step.size() != m.start.size() * m.shape.size())
    fail(error_code::bad_argument, "view: a movement of " + std::to_string(m.start.size()) + " starts and " +
                                       std::to_string(m.step.size()) + " steps does not fit from shape " +
                                       to_string(g.shape(v)) + " to " + to_string(m.shape));
  return add_view(g, v, {m.start, m.step, m.shape});
}

value make_transpose(graph& g, value v, std::span<index const> axes) {
  return viewed(g, v, [&](array_body const& a) { return views::transpose(a, list(axes)); });
}
value make_broadcast(graph& g, value v, extents const& shape) {
  return viewed(g, v, [&](array_body const& a) { return views::broadcast_to(a, shape); });
}
value make_subscript(graph& g, value v, std::span<index_item const> items) {
  return viewed(g, v, [&](array_body const& a) { return view_of(a, items.data(), items.size()); });
}
value make_swapaxes(graph& g, value v, index a1, index a2) {
  return viewed(g, v, [&](array_body const& a) { return views::swapaxes(a, a1, a2); });
}
value make_moveaxis(graph& g, value v, std::span<index const> source, std::span<index const> destination) {
  return viewed(g, v, [&](array_body const& a) { return views::moveaxis(a, list(source), list(destination)); });
}
value make_flip(graph& g, value v, engine::axes_argument const& axes) {
  return viewed(g, v, [&](array_body const& a) { return views::flip(a, listed(axes)); });
}
value make_expand_dims(graph& g, value v, std::span<index const> axes) {
  return viewed(g, v, [&](array_body const& a) { return views::expand_dims(a, list(axes)); });
}
value make_squeeze(graph& g, value v, engine::axes_argument const& axes) {
  return viewed(g, v, [&](array_body const& a) { return views::squeeze(a, listed(axes)); });
}
value make_diagonal(graph& g, value v, index offset, index axis1, index axis2) {
  return viewed(g, v, [&](array_body const& a) { return views::diagonal(a, offset, axis1, axis2); });
}
value make_sliding_window(graph& g, value v, extents const& window, engine::axes_argument const& axes) {
  return viewed(g, v, [&](array_body const& a) { return views::sliding_window_view(a, window, listed(axes)); });
}

value make_reshape(graph& g, value v, extents const& asked) {
  extents shape = asked;
  std::size_t unknown = shape.size();
  checked known = 1;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] >= 0)
      known *= shape[i];
    else if (unknown == shape.size())
      unknown = i;
    else
      fail(error_code::bad_reshape, "can only specify one unknown dimension, got " + to_string(asked));
  }
  index const total = element_count(g.shape(v)).value;
  if (unknown < shape.size() && known.ok && known.value != 0 && total % known.value == 0)
    shape[unknown] = total / known.value;
  if ((unknown < shape.size() && shape[unknown] < 0) || !known.ok || element_count(shape).value != total)
    fail(error_code::bad_reshape, "cannot reshape array of size " + std::to_string(total) + " and shape " +
                                      to_string(g.shape(v)) + " into shape " + to_string(asked));
  if (shape == g.shape(v)) return v;
  node n;
  n.op = op_reshape;
  n.operands = {v};
  n.shape = std::move(shape);
  return g.add(std::move(n));
}

}  // namespace fnp::ir
