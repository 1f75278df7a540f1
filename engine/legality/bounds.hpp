// Is every access inside its buffer?
//
// An affine map over a box takes its extremes at corners, so two addresses decide; a space without points
// touches nothing and is inside every buffer, wherever its offset lies.
#pragma once
#include "engine/legality/access_map.hpp"
#include "engine/legality/verdict.hpp"

namespace fnp::legality {

verdict within_bounds(iteration_space const& space, access_map const& map, index buffer_bytes);

}  // namespace fnp::legality
