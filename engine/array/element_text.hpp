// The text of one element among others: all elements of an array are printed at one width.
#pragma once
#include <functional>
#include <string>

#include "fnp/format.hpp"

namespace fnp {

// Gives the text of an element of `sample`'s dtype, aligned with the others of `sample`.
using element_text = std::function<std::string(std::byte const*)>;
element_text make_element_text(array_body const& sample, print_options const&);

}  // namespace fnp
