// Views of consecutive parts along an axis: array_split, split, unstack.
#include <string>

#include "engine/array/axes.hpp"
#include "fnp/manipulation.hpp"

namespace fnp::manipulation {
namespace {

array_handle part(array_body const& a, std::size_t axis, index from, index to) {
  small_vector<index_item> items(axis + 1, whole);
  items[axis] = slice(from, to);
  return view_of(a, items.data(), items.size());
}

}  // namespace

std::vector<array_handle> split_at(array_body const& a, extents const& bounds, index along) {
  auto const axis = static_cast<std::size_t>(normal_axis(along, a.layout.rank()));
  std::vector<array_handle> r;
  index from = 0;
  for (index const to : bounds) {
    r.push_back(part(a, axis, from, to));
    from = to;
  }
  r.push_back(part(a, axis, from, a.layout.extent[axis]));
  return r;
}

std::vector<array_handle> split_into(array_body const& a, index sections, index along, bool equal) {
  auto const axis = static_cast<std::size_t>(normal_axis(along, a.layout.rank()));
  index const n = a.layout.extent[axis];
  if (equal && sections == 0) fail(error_code::zero_division, "integer modulo by zero: an array split into 0 sections");
  if (equal && n % sections != 0)
    fail(error_code::bad_argument, "array split does not result in an equal division: " + std::to_string(n) +
                                       " elements into " + std::to_string(sections) + " sections");
  if (sections <= 0)
    fail(error_code::bad_argument, "number sections must be larger than 0, got " + std::to_string(sections));
  std::vector<array_handle> r;
  index from = 0;
  for (index k = 0; k < sections; ++k) {
    index const to = from + n / sections + (k < n % sections);
    r.push_back(part(a, axis, from, to));
    from = to;
  }
  return r;
}

std::vector<array_handle> unstack(array_body const& a, index along) {
  if (a.layout.rank() == 0) fail(error_code::bad_argument, "Input array must be at least 1-d.");
  array_handle const front = views::moveaxis(a, {along}, {0});
  std::vector<array_handle> r;
  for (index k = 0; k < front->layout.extent[0]; ++k) {
    index_item const at(k);
    r.push_back(view_of(*front, &at, 1));
  }
  return r;
}

}  // namespace fnp::manipulation
