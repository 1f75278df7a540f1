// Values into a diagonal, and into the places where a mask holds.
#include <algorithm>
#include <string>

#include "engine/indexing/index_array.hpp"
#include "engine/indexing/masked_elements.hpp"
#include "engine/indexing/true_places.hpp"
#include "fnp/base/error.hpp"
#include "fnp/ndarray.hpp"

namespace fnp::lookup {
// NumPy's a.flat[:end:step] = value: the step of the flat index goes one further on every axis.
void fill_diagonal(array_body& a, array_body const& value, bool wrap) {
  extents const& e = a.layout.extent;
  if (e.size() < 2) fail(error_code::bad_argument, "array must be at least 2-d, got shape " + to_string(e));
  if (e.size() > 2 && std::any_of(e.begin(), e.end(), [&](index n) { return n != e[0]; }))
    fail(error_code::bad_argument, "All dimensions of input must be of equal length, got shape " + to_string(e));
  if (!a.writeable) fail(error_code::read_only, "assignment destination is read-only");
  if (a.count == 0 || value.count == 0) return;
  index step = 1, weight = 1;
  for (std::size_t i = e.size() - 1; i > 0; --i) step += weight *= e[i];
  index end = a.count;
  if (e.size() == 2 && !wrap) end = std::min(end, (checked(e[1]) * e[1]).ok ? e[1] * e[1] : a.count);
  index const n = (end - 1) / step + 1;
  array_handle const at = make_array(dtype::i8, {n});
  for (index k = 0; k < n; ++k) reinterpret_cast<index*>(at->data)[k] = k * step;
  put(a, *at, value, index_mode::raise);
}

void copyto(array_body& into, array_body const& from, array_body const* where, casting rule) {
  if (where && where->type != dtype::b1) fail_cast(where->type, dtype::b1, "safe", "copyto where=");
  if (!into.writeable) fail(error_code::read_only, "assignment destination is read-only");
  if (!can_cast(from.type, into.type, rule)) fail_cast(from.type, into.type, name(rule), "copyto");
  if (!where) return views::assign(from, into);
  auto const fit = [&](array_body const& x, error_code code, char const* what) {
    extents joined = into.layout.extent;
    if (x.layout.rank() > joined.size() || !broadcast_into(joined, x.layout.extent) || !(joined == into.layout.extent))
      fail_shapes(code, what, x.layout.extent, into.layout.extent);
    return make_view(x.memory, x.type, broadcast_layout(x.layout, into.layout.extent), false);
  };
  array_handle given = array_handle::share(const_cast<array_body*>(&from));
  while (given->layout.rank() > into.layout.rank() && given->layout.extent[0] == 1) {
    index_item const first(index{0});
    given = view_of(*given, &first, 1);
  }
  given = fit(*given, error_code::assign_shape_mismatch, "could not broadcast input array from shape into shape");
  array_handle const mask =
      views::copy(*fit(*where, error_code::bad_argument, "could not broadcast where mask from shape into shape"));
  array_handle const dense = make_array(into.type, into.layout.extent);
  views::convert_into(*given, *dense);
  put_where(into, mask->data, *dense);
}

}  // namespace fnp::lookup
