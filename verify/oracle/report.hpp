// `fnp verify run`: a file of cases goes in, a report comes out. Memory does not grow with the number of cases.
#pragma once
#include <string>

#include "verify/oracle/interpreter.hpp"

namespace fnp::oracle {

// Both give the same results and refuse whatever they do not know. Strict also reports the evidence: evaluations, and
// temporaries put between or spared. Hardened writes a destination only when all of it has been computed.
enum class policy { strict, hardened };

struct run_request {
  std::string cases, report;
  mode how = mode::both;
  int threads = 0;
  policy rules = policy::strict;
};

// What the command tells its caller: 0 all handled, 1 some failed, 2 the cases cannot be read, 3 the report cannot be
// written; on 2 and 3 `complaint` is one line.
struct run_answer {
  int status = 0;
  std::string complaint;
  std::string summary;  // one line for people
};
run_answer run_cases(run_request const&);

// One case, as a member of the report's list of results; never throws.
boost::json::object judge(std::string_view line, std::string const& fallback_id, mode, int threads,
                          std::string& family);

}  // namespace fnp::oracle
