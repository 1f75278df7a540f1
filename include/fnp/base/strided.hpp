// A strided layout: extents, byte strides and the byte offset of element 0; and broadcasting of shapes.
//
// Element (x0, x1, ...) of a view lies at  offset + sum_i stride[i] * x[i]  bytes from its buffer's first byte.
// Every view (slice, transpose, broadcast, flip, diagonal, window) is another layout over the same buffer.
#pragma once
#include "fnp/base/checked.hpp"
#include "fnp/base/small_vector.hpp"

namespace fnp {

using extents = small_vector<index>;
inline constexpr std::size_t max_rank = 64;

struct strided {
  extents extent, stride;
  index offset = 0;

  std::size_t rank() const noexcept { return extent.size(); }
  friend bool operator==(strided const&, strided const&) = default;
};

// Number of elements; not ok when the product overflows.
inline checked element_count(extents const& shape) noexcept {
  checked n = 1;
  for (index const e : shape) {
    if (e == 0) return 0;
    n *= e;
  }
  return n;
}

// C order: the last axis is dense. pre: the byte size does not overflow.
inline extents c_strides(extents const& shape, index itemsize) {
  extents stride(shape.size());
  index step = itemsize;
  for (std::size_t i = shape.size(); i-- > 0;) {
    stride[i] = step;
    if (shape[i] > 0) step *= shape[i];
  }
  return stride;
}

inline bool has_no_elements(strided const& v) noexcept {
  for (std::size_t i = 0; i < v.rank(); ++i)
    if (v.extent[i] == 0) return true;
  return false;
}
// Axes of length 1 and layouts without elements are contiguous whatever their strides say.
inline bool is_c_contiguous(strided const& v, index itemsize) noexcept {
  index step = itemsize;
  for (std::size_t i = v.rank(); i-- > 0;) {
    if (v.extent[i] != 1 && v.stride[i] != step) return has_no_elements(v);
    step *= v.extent[i];
  }
  return true;
}
inline bool is_f_contiguous(strided const& v, index itemsize) noexcept {
  index step = itemsize;
  for (std::size_t i = 0; i < v.rank(); ++i) {
    if (v.extent[i] != 1 && v.stride[i] != step) return has_no_elements(v);
    step *= v.extent[i];
  }
  return true;
}

// NumPy's rule: align shapes at their last axis; an extent of 1 stretches. False when they do not fit.
[[nodiscard]] inline bool broadcast_into(extents& shape, extents const& other) {
  while (shape.size() < other.size()) shape.insert(0, 1);
  std::size_t const shift = shape.size() - other.size();
  for (std::size_t i = 0; i < other.size(); ++i) {
    index& e = shape[i + shift];
    if (e == 1) e = other[i];
    else if (other[i] != 1 && other[i] != e) return false;
  }
  return true;
}

// The layout seen at the broadcast shape: stretched and new axes get stride 0. pre: `shape` is a broadcast of v's.
inline strided broadcast_layout(strided const& v, extents const& shape) {
  strided r;
  r.extent = shape;
  r.stride.resize(shape.size());
  r.offset = v.offset;
  std::size_t const shift = shape.size() - v.rank();
  for (std::size_t i = 0; i < v.rank(); ++i)
    r.stride[i + shift] = v.extent[i] == 1 && shape[i + shift] != 1 ? 0 : v.stride[i];
  return r;
}

}  // namespace fnp
