// Array bodies as the engine makes and sees them, beside what every user may.
#pragma once
#include "fnp/base/storage.hpp"

namespace fnp::memory {

// True for the body in the head of a fresh array's block: NumPy's OWNDATA. False for views and for memory of somebody
// else.
bool is_seated(array_body const&) noexcept;

// A fresh C-ordered array, contents undefined, of the shape of a C-contiguous one: the caller has its only handle to
// adopt. Throws out_of_memory, over_budget.
array_body* make_dense(dtype, array_body const& shape);
// A fresh array of one element, all of its `rank` extents 1. As above.
array_body* make_value(dtype, std::size_t rank);

}  // namespace fnp::memory
