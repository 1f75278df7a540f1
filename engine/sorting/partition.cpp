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
std::vector<index> places_of(extents const& kth, array_body const& a, maybe<index> axis) {
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

array_handle partition(array_body const& a, extents const& kth, maybe<index> axis) {
  index const along = axis ? normal_axis(*axis, a.layout.rank()) : 0;
  std::vector<index> const places = places_of(kth, a, axis);
  if (places.empty())
    return axis ? manipulation::copy(a, memory_order::keep) : manipulation::flatten(a, memory_order::c);
  array_handle const x =
      axis ? array_handle::share(const_cast<array_body*>(&a)) : manipulation::flatten(a, memory_order::c);
  array_handle const r = manipulation::make_like(*x, a.type, memory_order::keep);
  sort_lines(*x, *r, along, places);
  return r;
}

void partition_in_place(array_body& a, extents const& kth, index axis) {
  index const along = normal_axis(axis, a.layout.rank());
  if (!a.writeable) fail(error_code::read_only, "partition array is read-only");
  std::vector<index> const places = places_of(kth, a, axis);
  if (!places.empty()) sort_lines(a, a, along, places);
}

array_handle argpartition(array_body const& a, extents const& kth, maybe<index> axis) {
  std::size_t const rank = a.layout.rank();
  bool const scalar = rank == 0 && (!axis || *axis == 0 || *axis == -1);
  index const along = scalar || !axis ? 0 : normal_axis(*axis, rank);
  std::vector<index> const places = places_of(kth, a, axis);
  array_handle const x = axis && !scalar ? array_handle::share(const_cast<array_body*>(&a)) : views::ravel(a);
  array_handle const r = make_array(dtype::i8, x->layout.extent);
  order_lines(*x, *r, along, places);
  return r;
}

}  // namespace fnp::sorting
