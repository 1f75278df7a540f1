// A nested list of arrays: what block puts together.
#pragma once
#include <vector>

#include "fnp/base/storage.hpp"

namespace fnp::manipulation {

// The innermost lists are joined along the last axis, those around them along the one before, and so on.
struct nest {
  array_handle leaf{};  // null: a list
  std::vector<nest> items{};
};
// Throws empty_reduction for an empty list, bad_argument where lists differ in depth, shape_mismatch.
array_handle block(nest const&);

}  // namespace fnp::manipulation
