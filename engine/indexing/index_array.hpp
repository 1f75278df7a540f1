// Arrays of indices: from positions on an axis to byte offsets, every one checked.
#pragma once
#include "fnp/lookup.hpp"

namespace fnp::lookup {

// What an index outside the axis means is the mode's business; raise throws for the first one.
// `to` gets `stride` times the position of every index of `at`, in C order. pre: `at` is of an integer dtype.
void offsets_of(array_body const& at, index extent, index stride, index_mode mode, std::size_t axis, index* to);
// The same for `count` indices of a C-contiguous array from its element `first` on.
void offsets_of_part(array_body const& at, index first, index count, index extent, index stride, index_mode mode,
                     std::size_t axis, index* to);

// Throws index_out_of_range unless every index lies on the axis.
void check_range(array_body const& at, index extent, std::size_t axis);
[[noreturn]] void fail_index(index i, index extent, std::size_t axis);
// The position of a single index, counted from the front. pre: extent > 0 unless the mode is raise.
index position_of(index i, index extent, index_mode mode, std::size_t axis);

// The array as int64, for functions that take what casts to it safely: bool and integers but uint64. Throws cast.
array_handle as_indices(array_body const&, char const* function);

// May an element of one lie where an element of the other does? By the ranges of addresses.
bool may_overlap(array_body const&, array_body const&) noexcept;

}  // namespace fnp::lookup
