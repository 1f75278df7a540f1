// Copies of views: dense in C order, or into another view of the same shape, overlap included.
#include <utility>

#include "engine/array/move_elements.hpp"
#include "fnp/base/error.hpp"
#include "fnp/view.hpp"

namespace fnp::views {
namespace {

// First and last byte that a view with elements touches.
std::pair<std::byte*, std::byte*> reach(array_body const& a) {
  std::byte *low = a.data, *high = a.data + itemsize(a.type) - 1;
  for (std::size_t i = 0; i < a.layout.rank(); ++i) {
    index const r = a.layout.stride[i] * (a.layout.extent[i] - 1);
    (r < 0 ? low : high) += r;
  }
  return {low, high};
}

}  // namespace

array_handle copy(array_body const& a) {
  array_handle r = make_array(a.type, a.layout.extent);
  if (a.count > 0) move_elements(a, *r);
  return r;
}

void copy_into(array_body const& from, array_body& into) {
  if (!into.writeable) fail(error_code::read_only, "assignment destination is read-only");
  if (from.type != into.type) fail_cast(from.type, into.type, "no", "copy_into");
  if (!(from.layout.extent == into.layout.extent))
    fail_shapes(error_code::assign_shape_mismatch, "could not copy between shapes", from.layout.extent,
                into.layout.extent);
  if (from.count == 0) return;
  auto const [from_low, from_high] = reach(from);
  auto const [into_low, into_high] = reach(into);
  if (from_low <= into_high && into_low <= from_high) {
    if (from.data == into.data && from.layout.stride == into.layout.stride) return;
    move_elements(*copy(from), into);
    return;
  }
  move_elements(from, into);
}

}  // namespace fnp::views
