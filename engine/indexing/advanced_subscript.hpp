// What stands between the brackets, resolved against an array: a view, or index arrays and the axes left whole.
//
// NumPy's rules: beside an index array an integer counts as an index array, of rank 0; a mask is the index arrays of
// its true places; a single boolean is an index array of shape (1,) or (0,) on no axis. Index arrays broadcast together
// to the joint shape, whose axes stand where the first of them stood, or in front of all when something stands between
// them.
#pragma once
#include <algorithm>
#include <vector>

#include "engine/indexing/index_array.hpp"

namespace fnp::lookup {

struct pick {            // one index array
  array_handle at;       // of any integer dtype
  bool placed = false;   // `at` holds byte offsets already: those of a mask's true places
  std::size_t axis = 0;  // of the array
  index extent = 0, stride = 0;
};

struct advanced_subscript {
  array_handle view;    // basic indexing: the answer, and nothing below is set
  bool number = false;  // ... of integers alone: NumPy gives a number
  bool fresh = false;   // ... with an integer that is an array of rank 0: NumPy gives a copy
  array_handle mask;    // the only item is a mask of the array's rank: dense booleans
  std::vector<pick> picks;
  extents joint;
  index base = 0;          // bytes from element 0: slices and integers
  extents whole, stride;   // the axes left whole
  std::size_t before = 0;  // how many of them stand before the joint axes

  extents shape() const;  // of the result; pre: no view
  index count() const { return element_count(joint).value; }
  bool single() const { return element_count(whole).value == 1; }  // each joint position is one element
};

// Throws bad_index_type, too_many_indices, mask_shape_mismatch, zero_step; index_out_of_range for integers. Index
// arrays are not looked into: check_indices does that, after join.
advanced_subscript resolve(array_body const&, subscript_item const*, std::size_t count);
// Broadcasts the index arrays. Throws index_shape_mismatch.
void join(advanced_subscript&);
// Throws index_out_of_range. NumPy does not look when the joint shape is empty.
void check_indices(advanced_subscript const&);

// The joint axes in the order of a walk, outermost first, and which of them are walked backwards.
struct walk_order {
  extents axes;
  std::uint64_t backwards = 0;
};

// The only pick, if its indices can be read in that order without a table of offsets.
pick const* streamed_pick(advanced_subscript const&, walk_order const&, array_body const* busy);
// Byte offsets from `base` of all joint positions, dense int64.
array_handle offset_table(advanced_subscript const&, walk_order const&);

// Calls body(offsets, count) for consecutive parts of the joint positions. `busy`: an array that body writes.
template <class Body>
void for_each_part(advanced_subscript const& s, walk_order const& order, array_body const* busy, Body&& body) {
  constexpr index part = 1024;
  index const total = s.count();
  if (total == 0) return;
  array_handle table;
  pick const* const only = streamed_pick(s, order, busy);
  if (!only) table = offset_table(s, order);
  index here[part];
  for (index first = 0; first < total; first += part) {
    index const n = std::min(part, total - first);
    if (only) {
      offsets_of_part(*only->at, first, n, only->extent, only->stride, index_mode::raise, only->axis, here);
      body(here, n);
    } else
      body(reinterpret_cast<index const*>(table->data) + first, n);
  }
}

}  // namespace fnp::lookup
