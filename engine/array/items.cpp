// Elements of an ndarray one at a time, and assignment by broadcasting.
#include <algorithm>
#include <string>
#include <utility>

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

namespace {

// One after the other, in the direction that NumPy takes: from the end where the source begins before the target and
// reaches into it. Right where both have one stride; with two it is what NumPy gives, and not a copy's result.
void assign_in_turn(array_body const& from, array_body& into) {
  index const n = into.count;
  std::byte const* p = from.data;
  std::byte* q = into.data;
  index step = from.layout.stride[0], stride = into.layout.stride[0];
  auto const turn = [&] {
    p += step * (n - 1), q += stride * (n - 1);
    step = -step, stride = -stride;
  };
  if (stride < 0) turn();
  if (p < q && p + n * step > q) turn();
  for (index k = 0; k < n; ++k) convert_element(from.type, p + k * step, into.type, q + k * stride);
}

bool share_memory(array_body const& a, array_body const& b) {
  auto const reach = [](array_body const& x) {
    index const span = x.layout.stride[0] * (x.count - 1);
    return std::pair(x.data + std::min<index>(span, 0), x.data + std::max<index>(span, 0) + itemsize(x.type));
  };
  auto const [a_low, a_high] = reach(a);
  auto const [b_low, b_high] = reach(b);
  return a_low < b_high && b_low < a_high;
}

// Vectors that share memory are copied in turn where their strides have one sign.
bool in_turn(array_body const& from, array_body const& into) {
  if (from.layout.rank() != 1 || into.layout.rank() != 1 || from.count != into.count || into.count < 2) return false;
  index const s = from.layout.stride[0], t = into.layout.stride[0];
  return s != t && (s == 0 || t == 0 || (s < 0) == (t < 0)) && share_memory(from, into);
}

}  // namespace

void assign(array_body const& from, array_body& into) {
  if (!into.writeable) fail(error_code::read_only, "assignment destination is read-only");
  if (in_turn(from, into)) return assign_in_turn(from, into);
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
