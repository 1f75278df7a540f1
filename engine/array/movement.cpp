// Views that permute, stretch, reverse, add or drop axes.
#include <string>

#include "engine/array/axes.hpp"
#include "fnp/view.hpp"

namespace fnp::views {
namespace {

array_handle permuted(array_body const& a, extents const& order) {
  strided v;
  v.offset = a.layout.offset;
  for (index const axis : order) {
    v.extent.push_back(a.layout.extent[static_cast<std::size_t>(axis)]);
    v.stride.push_back(a.layout.stride[static_cast<std::size_t>(axis)]);
  }
  return make_view(a.memory, a.type, v, a.writeable);
}

}  // namespace

array_handle transpose(array_body const& a) {
  extents order = every_axis(a.layout.rank());
  for (std::size_t i = 0, j = order.size(); i + 1 < j; ++i) std::swap(order[i], order[--j]);
  return permuted(a, order);
}

array_handle transpose(array_body const& a, extents const& axes) {
  if (axes.size() != a.layout.rank())
    fail(error_code::bad_argument,
         "axes don't match array: " + to_string(axes) + " for shape " + to_string(a.layout.extent));
  return permuted(a, normal_axes(axes, a.layout.rank()));
}

array_handle swapaxes(array_body const& a, index axis1, index axis2) {
  extents order = every_axis(a.layout.rank());
  auto const i = static_cast<std::size_t>(normal_axis(axis1, order.size()));
  auto const j = static_cast<std::size_t>(normal_axis(axis2, order.size()));
  std::swap(order[i], order[j]);
  return permuted(a, order);
}

array_handle moveaxis(array_body const& a, extents const& source, extents const& destination) {
  std::size_t const rank = a.layout.rank();
  extents const from = normal_axes(source, rank), to = normal_axes(destination, rank);
  if (from.size() != to.size())
    fail(error_code::shape_mismatch, "`source` and `destination` arguments must have the same number of elements: " +
                                       to_string(source) + " and " + to_string(destination));
  extents order(rank, -1);
  std::uint64_t moved = 0;
  for (std::size_t i = 0; i < from.size(); ++i) {
    order[static_cast<std::size_t>(to[i])] = from[i];
    moved |= std::uint64_t{1} << from[i];
  }
  index next = 0;
  for (index& o : order) {
    if (o >= 0) continue;
    while ((moved >> next) & 1) ++next;
    o = next++;
  }
  return permuted(a, order);
}

array_handle broadcast_to(array_body const& a, extents const& shape) {
  for (index const e : shape)
    if (e < 0)
      fail(error_code::negative_dimension,
           "all elements of broadcast shape must be non-negative, found " + to_string(shape));
  if (shape.size() > max_rank)
    fail(error_code::too_large,
         "maximum supported dimension for an ndarray is 64, found " + std::to_string(shape.size()));
  if (shape.empty() && a.layout.rank() > 0)
    fail(error_code::bad_argument,
         "cannot broadcast a non-scalar to a scalar array: shape " + to_string(a.layout.extent) + " to ()");
  extents joint = shape;
  if (shape.size() < a.layout.rank() || !broadcast_into(joint, a.layout.extent) || !(joint == shape))
    fail_shapes(error_code::shape_mismatch,
                "an array cannot be broadcast to another shape, from and to:", a.layout.extent, shape);
  if (!element_count(shape).ok)
    fail(error_code::too_large, "broadcast shape " + to_string(shape) + " has more elements than an index can count");
  return make_view(a.memory, a.type, broadcast_layout(a.layout, shape), false);
}

array_handle flip(array_body const& a, extents const* axes) {
  strided v = a.layout;
  for (index const axis : axes ? normal_axes(*axes, v.rank()) : every_axis(v.rank())) {
    auto const i = static_cast<std::size_t>(axis);
    if (v.extent[i] > 0 && a.count > 0) v.offset += (v.extent[i] - 1) * v.stride[i];
    v.stride[i] = -v.stride[i];
  }
  return make_view(a.memory, a.type, v, a.writeable);
}

array_handle expand_dims(array_body const& a, extents const& axes) {
  std::size_t const rank = a.layout.rank() + axes.size();
  if (rank > max_rank)
    fail(error_code::too_large, "maximum supported dimension for an ndarray is 64, found " + std::to_string(rank));
  std::uint64_t fresh = 0;
  for (index const axis : normal_axes(axes, rank)) fresh |= std::uint64_t{1} << axis;
  strided v;
  v.offset = a.layout.offset;
  for (std::size_t i = 0, old = 0; i < rank; ++i) {
    bool const added = (fresh >> i) & 1;
    v.extent.push_back(added ? 1 : a.layout.extent[old]);
    v.stride.push_back(added ? 0 : a.layout.stride[old]);
    old += !added;
  }
  return make_view(a.memory, a.type, v, a.writeable);
}

array_handle squeeze(array_body const& a, extents const* axes) {
  std::uint64_t drop = 0;
  if (axes) {
    for (index const axis : normal_axes(*axes, a.layout.rank())) {
      if (a.layout.extent[static_cast<std::size_t>(axis)] != 1)
        fail(error_code::bad_squeeze, "cannot select an axis to squeeze out which has size not equal to one: axis " +
                                          std::to_string(axis) + " of shape " + to_string(a.layout.extent));
      drop |= std::uint64_t{1} << axis;
    }
  }
  strided v;
  v.offset = a.layout.offset;
  for (std::size_t i = 0; i < a.layout.rank(); ++i) {
    if (axes ? (drop >> i) & 1 : a.layout.extent[i] == 1) continue;
    v.extent.push_back(a.layout.extent[i]);
    v.stride.push_back(a.layout.stride[i]);
  }
  return make_view(a.memory, a.type, v, a.writeable);
}

}  // namespace fnp::views
