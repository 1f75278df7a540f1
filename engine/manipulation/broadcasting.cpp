// Shapes and arrays brought to one shape: broadcast_shapes, broadcast_arrays, meshgrid, atleast_nd; and copyto.
#include <cstring>
#include <string>

#include "engine/array/axes.hpp"
#include "engine/array/strided_walk.hpp"
#include "fnp/dtypes.hpp"
#include "fnp/manipulation.hpp"

namespace fnp::manipulation {

array_handle at_least(array_body const& a, std::size_t rank) {
  std::size_t const have = a.layout.rank();
  extents axes;
  if (rank == 3 && have == 1)
    axes = {0, 2};
  else if (rank == 3 && have == 2)
    axes = {2};
  else
    for (std::size_t i = have; i < rank; ++i) axes.push_back(static_cast<index>(i - have));
  return axes.empty() ? make_view(a.memory, a.type, a.layout, a.writeable) : views::expand_dims(a, axes);
}

extents broadcast_shapes(sequence<extents const> shapes) {
  extents joint;
  for (extents const& s : shapes) {
    for (index const e : s)
      if (e < 0) fail(error_code::negative_dimension, "negative dimensions are not allowed, found " + to_string(s));
    if (s.size() > max_rank)
      fail(error_code::too_large,
           "maximum supported dimension for an ndarray is 64, found " + std::to_string(s.size()));
    if (!broadcast_into(joint, s))
      fail_shapes(error_code::shape_mismatch,
                  "shape mismatch: objects cannot be broadcast to a single shape:", joint, s);
  }
  return joint;
}

std::vector<array_handle> broadcast_arrays(parts arrays) {
  std::vector<extents> shapes;
  for (array_handle const& a : arrays) shapes.push_back(a->layout.extent);
  extents const joint = broadcast_shapes(shapes);
  std::vector<array_handle> r;
  for (array_handle const& a : arrays) r.push_back(a->layout.extent == joint ? a : views::broadcast_to(*a, joint));
  return r;
}

std::vector<array_handle> meshgrid(parts arrays, bool matrix, bool sparse, bool copies) {
  std::size_t const rank = arrays.size();
  std::vector<array_handle> r;
  for (std::size_t i = 0; i < rank; ++i) {
    extents line(rank, 1);
    line[!matrix && rank > 1 && i < 2 ? 1 - i : i] = arrays[i]->count;
    r.push_back(views::reshape(*arrays[i], line));
  }
  if (!sparse) r = broadcast_arrays(r);
  if (copies)
    for (array_handle& a : r) a = views::copy(*a);
  return r;
}

}  // namespace fnp::manipulation
