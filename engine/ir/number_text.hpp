// Elements as text and back, every bit kept: decimal integers, C99 hex floats, NaNs by their bits.
//
//   true  -7  0x1.8p+1  -0x0p+0  inf  nan:7ff8000000000000  (0x1p+0 nan:7fc00000)
//
// No locale takes part.
#pragma once
#include <string>
#include <string_view>

#include "fnp/base/dtype.hpp"

namespace fnp::ir {

std::string element_text(dtype, void const* element);
// Bytes of one element at the front of `text`, which is advanced past it; empty when there is none of this dtype.
std::string read_element(dtype, std::string_view& text);

std::string hex_text(std::string_view bytes);
bool read_hex(std::string_view& text, std::string& bytes);  // as many digit pairs as there are

}  // namespace fnp::ir
