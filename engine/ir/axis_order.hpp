// The order in which NumPy walks the axes of several operands at once.
//
// An axis lies further in than another when its stride is smaller in absolute value. Every operand with two non-zero
// strides has a say; where operands disagree, or strides are equal, the order of the shape stays (C order), and where
// none has a say the axes are compared with the next one out. Axes of one element count as stride zero. The insertion
// is stable and goes from the last axis to the first: the comparison is no total order, so the algorithm is part of
// the rule.
//
// Two things hang on it: the memory layout of a fresh elementwise result (order K), and the order of the additions of
// a reduction, whose operands are the output (stride zero on the reduced axes; zero everywhere while it is not yet
// allocated) and then the input. A reduction keeps negative strides: a reversed view is summed in reversed order.
#pragma once
#include <span>

#include "fnp/base/strided.hpp"

namespace fnp::ir {

// Axes of `shape`, outermost first. Each operand has one stride per axis (0 where it is broadcast), in any unit.
extents axis_order(extents const& shape, std::span<extents const> strides);

}  // namespace fnp::ir
