// Reductions of program values: what named reductions, ufunc methods and cumulative functions share.
#pragma once
#include "verify/oracle/step_call.hpp"

namespace fnp::oracle {

// OP.reduce with axis= dtype= out= keepdims= initial= where= for a reduction of the engine; axis is 0 when left out.
datum reduce_step(call&, ops::op_id reduction);
// The same for any op of two operands.
datum fold_step(call&, ops::op_id op);
// Running results along an axis.
array_handle accumulate(session&, ops::op_id op, array_body const&, index axis, std::optional<dtype> asked);

}  // namespace fnp::oracle
