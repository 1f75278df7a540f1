// What stands between the brackets, resolved against an array: a view, or the address of every element of the result.
//
// NumPy's rules: an integer beside an index array is an index array too; a mask is the index arrays of its true places;
// index arrays broadcast together and take the place of the first, or the front when a slice stands between them.
#pragma once
#include "fnp/base/scalar.hpp"
#include "verify/oracle/step_call.hpp"

namespace fnp::oracle {

// An error of NumPy's whose class is not the usual one of its reason.
struct numpy_error {
  std::string category, reason, text;
};

struct subscript {
  bool basic = true;       // `view` is the result; else shape and offsets
  bool one_mask = false;   // a single mask of the array's rank
  bool is_number = false;  // integers only: NumPy gives a number, no view
  array_handle view;
  extents shape;
  std::vector<index> offsets;  // bytes from element 0 of the array, C order of `shape`
};

// Items: an integer or a boolean (datum int, bool), None, the text "...", a tuple marked by the text "slice" of start,
// stop and step, an array or a list.
subscript resolve_subscript(session&, array_body const&, std::span<datum const> items);
std::vector<index_item> basic_items(session&, std::span<datum const> items);  // pre: is_basic
bool is_basic(session&, std::span<datum const> items);

// Byte offsets of all elements in C order.
std::vector<index> offsets_of(extents const& shape, extents const& stride);
// Dense array of the elements at these offsets.
array_handle gather_elements(array_body const&, extents const& shape, std::span<index const> offsets);
// a[offsets] = value, in order; value is broadcast to `shape`, leading extents of 1 dropped.
void scatter_elements(session&, array_body& a, extents const& shape, std::span<index const> offsets, datum const& value, bool one_mask);
// The value as an element of an array of that dtype, as a[...] = value stores Python numbers.
scalar stored_number(session&, datum const& number, dtype to);
// Positions along one axis, checked and counted from the front. mode: raise, wrap, clip.
index place_index(index i, index extent, std::string const& mode);

}  // namespace fnp::oracle
