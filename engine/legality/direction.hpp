// Do two accesses of one nest meet at points that lie in a given direction of each other?
//
// A dependence joins a point x of one access and a point y of another that touch a common byte. A direction
// vector restricts the pair axis by axis: x[i] < y[i], x[i] = y[i], x[i] > y[i], or any. What a reordering of loops
// would break is a set of direction vectors (Allen and Kennedy 1987, doi:10.1145/29873.29875); asking for them one
// by one is exact where distances alone would guess. Per axis, with strides a and b and n points:
//   any      a*x - b*y            two boxes
//   equal    (a - b)*x            one box
//   less     y = x + 1 + d:       -b - b*d + (a - b)*x,   0 <= d,  x + d <= n - 2
//   greater  x = y + 1 + d:        a + a*d + (a - b)*y,   0 <= d,  y + d <= n - 2
// Where a = b, as for operands of one layout, less and greater are boxes too.
#pragma once
#include <cstdint>
#include <limits>

#include "engine/legality/access_map.hpp"
#include "engine/legality/diophantine.hpp"

namespace fnp::legality {

enum class direction : std::uint8_t { any, equal, less, greater };
using directions = small_vector<direction>;

// Do a at x and b at y touch a common byte for some x, y in these directions? On axes with `less` or `greater` the
// distance is at most `most`. pre: most >= 1. Takes what it uses from the budget.
finding meet(iteration_space const& space, access_map const& a, access_map const& b, directions const& way,
             std::int64_t& budget, index most = std::numeric_limits<index>::max());

}  // namespace fnp::legality
