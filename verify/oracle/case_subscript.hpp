// What stands between the brackets of a case, as the library takes it; and the values that are stored there.
#pragma once
#include <span>

#include "fnp/lookup.hpp"
#include "verify/oracle/step_call.hpp"

namespace fnp::oracle {

// An error of NumPy's whose class is not the usual one of its reason.
struct numpy_error {
  std::string category, reason, text;
};

// Items: an integer or a boolean (datum int, bool), None, the text "...", a tuple marked by the text "slice" of start,
// stop and step, an array or a list.
std::vector<subscript_item> subscript_items(session&, std::span<datum const> items);
std::vector<index_item> basic_items(session&, std::span<datum const> items);  // pre: is_basic
bool is_basic(session&, std::span<datum const> items);

// The elements that a[items] names: their shape, and their distance in bytes from element 0 in C order.
struct subscript {
  extents shape;
  std::vector<index> offsets;
};
subscript resolve_subscript(session&, array_body const&, std::span<datum const> items);

// The value as an element of an array of that dtype, as a[...] = value stores Python numbers.
scalar stored_number(session&, datum const& number, dtype to);
// What is stored into an array of that dtype: a Python number as an element of it, everything else as an array. Where
// a run reports conditions, what the cast raises is reported.
array_handle stored_value(session&, datum const& value, dtype to);

}  // namespace fnp::oracle
