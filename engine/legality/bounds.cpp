// The two corners of an access map against the ends of its buffer.
#include "engine/legality/bounds.hpp"

namespace fnp::legality {

verdict within_bounds(iteration_space const& space, access_map const& map, index buffer_bytes) {
  if (map.stride.size() != space.size())
    return {answer::illegal, "rank_mismatch",
            {static_cast<index>(map.stride.size()), static_cast<index>(space.size())}};
  for (std::size_t i = 0; i < space.size(); ++i)
    if (space[i] < 0) return {answer::illegal, "negative_extent", {static_cast<index>(i), space[i]}};
  if (is_empty(space)) return {answer::legal, "empty_space", {}};
  span_of_addresses const reach = addresses_of(space, map);
  if (!reach.ok) return {answer::overflow, "address_overflow", {}};
  if (reach.first < 0) return {answer::illegal, "below_buffer", {reach.first}};
  if (reach.last > buffer_bytes) return {answer::illegal, "beyond_buffer", {reach.last, buffer_bytes}};
  return {answer::legal, "inside_buffer", {reach.first, reach.last, buffer_bytes}};
}

}  // namespace fnp::legality
