// Single elements picked by a dense index array: checked and moved in one pass, without a table of offsets.
#pragma once
#include "engine/indexing/index_array.hpp"

namespace fnp::lookup {

// to[k] = element at[k] of a vector: `extent` elements, `stride` bytes apart. pre: `at` is C-contiguous, `to` dense.
// Throws index_out_of_range; then elements of `to` are undefined.
void take_elements(std::byte* to, index itemsize, std::byte const* from, index extent, index stride,
                   array_body const& at, index_mode mode, std::size_t axis);

// element at[k] = from[k], `step` bytes apart (0: one value). pre: as above, and every index is on the axis.
void put_elements(std::byte* to, index itemsize, index extent, index stride, array_body const& at,
                  std::byte const* from, index step);

}  // namespace fnp::lookup
