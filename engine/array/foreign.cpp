// Views of memory that belongs to somebody else.
#include <string>

#include "fnp/base/error.hpp"
#include "fnp/base/export.hpp"
#include "fnp/base/storage.hpp"

namespace fnp::interop {

FNP_EXPORT extents dense_strides(dtype type, extents const& shape) {
  checked bytes = static_cast<index>(itemsize(type));
  for (index const e : shape) {
    if (e < 0)
      fail(error_code::negative_dimension, "negative dimensions are not allowed, found shape " + to_string(shape));
    if (e > 0) bytes *= e;
  }
  if (!bytes.ok) fail(error_code::too_large, "an array of shape " + to_string(shape) + " is larger than any memory");
  return c_strides(shape, static_cast<index>(itemsize(type)));
}

FNP_EXPORT void fail_span(index have, extents const& shape) {
  fail(error_code::bad_reshape,
       "cannot see a span of " + std::to_string(have) + " elements as shape " + to_string(shape));
}

FNP_EXPORT array_handle adopt(dtype type, void* data, extents const& shape, extents const& strides, bool writeable,
                              void* owner, void (*release)(void*)) {
  // The owner is let go whatever happens below.
  struct guard {
    void* owner;
    void (*release)(void*);
    ~guard() {
      if (release) release(owner);
    }
  } owned{owner, release};
  if (shape.size() != strides.size())
    fail(error_code::bad_argument,
         "shape " + to_string(shape) + " and strides " + to_string(strides) + " differ in length");
  if (shape.size() > max_rank)
    fail(error_code::too_large,
         "maximum supported dimension for an ndarray is 64, found " + std::to_string(shape.size()));
  checked low = 0, high = static_cast<index>(itemsize(type));
  bool empty = false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] < 0)
      fail(error_code::negative_dimension, "negative dimensions are not allowed, found shape " + to_string(shape));
    empty |= shape[i] == 0;
    checked const reach = checked(strides[i]) * (shape[i] - 1);
    (reach.value < 0 ? low : high) += reach;
  }
  if (empty) low = 0, high = 0;
  checked const bytes = high - low;
  if (!bytes.ok || !element_count(shape).ok)
    fail(error_code::too_large,
         "shape " + to_string(shape) + " with byte strides " + to_string(strides) + " is larger than any memory");
  handle<storage> memory =
      adopt_memory(static_cast<std::byte*>(data) + low.value, bytes.value, writeable, owner, release);
  owned.release = nullptr;
  return make_view(memory, type, {shape, strides, -low.value}, writeable);
}

}  // namespace fnp::interop
