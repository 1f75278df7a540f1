// The insertion that orders axes as NumPy's iterator does.
#include "engine/ir/axis_order.hpp"

#include <vector>

namespace fnp::ir {
namespace {

enum class relation : std::uint8_t { unknown, keep, swap };

std::uint64_t magnitude(index stride) {
  return stride < 0 ? -static_cast<std::uint64_t>(stride) : static_cast<std::uint64_t>(stride);
}

// Should axis `outer`, now further out, go further in than axis `inner`?
relation compare(std::span<extents const> strides, std::size_t outer, std::size_t inner) {
  relation r = relation::unknown;
  for (extents const& s : strides) {
    if (s[outer] == 0 || s[inner] == 0) continue;
    if (magnitude(s[inner]) <= magnitude(s[outer]))
      r = relation::keep;
    else if (r == relation::unknown)
      r = relation::swap;
  }
  return r;
}

}  // namespace

extents axis_order(extents const& shape, std::span<extents const> operands) {
  small_vector<std::uint8_t> inwards;  // innermost first
  std::size_t const rank = shape.size();
  std::vector<extents> strides(operands.begin(), operands.end());
  for (extents& s : strides)
    for (std::size_t i = 0; i < rank; ++i)
      if (shape[i] == 1) s[i] = 0;
  for (std::size_t axis = rank; axis-- > 0;) {
    std::size_t at = inwards.size();
    for (std::size_t k = inwards.size(); k-- > 0;) {
      relation const r = compare(strides, axis, inwards[k]);
      if (r == relation::keep) break;
      if (r == relation::swap) at = k;
    }
    inwards.insert(at, static_cast<std::uint8_t>(axis));
  }
  extents order(rank);
  for (std::size_t i = 0; i < rank; ++i) order[i] = inwards[rank - 1 - i];
  return order;
}

}  // namespace fnp::ir
