// What a ufunc call is asked before it computes; elementwise_steps.cpp holds NumPy's order of the questions.
#pragma once
#include "fnp/ops/all.hpp"
#include "verify/oracle/step_call.hpp"

namespace fnp::oracle {

weak kind_of(datum const&);
bool is_comparison(ops::op_id);

// Casts of the Python numbers, or of the arrays, to the loop; casts of its results to out=.
void check_operand_casts(session&, ops::op_id, int loop, std::span<datum const> operands, casting rule, bool numbers);
void check_destination_casts(ops::op_info const&, int loop, std::span<array_handle const> outs, casting rule);
// All operands, destinations and mask broadcast together; the result has the shape of each destination.
void check_shapes(extents joint, std::span<array_handle const> outs, array_handle const& mask);

// Python ints that do not fit; negative exponents of an integer loop.
void refuse_huge_numbers(session&, ops::op_id, std::span<datum const> operands);
void refuse_numbers_outside(session&, ops::op_info const&, int loop, std::span<datum const> operands);
void refuse_negative_exponents(session&, datum const& base, datum const& exponent, dtype loop);

}  // namespace fnp::oracle
