// An access map: loop index -> byte address, affine; and the hull of the addresses it reaches.
//
//     address(x) = offset + sum_i stride[i] * x[i],   touching the bytes [address, address + itemsize)
//
// Addresses count from the first byte of a buffer. Different buffers are disjoint memory.
#pragma once
#include <cstdint>

#include "fnp/base/strided.hpp"

namespace fnp::legality {

using iteration_space = extents;  // the box 0 <= x[i] < extent[i], walked with the last index fastest

struct access_map {
  index offset = 0;
  extents stride;  // bytes; one for every axis of the space
  index itemsize = 1;
};

struct operand {
  access_map map;
  std::uint32_t buffer = 0;
};

inline access_map map_of(strided const& v, index itemsize) { return {v.offset, v.stride, itemsize}; }

inline bool is_empty(iteration_space const& space) noexcept {
  for (index const e : space)
    if (e <= 0) return true;
  return false;
}

struct span_of_addresses {
  index first = 0, last = 0;  // the bytes [first, last)
  bool ok = true;             // false: an address does not fit 64 bits
};

// The smallest and largest address of an affine map over a box are at corners chosen by the signs of the strides.
inline span_of_addresses addresses_of(iteration_space const& space, access_map const& map) noexcept {
  checked first = map.offset, last = map.offset;
  if (is_empty(space)) return {map.offset, map.offset, true};
  for (std::size_t i = 0; i < space.size(); ++i) {
    checked const reach = checked(map.stride[i]) * (space[i] - 1);
    (reach.value < 0 ? first : last) += reach;
  }
  last += map.itemsize;
  return {first.value, last.value, first.ok && last.ok};
}

// Do the maps agree at every point? Axes with one point say nothing.
inline bool same_strides(iteration_space const& space, access_map const& a, access_map const& b) noexcept {
  for (std::size_t i = 0; i < space.size(); ++i)
    if (a.stride[i] != b.stride[i] && space[i] > 1) return false;
  return true;
}
inline bool same_addresses(iteration_space const& space, access_map const& a, access_map const& b) noexcept {
  return a.offset == b.offset && a.itemsize == b.itemsize && same_strides(space, a, b);
}

}  // namespace fnp::legality
