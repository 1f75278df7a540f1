// Order K, in NumPy's three readings of it.
#include "engine/ir/eager_layout.hpp"

#include <algorithm>

#include "engine/ir/axis_order.hpp"

namespace fnp::ir {

extents dense_strides(extents const& shape, extents const& order, index itemsize) {
  extents stride(shape.size());
  index step = itemsize;
  for (std::size_t k = order.size(); k-- > 0;) {
    auto const axis = static_cast<std::size_t>(order[k]);
    stride[axis] = step;
    if (shape[axis] > 0) step *= shape[axis];
  }
  return stride;
}

extents elementwise_strides(extents const& shape, std::span<extents const> operands, index itemsize) {
  if (shape.size() < 2) return c_strides(shape, itemsize);
  return dense_strides(shape, axis_order(shape, operands), itemsize);
}

extents copy_strides(extents const& shape, extents const& from, index itemsize) {
  if (shape.size() < 2) return c_strides(shape, itemsize);
  extents order;
  for (std::size_t i = 0; i < shape.size(); ++i) order.push_back(static_cast<index>(i));
  auto const magnitude = [&](index axis) {
    index const s = from[static_cast<std::size_t>(axis)];
    return s < 0 ? -static_cast<std::uint64_t>(s) : static_cast<std::uint64_t>(s);
  };
  // Axes of one element lie where their stride says, which moves no element.
  std::sort(order.begin(), order.end(),
            [&](index a, index b) { return magnitude(a) != magnitude(b) ? magnitude(a) > magnitude(b) : a < b; });
  return dense_strides(shape, order, itemsize);
}

extents reduced_strides(extents const& shape, extents const& from, std::uint64_t reduced, bool keepdims,
                        index itemsize) {
  auto const is_reduced = [&](std::size_t i) { return (reduced >> i & 1) != 0; };
  extents position(shape.size());  // of a kept axis in the result
  std::size_t rank = 0;
  for (std::size_t i = 0; i < shape.size(); ++i)
    if (keepdims || !is_reduced(i)) position[i] = static_cast<index>(rank++);
  extents result(rank, 1), order;
  for (std::size_t i = 0; i < shape.size(); ++i)
    if (!is_reduced(i)) result[static_cast<std::size_t>(position[i])] = shape[i];
  for (std::size_t i = 0; i < shape.size(); ++i)
    if (keepdims && is_reduced(i)) order.push_back(position[i]);
  for (index const axis : axis_order(shape, {&from, 1}))
    if (!is_reduced(static_cast<std::size_t>(axis))) order.push_back(position[static_cast<std::size_t>(axis)]);
  return dense_strides(result, order, itemsize);
}

extents product_strides(extents const& shape, std::span<extents const> batch_operands, std::size_t core,
                        index itemsize) {
  std::size_t const batch = shape.size() - core;
  extents const outer(shape.begin(), shape.begin() + batch);
  extents order = axis_order(outer, batch_operands);
  for (std::size_t i = batch; i < shape.size(); ++i) order.push_back(static_cast<index>(i));
  return dense_strides(shape, order, itemsize);
}

}  // namespace fnp::ir
