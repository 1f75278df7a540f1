// Outcomes in the words of the format: arrays as exact bytes, Python values as typed text.
#pragma once
#include <boost/json.hpp>
#include <span>

#include "verify/oracle/case_file.hpp"
#include "verify/oracle/session.hpp"

namespace fnp::oracle {

// With strides and base where the case checks them; base: the first input, by name, whose elements the result shares.
boost::json::object encode_result(session&, datum const&, case_text const&, std::span<input_value const> inputs);

}  // namespace fnp::oracle
