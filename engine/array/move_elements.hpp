// Whole arrays into others of the same shape, block by block through the kernels.
#pragma once
#include "fnp/base/storage.hpp"

namespace fnp::views {

// into := from, cast to its dtype as NumPy's unsafe cast. pre: the same extents; no element of one is memory of the
// other.
void move_elements(array_body const& from, array_body& into);

}  // namespace fnp::views
