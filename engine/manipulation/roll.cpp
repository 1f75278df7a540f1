// Elements moved round along axes (roll), quarter turns (rot90), an axis moved back (rollaxis).
#include <string>

#include "engine/array/axes.hpp"
#include "fnp/manipulation.hpp"

namespace fnp::manipulation {
namespace {

// Both halves of every rolled axis change places: 2^k blocks, each one copy.
void copy_rolled(array_body const& from, strided const& source, array_body const& into, strided const& target,
                 extents const& shift, std::size_t axis) {
  while (axis < shift.size() && shift[axis] == 0) ++axis;
  if (axis == shift.size()) {
    views::copy_into(*make_view(from.memory, from.type, source, false),
                     *make_view(into.memory, into.type, target, true));
    return;
  }
  index const n = source.extent[axis], s = shift[axis];
  auto const half = [&](index first, index to, index count) {
    strided x = source, y = target;
    x.extent[axis] = y.extent[axis] = count;
    x.offset += first * x.stride[axis];
    y.offset += to * y.stride[axis];
    copy_rolled(from, x, into, y, shift, axis + 1);
  };
  half(0, s, n - s);
  half(n - s, 0, s);
}

}  // namespace

array_handle roll(array_body const& a, extents const& shifts, extents const* axes) {
  if (!axes) {
    extents const first{0};
    return views::reshape(*roll(*views::ravel(a), shifts, &first), a.layout.extent);
  }
  extents where;
  for (index const axis : *axes) where.push_back(normal_axis(axis, a.layout.rank()));
  std::size_t const count = shifts.size() == 1 ? where.size() : shifts.size();
  if (where.size() != count && where.size() != 1)
    fail(error_code::shape_mismatch, "shape mismatch: 'shift' and 'axis' could not be broadcast together, got " +
                                         to_string(shifts) + " and " + to_string(*axes));
  extents total(a.layout.rank());
  for (std::size_t k = 0; k < count; ++k) {
    auto const axis = static_cast<std::size_t>(where[where.size() == 1 ? 0 : k]);
    index const n = a.layout.extent[axis], s = shifts[shifts.size() == 1 ? 0 : k];
    if (n > 0) total[axis] = ((total[axis] + s % n) % n + n) % n;
  }
  array_handle r = make_like(a, a.type, memory_order::keep);
  if (a.count > 0) copy_rolled(a, a.layout, *r, r->layout, total, 0);
  return r;
}

array_handle rot90(array_body const& a, index times, extents const& axes) {
  if (axes.size() != 2) fail(error_code::bad_argument, "len(axes) must be 2, got " + to_string(axes));
  index const n = static_cast<index>(a.layout.rank());
  if (axes[0] == axes[1] || axes[0] - axes[1] == n || axes[1] - axes[0] == n)
    fail(error_code::duplicate_axis, "Axes must be different, got " + to_string(axes));
  for (index const axis : axes)
    if (axis >= n || axis < -n)
      fail(error_code::axis_out_of_range,
           "Axes=" + to_string(axes) + " out of range for array of ndim=" + std::to_string(n));
  extents const first{axes[0]}, second{axes[1]};
  switch (((times % 4) + 4) % 4) {
    case 0:
      return make_view(a.memory, a.type, a.layout, a.writeable);
    case 1:
      return views::swapaxes(*views::flip(a, &second), axes[0], axes[1]);
    case 2:
      return views::flip(*views::flip(a, &first), &second);
    default:
      return views::flip(*views::swapaxes(a, axes[0], axes[1]), &second);
  }
}

array_handle rollaxis(array_body const& a, index along, index start) {
  index const n = static_cast<index>(a.layout.rank()), axis = normal_axis(along, a.layout.rank());
  index const given = start;
  if (start < 0) start += n;
  if (start < 0 || start > n)
    fail(error_code::axis_out_of_range, "'start' arg requires " + std::to_string(-n) + " <= start < " +
                                            std::to_string(n + 1) + ", but " + std::to_string(given) +
                                            " was passed in");
  if (axis < start) --start;
  return views::moveaxis(a, {axis}, {start});
}

}  // namespace fnp::manipulation
