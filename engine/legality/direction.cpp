// A pair of accesses and a direction vector as a bounded linear form.
#include "engine/legality/direction.hpp"

#include <algorithm>

namespace fnp::legality {

finding meet(iteration_space const& space, access_map const& a, access_map const& b, directions const& way,
             std::int64_t& budget, index most) {
  if (is_empty(space)) return {feasible::no, "empty_space"};
  checked const apart = checked(b.offset) - a.offset;
  linear_form form(apart - (a.itemsize - 1), apart + (b.itemsize - 1));
  for (std::size_t i = 0; i < space.size(); ++i) {
    checked const s = a.stride[i], t = b.stride[i];
    index const points = space[i];
    if (way[i] == direction::any) {
      form.add(s, points - 1);
      form.add(checked(0) - t, points - 1);
    } else if (way[i] == direction::equal) {
      if (points > 1) form.add(s - t, points - 1);
    } else {
      if (points < 2) return {feasible::no, "range_test"};
      checked const step = way[i] == direction::less ? checked(0) - t : s;
      form.add(step);
      form.add_pair(step, std::min(points - 2, most - 1), s - t, points - 2);
    }
  }
  return form.solve(budget);
}

}  // namespace fnp::legality
