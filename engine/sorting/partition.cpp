// partition and argpartition.
#include <algorithm>
#include <string>
#include <vector>

#include "engine/array/axes.hpp"
#include "engine/sorting/sort_lines.hpp"
#include "fnp/manipulation.hpp"
#include "fnp/sorting.hpp"

namespace fnp::sorting {
namespace {

// The places of kth, counted from the front, in ascending order.
std::vector<index> places_of(extents const& kth, array_body const& a, std::optional<index> axis) {
  std::vector<index> r;
  if (a.count == 0) return r;  // as NumPy: there is nothing to look at
  index const n = !axis || a.layout.rank() == 0
                      ? a.count
                      : a.layout.extent[static_cast<std::size_t>(normal_axis(*axis, a.layout.rank()))];
  for (index const k : kth) {
    if (k < -n || k >= n)
      fail_as("ValueError", error_code::index_out_of_range,
              "kth(=" + std::to_string(k) + ") out of bounds (" + std::to_string(n) + ")");
    r.push_back(k < 0 ? k + n : k);
  }
  std::sort(r.begin(), r.end());
  return r;
}

}  // namespace

array_handle partition(array_body const& a, extents const& kth, std::optional<index> axis) {
  index const along = axis ? normal_axis(*axis, a.layout.rank()) : 0;
  std::vector<index> const places = places_of(kth, a, axis);
  array_handle const r = axis ? manipulation::copy(a, memory_order::keep) : manipulation::flatten(a, memory_order::c);
  if (!places.empty()) sort_lines(*r, *r, along, places);
  return r;
}

void partition_in_place(array_body& a, extents const& kth, index axis) {
  index const along = normal_axis(axis, a.layout.rank());
  if (!a.writeable) fail(error_code::read_only, "partition array is read-only");
  std::vector<index> const places = places_of(kth, a, axis);
  if (!places.empty()) sort_lines(a, a, along, places);
}

// Positions that sort also partition. Words of key and position cannot be selected from where a key does not fit in.
array_handle argpartition(array_body const& a, extents const& kth, std::optional<index> axis) {
  if (axis && !(a.layout.rank() == 0 && (*axis == 0 || *axis == -1))) normal_axis(*axis, a.layout.rank());
  places_of(kth, a, axis);
  return argsort(a, axis);
}

}  // namespace fnp::sorting
