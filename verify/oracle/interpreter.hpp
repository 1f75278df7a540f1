// Runs the program of a case, fused or eagerly, and tells its outcome in the words of the format.
#pragma once
#include "engine/evaluation.hpp"
#include "verify/oracle/case_file.hpp"

namespace fnp::oracle {

enum class mode : std::uint8_t { eager, fused, both };

struct outcome {
  boost::json::object record;  // {"status": "ok", "results": ...} or {"status": "error", "error": ...}
  bool not_fused = false;
};

// Throws unsupported, malformed; internal faults as std::exception.
outcome run_case(case_text const&, bool fused, int threads);

// What explain and prove look at: the largest evaluation of a program that was run once, fused. Inputs without data
// get a fixed pattern. Throws as run_case, and `error` where NumPy would.
struct program_graph {
  engine::evaluation what;
  std::vector<array_handle> destinations;  // kept alive
};
program_graph graph_of(case_text const&);

}  // namespace fnp::oracle
