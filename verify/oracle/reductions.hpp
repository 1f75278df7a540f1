// Reductions of program values: what named reductions, ufunc methods and cumulative functions share.
#pragma once
#include "verify/oracle/step_call.hpp"

namespace fnp::oracle {

// OP.reduce with axis= dtype= out= keepdims= initial= where= for any op of two operands; axis is 0 when left out.
datum fold_step(call&, ops::op_id op);
// An axis that may be no tuple; empty: absent or None.
std::optional<index> one_axis(call&, std::size_t position);
// The axis of OP.accumulate and OP.reduceat, which may be a tuple of one; 0 when absent.
index method_axis(call&, std::size_t position, std::string const& method, std::size_t rank);
// out= of a function with one result; null: none.
array_handle out_of(call&, std::size_t position);
// OP.accumulate(x, axis, dtype, out).
datum accumulated(call&, ops::op_id op, array_handle const& x, index axis, std::optional<dtype> type,
                  array_handle const& out);

}  // namespace fnp::oracle
