// Gathering and scattering of elements at byte offsets.
#include <cmath>
#include <cstring>

#include "engine/ir/constant.hpp"
#include "fnp/ndarray.hpp"
#include "verify/oracle/case_subscript.hpp"

namespace fnp::oracle {

array_handle gather_elements(array_body const& a, extents const& shape, std::span<index const> offsets) {
  array_handle const r = make_array(a.type, shape);
  std::size_t const bytes = itemsize(a.type);
  for (std::size_t k = 0; k < offsets.size(); ++k) std::memcpy(r->data + k * bytes, a.data + offsets[k], bytes);
  return r;
}

scalar stored_number(session& run, datum const& number, dtype to) {
  if (number.is(datum::kind::integer) && is_integer(to)) {
    bool const fits_64 = small_integer(number).has_value();
    index const small = small_integer(number).value_or(0);
    bool inside = fits_64 && ir::fit_integer(dtype::i8, &small, to) == ir::fit::inside;
    if (!fits_64 && to == dtype::u8 && number.text[0] != '-' && number.text.size() <= 20) {
      errno = 0;
      std::uint64_t const large = std::strtoull(number.text.c_str(), nullptr, 10);
      if (!errno) return scalar(large);
    }
    if (!inside) fail(error_code::python_int_overflow, "Python integer " + number.text + " out of bounds for " + std::string(name(to)));
  }
  if (number.is(datum::kind::real) && is_integer(to) && !std::isfinite(number.re)) {
    if (std::isnan(number.re)) throw numpy_error{"ValueError", "bad_argument", "cannot convert float NaN to integer"};
    throw numpy_error{"OverflowError", "bad_argument", "cannot convert float infinity to integer"};
  }
  if (number.is(datum::kind::real) && is_integer(to) && std::fabs(number.re) >= (to == dtype::u8 ? 0x1p64 : 0x1p63))
    fail(error_code::python_int_overflow, "Python int too large to convert to C long");
  if (number.is(datum::kind::real) && is_integer(to) && std::fabs(number.re) < 0x1p63)  // int(x), then its range
    return stored_number(run, datum::of_int(static_cast<index>(number.re)), to);
  if (number.is(datum::kind::imaginary) && kind(to) != 'c' && kind(to) != 'b')
    throw numpy_error{"TypeError", "bad_argument", "float() argument must be a string or a real number, not 'complex'"};
  if (number.is(datum::kind::integer) && !small_integer(number)) {
    double const x = real_value(number);
    return scalar(x).astype(to);
  }
  array_handle const one = run.concrete(number);
  return scalar(to, ir::cast_weak(one->type, one->data, to).data());
}

void scatter_elements(session& run, array_body& a, extents const& shape, std::span<index const> offsets, datum const& value, bool one_mask) {
  if (!a.writeable) fail(error_code::read_only, "assignment destination is read-only");
  std::size_t const bytes = itemsize(a.type);
  if (value.is_scalar()) {
    scalar const x = stored_number(run, value, a.type);
    run.flush();
    for (index const o : offsets) std::memcpy(a.data + o, x.data(), bytes);
    return;
  }
  array_handle given = run.concrete(value);
  run.flush();
  extents const& from = given->layout.extent;
  if (one_mask && from.size() > 1)
    throw numpy_error{"TypeError", "mask_shape_mismatch", "NumPy boolean array indexing assignment requires a 0 or 1-dimensional input, input has " + std::to_string(from.size()) + " dimensions"};
  if (one_mask && ( (from.size() == 1 && from[0] != 1 && from[0] != static_cast<index>(offsets.size()))))
    throw numpy_error{"ValueError", "mask_shape_mismatch", "NumPy boolean array indexing assignment cannot assign " + to_string(from) + " input values to the " + std::to_string(offsets.size()) + " output values where the mask is true"};
  while (given->layout.rank() > shape.size() && given->layout.extent[0] == 1) {
    index_item const first(index{0});
    given = view_of(*given, &first, 1);
  }
  extents joined = shape;
  if (!broadcast_into(joined, given->layout.extent) || joined != shape)
    fail_shapes(error_code::assign_shape_mismatch, "shape mismatch: value array could not be broadcast to indexing result", from, shape);
  if (kind(given->type) == 'c' && kind(a.type) != 'c' && kind(a.type) != 'b') run.warn("complex_discarded");
  // A copy, so that what is written is never read back.
  array_handle const dense = views::copy(*views::broadcast_to(*views::astype(*given, a.type), shape));
  for (std::size_t k = 0; k < offsets.size(); ++k) std::memcpy(a.data + offsets[k], dense->data + k * bytes, bytes);
}

}  // namespace fnp::oracle
