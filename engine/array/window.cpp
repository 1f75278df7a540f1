// Views whose axes overlap or run askew: diagonal, sliding windows, strides given by hand; parts and bits of elements.
#include <algorithm>
#include <cstring>
#include <string>

#include "engine/array/axes.hpp"
#include "fnp/view.hpp"

namespace fnp::views {

array_handle diagonal(array_body const& a, index offset, index axis1, index axis2) {
  std::size_t const rank = a.layout.rank();
  if (rank < 2)
    fail(error_code::bad_ndim,
         "diag requires an array of at least two dimensions, got shape " + to_string(a.layout.extent));
  auto const i = static_cast<std::size_t>(normal_axis(axis1, rank)),
             j = static_cast<std::size_t>(normal_axis(axis2, rank));
  if (i == j)
    fail(error_code::bad_argument,
         "axis1 and axis2 cannot be the same, got " + std::to_string(axis1) + " and " + std::to_string(axis2));
  strided v;
  v.offset = a.layout.offset;
  for (std::size_t k = 0; k < rank; ++k)
    if (k != i && k != j) {
      v.extent.push_back(a.layout.extent[k]);
      v.stride.push_back(a.layout.stride[k]);
    }
  // Clipped first: an offset beyond the array gives an empty diagonal, whatever its size.
  index const down = std::min(offset < 0 ? -std::max(offset, -INT64_MAX) : 0, a.layout.extent[i]);
  index const right = std::min(offset > 0 ? offset : 0, a.layout.extent[j]);
  index const count = std::min(a.layout.extent[i] - down, a.layout.extent[j] - right);
  if (count > 0 && a.count > 0) v.offset += down * a.layout.stride[i] + right * a.layout.stride[j];
  checked const stride = checked(a.layout.stride[i]) + a.layout.stride[j];
  v.extent.push_back(count);
  v.stride.push_back(stride.ok ? stride.value : a.layout.stride[i]);
  return make_view(a.memory, a.type, v, false);  // read-only, as NumPy's
}

array_handle sliding_window_view(array_body const& a, extents const& window, extents const* axes) {
  std::size_t const rank = a.layout.rank();
  for (index const w : window)
    if (w < 0)
      fail(error_code::bad_argument, "`window_shape` cannot contain negative values, got " + to_string(window));
  if (!axes && window.size() != rank)
    fail(error_code::bad_argument, "Since axis is `None`, must provide window_shape for all dimensions of `x`; got " +
                                       std::to_string(window.size()) + " window_shape elements and `x.ndim` is " +
                                       std::to_string(rank));
  extents where;
  for (index const axis : axes ? *axes : every_axis(rank))
    where.push_back(normal_axis(axis, rank));  // an axis may come twice
  if (where.size() != window.size())
    fail(error_code::bad_argument, "Must provide matching length window_shape and axis; got " +
                                       std::to_string(window.size()) + " window_shape elements and " +
                                       std::to_string(where.size()) + " axes elements");
  strided v = a.layout;
  for (std::size_t k = 0; k < window.size(); ++k) {
    auto const i = static_cast<std::size_t>(where[k]);
    if (window[k] > v.extent[i])
      fail(error_code::bad_argument, "window shape cannot be larger than input array shape: " + to_string(window) +
                                         " over " + to_string(a.layout.extent));
    v.extent[i] -= window[k] - 1;
    v.extent.push_back(window[k]);
    v.stride.push_back(a.layout.stride[i]);
  }
  if (!element_count(v.extent).ok)
    fail(error_code::too_large,
         "a view of shape " + to_string(v.extent) + " has more elements than an index can count");
  return make_view(a.memory, a.type, v, false);
}

array_handle as_strided(array_body const& a, extents const& shape, extents const& strides, bool writeable) {
  if (shape.size() != strides.size())
    fail(error_code::bad_argument,
         "shape " + to_string(shape) + " and strides " + to_string(strides) + " differ in length");
  if (shape.size() > max_rank)
    fail(error_code::too_large,
         "maximum supported dimension for an ndarray is 64, found " + std::to_string(shape.size()));
  checked low = a.layout.offset, high = checked(a.layout.offset) + static_cast<index>(itemsize(a.type));
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] < 0)
      fail(error_code::negative_dimension, "negative dimensions are not allowed, found shape " + to_string(shape));
    checked const reach = checked(strides[i]) * (shape[i] > 0 ? shape[i] - 1 : 0);
    if (reach.value < 0)
      low += reach;
    else
      high += reach;
    low.ok &= reach.ok;
  }
  checked const count = element_count(shape);
  bool const inside = low.ok && high.ok && low.value >= 0 && high.value <= a.memory->bytes;
  if (!count.ok || (count.value > 0 && !inside))
    fail(error_code::bad_argument, "shape " + to_string(shape) + " with byte strides " + to_string(strides) +
                                       " reaches outside the memory of " + std::to_string(a.memory->bytes) + " bytes");
  return make_view(a.memory, a.type, {shape, strides, a.layout.offset}, writeable && a.writeable);
}

namespace {

dtype part_of(dtype d) { return d == dtype::c8 ? dtype::f4 : dtype::f8; }

}  // namespace

array_handle real(array_body const& a) {
  return make_view(a.memory, kind(a.type) == 'c' ? part_of(a.type) : a.type, a.layout, a.writeable);
}

array_handle imag(array_body const& a) {
  if (kind(a.type) == 'c') {
    strided v = a.layout;
    if (a.count > 0) v.offset += static_cast<index>(itemsize(a.type) / 2);
    return make_view(a.memory, part_of(a.type), v, a.writeable);
  }
  index const size = static_cast<index>(itemsize(a.type));
  bool const turned = is_f_contiguous(a.layout, size) && !is_c_contiguous(a.layout, size);
  array_handle const zeros =
      turned ? make_array_like(a.type, a.layout.extent, a.layout.stride) : make_array(a.type, a.layout.extent);
  std::memset(zeros->data, 0, static_cast<std::size_t>(zeros->memory->bytes));
  return read_only(*zeros);
}

array_handle with_dtype(array_body const& a, dtype d) {
  // The bytes of a bool are 0 or 1; other bits have no meaning as one.
  if (d == dtype::b1 && a.type != dtype::b1)
    fail(error_code::bad_argument,
         "an array of " + std::string(name(a.type)) + " cannot be seen as bool: its bytes are not 0 or 1");
  index const have = static_cast<index>(itemsize(a.type)), want = static_cast<index>(itemsize(d));
  strided v = a.layout;
  if (have != want) {
    if (v.rank() == 0)
      fail(error_code::bad_argument, "Changing the dtype of a 0d array is only supported if the itemsize is unchanged");
    if (v.extent.back() != 1 && v.stride.back() != have && a.count != 0)
      fail(error_code::bad_argument,
           "To change to a dtype of a different size, the last axis must be contiguous; its stride is " +
               std::to_string(v.stride.back()) + " bytes");
    checked const bytes = checked(v.extent.back()) * have;
    if (!bytes.ok || bytes.value % want != 0)
      fail(error_code::bad_argument,
           "When changing to a larger dtype, its size must be a divisor of the total size in bytes of the last axis of "
           "the array: " + std::to_string(want) + " and " + std::to_string(bytes.value));
    v.extent.back() = bytes.value / want;
    v.stride.back() = want;
  }
  return make_view(a.memory, d, v, a.writeable);
}

array_handle read_only(array_body const& a) { return make_view(a.memory, a.type, a.layout, false); }

}  // namespace fnp::views
