// reshape and ravel: a view where some strides give the new shape, else a dense copy.
//
// Axes of length 1 aside, old and new axes are cut into the shortest groups of equal products. A group's new axes have
// strides exactly when its old axes are dense among themselves:  stride[k] = extent[k+1] * stride[k+1].
#include <string>

#include "fnp/base/error.hpp"
#include "fnp/view.hpp"

namespace fnp::views {
namespace {

// The shape asked for, with its unknown extent found.
extents full_shape(array_body const& a, extents const& shape) {
  extents r = shape;
  checked known = 1;
  std::size_t unknown = r.size();
  for (std::size_t i = 0; i < r.size(); ++i) {
    if (r[i] >= 0)
      known *= r[i];
    else if (unknown == r.size())
      unknown = i;
    else
      fail(error_code::bad_reshape, "can only specify one unknown dimension, got " + to_string(shape));
  }
  bool fits = known.ok;
  if (fits && unknown != r.size()) {
    fits = known.value != 0 && a.count % known.value == 0;
    if (fits) r[unknown] = a.count / known.value;
  } else if (fits) {
    fits = element_count(r).value == a.count;
  }
  if (!fits)
    fail(error_code::bad_reshape,
         "cannot reshape array of size " + std::to_string(a.count) + " into shape " + to_string(shape));
  if (r.size() > max_rank)
    fail(error_code::too_large, "maximum supported dimension for an ndarray is 64, found " + std::to_string(r.size()));
  return r;
}

}  // namespace

bool reshape_layout(strided const& from, index itemsize, extents const& shape, strided& result) {
  result.extent = shape;
  result.offset = from.offset;
  result.stride.clear();
  if (element_count(shape).value == 0) {
    result.stride = c_strides(shape, itemsize);
    return true;
  }
  extents old_extent, old_stride;
  for (std::size_t i = 0; i < from.rank(); ++i)
    if (from.extent[i] != 1) {
      old_extent.push_back(from.extent[i]);
      old_stride.push_back(from.stride[i]);
    }
  result.stride.resize(shape.size());
  std::size_t o = 0, n = 0;
  while (o < old_extent.size() && n < shape.size()) {
    std::size_t const first_old = o, first_new = n;
    index old_product = old_extent[o++], new_product = shape[n++];
    while (old_product != new_product) {
      if (new_product < old_product)
        new_product *= shape[n++];
      else
        old_product *= old_extent[o++];
    }
    for (std::size_t k = first_old; k + 1 < o; ++k)
      if (old_stride[k] != old_extent[k + 1] * old_stride[k + 1]) return false;
    index step = old_stride[o - 1];
    for (std::size_t k = n; k-- > first_new;) {
      result.stride[k] = step;
      step *= shape[k];
    }
  }
  // What is left are axes of length 1.
  for (; n < shape.size(); ++n) result.stride[n] = n ? result.stride[n - 1] : itemsize;
  return true;
}

array_handle reshape(array_body const& a, extents const& shape) {
  extents const full = full_shape(a, shape);
  strided v;
  if (reshape_layout(a.layout, static_cast<index>(itemsize(a.type)), full, v))
    return make_view(a.memory, a.type, v, a.writeable);
  array_handle const dense = copy(a);
  v = {full, c_strides(full, static_cast<index>(itemsize(a.type))), 0};
  return make_view(dense->memory, a.type, v, true);
}

array_handle ravel(array_body const& a) {
  // Unlike reshape(-1), NumPy's ravel copies what is not dense in C order.
  if (a.c_contiguous) return reshape(a, {a.count});
  array_handle const dense = copy(a);
  return make_view(dense->memory, a.type, {{a.count}, {static_cast<index>(itemsize(a.type))}, 0}, true);
}

}  // namespace fnp::views
