// a[items] and a[items] = value.
//
// A fresh result has NumPy's memory order: where every index names a single element, that of the index arrays (order K
// over them); where it names a block of axes left whole, the joint axes come first, in C order, and each block follows
// in the order of the source's memory. An assignment to single elements walks the index arrays and the value in order
// K and never backwards: this decides which value stays where indices repeat.
#include "engine/indexing/advanced_subscript.hpp"
#include "engine/indexing/block_mover.hpp"
#include "engine/indexing/direct_moves.hpp"
#include "engine/indexing/masked_elements.hpp"
#include "engine/indexing/true_places.hpp"
#include "engine/ir/axis_order.hpp"
#include "engine/ir/eager_layout.hpp"
#include "fnp/base/error.hpp"
#include "fnp/ndarray.hpp"

namespace fnp::lookup {
namespace {

extents c_order(std::size_t rank) {
  extents r(rank);
  for (std::size_t i = 0; i < rank; ++i) r[i] = static_cast<index>(i);
  return r;
}

std::vector<extents> joint_strides(advanced_subscript const& s) {
  std::vector<extents> r;
  for (pick const& p : s.picks) r.push_back(broadcast_layout(p.at->layout, s.joint).stride);
  return r;
}

array_handle gather(array_body const& a, advanced_subscript const& s) {
  auto const item = static_cast<index>(itemsize(a.type));
  extents const block = ir::copy_strides(s.whole, s.stride, item);
  checked const block_bytes = element_count(s.whole) * item;
  walk_order order{s.single() ? ir::axis_order(s.joint, joint_strides(s)) : c_order(s.joint.size())};
  // The strides of an empty result do not matter, but must not overflow.
  extents const joint =
      ir::dense_strides(s.joint, order.axes, block_bytes.ok ? std::max<index>(block_bytes.value, 1) : 1);
  extents like(block.begin(), block.begin() + s.before);
  for (index const j : joint) like.push_back(j);
  for (std::size_t i = s.before; i < block.size(); ++i) like.push_back(block[i]);
  array_handle const r = make_array_like(a.type, s.shape(), like);
  if (r->count == 0) {
    check_indices(s);
    return r;
  }
  if (pick const* const p = s.single() ? streamed_pick(s, order, nullptr) : nullptr) {
    take_elements(r->data, item, a.data + s.base, p->extent, p->stride, *p->at, index_mode::raise, p->axis);
    return r;
  }
  block_mover const mover(item, s.whole, s.stride, block);
  std::byte* row = r->data;
  for_each_part(s, order, nullptr, [&](index const* offsets, index count) {
    mover.gather(row, block_bytes.value, a.data + s.base, offsets, count);
    row += count * block_bytes.value;
  });
  return r;
}

// The value's layout at the shape of the result; leading axes of length 1 are dropped.
strided broadcast_value(array_body const& value, extents const& shape, char const* what) {
  strided v = value.layout;
  while (v.rank() > shape.size() && v.extent[0] == 1) {
    v.extent.erase(0);
    v.stride.erase(0);
  }
  extents joined = shape;
  if (v.rank() > shape.size() || !broadcast_into(joined, v.extent) || !(joined == shape))
    fail_shapes(error_code::assign_shape_mismatch, what, value.layout.extent, shape);
  return broadcast_layout(v, shape);
}

// In NumPy's iterator an axis along which no operand goes forward, and one goes backward, is walked from its end.
std::uint64_t backward_axes(std::vector<extents> const& strides, std::size_t rank) {
  std::uint64_t r = 0;
  for (std::size_t i = 0; i < rank; ++i) {
    bool backward = false, forward = false;
    for (extents const& s : strides) backward |= s[i] < 0, forward |= s[i] > 0;
    if (backward && !forward) r |= std::uint64_t{1} << i;
  }
  return r;
}

void scatter(array_body& a, advanced_subscript const& s, array_body const& given) {
  auto const item = static_cast<index>(itemsize(a.type));
  extents const shape = s.shape();
  strided const wide =
      broadcast_value(given, shape, "shape mismatch: value array could not be broadcast to indexing result, shapes");
  check_indices(s);
  if (element_count(shape).value == 0) return;
  // The axes of the value: joint ones, then whole ones.
  std::size_t const joints = s.joint.size();
  extents joint(wide.stride.begin() + s.before, wide.stride.begin() + s.before + joints);
  walk_order order{c_order(joints)};
  if (s.single()) {
    std::vector<extents> strides = joint_strides(s);
    bool const trivial = joints == 1 && s.picks.size() == 1 && a.layout.rank() == 1 && s.picks[0].at->type == dtype::i8;
    strides.push_back(joint);
    order.axes = ir::axis_order(s.joint, strides);
    if (!trivial && given.layout.rank() > 0) order.backwards = backward_axes(strides, joints);
  }
  strided walked;
  walked.offset = given.layout.offset;
  for (index const axis : order.axes) {
    auto const i = static_cast<std::size_t>(axis);
    bool const back = order.backwards >> i & 1;
    walked.extent.push_back(s.joint[i]);
    walked.stride.push_back(back ? -joint[i] : joint[i]);
    if (back) walked.offset += joint[i] * (s.joint[i] - 1);
  }
  for (std::size_t i = 0; i < shape.size(); ++i)
    if (i < s.before || i >= s.before + joints) {
      walked.extent.push_back(shape[i]);
      walked.stride.push_back(wide.stride[i]);
    }
  // One block serves all positions if the value has no joint axes of its own.
  bool const one = std::all_of(joint.begin(), joint.end(), [](index x) { return x == 0; });
  array_handle value = make_view(given.memory, given.type, walked, false);
  if (one && joints > 0) {
    strided block{s.whole, extents(walked.stride.begin() + joints, walked.stride.end()), walked.offset};
    value = make_view(given.memory, given.type, block, false);
  }
  if (value->type != a.type || !value->c_contiguous || may_overlap(*value, a)) {
    array_handle const dense = make_array(a.type, value->layout.extent);
    views::convert_into(*value, *dense);
    value = dense;
  }
  if (pick const* const p = s.single() ? streamed_pick(s, order, &a) : nullptr)
    return put_elements(a.data + s.base, item, p->extent, p->stride, *p->at, value->data, one ? 0 : item);
  extents const block = c_strides(s.whole, item);
  index const block_bytes = element_count(s.whole).value * item;
  block_mover const mover(item, s.whole, s.stride, block);
  std::byte const* row = value->data;
  for_each_part(s, order, &a, [&](index const* offsets, index count) {
    mover.scatter(a.data + s.base, offsets, row, one ? 0 : block_bytes, count);
    if (!one) row += count * block_bytes;
  });
}

// value[0] everywhere, or one value a true place.
void set_masked(array_body& a, advanced_subscript const& s, array_body const& value) {
  index const places = count_true(s.mask->data, s.mask->count);
  if (value.layout.rank() > 1)
    fail_as("TypeError", error_code::mask_shape_mismatch,
            "NumPy boolean array indexing assignment requires a 0 or 1-dimensional input, input has " +
                std::to_string(value.layout.rank()) + " dimensions");
  if (value.layout.rank() == 1 && value.count != 1 && value.count != places)
    fail_as("ValueError", error_code::mask_shape_mismatch,
            "NumPy boolean array indexing assignment cannot assign " + std::to_string(value.count) +
                " input values to the " + std::to_string(places) + " output values where the mask is true");
  if (places == 0) return;
  array_handle dense = array_handle::share(const_cast<array_body*>(&value));
  if (value.type == a.type && value.count > 1 && may_overlap(value, a))
    return fill_masked_in_turn(a, s.mask->data, value);
  if (value.type != a.type || !value.c_contiguous || value.count == 1) {
    dense = make_array(a.type, value.layout.extent);
    views::convert_into(value, *dense);
  }
  array_handle mask = s.mask;
  if (may_overlap(*mask, a)) mask = views::copy(*mask);
  fill_masked(a, mask->data, *dense);
}

}  // namespace

array_handle get(array_body const& a, subscript_item const* items, std::size_t count) {
  advanced_subscript s = resolve(a, items, count);
  join(s);
  if (s.view) {
    if (s.number) return views::copy(*s.view);
    if (!s.fresh) return s.view;
    array_handle const r = make_array_like(a.type, s.view->layout.extent, s.view->layout.stride);
    views::copy_into(*s.view, *r);
    return r;
  }
  return s.mask ? masked_elements(a, s.mask->data) : gather(a, s);
}

void set(array_body& a, subscript_item const* items, std::size_t count, array_body const& value) {
  if (!a.writeable) fail(error_code::read_only, "assignment destination is read-only");
  advanced_subscript s = resolve(a, items, count);
  join(s);
  if (s.view)
    views::assign(s.number ? *one_number(value, a.type) : value, *s.view);
  else if (s.mask)
    set_masked(a, s, value);
  else
    scatter(a, s, value);
}

void check_subscript(array_body const& a, subscript_item const* items, std::size_t count) { resolve(a, items, count); }

void check_indices(array_body const& a, subscript_item const* items, std::size_t count) {
  advanced_subscript s = resolve(a, items, count);
  join(s);
  check_indices(s);
}

array_handle one_number(array_body const& value, dtype to) {
  if (value.layout.rank() == 0) return array_handle::share(const_cast<array_body*>(&value));
  if (kind(to) == 'b' && value.count == 1) return views::reshape(value, {});  // the truth of one element
  if (kind(to) == 'c')
    fail_as(
        "TypeError", error_code::bad_ndim,
        "only 0-dimensional arrays can be converted to Python scalars, got shape " + to_string(value.layout.extent));
  fail(error_code::bad_argument,
       "setting an array element with a sequence, of shape " + to_string(value.layout.extent));
}

void fill(array_body& a, array_body const& value) {
  if (!a.writeable) fail(error_code::read_only, "assignment destination is read-only");
  views::assign(*one_number(value, a.type), a);
}

}  // namespace fnp::lookup
