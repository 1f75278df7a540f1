// The places of elements that are not zero.
#include <string>

#include "engine/indexing/true_places.hpp"
#include "fnp/base/error.hpp"
#include "fnp/lookup.hpp"

namespace fnp::lookup {

// As NumPy's, the arrays of several axes are columns of one table.
std::vector<array_handle> nonzero(array_body const& a) {
  std::size_t const rank = a.layout.rank();
  if (rank == 0)
    fail(error_code::bad_argument, "Calling nonzero on 0d arrays is not allowed; give the array an axis first");
  if (rank == 1) return {flatnonzero(a)};
  array_handle const rows = true_indices(truth_of(a)->data, a.layout.extent);
  index const n = rows->layout.extent[0], width = static_cast<index>(rank * sizeof(index));
  std::vector<array_handle> r;
  for (std::size_t i = 0; i < rank; ++i)
    r.push_back(make_view(rows->memory, dtype::i8,
                          {{n}, {width}, rows->layout.offset + static_cast<index>(i * sizeof(index))}, true));
  return r;
}

array_handle flatnonzero(array_body const& a) { return true_offsets(truth_of(a)->data, {a.count}, {1}); }

// NumPy stacks the columns and transposes the stack.
array_handle argwhere(array_body const& a) {
  std::size_t const rank = a.layout.rank();
  if (rank == 0) return make_array(dtype::i8, {count_true(truth_of(a)->data, 1), 0});
  array_handle const rows = true_indices(truth_of(a)->data, a.layout.extent);
  array_handle const columns = make_array(dtype::i8, {static_cast<index>(rank), rows->layout.extent[0]});
  views::copy_into(*rows, *views::transpose(*columns));
  return views::transpose(*columns);
}

}  // namespace fnp::lookup
