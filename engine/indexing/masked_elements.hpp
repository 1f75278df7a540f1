// a[mask] where the mask has a's shape: the true elements in C order, read and written.
#pragma once
#include "fnp/base/storage.hpp"

namespace fnp::lookup {

// pre: `mask` is dense, one byte an element of `a` in C order.
array_handle masked_elements(array_body const& a, std::byte const* mask);
// pre: `values` is dense, of a's dtype, and apart from `a`; it has one element, or one a true place.
void fill_masked(array_body& a, std::byte const* mask, array_body const& values);
// The same for a value of rank 1 in a's own memory: NumPy copies runs of true places one after the other, so that a
// run reads what an earlier one wrote.
void fill_masked_in_turn(array_body& a, std::byte const* mask, array_body const& values);
// The true places get values one after the other, beginning again when they run out. pre: values is not empty.
void place_cyclically(array_body& a, std::byte const* mask, array_body const& values);
// Element k of `a` gets values[k % count] where the mask is true. pre: as above.
void put_where(array_body& a, std::byte const* mask, array_body const& values);

}  // namespace fnp::lookup
