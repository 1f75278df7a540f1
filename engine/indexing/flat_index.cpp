// Between positions in the flat array and one index an axis.
#include <string>

#include "engine/array/strided_walk.hpp"
#include "engine/indexing/index_array.hpp"
#include "engine/ir/eager_layout.hpp"
#include "fnp/base/error.hpp"
#include "fnp/ndarray.hpp"

namespace fnp::lookup {
namespace {

// The axes from the last one (that of stride 1) on.
extents from_last(std::size_t rank, index_order order) {
  extents r(rank);
  for (std::size_t i = 0; i < rank; ++i) r[i] = static_cast<index>(order == index_order::c ? rank - 1 - i : i);
  return r;
}

void check_integers(array_body const& a) {
  if (!is_integer(a.type))
    fail_as("TypeError", error_code::bad_argument,
            "only int indices permitted, got dtype " + std::string(name(a.type)));
}

}  // namespace

// As NumPy's, the arrays are columns of one table that is dense in the order of the indices' memory.
std::vector<array_handle> unravel_index(array_body const& flat, extents const& shape, index_order order) {
  check_integers(flat);
  checked const total = element_count(shape);
  if (!total.ok)
    fail(error_code::bad_argument,
         "dimensions are too large; arrays and shapes with a total size greater than 2**63 - 1 "
         "are not supported, got shape " +
             to_string(shape));
  array_handle const at = views::astype(flat, dtype::i8);
  index const width = static_cast<index>(shape.size() * sizeof(index));
  extents wide = flat.layout.extent,
          like = ir::copy_strides(flat.layout.extent, flat.layout.stride, std::max<index>(width, 1));
  wide.push_back(static_cast<index>(shape.size()));
  like.push_back(sizeof(index));
  array_handle const table = make_array_like(dtype::i8, wide, like);
  extents rows = table->layout.stride;
  rows.pop_back();
  extents const axes = from_last(shape.size(), order);
  walk<2>(flat.layout.extent, {table->data, at->data}, {&rows, &at->layout.stride},
          [&](auto const& p, auto const& stride, index count) {
            for (index k = 0; k < count; ++k) {
              index rest = *reinterpret_cast<index const*>(p[1] + k * stride[1]);
              if (rest < 0 || rest >= total.value)
                fail_as("ValueError", error_code::index_out_of_range,
                        "index " + std::to_string(rest) + " is out of bounds for array with size " +
                            std::to_string(total.value));
              auto* const row = reinterpret_cast<index*>(p[0] + k * stride[0]);
              for (index const axis : axes) {
                row[axis] = rest % shape[static_cast<std::size_t>(axis)];
                rest /= shape[static_cast<std::size_t>(axis)];
              }
            }
          });
  std::vector<array_handle> r;
  for (std::size_t i = 0; i < shape.size(); ++i)
    r.push_back(make_view(table->memory, dtype::i8,
                          {flat.layout.extent, rows, table->layout.offset + static_cast<index>(i * sizeof(index))},
                          true));
  return r;
}

array_handle ravel_multi_index(sequence<array_handle const> at, extents const& dims, sequence<index_mode const> modes,
                               index_order order) {
  if (at.size() != dims.size())
    fail(error_code::bad_argument, "parameter multi_index must be a sequence of length " + std::to_string(dims.size()) +
                                       ", got one of " + std::to_string(at.size()));
  if (modes.size() != 1 && modes.size() != dims.size())
    fail(error_code::bad_argument,
         "one mode, or one for each of " + std::to_string(dims.size()) + " dimensions is needed");
  if (!element_count(dims).ok)
    fail(error_code::bad_argument,
         "invalid dims: array size defined by dims is larger than the maximum possible size, got " + to_string(dims));
  extents joint;
  for (array_handle const& a : at) {
    check_integers(*a);
    extents const before = joint;
    if (!broadcast_into(joint, a->layout.extent))
      fail_shapes(error_code::shape_mismatch, "operands could not be broadcast together with shapes", before,
                  a->layout.extent);
  }
  std::vector<extents> strides;
  for (array_handle const& a : at) strides.push_back(broadcast_layout(a->layout, joint).stride);
  array_handle const r = make_array_like(dtype::i8, joint, ir::elementwise_strides(joint, strides, sizeof(index)));
  std::fill_n(reinterpret_cast<index*>(r->data), r->count, index{0});
  index weight = 1;
  for (index const axis : from_last(dims.size(), order)) {
    auto const i = static_cast<std::size_t>(axis);
    index_mode const mode = modes[modes.size() == 1 ? 0 : i];
    array_handle const x = views::astype(*at[i], dtype::i8);
    extents const step = broadcast_layout(x->layout, joint).stride;
    index const n = dims[i];
    walk<2>(joint, {r->data, x->data}, {&r->layout.stride, &step}, [&](auto const& p, auto const& stride, index count) {
      for (index k = 0; k < count; ++k) {
        index const given = *reinterpret_cast<index const*>(p[1] + k * stride[1]);
        // Unlike a subscript, a negative coordinate is an error here.
        if ((mode == index_mode::raise && (given < 0 || given >= n)) || n == 0)
          fail_as("ValueError", error_code::index_out_of_range,
                  "invalid entry in coordinates array: " + std::to_string(given) + " for a dimension of " +
                      std::to_string(n));
        *reinterpret_cast<index*>(p[0] + k * stride[0]) += weight * position_of(given, n, mode, i);
      }
    });
    weight *= n;
  }
  return r;
}

}  // namespace fnp::lookup
