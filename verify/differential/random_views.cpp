// Slices with every kind of bound, permutations, windows: the tape decides.
#include "verify/differential/random_views.hpp"

#include <numeric>

#include "verify/differential/generator.hpp"
#include "verify/differential/layouts.hpp"

namespace fnp::differential {
namespace {

ir::value draw_subscript(tape& t, ir::graph& g, ir::value v) {
  std::vector<index_item> items;
  for (index const e : g.shape(v)) {
    std::uint64_t const c = t.draw(8);
    index_item i;
    if (c == 7 && e > 0) i = index_item(static_cast<index>(t.draw(static_cast<std::uint64_t>(e))));
    else if (c > 0) {
      constexpr index steps[] = {1, -1, 2, -2, 3};
      i.has_step = true;
      i.step = steps[t.draw(5)];
      if (t.draw(2)) {
        i.has_start = true;
        i.start = static_cast<index>(t.draw(static_cast<std::uint64_t>(e) + 1));
      }
      if (t.one_in(3)) {
        i.has_stop = true;
        i.stop = static_cast<index>(t.draw(static_cast<std::uint64_t>(e) + 1));
      }
    }
    items.push_back(i);
  }
  return ir::make_subscript(g, v, items);
}

}  // namespace

std::optional<ir::value> draw_view(tape& t, ir::graph& g, ir::value v) {
  extents const shape = g.shape(v);
  std::size_t const rank = shape.size();
  switch (t.draw(8)) {
    case 0: {
      extents order(rank);
      std::iota(order.begin(), order.end(), index{0});
      for (std::size_t i = rank; i-- > 1;) std::swap(order[i], order[t.draw(i + 1)]);
      return ir::make_transpose(g, v, {order.data(), rank});
    }
    case 1: {
      engine::axes_argument a;
      a.all = rank < 2 || t.draw(2) == 0;
      if (!a.all) a.axes = {static_cast<index>(t.draw(rank))};
      return ir::make_flip(g, v, a);
    }
    case 2:
    case 3: return draw_subscript(t, g, v);
    case 4: {
      extents to = shape;
      for (index& e : to)
        if (e == 1) e = static_cast<index>(1 + t.draw(5));
      if (t.draw(2)) to.insert(0, static_cast<index>(1 + t.draw(4)));
      checked const n = element_count(to);
      if (!n.ok || n.value > most_elements || to.size() >= 6) return {};
      return ir::make_broadcast(g, v, to);
    }
    case 5: {
      index const axis = static_cast<index>(t.draw(rank + 1));
      return ir::make_expand_dims(g, v, {&axis, 1});
    }
    case 6: return ir::make_diagonal(g, v, static_cast<index>(t.draw(3)) - 1, 0, 1);
    default: {
      if (rank == 0 || rank > 3) return {};
      engine::axes_argument a;
      a.all = false;
      a.axes = {static_cast<index>(t.draw(rank))};
      extents window{static_cast<index>(1 + t.draw(3))};
      return ir::make_sliding_window(g, v, window, a);
    }
  }
}

std::optional<ir::value> draw_reshape(tape& t, ir::graph& g, ir::value v) {
  extents shape = g.shape(v);
  if (shape.size() > 1 && t.draw(2)) {  // join two neighbours
    std::size_t const at = t.draw(shape.size() - 1);
    shape[at] *= shape[at + 1];
    shape.erase(at + 1);
  } else if (!shape.empty()) {  // split one
    std::size_t const at = t.draw(shape.size());
    index const parts = static_cast<index>(2 + t.draw(3));
    if (shape[at] % parts != 0 || shape.size() > 4) return {};
    shape[at] /= parts;
    shape.insert(at, parts);
  }
  return ir::make_reshape(g, v, shape);
}

}  // namespace fnp::differential
