// Checks of out=, and the way of the result into it.
#include "engine/indexing/output.hpp"

#include "fnp/ndarray.hpp"

namespace fnp::lookup {

output::output(dtype type, extents const& shape, array_body* out, char const* mismatch, error_code reason,
               std::string_view category, casting rule) {
  if (out) {
    out_ = array_handle::share(out);
    if (!(out->layout.extent == shape))
      fail_as(category, reason,
              std::string(mismatch) + " of shape " + to_string(shape) + ", got " + to_string(out->layout.extent));
    if (!can_cast(out->type, type, rule)) fail_cast(out->type, type, "safe", "out=");
    if (!out->writeable) fail(error_code::read_only, "output array is read-only");
  }
  fresh_ = make_array(type, shape);
}

array_handle output::deliver() const {
  if (!out_) return fresh_;
  views::convert_into(*fresh_, *out_);
  return out_;
}

}  // namespace fnp::lookup
