// The memory layouts that NumPy's eager evaluation gives to fresh results.
//
// A fresh array is dense in some order of its axes; which one follows from the operands (order K). It matters beyond
// speed: float sums add in memory order, so a later sum depends on it to the bit.
#pragma once
#include <span>

#include "fnp/base/strided.hpp"

namespace fnp::ir {

// Dense byte strides with the axes of `order`, outermost first. pre: the byte size does not overflow.
extents dense_strides(extents const& shape, extents const& order, index itemsize);

// An elementwise result: ordered as NumPy's iterator orders its operands. Strides aligned and broadcast to `shape`.
extents elementwise_strides(extents const& shape, std::span<extents const> operands, index itemsize);

// A copy of one array in order K: axes by falling absolute stride, ties in C order. Here, other than above, an axis of
// stride zero is the innermost.
extents copy_strides(extents const& shape, extents const& from, index itemsize);

// A reduction's result over the axes of `from` that are set in `reduced`: the kept axes in the order of the walk.
extents reduced_strides(extents const& shape, extents const& from, std::uint64_t reduced, bool keepdims,
                        index itemsize);

// A product of matrices: the batch axes as an elementwise result, the last `core` axes dense inside them.
extents product_strides(extents const& shape, std::span<extents const> batch_operands, std::size_t core,
                        index itemsize);

}  // namespace fnp::ir
