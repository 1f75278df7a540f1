// An array put together from a nested list of blocks.
//
// Small results are joined list by list, from the innermost; large ones are written once, block by block. The two ways
// differ in the memory order of the result, and NumPy changes from one to the other at the same size.
#include <algorithm>
#include <string>

#include "engine/manipulation/nest.hpp"
#include "fnp/dtypes.hpp"
#include "fnp/manipulation.hpp"

namespace fnp::manipulation {
namespace {

struct survey {
  std::size_t depth = 0, rank = 0;  // of lists; of the largest leaf
  index count = 0;                  // elements of all leaves
  bool c_ordered = true, f_ordered = true;
  std::vector<dtype> types;
};

void look(nest const& n, std::size_t depth, bool& first, survey& s) {
  if (n.leaf) {
    if (!first && depth != s.depth)
      fail(error_code::bad_argument, "List depths are mismatched. First element was at depth " +
                                         std::to_string(s.depth) + ", but there is an element at depth " +
                                         std::to_string(depth));
    first = false;
    s.depth = depth;
    array_body const& a = *n.leaf;
    index const bytes = static_cast<index>(itemsize(a.type));
    s.rank = std::max(s.rank, a.layout.rank());
    s.count += a.count;
    s.c_ordered = s.c_ordered && is_c_contiguous(a.layout, bytes);
    s.f_ordered = s.f_ordered && is_f_contiguous(a.layout, bytes);
    s.types.push_back(a.type);
    return;
  }
  if (n.items.empty()) {
    if (!first && depth + 1 != s.depth)
      fail(error_code::bad_argument, "List depths are mismatched. First element was at depth " +
                                         std::to_string(s.depth) + ", but there is an empty list at depth " +
                                         std::to_string(depth));
    fail(error_code::empty_reduction, "a list of arrays at depth " + std::to_string(depth) + " cannot be empty");
  }
  for (nest const& i : n.items) look(i, depth + 1, first, s);
}

array_handle leaf_of(nest const& n, std::size_t rank) {
  extents axes;
  for (std::size_t i = n.leaf->layout.rank(); i < rank; ++i) axes.push_back(static_cast<index>(axes.size()));
  return axes.empty() ? n.leaf : views::expand_dims(*n.leaf, axes);
}

array_handle join(nest const& n, std::size_t depth, std::size_t max_depth, std::size_t rank) {
  if (n.leaf) return leaf_of(n, rank);
  std::vector<array_handle> r;
  for (nest const& i : n.items) r.push_back(join(i, depth + 1, max_depth, rank));
  return concatenate(r, -static_cast<index>(max_depth - depth));
}

struct placed {
  array_handle a;
  extents at;
};

// The shape of a list, and where its leaves lie in it.
extents place(nest const& n, std::size_t depth, std::size_t max_depth, std::size_t rank, extents const& at,
              std::vector<placed>& leaves) {
  if (n.leaf) {
    leaves.push_back({leaf_of(n, rank), at});
    return leaves.back().a->layout.extent;
  }
  std::size_t const axis = rank - (max_depth - depth);
  extents shape, where = at;
  for (nest const& i : n.items) {
    extents const one = place(i, depth + 1, max_depth, rank, where, leaves);
    if (shape.empty()) {
      shape = one;
    } else {
      extents same = one;
      same[axis] = shape[axis];
      if (same != shape)
        fail_shapes(error_code::shape_mismatch, "block: mismatched array shapes in a list:", shape, one);
      shape[axis] += one[axis];
    }
    where[axis] += one[axis];
  }
  return shape;
}

}  // namespace

array_handle block(nest const& all) {
  survey s;
  bool first = true;
  look(all, 0, first, s);
  std::size_t const rank = std::max(s.rank, s.depth);
  constexpr index written_once = 2 * 512 * 512;
  if (static_cast<index>(s.depth) * s.count <= written_once) {
    array_handle const r = join(all, 0, s.depth, rank);
    return s.depth == 0 ? views::copy(*r) : r;
  }
  std::vector<placed> leaves;
  extents const shape = place(all, 0, s.depth, rank, extents(rank), leaves);
  dtype const type = result_type(s.types);
  array_handle r = make_array(type, shape);
  if (s.f_ordered && !s.c_ordered) {
    extents turned = shape;
    std::reverse(turned.begin(), turned.end());
    r = views::transpose(*make_array(type, turned));
  }
  for (placed const& leaf : leaves) {
    strided part = r->layout;
    part.extent = leaf.a->layout.extent;
    for (std::size_t i = 0; i < rank; ++i) part.offset += leaf.at[i] * part.stride[i];
    if (leaf.a->count > 0) views::convert_into(*leaf.a, *make_view(r->memory, type, part, true));
  }
  return r;
}

}  // namespace fnp::manipulation

namespace fnp {

ndarray block(std::initializer_list<std::initializer_list<ndarray>> rows) {
  manipulation::nest all;
  for (auto const& row : rows) {
    manipulation::nest line;
    for (ndarray const& a : row) line.items.push_back({a.handle(), {}});
    all.items.push_back(std::move(line));
  }
  return ndarray(manipulation::block(all));
}

}  // namespace fnp
