// The flags of an array, from its layout and its memory.
#include <cstdint>

#include "engine/memory/seating.hpp"
#include "fnp/dtypes.hpp"
#include "fnp/flags.hpp"

namespace fnp {

array_flags flags(array_body const& a) noexcept {
  index const size = static_cast<index>(itemsize(a.type));
  auto const unit = static_cast<index>(alignment(a.type));
  bool aligned = reinterpret_cast<std::uintptr_t>(a.data) % static_cast<std::uintptr_t>(unit) == 0;
  for (std::size_t i = 0; i < a.layout.rank(); ++i)
    aligned = aligned && (a.layout.extent[i] <= 1 || a.layout.stride[i] % unit == 0);
  return {is_c_contiguous(a.layout, size), is_f_contiguous(a.layout, size), memory::is_seated(a),
          aligned || a.count == 0, a.writeable};
}

}  // namespace fnp
