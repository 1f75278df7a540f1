// Elements of any dtype at build time: casts with the bits of the cast kernels, and the ranges of weak integers.
#pragma once
#include <array>
#include <cstddef>
#include <string>

#include "fnp/base/block.hpp"
#include "fnp/base/dtype.hpp"
#include "fnp/base/promotion.hpp"

namespace fnp::ir {

using element_bits = std::array<std::byte, 16>;

// NumPy's unsafe cast of one element.
element_bits cast_element(dtype from, void const* element, dtype to);
// A finite number may be infinite in the other dtype, and NumPy says so: fp_over then, else 0.
fp_flags overflow_of_cast(dtype from, void const* element, dtype to);

// A Python number as an element: an integer becomes a float by way of float64, with two roundings, where an int64 array
// would take one.
element_bits cast_weak(dtype from, void const* element, dtype to);

// Where an integer lies with respect to a dtype's range.
enum class fit : std::uint8_t { below, inside, above };
fit fit_integer(dtype from, void const* element, dtype to);

bool is_negative(dtype, void const* element);         // of an integer
element_bits largest(dtype);                          // of an integer dtype
std::string number_text(dtype, void const* element);  // for messages: decimal

}  // namespace fnp::ir
