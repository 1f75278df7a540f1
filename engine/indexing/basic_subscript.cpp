// Basic indexing: integers, slices, newaxis, ellipsis and single booleans become another layout of the same memory.
//
// A boolean is an index of shape (1,) if true and (0,) if false, as in NumPy; beside it integers count as advanced
// indices too. Their common axis stands where they stand if they are neighbours, else in front.
#include <algorithm>
#include <string>

#include "fnp/base/error.hpp"
#include "fnp/view.hpp"

namespace fnp {
namespace {

struct range {
  index start, step, count;
};

// Python's slice.indices(n), and the length.
range clip(index_item const& s, index n) {
  index const step = s.has_step ? std::max(s.step, -INT64_MAX) : 1;
  if (step == 0) fail(error_code::zero_step, "slice step cannot be zero");
  index const low = step < 0 ? -1 : 0, high = step < 0 ? n - 1 : n;
  auto const bound = [&](index x) { return std::clamp(x < 0 ? x + n : x, low, high); };
  index const start = s.has_start ? bound(s.start) : step < 0 ? high : low;
  index const stop = s.has_stop ? bound(s.stop) : step < 0 ? low : high;
  index count = 0;
  if (step > 0 && start < stop) count = (stop - start - 1) / step + 1;
  if (step < 0 && stop < start) count = (start - stop - 1) / -step + 1;
  return {start, step, count};
}

// Where the axis of booleans goes, and how long it is.
struct boolean_axis {
  bool any = false, value = true, apart = false;
  std::size_t place = 0;
  bool started = false, left = false;

  void meet(std::size_t axis) {
    if (left) apart = true;
    if (!started) place = axis;
    started = true;
  }
  void pass() { left = started; }
};

}  // namespace

array_handle view_of(array_body const& a, index_item const* items, std::size_t count) {
  std::size_t const rank = a.layout.rank();
  std::size_t consumed = 0, ellipses = 0;
  boolean_axis booleans;
  for (std::size_t i = 0; i < count; ++i) {
    consumed += items[i].what == index_item::integer || items[i].what == index_item::slice;
    ellipses += items[i].what == index_item::ellipsis;
    booleans.any |= items[i].what == index_item::boolean;
  }
  if (ellipses > 1) fail(error_code::bad_index_type, "an index can only have a single ellipsis ('...')");
  if (consumed > rank)
    fail(error_code::too_many_indices, "too many indices for array: array is " + std::to_string(rank) +
                                           "-dimensional, but " + std::to_string(consumed) + " were indexed");
  strided v;
  v.offset = a.layout.offset;
  std::size_t axis = 0;
  auto const keep = [&](std::size_t n) {
    for (; n > 0; --n, ++axis) {
      v.extent.push_back(a.layout.extent[axis]);
      v.stride.push_back(a.layout.stride[axis]);
    }
  };
  for (std::size_t i = 0; i < count; ++i) {
    index_item const& item = items[i];
    switch (item.what) {
      case index_item::integer: {
        index const n = a.layout.extent[axis];
        if (item.start < -n || item.start >= n)
          fail(error_code::index_out_of_range, "index " + std::to_string(item.start) + " is out of bounds for axis " +
                                                   std::to_string(axis) + " with size " + std::to_string(n));
        v.offset += (item.start < 0 ? item.start + n : item.start) * a.layout.stride[axis];
        ++axis;
        booleans.meet(v.rank());
        break;
      }
      case index_item::slice: {
        range const r = clip(item, a.layout.extent[axis]);
        if (r.count > 0) v.offset += r.start * a.layout.stride[axis];
        // The stride of a single element is never walked; there the product may overflow.
        checked const stride = checked(a.layout.stride[axis]) * r.step;
        v.extent.push_back(r.count);
        v.stride.push_back(stride.ok ? stride.value : a.layout.stride[axis]);
        ++axis;
        booleans.pass();
        break;
      }
      case index_item::newaxis:
        v.extent.push_back(1);
        v.stride.push_back(0);
        booleans.pass();
        break;
      case index_item::ellipsis:
        keep(rank - consumed);
        booleans.pass();
        break;
      case index_item::boolean:
        booleans.value &= item.start != 0;
        booleans.meet(v.rank());
        break;
    }
  }
  keep(rank - axis);
  if (booleans.any) {
    std::size_t const place = booleans.apart ? 0 : booleans.place;
    v.extent.insert(place, booleans.value ? 1 : 0);
    v.stride.insert(place, 0);
  }
  return make_view(a.memory, a.type, v, a.writeable);
}

}  // namespace fnp
