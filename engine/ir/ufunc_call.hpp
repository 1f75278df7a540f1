// A ufunc called with NumPy's keyword arguments, as a node of a graph.
//
// Without dtype= the loop is the first that all operands cast to safely; with it the first that gives this dtype. Then
// casting= judges each operand and each destination. Everything is asked in NumPy's order, because the first question
// without an answer decides the error: writeability, loop, numbers, casts, shapes.
#pragma once
#include <span>

#include "engine/ir/graph.hpp"
#include "fnp/base/maybe.hpp"

namespace fnp::ir {

struct ufunc_call {
  ops::op_id op;
  std::span<value const> operands;
  std::span<weak const> kinds = {};  // as make_elementwise takes them; empty: all strong
  maybe<dtype> result{};     // dtype=
  casting rule = casting::same_kind;
  std::span<array_handle const> outs = {};  // one a result; null: a fresh one
  array_body const* mask = nullptr;         // where=
  bool watched = false;                     // conditions are looked at: masked-out elements must raise none
};

struct ufunc_node {
  value first;  // output 0; output 1 is the next value
  fp_flags raised = 0;             // by casts of numbers, which no kernel will see
  bool complex_discarded = false;  // an operand lost its imaginary part (numpy.exceptions.ComplexWarning)
};

// Throws read_only, no_loop, cast, python_int_overflow, shape_mismatch, out_shape_mismatch.
ufunc_node make_ufunc(graph&, ufunc_call const&);

// May results of these dtypes go to those destinations? Throws cast.
void check_destination_casts(std::string_view op, std::span<dtype const> results, std::span<array_handle const> outs,
                             casting);
// Operands (of joint shape `computed`), destinations and mask broadcast together, to the shape of each destination.
void check_destination_shapes(std::string_view op, extents const& computed, std::span<array_handle const> outs,
                              array_body const* mask);

}  // namespace fnp::ir
