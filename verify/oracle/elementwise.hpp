// Elementwise ops on program values: what ufuncs, in-place operators, reductions' formulas and ufunc methods share.
#pragma once
#include <span>

#include "verify/oracle/step_call.hpp"

namespace fnp::oracle {

casting parse_casting(std::string const& name);  // throws unsupported

// A node of the graph, output 0. Throws NumPy's errors for operands, loop and casts.
ir::value apply(session&, ops::op_id, std::span<datum const> operands, std::optional<dtype> result = {},
                casting rule = casting::same_kind);

// out= of a call whose results are `values`; consumes the call's operands.
datum store(call&, std::span<ir::value const> values, std::span<array_handle const> outs, casting rule);

// Several results of one step: evaluated together.
datum keep_all(session&, std::span<ir::value const> values);

}  // namespace fnp::oracle
