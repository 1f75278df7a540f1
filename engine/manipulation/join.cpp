// Arrays joined along an axis, old (concatenate) or new (stack).
//
// The result's memory order is NumPy's: axes are inserted one by one, and lie further in than another where the strides
// of the parts say so; the first part that has a say decides, any part that says C order overrules. Axes of length 1
// have none.
#include <string>

#include "engine/array/axes.hpp"
#include "fnp/dtypes.hpp"
#include "fnp/manipulation.hpp"

namespace fnp::manipulation {
namespace {

index distance(index stride) { return stride < 0 ? -stride : stride; }

// Axes of the result from the outermost in memory to the innermost.
extents joint_order(parts arrays, std::size_t rank) {
  extents order = every_axis(rank);
  for (std::size_t i = 1; i < rank; ++i) {
    auto const axis = static_cast<std::size_t>(order[i]);
    std::size_t place = i;
    for (std::size_t j = i; j-- > 0;) {
      auto const other = static_cast<std::size_t>(order[j]);
      bool silent = true, swap = false;
      for (array_handle const& a : arrays) {
        strided const& v = a->layout;
        if (v.extent[axis] == 1 || v.extent[other] == 1) continue;
        if (distance(v.stride[axis]) <= distance(v.stride[other]))
          swap = false;
        else if (silent)
          swap = true;
        silent = false;
      }
      if (silent) continue;
      if (!swap) break;
      place = j;
    }
    for (std::size_t j = i; j > place; --j) order[j] = order[j - 1];
    order[place] = static_cast<index>(axis);
  }
  return order;
}

array_handle make_joint(dtype type, extents const& shape, parts arrays) {
  extents const order = joint_order(arrays, shape.size());
  extents rank_of_axis(shape.size());  // as strides: larger is further out
  for (std::size_t i = 0; i < order.size(); ++i)
    rank_of_axis[static_cast<std::size_t>(order[i])] = static_cast<index>(shape.size() - i);
  return make_array_like(type, shape, rank_of_axis);
}

dtype common_dtype(parts arrays) {
  std::vector<dtype> types;
  for (array_handle const& a : arrays) types.push_back(a->type);
  return result_type(types);
}

void check_casts(parts arrays, dtype to, casting rule) {
  for (array_handle const& a : arrays)
    if (!can_cast(a->type, to, rule)) fail_cast(a->type, to, name(rule), "concatenate");
}

extents joint_shape(parts arrays, std::size_t axis) {
  extents shape = arrays[0]->layout.extent;
  checked total = 0;
  for (array_handle const& a : arrays) {
    extents other = a->layout.extent;
    if (other.size() == shape.size()) {
      total += other[axis];
      other[axis] = shape[axis];
    }
    if (other != shape)
      fail_shapes(error_code::shape_mismatch,
                  "all the input array dimensions except for the concatenation axis must match exactly:",
                  arrays[0]->layout.extent, a->layout.extent);
  }
  if (!total.ok) fail(error_code::too_large, "array is too big: the joined axis has more elements than can be counted");
  shape[axis] = total.value;
  return shape;
}

void check_out(array_body const& out, extents const& shape, joining const& how) {
  if (how.type)
    fail(error_code::bad_argument, "concatenate() only takes `out` or `dtype` as an argument, but both were provided.");
  if (out.layout.extent != shape)
    fail_shapes(error_code::bad_argument, "Output array is the wrong shape, given and needed:", out.layout.extent,
                shape);
  if (!out.writeable) fail(error_code::read_only, "output array is read-only");
}

void copy_parts(parts arrays, std::size_t axis, array_body& into) {
  strided part = into.layout;
  for (array_handle const& a : arrays) {
    part.extent[axis] = a->layout.extent[axis];
    if (a->count > 0) views::convert_into(*a, *make_view(into.memory, into.type, part, true));
    part.offset += part.extent[axis] * part.stride[axis];
  }
}

std::vector<array_handle> raised(parts arrays, std::size_t rank) {
  std::vector<array_handle> r;
  for (array_handle const& a : arrays) r.push_back(at_least(*a, rank));
  return r;
}

}  // namespace

array_handle concatenate(parts arrays, maybe<index> along, joining const& how) {
  if (arrays.empty()) fail(error_code::zero_argument, "need at least one array to concatenate");
  if (!along) {
    std::vector<array_handle> flat;
    for (array_handle const& a : arrays) flat.push_back(views::ravel(*a));
    return concatenate(flat, 0, how);
  }
  std::size_t const rank = arrays[0]->layout.rank();
  if (rank == 0) fail(error_code::bad_ndim, "zero-dimensional arrays cannot be concatenated");
  auto const axis = static_cast<std::size_t>(normal_axis(*along, rank));
  extents const shape = joint_shape(arrays, axis);
  array_handle r;
  if (how.out) {
    check_out(*how.out, shape, how);
    check_casts(arrays, how.out->type, how.rule);
    r = array_handle::share(how.out);
    // The parts may lie in the memory that is written.
    std::vector<array_handle> apart;
    for (array_handle const& a : arrays) apart.push_back(may_share_memory(*a, *r) ? views::copy(*a) : a);
    copy_parts(apart, axis, *r);
    return r;
  }
  dtype const type = how.type ? *how.type : common_dtype(arrays);
  check_casts(arrays, type, how.rule);
  r = make_joint(type, shape, arrays);
  copy_parts(arrays, axis, *r);
  return r;
}

array_handle stack(parts arrays, index along, joining const& how) {
  if (arrays.empty()) fail(error_code::zero_argument, "need at least one array to stack");
  std::vector<array_handle> r;
  for (array_handle const& a : arrays)
    if (a->layout.extent != arrays[0]->layout.extent)
      fail_shapes(error_code::shape_mismatch, "all input arrays must have the same shape:", arrays[0]->layout.extent,
                  a->layout.extent);
  for (array_handle const& a : arrays) r.push_back(views::expand_dims(*a, {along}));
  return concatenate(r, along, how);
}

array_handle vstack(parts arrays, joining const& how) { return concatenate(raised(arrays, 2), 0, how); }

array_handle hstack(parts arrays, joining const& how) {
  std::vector<array_handle> const r = raised(arrays, 1);
  return concatenate(r, !r.empty() && r[0]->layout.rank() == 1 ? 0 : 1, how);
}

array_handle dstack(parts arrays) { return concatenate(raised(arrays, 3), 2); }

array_handle column_stack(parts arrays) {
  std::vector<array_handle> r;
  for (array_handle const& a : arrays)
    r.push_back(a->layout.rank() < 2 ? views::transpose(*at_least(*a, 2)) : a);
  return concatenate(r, 1);
}

}  // namespace fnp::manipulation

namespace fnp {

ndarray concatenate(std::initializer_list<ndarray> arrays, index along) {
  return ndarray(manipulation::concatenate(typed::handles_of(arrays), along));
}
ndarray stack(std::initializer_list<ndarray> arrays, index along) {
  return ndarray(manipulation::stack(typed::handles_of(arrays), along));
}

}  // namespace fnp
