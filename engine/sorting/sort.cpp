// sort, argsort, lexsort and sort_complex of whole arrays.
#include <string>

#include "engine/array/axes.hpp"
#include "engine/settings.hpp"
#include "engine/sorting/position_order.hpp"
#include "engine/sorting/sort_lines.hpp"
#include "fnp/manipulation.hpp"
#include "fnp/sorting.hpp"

namespace fnp::sorting {

array_handle sort(array_body const& a, maybe<index> axis) {
  index const along = axis ? normal_axis(*axis, a.layout.rank()) : 0;
  if (!axis) {
    array_handle const flat = manipulation::flatten(a, memory_order::c);
    sort_lines(*flat, *flat, along);
    return flat;
  }
  array_handle const r = manipulation::make_like(a, a.type, memory_order::keep);
  sort_lines(a, *r, along);
  return r;
}

void sort_in_place(array_body& a, index axis) {
  index const along = normal_axis(axis, a.layout.rank());
  if (!a.writeable) fail(error_code::read_only, "sort array is read-only");
  sort_lines(a, a, along);
}

array_handle argsort(array_body const& a, maybe<index> axis) {
  std::size_t const rank = a.layout.rank();
  bool const scalar = rank == 0 && (!axis || *axis == 0 || *axis == -1);
  index const along = scalar || !axis ? 0 : normal_axis(*axis, rank);
  array_handle const x = axis && !scalar ? array_handle::share(const_cast<array_body*>(&a)) : views::ravel(a);
  array_handle const r = make_array(dtype::i8, x->layout.extent);
  order_lines(*x, *r, along);
  return r;
}

array_handle sort_complex(array_body const& a) {
  bool const narrow = a.type == dtype::c8 || (is_integer(a.type) && itemsize(a.type) <= 2);
  index const along = normal_axis(-1, a.layout.rank());
  array_handle const r = views::astype(a, narrow ? dtype::c8 : dtype::c16);
  sort_lines(*r, *r, along);
  return r;
}

array_handle lexsort(sequence<array_handle const> keys, index axis) {
  if (keys.empty()) fail_as("TypeError", error_code::bad_argument, "need sequence of keys with len > 0 in lexsort");
  extents const& shape = keys[0]->layout.extent;
  for (array_handle const& k : keys)
    if (!(k->layout.extent == shape))
      fail(error_code::shape_mismatch,
           "all keys need to be the same shape, got " + to_string(shape) + " and " + to_string(k->layout.extent));
  array_handle const r = make_array(dtype::i8, shape);
  if (shape.size() == 0) {
    *reinterpret_cast<index*>(r->data) = 0;
    return r;
  }
  index const along = normal_axis(axis, shape.size());
  array_handle const lines = views::moveaxis(*r, {along}, {-1});
  index const n = shape[static_cast<std::size_t>(along)];
  if (r->count == 0) return r;
  std::vector<array_handle> moved;
  for (std::size_t k = keys.size(); k-- > 0;) moved.push_back(views::moveaxis(*keys[k], {along}, {-1}));
  engine::options const o = engine::settle(engine::defaults());
  extents point(shape.size() - 1);
  std::vector<index> order(static_cast<std::size_t>(n));
  for (index line = 0; line < r->count / n; ++line) {
    auto const start = [&](array_body const& a) {
      std::byte* p = a.data;
      for (std::size_t i = 0; i < point.size(); ++i) p += point[i] * a.layout.stride[i];
      return p;
    };
    std::vector<key_column> columns;
    for (array_handle const& k : moved) columns.push_back({k->type, start(*k), k->layout.stride.back()});
    position_order(columns, o.level, o.threads).run(order.data(), n);
    std::byte* const to = start(*lines);
    for (index i = 0; i < n; ++i)
      *reinterpret_cast<index*>(to + i * lines->layout.stride.back()) = order[static_cast<std::size_t>(i)];
    for (std::size_t i = point.size(); i-- > 0 && ++point[i] == lines->layout.extent[i];) point[i] = 0;
  }
  return r;
}

}  // namespace fnp::sorting
