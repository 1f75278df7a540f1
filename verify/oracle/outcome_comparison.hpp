// Are two outcomes equal within a case's tolerance? The rules of the format, one by one.
#pragma once
#include <boost/json.hpp>
#include <optional>

#include "verify/oracle/case_file.hpp"

namespace fnp::oracle {

// Empty when `actual` agrees with `expected`, else what differs first: kind, result, index, expected, actual, ...
std::optional<boost::json::object> compare_outcomes(case_text const&, boost::json::object const& expected,
                                                    boost::json::object const& actual);
// The same with every bit, stride and base counting: fused against eager. NaN is one class.
std::optional<boost::json::object> compare_exactly(case_text const&, boost::json::object const& expected,
                                                   boost::json::object const& actual);

}  // namespace fnp::oracle
