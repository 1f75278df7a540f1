// Do two access maps touch a common byte? Does one touch a byte twice?
//
// Map a at x and map b at y touch a common byte when  -itemsize_a < a(x) - b(y) < itemsize_b.  Both maps are
// affine over boxes, so this asks for a value of a bounded linear form in an interval (diophantine.hpp).
// Negative strides are counted from their other end and equal coefficients merge, which leaves views made by
// slicing one array with as many terms as the array has axes.
//
// Every answer but `disjoint` means "do not assume disjoint". All arithmetic is checked.
#pragma once
#include <cstdint>

#include "engine/legality/access_map.hpp"
#include "engine/legality/diophantine.hpp"
#include "engine/legality/verdict.hpp"

namespace fnp::legality {

enum class overlap : std::uint8_t { disjoint, shared, undecided, overflow };

// pre: itemsize > 0, a stride for every axis. Symmetric in its two maps.
[[nodiscard]] overlap find_overlap(iteration_space const& space_a, access_map const& a, iteration_space const& space_b,
                                   access_map const& b, std::int64_t budget = default_budget);

// As above, as a verdict: legal when disjoint.
verdict disjoint(iteration_space const& space_a, access_map const& a, iteration_space const& space_b,
                 access_map const& b, std::int64_t budget = default_budget);

// No two different points touch a common byte: the map may be written in any order and by several threads.
// Strides that nest prove it at once: sorted by size, each steps over all that the smaller ones reach.
verdict injective(iteration_space const& space, access_map const& map, std::int64_t budget = default_budget);

}  // namespace fnp::legality
