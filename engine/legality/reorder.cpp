// The direction vectors that each reordering forbids, and the search for them among all pairs of accesses.
#include "engine/legality/reorder.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

#include "engine/legality/direction.hpp"
#include "engine/legality/overlap.hpp"

namespace fnp::legality {
namespace {

struct question {
  iteration_space const& space;
  std::span<operand const> outs, ins;
  std::vector<directions> forbidden;       // from the earlier point to the later one
  char const* reason;                      // of an illegal verdict
  std::vector<directions> rewritten = {};  // forbidden too, but harmless for a read before a write
  index most = std::numeric_limits<index>::max();
};

directions mirrored(directions way) {
  for (direction& d : way) {
    if (d == direction::less) d = direction::greater;
    else if (d == direction::greater) d = direction::less;
  }
  return way;
}

// Is a dependence in any of these directions there? The first one found, or the gravest doubt.
feasible any_of(question const& q, std::vector<directions> const& ways, operand const& out, operand const& other,
                bool out_first, std::int64_t& budget, index& systems) {
  feasible worst = feasible::no;
  for (directions const& way : ways) {
    ++systems;
    feasible const f = meet(q.space, out.map, other.map, out_first ? way : mirrored(way), budget, q.most).what;
    if (f == feasible::yes) return f;
    worst = std::max(worst, f);
  }
  return worst;
}

// Cheap proof that two accesses never meet at different points.
bool is_independent(iteration_space const& space, operand const& out, operand const& other, std::int64_t budget) {
  if (out.buffer != other.buffer) return true;
  span_of_addresses const a = addresses_of(space, out.map), b = addresses_of(space, other.map);
  if (!a.ok || !b.ok) return false;
  if (a.last <= b.first || b.last <= a.first) return true;
  return same_addresses(space, out.map, other.map) && injective(space, out.map, budget);
}

verdict decide(question const& q, std::int64_t budget) {
  if (is_empty(q.space)) return {answer::legal, "empty_space", {}};
  index systems = 0;
  feasible worst = feasible::no;
  for (std::size_t o = 0; o < q.outs.size(); ++o) {
    for (std::size_t k = o; k < q.outs.size() + q.ins.size(); ++k) {
      bool const writes = k < q.outs.size();
      operand const& out = q.outs[o];
      operand const& other = writes ? q.outs[k] : q.ins[k - q.outs.size()];
      if (is_independent(q.space, out, other, budget)) continue;
      for (bool const out_first : {true, false}) {
        if (k == o && !out_first) continue;  // by symmetry
        bool const anti = !writes && !out_first;
        for (auto const* ways : {&q.forbidden, &q.rewritten}) {
          if (anti && ways == &q.rewritten) continue;
          feasible const f = any_of(q, *ways, out, other, out_first, budget, systems);
          if (f == feasible::yes) return {answer::illegal, q.reason, {static_cast<index>(o), static_cast<index>(k)}};
          worst = std::max(worst, f);
        }
      }
    }
  }
  if (worst == feasible::undecided) return {answer::undecided, "budget_exhausted", {}};
  if (worst == feasible::overflow) return {answer::overflow, "address_overflow", {}};
  if (systems == 0) return {answer::legal, "independent_operands", {}};
  return {answer::legal, "direction_vectors", {systems}};
}

verdict out_of_range(std::size_t axis, iteration_space const& space) {
  return {answer::illegal, "axis_out_of_range", {static_cast<index>(axis), static_cast<index>(space.size())}};
}

}  // namespace

verdict may_permute(iteration_space const& space, std::span<operand const> outs, std::span<operand const> ins,
                    std::span<std::size_t const> order, std::int64_t budget) {
  std::size_t const rank = space.size();
  constexpr std::size_t absent = max_rank;
  small_vector<std::size_t> place(rank, absent);  // where an old axis goes
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (order[i] >= rank || place[order[i]] != absent) return {answer::illegal, "not_a_permutation", {}};
    place[order[i]] = i;
  }
  if (order.size() != rank) return {answer::illegal, "not_a_permutation", {}};

  // x and y differ first on axis `plus` in the old order, where x is less, and on axis `minus` in the new order,
  // where x is greater: they agree on all axes before `plus` in the old order and before `minus` in the new one.
  question q{space, outs, ins, {}, "dependence_reversed"};
  for (std::size_t plus = 0; plus < rank; ++plus) {
    for (std::size_t minus = plus + 1; minus < rank; ++minus) {
      if (place[minus] > place[plus]) continue;
      directions way(rank, direction::any);
      for (std::size_t i = 0; i < rank; ++i)
        if (i < plus || place[i] < place[minus]) way[i] = direction::equal;
      way[plus] = direction::less;
      way[minus] = direction::greater;
      q.forbidden.push_back(way);
    }
  }
  if (q.forbidden.empty()) return {answer::legal, "same_order", {}};
  return decide(q, budget);
}

verdict may_interchange(iteration_space const& space, std::span<operand const> outs, std::span<operand const> ins,
                        std::size_t axis_a, std::size_t axis_b, std::int64_t budget) {
  for (std::size_t const axis : {axis_a, axis_b})
    if (axis >= space.size()) return out_of_range(axis, space);
  small_vector<std::size_t> order(space.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  order[axis_a] = axis_b;
  order[axis_b] = axis_a;
  return may_permute(space, outs, ins, {order.data(), order.size()}, budget);
}

verdict may_reverse(iteration_space const& space, std::span<operand const> outs, std::span<operand const> ins,
                    std::size_t axis, std::int64_t budget) {
  if (axis >= space.size()) return out_of_range(axis, space);
  directions way(space.size(), direction::any);
  for (std::size_t i = 0; i < axis; ++i) way[i] = direction::equal;
  way[axis] = direction::less;
  return decide({space, outs, ins, {way}, "dependence_carried"}, budget);
}

verdict may_run_parallel(iteration_space const& space, std::span<operand const> outs, std::span<operand const> ins,
                         std::size_t axis, std::int64_t budget) {
  if (axis >= space.size()) return out_of_range(axis, space);
  directions way(space.size(), direction::any);
  way[axis] = direction::less;
  return decide({space, outs, ins, {way}, "dependence_across_axis"}, budget);
}

verdict may_vectorize(iteration_space const& space, std::span<operand const> outs, std::span<operand const> ins,
                      std::size_t axis, index width, std::int64_t budget) {
  if (axis >= space.size()) return out_of_range(axis, space);
  if (width < 1) return {answer::illegal, "width_not_positive", {width}};
  for (std::size_t i = axis + 1; i < space.size(); ++i)
    if (space[i] > 1) return {answer::illegal, "not_innermost", {static_cast<index>(axis), static_cast<index>(i)}};
  if (width == 1) return {answer::legal, "same_order", {}};
  directions way(space.size(), direction::equal);
  way[axis] = direction::less;
  return decide({space, outs, ins, {}, "dependence_within_width", {way}, width - 1}, budget);
}

verdict may_tile(iteration_space const& space, std::span<operand const> outs, std::span<operand const> ins,
                 extents const& tile, std::int64_t budget) {
  std::size_t const rank = space.size();
  if (tile.size() != rank)
    return {answer::illegal, "rank_mismatch", {static_cast<index>(tile.size()), static_cast<index>(rank)}};
  for (index const t : tile)
    if (t < 1) return {answer::illegal, "tile_not_positive", {t}};

  // The first axis on which x and y differ may lie within one box. Then a later axis on which y goes back puts y into
  // an earlier box, and without such an axis both are in one box.
  question q{space, outs, ins, {}, "dependence_enters_tile"};
  for (std::size_t plus = 0; plus < rank; ++plus) {
    if (tile[plus] == 1) continue;
    directions way(rank, direction::any);
    for (std::size_t i = 0; i < rank; ++i)
      if (i < plus || tile[i] == 1) way[i] = direction::equal;
    way[plus] = direction::less;
    q.rewritten.push_back(way);
    for (std::size_t minus = plus + 1; minus < rank; ++minus) {
      if (tile[minus] >= space[minus]) continue;
      directions back = way;
      back[minus] = direction::greater;
      for (std::size_t i = minus + 1; i < rank; ++i) back[i] = direction::any;
      q.forbidden.push_back(back);
    }
  }
  if (q.rewritten.empty()) return {answer::legal, "same_order", {}};
  return decide(q, budget);
}

access_map walked_backwards(iteration_space const& space, access_map map) {
  checked offset = map.offset;
  for (std::size_t i = 0; i < space.size(); ++i) {
    offset += checked(map.stride[i]) * (space[i] - 1);
    map.stride[i] = (checked(0) - map.stride[i]).value;
  }
  map.offset = offset.value;
  return map;
}

}  // namespace fnp::legality
