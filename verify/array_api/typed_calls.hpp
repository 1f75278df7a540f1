// The ops of the special cases as typed expressions, found by name: a kernel of the user's own file, not the library's.
#pragma once
#include <span>
#include <string_view>

#include "fnp/ndarray.hpp"

namespace fnp::array_api {

// The op of that NumPy name over operands of dtype `type` (f4, f8, c8, c16); bad_argument if it has no typed form here.
ndarray typed_call(std::string_view op, dtype type, std::span<ndarray const> operands);

}  // namespace fnp::array_api
