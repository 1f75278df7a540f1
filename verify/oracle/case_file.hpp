// A case: memory, inputs, a straight-line program, what to report and how to compare; read from one line of JSON.
#pragma once
#include <boost/json.hpp>
#include <map>
#include <string>
#include <vector>

#include "verify/oracle/datum.hpp"

namespace fnp::oracle {

struct input_value {
  std::string name;
  datum value;
};

struct step_text {
  std::string id, op;
  boost::json::array args;
  boost::json::object attrs;
};

struct tolerance {
  std::string kind = "bit";  // bit, ulp, close, norm
  bool zeros_equal = false;
  double max = 0, rtol = 0, atol = 0;
};

struct case_text {
  std::string id, family, tier;
  std::vector<step_text> program;
  std::vector<std::string> results;
  std::vector<std::string> check;  // sorted
  std::map<std::string, std::string> errstate;
  tolerance how;
  std::map<std::string, tolerance> how_per_result;
  boost::json::object buffers, inputs;
  boost::json::value oracle;  // null: blind

  bool checks(std::string_view what) const;
};

// Throws malformed.
case_text read_case(boost::json::value const&);
// Fresh memory and views of it for one run, in the order of the names. Inputs of a program without data get a fixed
// pattern when `invent` is set. Throws malformed, unsupported (dtypes).
std::vector<input_value> make_inputs(case_text const&, bool invent = false);

// A literal of the program: an array with its data, or a typed value.
datum decode_value(boost::json::value const&);
array_handle decode_array(boost::json::object const&);

}  // namespace fnp::oracle
