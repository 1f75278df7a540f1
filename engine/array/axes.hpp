// Axis arguments as NumPy takes them: negative ones count from the end, none may come twice.
#pragma once
#include <string>

#include "fnp/base/error.hpp"

namespace fnp {

inline index normal_axis(index axis, std::size_t rank) {
  index const n = static_cast<index>(rank);
  if (axis < -n || axis >= n) fail_axis(axis, rank);
  return axis < 0 ? axis + n : axis;
}

inline extents normal_axes(extents const& axes, std::size_t rank) {
  extents r;
  for (index const a : axes) r.push_back(normal_axis(a, rank));  // an axis out of range is told before a repeated one
  std::uint64_t seen = 0;
  for (index const axis : r) {
    if ((seen >> axis) & 1)
      fail(error_code::duplicate_axis, "repeated axis " + std::to_string(axis) + " in " + to_string(axes));
    seen |= std::uint64_t{1} << axis;
  }
  return r;
}

inline extents every_axis(std::size_t rank) {
  extents r(rank);
  for (std::size_t i = 0; i < rank; ++i) r[i] = static_cast<index>(i);
  return r;
}

}  // namespace fnp
