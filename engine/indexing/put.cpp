// put, putmask, place: elements of the flat array get values one after the other.
#include "engine/indexing/block_mover.hpp"
#include "engine/indexing/direct_moves.hpp"
#include "engine/indexing/index_array.hpp"
#include "engine/indexing/masked_elements.hpp"
#include "engine/indexing/true_places.hpp"
#include "fnp/base/error.hpp"
#include "fnp/ndarray.hpp"

namespace fnp::lookup {
namespace {

// The values as dense elements of the array's dtype; `apart`: that no write to the array reaches.
array_handle values_for(array_body const& a, array_body const& values, casting rule, char const* function,
                        bool apart = true) {
  if (!can_cast(values.type, a.type, rule)) fail_cast(values.type, a.type, "safe", std::string(function) + " values");
  if (values.type == a.type && values.c_contiguous && !(apart && may_overlap(values, a)))
    return array_handle::share(const_cast<array_body*>(&values));
  array_handle const dense = make_array(a.type, values.layout.extent);
  views::convert_into(values, *dense);
  return dense;
}

array_handle mask_for(array_body const& a, array_body const& mask, char const* function) {
  if (mask.count != a.count)
    fail(error_code::shape_mismatch, std::string(function) + ": mask and data must be the same size, got shapes " +
                                         to_string(mask.layout.extent) + " and " + to_string(a.layout.extent));
  array_handle const truth = truth_of(mask);
  return may_overlap(*truth, a) ? views::copy(*truth) : truth;
}

void check_writeable(array_body const& a, char const* function) {
  if (!a.writeable) fail(error_code::read_only, std::string(function) + ": output array is read-only");
}

// Positions of the flat array become byte offsets.
void to_offsets(array_body const& a, std::vector<index>& at) {
  auto const item = static_cast<index>(itemsize(a.type));
  if (a.c_contiguous) {
    for (index& p : at) p *= item;
    return;
  }
  for (index& p : at) {
    index rest = p, offset = 0;
    for (std::size_t i = a.layout.rank(); i-- > 0;) {
      offset += rest % a.layout.extent[i] * a.layout.stride[i];
      rest /= a.layout.extent[i];
    }
    p = offset;
  }
}

}  // namespace

void put(array_body& a, array_body const& indices, array_body const& given, index_mode mode) {
  check_writeable(a, "put");
  array_handle const at = as_indices(indices, "put");
  if (at->count > 0 && a.count == 0)
    fail_as("IndexError", error_code::bad_argument, "cannot replace elements of an empty array");
  array_handle const values = values_for(a, given, casting::unsafe, "put");
  if (values->count == 0 || at->count == 0) return;
  auto const item = static_cast<index>(itemsize(a.type));
  if (mode == index_mode::raise && a.c_contiguous && at->c_contiguous && !may_overlap(*at, a) &&
      (values->count == 1 || values->count >= at->count)) {
    check_range(*at, a.count, 0);
    return put_elements(a.data, item, a.count, item, *at, values->data, values->count == 1 ? 0 : item);
  }
  std::vector<index> offsets(static_cast<std::size_t>(at->count));
  offsets_of(*at, a.count, 1, mode, 0, offsets.data());
  to_offsets(a, offsets);
  block_mover const mover(item, {}, {}, {});
  index const period = values->count == 1 ? at->count : values->count;
  for (index first = 0; first < at->count; first += period)
    mover.scatter(a.data, offsets.data() + first, values->data, values->count == 1 ? 0 : item,
                  std::min(period, at->count - first));
}

void putmask(array_body& a, array_body const& mask, array_body const& given) {
  check_writeable(a, "putmask");
  array_handle const truth = mask_for(a, mask, "putmask");
  array_handle const values = values_for(a, given, casting::safe, "putmask");
  if (values->count > 0 && a.count > 0) put_where(a, truth->data, *values);
}

void place(array_body& a, array_body const& mask, array_body const& given) {
  check_writeable(a, "place");
  array_handle const truth = mask_for(a, mask, "place");
  // NumPy reads values that lie in a contiguous array as it writes them.
  array_handle const values = values_for(a, given, casting::safe, "place", !a.c_contiguous);
  if (values->count > 0) return place_cyclically(a, truth->data, *values);
  if (count_true(truth->data, truth->count) > 0) fail(error_code::bad_argument, "Cannot insert from an empty array!");
}

}  // namespace fnp::lookup
