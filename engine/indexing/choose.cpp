// choose: element by element one of several arrays.
#include <cstring>
#include <span>

#include "engine/indexing/index_array.hpp"
#include "engine/indexing/output.hpp"
#include "fnp/dtypes.hpp"
#include "fnp/ndarray.hpp"

namespace fnp::lookup {
namespace {

// The index of the array for every element, in range; dense at the joint shape.
array_handle which_dense(array_body const& which, extents const& shape, index n, index_mode mode) {
  array_handle const r = make_array(dtype::i8, shape);
  views::convert_into(*make_view(which.memory, which.type, broadcast_layout(which.layout, shape), false), *r);
  auto* const at = reinterpret_cast<index*>(r->data);
  for (index k = 0; k < r->count; ++k) {
    // As NumPy's take on lists of arrays: raise does not count negative entries from the end.
    if (mode == index_mode::raise && (at[k] < 0 || at[k] >= n))
      fail_as("ValueError", error_code::index_out_of_range,
              "invalid entry in choice array: " + std::to_string(at[k]) + " with " + std::to_string(n) + " choices");
    at[k] = position_of(at[k], n, mode, 0);
  }
  return r;
}

template <std::size_t Size>
void pick_elements(index const* which, std::span<strided const> layouts, std::span<std::byte const* const> data,
                   extents const& shape, std::byte* to) {
  // Runs along the last axis; each array has its own stride there.
  extents outer = shape;
  index const width = shape.empty() ? 1 : shape.back();
  if (!outer.empty()) outer.pop_back();
  extents counter(outer.size());
  std::vector<std::byte const*> row(data.begin(), data.end());
  std::vector<index> step;
  for (strided const& v : layouts) step.push_back(shape.empty() ? 0 : v.stride.back());
  for (;;) {
    for (index k = 0; k < width; ++k, to += Size) {
      auto const c = static_cast<std::size_t>(which[k]);
      std::memcpy(to, row[c] + k * step[c], Size);
    }
    which += width;
    std::size_t i = outer.size();
    for (;;) {
      if (i-- == 0) return;
      bool const carry = ++counter[i] == outer[i];
      for (std::size_t c = 0; c < row.size(); ++c) row[c] += layouts[c].stride[i] * (carry ? 1 - outer[i] : 1);
      if (!carry) break;
      counter[i] = 0;
    }
  }
}

}  // namespace

array_handle choose(array_body const& which, sequence<array_handle const> choices, index_mode mode, array_body* out) {
  if (choices.empty()) fail(error_code::bad_argument, "choose needs at least one choice: 0-length sequence.");
  std::vector<dtype> types;
  for (array_handle const& c : choices) types.push_back(c->type);
  dtype const type = result_type(types);
  array_handle const at = as_indices(which, "choose");
  extents shape = at->layout.extent;
  for (array_handle const& c : choices) {
    extents const before = shape;
    if (!broadcast_into(shape, c->layout.extent))
      fail_shapes(error_code::shape_mismatch, "operands could not be broadcast together with shapes", before,
                  c->layout.extent);
  }
  output const to(type, shape, out, "choose: invalid shape for output array.", error_code::bad_argument, "TypeError",
                  casting::unsafe);
  if (to.fresh().count > 0) {
    array_handle const dense = which_dense(*at, shape, static_cast<index>(choices.size()), mode);
    std::vector<array_handle> held;
    std::vector<strided> layouts;
    std::vector<std::byte const*> data;
    for (array_handle const& c : choices) {
      held.push_back(c->type == type ? c : views::astype(*c, type));
      layouts.push_back(broadcast_layout(held.back()->layout, shape));
      data.push_back(held.back()->data);
    }
    auto const* const entries = reinterpret_cast<index const*>(dense->data);
    std::byte* const row = to.fresh().data;
    switch (itemsize(type)) {
      case 1:
        pick_elements<1>(entries, layouts, data, shape, row);
        break;
      case 2:
        pick_elements<2>(entries, layouts, data, shape, row);
        break;
      case 4:
        pick_elements<4>(entries, layouts, data, shape, row);
        break;
      case 8:
        pick_elements<8>(entries, layouts, data, shape, row);
        break;
      default:
        pick_elements<16>(entries, layouts, data, shape, row);
        break;
    }
  }
  return to.deliver();
}

}  // namespace fnp::lookup
