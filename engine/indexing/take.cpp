// take: blocks of an array picked along one axis; compress and extract are take at the true places of a condition.
#include "engine/array/axes.hpp"
#include "engine/indexing/block_mover.hpp"
#include "engine/indexing/c_rows.hpp"
#include "engine/indexing/direct_moves.hpp"
#include "engine/indexing/index_array.hpp"
#include "engine/indexing/output.hpp"
#include "engine/indexing/true_places.hpp"
#include "fnp/base/error.hpp"
#include "fnp/ndarray.hpp"

namespace fnp::lookup {
namespace {

// An array of rank 0 is taken for one of a single element.
array_handle with_axis(array_body const& a, index const* axis, std::size_t& position) {
  array_handle h = array_handle::share(const_cast<array_body*>(&a));
  if (!axis) h = views::ravel(a);
  if (h->layout.rank() == 0) h = views::reshape(*h, {1});
  position = static_cast<std::size_t>(normal_axis(axis ? *axis : 0, h->layout.rank()));
  return h;
}

void take_into(array_body const& a, array_body const& at, std::size_t axis, index_mode mode, array_body& out) {
  auto const item = static_cast<index>(itemsize(a.type));
  extents const &e = a.layout.extent, &s = a.layout.stride;
  extents const outer(e.begin(), e.begin() + axis), outer_stride(s.begin(), s.begin() + axis);
  extents const inner(e.begin() + axis + 1, e.end()), inner_stride(s.begin() + axis + 1, s.end());
  block_mover const mover(item, inner, inner_stride, c_strides(inner, item));
  index const block = element_count(inner).value * item, n = e[axis], stride = s[axis];
  std::byte* row = out.data;
  if (axis == 0 && inner.empty() && at.c_contiguous)
    return take_elements(out.data, item, a.data, n, stride, at, mode, axis);
  if (outer.empty() && at.c_contiguous) {  // no table of offsets
    constexpr index part = 1024;
    index here[part];
    for (index first = 0; first < at.count; first += part) {
      index const count = std::min(part, at.count - first);
      offsets_of_part(at, first, count, n, stride, mode, axis, here);
      mover.gather(row, block, a.data, here, count);
      row += count * block;
    }
    return;
  }
  std::vector<index> offsets(static_cast<std::size_t>(at.count));
  offsets_of(at, n, stride, mode, axis, offsets.data());
  for_each_c_row(outer, outer_stride, [&](index, index offset, index step, index count) {
    for (index k = 0; k < count; ++k, row += at.count * block)
      mover.gather(row, block, a.data + offset + k * step, offsets.data(), at.count);
  });
}

}  // namespace

array_handle take(array_body const& given, array_body const& indices, index const* axis_given, index_mode mode,
                  array_body* out) {
  std::size_t axis = 0;
  array_handle const a = with_axis(given, axis_given, axis);
  if (!can_cast(indices.type, dtype::i8, casting::same_kind))
    fail_cast(indices.type, dtype::i8, "same_kind", "take indices");
  array_handle const at = indices.type == dtype::b1 ? views::astype(indices, dtype::i8)
                                                    : array_handle::share(const_cast<array_body*>(&indices));
  extents const& e = a->layout.extent;
  extents shape(e.begin(), e.begin() + axis);
  for (index const i : at->layout.extent) shape.push_back(i);
  for (std::size_t i = axis + 1; i < e.size(); ++i) shape.push_back(e[i]);
  output const to(a->type, shape, out, "output array does not match result of ndarray.take", error_code::shape_mismatch,
                  "ValueError", casting::safe);
  bool const nothing = to.fresh().count == 0;
  if (e[axis] == 0 && !nothing) fail(error_code::index_out_of_range, "cannot do a non-empty take from an empty axes.");
  if (!nothing)
    take_into(*a, *at, axis, mode, to.fresh());
  else if (mode == index_mode::raise && element_count(extents(e.begin(), e.begin() + axis)).value != 0)
    check_range(*at, e[axis], axis);
  return to.deliver();
}

array_handle compress(array_body const& condition, array_body const& a, index const* axis, array_body* out) {
  if (condition.layout.rank() != 1)
    fail(error_code::bad_argument, "condition must be a 1-d array, got shape " + to_string(condition.layout.extent));
  return take(a, *flatnonzero(condition), axis, index_mode::raise, out);
}

array_handle extract(array_body const& condition, array_body const& a) {
  return take(a, *flatnonzero(condition), nullptr, index_mode::raise);
}

}  // namespace fnp::lookup
