// Copies of views: dense in C order, or into another view of the same shape, overlap included.
#include <cstring>
#include <utility>

#include "engine/array/filling.hpp"
#include "engine/array/strided_walk.hpp"
#include "fnp/base/error.hpp"
#include "fnp/view.hpp"

namespace fnp::views {
namespace {

template <std::size_t Size>
void copy_run(std::byte* to, std::byte const* from, index to_stride, index from_stride, index count) {
  if (to_stride == static_cast<index>(Size) && from_stride == to_stride) {
    std::memcpy(to, from, static_cast<std::size_t>(count) * Size);
    return;
  }
  if (to_stride == static_cast<index>(Size) && from_stride == 0 && count > 8) {
    std::memcpy(to, from, Size);
    return fill_with_head(to, Size, static_cast<std::size_t>(count) * Size);
  }
  for (index i = 0; i < count; ++i) std::memcpy(to + i * to_stride, from + i * from_stride, Size);
}

void copy_disjoint(array_body const& from, array_body const& into) {
  walk<2>(into.layout.extent, {into.data, from.data}, {&into.layout.stride, &from.layout.stride},
          [&](auto const& at, auto const& stride, index count) {
            switch (itemsize(into.type)) {
              case 1:
                return copy_run<1>(at[0], at[1], stride[0], stride[1], count);
              case 2:
                return copy_run<2>(at[0], at[1], stride[0], stride[1], count);
              case 4:
                return copy_run<4>(at[0], at[1], stride[0], stride[1], count);
              case 8:
                return copy_run<8>(at[0], at[1], stride[0], stride[1], count);
              default:
                return copy_run<16>(at[0], at[1], stride[0], stride[1], count);
            }
          });
}

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
  if (a.count > 0) copy_disjoint(a, *r);
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
    copy_disjoint(*copy(from), into);
    return;
  }
  copy_disjoint(from, into);
}

}  // namespace fnp::views
