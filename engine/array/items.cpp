// Elements of an ndarray one at a time, and assignment by broadcasting.
#include <string>

#include "engine/array/axes.hpp"
#include "fnp/ndarray.hpp"

namespace fnp::views {
namespace {

std::byte* address(array_body const& a, index const* at, std::size_t count) {
  std::size_t const rank = a.layout.rank();
  if (count > rank)
    fail(error_code::too_many_indices, "too many indices for array: array is " + std::to_string(rank) +
                                           "-dimensional, but " + std::to_string(count) + " were indexed");
  if (count == 0 && a.count == 1) return a.data;  // the only element, whatever the rank
  if (count < rank)
    fail(error_code::bad_argument, "an item of an array of shape " + to_string(a.layout.extent) + " needs " +
                                       std::to_string(rank) + " indices, got " + std::to_string(count));
  std::byte* p = a.data;
  for (std::size_t i = 0; i < rank; ++i) {
    index const n = a.layout.extent[i];
    if (at[i] < -n || at[i] >= n)
      fail(error_code::index_out_of_range, "index " + std::to_string(at[i]) + " is out of bounds for axis " +
                                               std::to_string(i) + " with size " + std::to_string(n));
    p += (at[i] < 0 ? at[i] + n : at[i]) * a.layout.stride[i];
  }
  return p;
}

}  // namespace

scalar item(array_body const& a, index const* at, std::size_t count) { return scalar(a.type, address(a, at, count)); }

void set_item(array_body& a, index const* at, std::size_t count, scalar const& value) {
  if (!a.writeable) fail(error_code::read_only, "assignment destination is read-only");
  convert_element(value.dtype(), value.data(), a.type, address(a, at, count));
}

array_handle of_scalar(scalar const& s) {
  array_handle r = make_array(s.dtype(), {});
  convert_element(s.dtype(), s.data(), s.dtype(), r->data);
  return r;
}

void assign(array_body const& from, array_body& into) {
  if (!into.writeable) fail(error_code::read_only, "assignment destination is read-only");
  if (from.layout.extent == into.layout.extent) return convert_into(from, into);
  // Leading axes of length 1 may be dropped, as NumPy does.
  strided v = from.layout;
  while (v.rank() > into.layout.rank() && v.extent[0] == 1) {
    v.extent.erase(0);
    v.stride.erase(0);
  }
  extents joint = into.layout.extent;
  if (v.rank() > joint.size() || !broadcast_into(joint, v.extent) || !(joint == into.layout.extent))
    fail_shapes(error_code::assign_shape_mismatch, "could not broadcast input array from shape into shape",
                from.layout.extent, into.layout.extent);
  convert_into(*make_view(from.memory, from.type, broadcast_layout(v, joint), false), into);
}

}  // namespace fnp::views
