// Elements several times over (repeat), the whole array several times over (tile). Results are dense in C order.
#include <cstring>
#include <string>

#include "engine/array/axes.hpp"
#include "engine/array/filling.hpp"
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

void repeat_any(std::byte* to, std::byte const* from, index outer, index n, extents const& counts, std::size_t bytes) {
  switch (bytes) {
    case 1:
      return repeat_rows<1>(to, from, outer, n, counts, bytes);
    case 2:
      return repeat_rows<2>(to, from, outer, n, counts, bytes);
    case 4:
      return repeat_rows<4>(to, from, outer, n, counts, bytes);
    case 8:
      return repeat_rows<8>(to, from, outer, n, counts, bytes);
    case 16:
      return repeat_rows<16>(to, from, outer, n, counts, bytes);
    default:
      return repeat_rows<0>(to, from, outer, n, counts, bytes);
  }
}

// A dense array in C order, its axes from `last` on one run of `run` bytes; `last` is the last axis that is repeated.
struct tiling {
  extents const &extent, &times;
  std::size_t last, run;
};

// Writes one tiling of the axes from `axis` on and moves `from` behind what it read; returns the end of what it wrote.
std::byte* tile_from(tiling const& t, std::size_t axis, std::byte const*& from, std::byte* to) {
  std::byte* const start = to;
  index rows = 1;
  bool once = true;  // all axes before the last are
  for (std::size_t i = axis; i < t.last; ++i) {
    rows *= t.extent[i];
    once = once && t.times[i] == 1;
  }
  auto const repeats = static_cast<std::size_t>(t.times[once ? t.last : axis]);
  if (once && rows > 1) {
    repeat_any(to, from, 1, rows, {t.times[t.last]}, t.run);
    from += static_cast<std::size_t>(rows) * t.run;
    return start + static_cast<std::size_t>(rows) * t.run * repeats;
  }
  if (once) {
    std::memcpy(to, from, t.run);
    from += t.run;
    to += t.run;
  } else {
    for (index i = 0; i < t.extent[axis]; ++i) to = tile_from(t, axis + 1, from, to);
  }
  auto const written = static_cast<std::size_t>(to - start);
  fill_with_head(start, written, written * repeats);
  return start + written * repeats;
}

}  // namespace

array_handle repeat(array_body const& given, extents const& counts, maybe<index> along) {
  // A number counts as one element along axis 0, as in numpy.
  bool const number = given.layout.rank() == 0 && (!along || *along == 0 || *along == -1);
  array_handle const flat = !along || number ? views::ravel(given) : array_handle{};
  array_body const& a = flat ? *flat : given;
  auto const axis = static_cast<std::size_t>(flat ? 0 : normal_axis(*along, a.layout.rank()));
  index const n = a.layout.extent[axis];
  bool const one = counts.size() == 1;
  if (!one && static_cast<index>(counts.size()) != n)
    fail(error_code::shape_mismatch, "operands could not be broadcast together with shape (" + std::to_string(n) +
                                         ",) (" + std::to_string(counts.size()) + ",)");
  checked total = 0;
  for (index const c : counts) {
    if (c < 0 && n > 0)
      fail(error_code::negative_dimension, "repeats may not contain negative values, got " + std::to_string(c));
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
  repeat_any(r->data, from, outer, n, counts, bytes);
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
    if (!e.ok)
      fail(error_code::too_large,
           "array is too big: " + to_string(raised->layout.extent) + " tiled " + to_string(times));
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
  array_handle const dense = raised->c_contiguous ? raised : views::copy(*raised);
  tiling t{dense->layout.extent, times, rank - 1, itemsize(given.type)};
  while (times[t.last] == 1) --t.last;  // one of them is not 1
  for (std::size_t i = t.last; i < rank; ++i) t.run *= static_cast<std::size_t>(t.extent[i]);
  std::byte const* from = dense->data;
  tile_from(t, 0, from, r->data);
  return r;
}

}  // namespace fnp::manipulation
