// Random movements of a value: what NumPy gives as views, drawn from the tape of a program.
#pragma once
#include <optional>

#include "engine/ir/graph.hpp"
#include "verify/differential/tape.hpp"

namespace fnp::differential {

// A transpose, flip, subscript, broadcast, new axis, diagonal or window; nothing where the draw does not suit the
// value.
std::optional<ir::value> draw_view(tape&, ir::graph&, ir::value);
// Two neighbouring axes joined, or one split.
std::optional<ir::value> draw_reshape(tape&, ir::graph&, ir::value);

}  // namespace fnp::differential
