// take_along_axis and put_along_axis: index arrays along one axis, a grid of positions along the others.
#include <string>

#include "engine/array/axes.hpp"
#include "fnp/base/error.hpp"
#include "fnp/creation.hpp"
#include "fnp/lookup.hpp"

namespace fnp::lookup {
namespace {

std::vector<subscript_item> items_along(array_body const& a, array_body const& indices, index axis) {
  if (!is_integer(indices.type))
    fail_as("IndexError", error_code::bad_argument,
            "`indices` must be an integer array, got dtype " + std::string(name(indices.type)));
  std::size_t const rank = indices.layout.rank();
  if (rank != a.layout.rank())
    fail(error_code::shape_mismatch, "`indices` and `arr` must have the same number of dimensions, got shapes " +
                                         to_string(indices.layout.extent) + " and " + to_string(a.layout.extent));
  std::vector<subscript_item> items(rank);
  for (std::size_t i = 0; i < rank; ++i) {
    if (static_cast<index>(i) == axis) {
      items[i].array = array_handle::share(const_cast<array_body*>(&indices));
      continue;
    }
    extents shape(rank, 1);
    shape[i] = a.layout.extent[i];
    items[i].array = views::reshape(*create::arange(dtype::i8, index{0}, shape[i], index{1}), shape);
  }
  return items;
}

void check_flat(array_body const& indices) {
  if (indices.layout.rank() != 1)
    fail(error_code::bad_argument,
         "when axis=None, `indices` must have a single dimension, got shape " + to_string(indices.layout.extent));
}

}  // namespace

array_handle take_along_axis(array_body const& a, array_body const& indices, index const* axis) {
  if (!axis) {
    check_flat(indices);
    array_handle const flat = views::ravel(a);
    std::vector<subscript_item> const items = items_along(*flat, indices, 0);
    return get(*flat, items.data(), items.size());
  }
  std::vector<subscript_item> const items = items_along(a, indices, normal_axis(*axis, a.layout.rank()));
  return get(a, items.data(), items.size());
}

void put_along_axis(array_body& a, array_body const& indices, array_body const& values, index const* axis) {
  if (axis) {
    std::vector<subscript_item> const items = items_along(a, indices, normal_axis(*axis, a.layout.rank()));
    return set(a, items.data(), items.size(), values);
  }
  check_flat(indices);
  array_handle const flat = views::reshape(a, {a.count});
  std::vector<subscript_item> const items = items_along(*flat, indices, 0);
  if (!a.c_contiguous)
    fail(error_code::read_only, "assignment destination is read-only: the flat array of shape " +
                                    to_string(a.layout.extent) + " is a copy, since the array is not C-contiguous");
  set(*flat, items.data(), items.size(), values);
}

}  // namespace fnp::lookup
