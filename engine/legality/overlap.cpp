// Overlap of two maps and injectivity of one, as questions about bounded linear forms.
#include "engine/legality/overlap.hpp"

#include "engine/legality/direction.hpp"

namespace fnp::legality {
namespace {

finding find_common_byte(iteration_space const& space_a, access_map const& a, iteration_space const& space_b,
                         access_map const& b, std::int64_t budget) {
  if (is_empty(space_a) || is_empty(space_b)) return {feasible::no, "empty_space"};
  span_of_addresses const reach_a = addresses_of(space_a, a), reach_b = addresses_of(space_b, b);
  if (!reach_a.ok || !reach_b.ok) return {feasible::overflow, "address_overflow"};
  if (reach_a.last <= reach_b.first || reach_b.last <= reach_a.first) return {feasible::no, "range_test"};
  checked const apart = checked(b.offset) - a.offset;
  linear_form form(apart - (a.itemsize - 1), apart + (b.itemsize - 1));
  for (std::size_t i = 0; i < space_a.size(); ++i) form.add(a.stride[i], space_a[i] - 1);
  for (std::size_t i = 0; i < space_b.size(); ++i) form.add(checked(0) - b.stride[i], space_b[i] - 1);
  return form.solve(budget);
}

// Axes with more than one point, strides falling in size; false when a size does not fit.
bool sorted_axes(iteration_space const& space, access_map const& map, small_vector<std::uint8_t>& axes,
                 extents& size) {
  for (std::size_t i = 0; i < space.size(); ++i) {
    if (space[i] == 1) continue;
    checked const s = map.stride[i] < 0 ? checked(0) - map.stride[i] : checked(map.stride[i]);
    if (!s.ok) return false;
    std::size_t at = axes.size();
    while (at > 0 && size[at - 1] < s.value) --at;
    axes.insert(at, static_cast<std::uint8_t>(i));
    size.insert(at, s.value);
  }
  return true;
}

}  // namespace

overlap find_overlap(iteration_space const& space_a, access_map const& a, iteration_space const& space_b,
                     access_map const& b, std::int64_t budget) {
  switch (find_common_byte(space_a, a, space_b, b, budget).what) {
    case feasible::no: return overlap::disjoint;
    case feasible::yes: return overlap::shared;
    case feasible::undecided: return overlap::undecided;
    case feasible::overflow: break;
  }
  return overlap::overflow;
}

verdict disjoint(iteration_space const& space_a, access_map const& a, iteration_space const& space_b,
                 access_map const& b, std::int64_t budget) {
  finding const f = find_common_byte(space_a, a, space_b, b, budget);
  switch (f.what) {
    case feasible::no: return {answer::legal, f.theorem, {}};
    case feasible::yes: return {answer::illegal, "common_byte", {}};
    case feasible::undecided: return {answer::undecided, f.theorem, {}};
    case feasible::overflow: break;
  }
  return {answer::overflow, f.theorem, {}};
}

verdict injective(iteration_space const& space, access_map const& map, std::int64_t budget) {
  if (is_empty(space)) return {answer::legal, "empty_space", {}};
  small_vector<std::uint8_t> axes;
  extents size;
  if (!sorted_axes(space, map, axes, size)) return {answer::overflow, "address_overflow", {}};
  if (!size.empty() && size.back() == 0) return {answer::illegal, "zero_stride", {axes.back()}};
  checked reach = map.itemsize;
  bool nested = true;
  for (std::size_t i = axes.size(); i-- > 0;) {
    nested = nested && size[i] >= reach.value;
    reach += checked(size[i]) * (space[axes[i]] - 1);
  }
  if (!reach.ok) return {answer::overflow, "address_overflow", {}};
  if (nested) return {answer::legal, "nested_strides", {}};

  // Two different points differ first, in order of falling strides, on one axis; by symmetry x is the smaller one.
  directions way(space.size(), direction::any);
  verdict result{answer::legal, "bounded_search", {}};
  for (std::uint8_t const axis : axes) {
    way[axis] = direction::less;
    finding const f = meet(space, map, map, way, budget);
    if (f.what == feasible::yes) return {answer::illegal, "self_overlap", {axis}};
    if (f.what == feasible::overflow) result = {answer::overflow, f.theorem, {}};
    if (f.what == feasible::undecided && result) result = {answer::undecided, f.theorem, {}};
    way[axis] = direction::equal;
  }
  return result;
}

}  // namespace fnp::legality
