// Elements several times over (repeat), the whole array several times over (tile). Results are dense in C order.
#include <cstring>
#include <string>

#include "engine/array/axes.hpp"
#include "fnp/manipulation.hpp"

namespace fnp::manipulation {
namespace {

// Rows of `bytes` bytes, each counts[i] times (counts[0] if one serves all), for all outer positions.
template <std::size_t Bytes>
void repeat_rows(std::byte* to, std::byte const* from, index outer, index n, extents const& counts, std::size_t bytes) {
  std::size_t const size = Bytes ? Bytes : bytes;
  bool const one = counts.size() == 1;
  for (index o = 0; o < outer; ++o)
    for (index i = 0; i < n; ++i, from += size)
      for (index k = counts[one ? 0 : static_cast<std::size_t>(i)]; k > 0; --k, to += size) std::memcpy(to, from, size);
}

// The first `filled` bytes of a block of `total`, over and over.
void fill_with_head(std::byte* block, std::size_t filled, std::size_t total) {
  while (filled < total) {
    std::size_t const more = filled < total - filled ? filled : total - filled;
    std::memcpy(block + filled, block, more);
    filled += more;
  }
}

// Writes one tiling of the axes from `axis` on; returns the end of what was written.
std::byte* tile_from(array_body const& a, std::byte const* from, std::byte* to, extents const& times, std::size_t axis,
                     std::size_t dense_from) {
  std::byte* const start = to;
  std::size_t const size = itemsize(a.type);
  if (axis >= dense_from) {  // what lies here is one run, and is repeated along its first axis only
    index run = 1;
    for (std::size_t i = axis; i < a.layout.rank(); ++i) run *= a.layout.extent[i];
    std::memcpy(to, from, static_cast<std::size_t>(run) * size);
    to += static_cast<std::size_t>(run) * size;
  } else {
    for (index i = 0; i < a.layout.extent[axis]; ++i)
      to = tile_from(a, from + i * a.layout.stride[axis], to, times, axis + 1, dense_from);
  }
  if (axis == a.layout.rank()) return to;
  auto const once = static_cast<std::size_t>(to - start);
  fill_with_head(start, once, once * static_cast<std::size_t>(times[axis]));
  return start + once * static_cast<std::size_t>(times[axis]);
}

}  // namespace

array_handle repeat(array_body const& given, extents const& counts, std::optional<index> along) {
  // A number counts as one element along axis 0, as in numpy.
  bool const number = given.layout.rank() == 0 && (!along || *along == 0 || *along == -1);
  array_handle const flat = !along || number ? views::ravel(given) : array_handle{};
  array_body const& a = flat ? *flat : given;
  auto const axis = static_cast<std::size_t>(flat ? 0 : normal_axis(*along, a.layout.rank()));
  index const n = a.layout.extent[axis];
  bool const one = counts.size() == 1;
  if (!one && static_cast<index>(counts.size()) != n)
    fail(error_code::shape_mismatch, "operands could not be broadcast together with shape (" + std::to_string(n) + ",) (" +
                                         std::to_string(counts.size()) + ",)");
  checked total = 0;
  for (index const c : counts) {
    if (c < 0 && n > 0) fail(error_code::negative_dimension, "repeats may not contain negative values, got " + std::to_string(c));
    total += one ? checked(c) * n : checked(c);
  }
  if (n == 0) total = 0;
  if (!total.ok) fail(error_code::too_large, "array is too big: the repeats of one axis cannot be counted");
  extents shape = a.layout.extent;
  shape[axis] = total.value;
  array_handle r = make_array(a.type, shape);
  if (r->count == 0) return r;
  array_handle const dense = a.c_contiguous ? array_handle{} : views::copy(a);
  index outer = 1, inner = static_cast<index>(itemsize(a.type));
  for (std::size_t i = 0; i < axis; ++i) outer *= shape[i];
  for (std::size_t i = axis + 1; i < shape.size(); ++i) inner *= shape[i];
  std::byte const* const from = dense ? dense->data : a.data;
  auto const bytes = static_cast<std::size_t>(inner);
  switch (inner) {
    case 1:
      repeat_rows<1>(r->data, from, outer, n, counts, bytes);
      break;
    case 2:
      repeat_rows<2>(r->data, from, outer, n, counts, bytes);
      break;
    case 4:
      repeat_rows<4>(r->data, from, outer, n, counts, bytes);
      break;
    case 8:
      repeat_rows<8>(r->data, from, outer, n, counts, bytes);
      break;
    case 16:
      repeat_rows<16>(r->data, from, outer, n, counts, bytes);
      break;
    default:
      repeat_rows<0>(r->data, from, outer, n, counts, bytes);
  }
  return r;
}

array_handle tile(array_body const& given, extents const& asked) {
  bool once = true;
  for (index const t : asked) once = once && t == 1;
  if (once) return as_array(given, {}, memory_order::keep, true, asked.size());
  array_handle const raised = as_array(given, {}, memory_order::keep, {}, asked.size());
  std::size_t const rank = raised->layout.rank();
  extents times(rank - asked.size(), 1), shape;
  for (index const t : asked) times.push_back(t);
  for (std::size_t i = 0; i < rank; ++i) {
    checked const e = checked(raised->layout.extent[i]) * times[i];
    if (!e.ok) fail(error_code::too_large, "array is too big: " + to_string(raised->layout.extent) + " tiled " + to_string(times));
    shape.push_back(e.value);
  }
  if (raised->count == 0) return views::reshape(*raised, shape);
  // NumPy repeats axis by axis: what comes after a zero is never looked at.
  bool nothing = false;
  for (index const t : times) {
    if (t < 0 && !nothing)
      fail(error_code::negative_dimension, "repeats may not contain negative values, got " + to_string(asked));
    nothing = nothing || t == 0;
  }
  if (nothing) return views::reshape(*make_array(given.type, {0}), shape);
  array_handle r = make_array(given.type, shape);
  if (r->count == 0) return r;
  array_handle const dense = views::copy(*raised);
  // From the last axis that is repeated on, the elements are one run.
  std::size_t dense_from = rank;
  while (dense_from > 0 && (dense_from == rank || times[dense_from] == 1)) --dense_from;
  tile_from(*dense, dense->data, r->data, times, 0, dense_from);
  return r;
}

}  // namespace fnp::manipulation
