// partition and argpartition.
#include <string>

#include "engine/array/axes.hpp"
#include "fnp/sorting.hpp"

namespace fnp::sorting {
namespace {

void check(extents const& kth, array_body const& a, std::optional<index> axis) {
  if (a.count == 0) return;  // as NumPy: there is nothing to look at
  index const n = !axis || a.layout.rank() == 0 ? a.count
                                                : a.layout.extent[static_cast<std::size_t>(normal_axis(*axis, a.layout.rank()))];
  for (index const k : kth)
    if (k < -n || k >= n)
      fail(error_code::bad_argument, "kth(=" + std::to_string(k) + ") out of bounds (" + std::to_string(n) + ")");
}

}  // namespace

// A sorted array is partitioned at every kth, and the vectorised sort costs about as much as a selection by scalars.
array_handle partition(array_body const& a, extents const& kth, std::optional<index> axis) {
  if (axis) normal_axis(*axis, a.layout.rank());
  check(kth, a, axis);
  return sort(a, axis);
}

void partition_in_place(array_body& a, extents const& kth, index axis) {
  normal_axis(axis, a.layout.rank());
  if (!a.writeable) fail(error_code::read_only, "partition array is read-only");
  check(kth, a, axis);
  sort_in_place(a, axis);
}

array_handle argpartition(array_body const& a, extents const& kth, std::optional<index> axis) {
  if (axis && !(a.layout.rank() == 0 && (*axis == 0 || *axis == -1))) normal_axis(*axis, a.layout.rank());
  check(kth, a, axis);
  return argsort(a, axis);
}

}  // namespace fnp::sorting
